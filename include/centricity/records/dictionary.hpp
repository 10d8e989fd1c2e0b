#pragma once

/// @file
/// The words of a text column and their codes.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/ids.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// Texts numbered 0, 1, 2, ... in order of first appearance.  Codes are private to one base:
/// what leaves it carries the texts.  At most 2^32 - 2 different texts.
///
/// A hash table in which a text stands in one of 64 places or, where others have taken them all, in
/// a sorted tree.  So no file can make it slow, not even one full of texts made to collide, and
/// neither a secret nor chance is needed to keep it fast.
class CENTRICITY_EXPORT Dictionary {
 public:
  /// Number of texts.
  [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }

  /// The code of this text, a new one if it has none yet; `Code::none` for the empty text.
  /// Amortized O(length) for texts that do not collide, O(length · log size) for all.
  /// @throws Error `limit_exceeded` if there are too many texts.
  Code encode(std::string_view text);

  /// The codes of many texts, as `encode` gives them one by one; both spans have the same size.
  /// Faster where the texts are not in the processor's cache, as it waits for many at a time.
  void encode(std::span<const std::string_view> texts, std::span<Code> codes);

  /// The code of this text; `Code::none` if it has none.  O(length).
  [[nodiscard]] Code find(std::string_view text) const noexcept;

  /// The text of a code of this dictionary; empty for `Code::none`.  Valid until the next encode.
  [[nodiscard]] std::string_view text(Code code) const noexcept {
    return code == Code::none ? std::string_view{} : labels_[index(code)];
  }

  /// All texts by code.
  [[nodiscard]] const Labels& labels() const noexcept { return labels_; }

  /// Equal if the same texts have the same codes.
  friend bool operator==(const Dictionary& left, const Dictionary& right) {
    return left.labels_ == right.labels_;
  }

 private:
  /// A place of the table: the code of a text and half of its hash, so that a miss rarely has to
  /// look at the text.
  struct Slot {
    Code code = Code::none;
    std::uint32_t tag = 0;
  };

  /// The texts for which no slot was left.
  using CrowdedOut = std::map<std::string, Code, std::less<>>;

  /// The place of the text's slot, or of the free one where it belongs; nowhere if it was, or would
  /// be, crowded out.
  [[nodiscard]] std::size_t locate(std::string_view text, std::uint64_t hash) const noexcept;
  [[nodiscard]] Code code_at(std::size_t place, std::string_view text) const noexcept;
  void grow();
  Code encode_hashed(std::string_view text, std::uint64_t hash);
  Code add(std::string_view text, std::uint64_t hash, std::size_t place);

  Labels labels_{};
  std::vector<Slot> slots_{};  ///< A power of two of them, at most three in four in use.
  CrowdedOut crowded_out_{};
};

}  // namespace centricity::inline v0
