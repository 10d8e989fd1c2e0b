#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/records/dictionary.hpp>

namespace centricity::inline v0 {
namespace {

/// One round of SipHash.
void sip_round(std::uint64_t& a, std::uint64_t& b, std::uint64_t& c, std::uint64_t& d) noexcept {
  a += b;
  b = std::rotl(b, 13) ^ a;
  a = std::rotl(a, 32);
  c += d;
  d = std::rotl(d, 16) ^ c;
  a += d;
  d = std::rotl(d, 21) ^ a;
  c += b;
  b = std::rotl(b, 17) ^ c;
  c = std::rotl(c, 32);
}

/// The number whose bytes stand there.
template <class Number>
Number read(const char* bytes) noexcept {
  Number number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

/// Fewer than eight bytes in one number, without a loop where they are most.
std::uint64_t tail_of(std::string_view text) noexcept {
  const std::size_t n = text.size();
  if (n >= 4) {
    return read<std::uint32_t>(text.data()) |
           std::uint64_t{read<std::uint32_t>(text.data() + n - 4)} << 8 * (n - 4);
  }
  std::uint64_t tail = 0;
  for (const char byte : text) {
    tail = tail << 8 | static_cast<unsigned char>(byte);
  }
  return tail;
}

/// Equality, without a call for texts as long as most ids.
bool same(std::string_view left, std::string_view right) noexcept {
  const std::size_t n = left.size();
  if (n != right.size() || n < 4 || n > 16) {
    return left == right;
  }
  const auto same_ends = [&]<class Number>(Number) {
    const std::size_t last = n - sizeof(Number);
    return read<Number>(left.data()) == read<Number>(right.data()) &&
           read<Number>(left.data() + last) == read<Number>(right.data() + last);
  };
  return n >= 8 ? same_ends(std::uint64_t{}) : same_ends(std::uint32_t{});
}

/// SipHash-1-3 under the 128-bit key (key, ~key).
std::uint64_t hash_of(std::string_view text, std::uint64_t key) noexcept {
  std::uint64_t a = key ^ 0x736f6d6570736575U;
  std::uint64_t b = ~key ^ 0x646f72616e646f6dU;
  std::uint64_t c = key ^ 0x6c7967656e657261U;
  std::uint64_t d = ~key ^ 0x7465646279746573U;
  const auto absorb = [&](std::uint64_t word) {
    d ^= word;
    sip_round(a, b, c, d);
    a ^= word;
  };
  std::uint64_t last = static_cast<std::uint64_t>(text.size()) << 56;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    absorb(read<std::uint64_t>(text.data()));
  }
  absorb(last | tail_of(text));
  c ^= 0xFF;
  sip_round(a, b, c, d);
  sip_round(a, b, c, d);
  sip_round(a, b, c, d);
  return a ^ b ^ c ^ d;
}

/// Texts whose memory is waited for together.
constexpr std::size_t group = 16;

/// Asks for memory that will be read soon.
void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__)
  __builtin_prefetch(address);
#endif
}

std::uint32_t tag_of(std::uint64_t hash) noexcept { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

std::size_t Dictionary::locate(std::string_view text, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = static_cast<std::size_t>(hash) & mask;
  while (slots_[place].code != Code::none &&
         (slots_[place].tag != tag_of(hash) || !same(labels_[index(slots_[place].code)], text))) {
    place = (place + 1) & mask;
  }
  return place;
}

void Dictionary::grow() {
  std::vector<Slot> slots(slots_.empty() ? 16 : 2 * slots_.size());
  // The key is the address of memory the system has just given us: random where addresses are, and
  // a new one each time the table grows.
  const std::uint64_t key = std::bit_cast<std::uintptr_t>(slots.data()) * 0x9E3779B97F4A7C15U;
  const std::size_t mask = slots.size() - 1;
  std::array<std::uint64_t, group> hashes{};
  for (std::size_t begin = 0; begin < labels_.size(); begin += group) {
    const std::size_t n = std::min(group, labels_.size() - begin);
    for (std::size_t i = 0; i < n; ++i) {
      hashes[i] = hash_of(labels_[begin + i], key);
      prefetch(&slots[static_cast<std::size_t>(hashes[i]) & mask]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      std::size_t place = static_cast<std::size_t>(hashes[i]) & mask;
      while (slots[place].code != Code::none) {
        place = (place + 1) & mask;
      }
      slots[place] = {Code{static_cast<std::uint32_t>(begin + i)}, tag_of(hashes[i])};
    }
  }
  slots_ = std::move(slots);
  key_ = key;
}

Code Dictionary::encode(std::string_view text) {
  if (text.empty()) {
    return Code::none;
  }
  if (4 * (labels_.size() + 1) > 3 * slots_.size()) {
    grow();
  }
  return encode_hashed(text, hash_of(text, key_));
}

void Dictionary::encode(std::span<const std::string_view> texts, std::span<Code> codes) {
  std::array<std::uint64_t, group> hashes{};
  for (std::size_t begin = 0; begin < texts.size(); begin += group) {
    const std::size_t n = std::min(group, texts.size() - begin);
    while (4 * (labels_.size() + n) > 3 * slots_.size()) {
      grow();
    }
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < n; ++i) {
      hashes[i] = hash_of(texts[begin + i], key_);
      prefetch(&slots_[static_cast<std::size_t>(hashes[i]) & mask]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      const Slot& slot = slots_[static_cast<std::size_t>(hashes[i]) & mask];
      if (slot.code != Code::none) {
        prefetch(labels_[index(slot.code)].data());
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      const std::string_view text = texts[begin + i];
      codes[begin + i] = text.empty() ? Code::none : encode_hashed(text, hashes[i]);
    }
  }
}

// There is a free slot.
Code Dictionary::encode_hashed(std::string_view text, std::uint64_t hash) {
  Slot& slot = slots_[locate(text, hash)];
  if (slot.code == Code::none) {
    if (labels_.size() >= index(Code::none)) {
      throw Error{ErrorCode::limit_exceeded,
                  "a text column has more than 4,294,967,294 different texts",
                  "Split the data."};
    }
    labels_.push_back(text);
    slot = {Code{static_cast<std::uint32_t>(labels_.size() - 1)}, tag_of(hash)};
  }
  return slot.code;
}

Code Dictionary::find(std::string_view text) const noexcept {
  return text.empty() || slots_.empty() ? Code::none
                                        : slots_[locate(text, hash_of(text, key_))].code;
}

}  // namespace centricity::inline v0
