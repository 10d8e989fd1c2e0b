#pragma once

/// @file
/// Hash and equality of short texts, eight bytes at a time and without a call.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace centricity::inline v0 {

/// The number whose bytes stand there.
template <class Number>
[[nodiscard]] Number read(const char* bytes) noexcept {
  Number number = 0;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

/// At most eight bytes in one number, without a loop where they are most.
[[nodiscard]] inline std::uint64_t word_of(std::string_view text) noexcept {
  const std::size_t n = text.size();
  if (n == 8) {
    return read<std::uint64_t>(text.data());
  }
  if (n >= 4) {
    return read<std::uint32_t>(text.data()) |
           std::uint64_t{read<std::uint32_t>(text.data() + n - 4)} << 8 * (n - 4);
  }
  std::uint64_t word = 0;
  for (const char byte : text) {
    word = word << 8 | static_cast<unsigned char>(byte);
  }
  return word;
}

/// The finalizer of MurmurHash3 (Appleby 2011): a bijection that spreads every bit over all.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t word) noexcept {
  word ^= word >> 33;
  word *= 0xFF51AFD7ED558CCDU;
  word ^= word >> 33;
  word *= 0xC4CEB9FE1A85EC53U;
  return word ^ word >> 33;
}

/// A hash that everybody may know: whoever uses it must be prepared for texts made to collide.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t hash = text.size();
  for (; text.size() > 8; text.remove_prefix(8)) {
    hash = mixed(hash ^ read<std::uint64_t>(text.data()));
  }
  return mixed(hash ^ word_of(text));
}

[[nodiscard]] inline bool same(std::string_view left, std::string_view right) noexcept {
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

}  // namespace centricity::inline v0
