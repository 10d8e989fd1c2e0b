#include <algorithm>
#include <array>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/records/dictionary.hpp>

#include "records/text_hash.hpp"

namespace centricity::inline v0 {
namespace {

/// Texts whose memory is waited for together.
constexpr std::size_t group = 32;

/// Slots a text may stand in.  As three in four are in use at most, 0.75^64 = 10^-8 of the texts
/// that nobody made to collide are crowded out.
constexpr std::size_t most_probes = 64;

/// Asks for memory that will be read soon.
void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__)
  __builtin_prefetch(address);
#endif
}

std::uint32_t tag_of(std::uint64_t hash) noexcept { return static_cast<std::uint32_t>(hash >> 32); }

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

}  // namespace

// The steps 1, 2, 3, ... come to all slots, as these are a power of two.
std::size_t Dictionary::locate(std::string_view text, std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = static_cast<std::size_t>(hash) & mask;
  for (std::size_t step = 1; step <= most_probes; ++step) {
    const Slot& slot = slots_[place];
    if (slot.code == Code::none ||
        (slot.tag == tag_of(hash) && same(labels_[index(slot.code)], text))) {
      return place;
    }
    place = (place + step) & mask;
  }
  return nowhere;
}

void Dictionary::grow() {
  std::vector<Slot> slots(slots_.empty() ? 16 : 2 * slots_.size());
  CrowdedOut crowded_out;
  const std::size_t mask = slots.size() - 1;
  std::array<std::uint64_t, group> hashes{};
  for (std::size_t begin = 0; begin < labels_.size(); begin += group) {
    const std::size_t n = std::min(group, labels_.size() - begin);
    for (std::size_t i = 0; i < n; ++i) {
      hashes[i] = hash_of(labels_[begin + i]);
      prefetch(&slots[static_cast<std::size_t>(hashes[i]) & mask]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      const Code code{static_cast<std::uint32_t>(begin + i)};
      std::size_t place = static_cast<std::size_t>(hashes[i]) & mask;
      std::size_t step = 1;
      for (; step <= most_probes && slots[place].code != Code::none; ++step) {
        place = (place + step) & mask;
      }
      if (step > most_probes) {
        crowded_out.emplace(labels_[begin + i], code);
      } else {
        slots[place] = {code, tag_of(hashes[i])};
      }
    }
  }
  slots_ = std::move(slots);
  crowded_out_ = std::move(crowded_out);
}

Code Dictionary::encode(std::string_view text) {
  if (text.empty()) {
    return Code::none;
  }
  if (4 * (labels_.size() + 1) > 3 * slots_.size()) {
    grow();
  }
  return encode_hashed(text, hash_of(text));
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
      hashes[i] = hash_of(texts[begin + i]);
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
      if (text.empty()) {
        codes[begin + i] = Code::none;
      } else if (i > 0 && hashes[i] == hashes[i - 1] && same(text, texts[begin + i - 1])) {
        codes[begin + i] = codes[begin + i - 1];  // As in a file sorted by it.
      } else {
        codes[begin + i] = encode_hashed(text, hashes[i]);
      }
    }
  }
}

// There is a free slot, though perhaps not for this text.
Code Dictionary::encode_hashed(std::string_view text, std::uint64_t hash) {
  const std::size_t place = locate(text, hash);
  const Code known = code_at(place, text);
  return known != Code::none ? known : add(text, hash, place);
}

Code Dictionary::code_at(std::size_t place, std::string_view text) const noexcept {
  if (place != nowhere) {
    return slots_[place].code;
  }
  const auto found = crowded_out_.find(text);
  return found != crowded_out_.end() ? found->second : Code::none;
}

Code Dictionary::add(std::string_view text, std::uint64_t hash, std::size_t place) {
  if (labels_.size() >= index(Code::none)) {
    throw Error{ErrorCode::limit_exceeded,
                "a text column has more than 4,294,967,294 different texts",
                "Split the data."};
  }
  const Code code{static_cast<std::uint32_t>(labels_.size())};
  CrowdedOut entry;
  if (place == nowhere) {
    entry.emplace(text, code);  // Before anything changes, as memory may run out.
  }
  labels_.push_back(text);
  if (place == nowhere) {
    crowded_out_.merge(entry);
  } else {
    slots_[place] = {code, tag_of(hash)};
  }
  return code;
}

Code Dictionary::find(std::string_view text) const noexcept {
  return text.empty() || slots_.empty() ? Code::none : code_at(locate(text, hash_of(text)), text);
}

}  // namespace centricity::inline v0
