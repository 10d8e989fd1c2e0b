#pragma once

/// @file
/// What respondents expected, perceived and found important: one row for one attribute judged.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/ids.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/records/chunked_column.hpp>
#include <centricity/records/dictionary.hpp>

namespace centricity::inline v0 {

/// What an expectation is measured against (Zeithaml, Berry & Parasuraman 1993; Miller 1977).
enum class Standard : std::uint8_t {
  predicted,  ///< What will happen.
  should,     ///< What ought to happen.
  adequate,   ///< The least that is allowed.
  desired,    ///< What is hoped for.
  entitled    ///< What is deserved, e.g. for the price paid.
};
inline constexpr std::size_t standards = 5;  ///< How many standards there are.

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Standard standard) noexcept;

/// When expectations were asked.
enum class Asked : std::uint8_t { unknown, before, after };

/// What was asked, on which scale: the part of the method sheet that belongs to one item.
struct Item {
  std::string name{};            ///< Attribute judged, e.g. "answers within five minutes".
  std::string wording{};         ///< The question as asked; empty: unknown.
  std::string dimension{};       ///< Group of items, e.g. "reliability"; empty: none.
  Scale scale{};                 ///< Of expectation and perception.
  Scale importance_scale{};      ///< Of importance.
  Asked asked = Asked::unknown;  ///< Expectation asked before or after the experience.

  friend bool operator==(const Item&, const Item&) = default;
};

/// One row as the outside sees it.  An empty text or optional is an answer not given.
struct Assessment {
  std::string_view respondent{};  ///< Label of the party; empty: anonymous.
  Instant time{};                 ///< When it was asked.
  std::string_view item{};        ///< Name of a declared Item.
  std::string_view touchpoint{};  ///< Where it was experienced.
  std::string_view product{};     ///< What it is about.
  std::string_view context{};     ///< e.g. "free clinic", "paid clinic".
  std::optional<Money> price{};   ///< What the respondent paid.
  double weight = 1.0;            ///< Sampling weight; finite, >= 0.
  std::array<std::optional<double>, standards> expectation{};  ///< By Standard.
  std::optional<double> perception{};                          ///< What was experienced.
  std::optional<double> importance{};                          ///< How much it matters.
  std::optional<int> functional{};     ///< Kano: 1 like ... 5 dislike, if present.
  std::optional<int> dysfunctional{};  ///< Kano: the same, if absent.
};

/// All rows, in the order they came.
struct Assessments {
  std::vector<Item> items{};            ///< By code of `item`.
  ChunkedColumn<PartyId> respondent{};  ///< Absent: anonymous.
  ChunkedColumn<Instant> time{};        ///< Present in every row.
  ChunkedColumn<Code> item{};           ///< Position in `items`; present in every row.
  ChunkedColumn<Code> touchpoint{};     ///< Of `touchpoints`.
  ChunkedColumn<Code> product{};        ///< Of `products`.
  ChunkedColumn<Code> context{};        ///< Of `contexts`.
  ChunkedColumn<Money> price{};         ///< What the respondent paid.
  ChunkedColumn<double> weight{};       ///< Absent: 1.
  std::array<ChunkedColumn<double>, standards> expectation{};  ///< By Standard.
  ChunkedColumn<double> perception{};                          ///< What was experienced.
  ChunkedColumn<double> importance{};                          ///< How much it matters.
  ChunkedColumn<std::uint8_t> functional{};                    ///< Kano, 1 to 5.
  ChunkedColumn<std::uint8_t> dysfunctional{};                 ///< Kano, 1 to 5.

  Dictionary touchpoints{};  ///< Texts of `touchpoint`.
  Dictionary products{};     ///< Texts of `product`.
  Dictionary contexts{};     ///< Texts of `context`.

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return time.size(); }

  friend bool operator==(const Assessments&, const Assessments&) = default;
};

}  // namespace centricity::inline v0
