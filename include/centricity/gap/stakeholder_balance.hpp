#pragma once

/// @file
/// Whose needs are left unmet: customers, partners, employees, shareholders, prospects; who is
/// served worst, and how sure that is; and what each gives and receives.
/// Model page: docs/models/stakeholder_balance.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/survey_columns.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One item; columns of shape [n], NaN is an answer not given.  Stakeholders may be asked different
/// items: an item counts for those who answered it.
struct StakeholderItem {
  std::string name{};                                            ///< For messages.
  Scale scale{};                                                 ///< Of expectation and perception.
  double weight = 1.0;                                           ///< How much it matters; > 0.
  std::array<std::span<const double>, standards> expectation{};  ///< By Standard; empty: not asked.
  std::span<const double> perception{};                          ///< What was experienced.
};

/// What a stakeholder gives to the firm and receives of it, in one unit (money, or an index).
struct ValueExchange {
  Estimate given{};     ///< By the stakeholder to the firm; > 0.
  Estimate received{};  ///< By the stakeholder of the firm; > 0.
};

/// How to compare.
struct StakeholderOptions {
  Standard standard = Standard::adequate;  ///< Which the weakest is chosen by.
  std::span<const double> salience{};      ///< Weight of each group in the balance, >= 0; empty:
                                           ///< all the same.
  std::span<const ValueExchange> exchanges{};  ///< One a group; empty: unknown.
  int draws = 10'000;                          ///< Simulations for the certainty; >= 50.
  std::uint64_t seed = 1;                      ///< The same seed gives the same bits.
  double level = 0.95;                         ///< Coverage, in (0, 1).
};

/// One stakeholder.
struct StakeholderNeeds {
  std::string name{};                       ///< As given.
  std::array<Estimate, standards> unmet{};  ///< By Standard: weighted mean over the items of
                                            ///< max(0, expected − perceived) / width of the scale,
                                            ///< in [0, 1].  Undefined without data, never 0.
  Estimate weakest{};          ///< Probability that nobody is served worse.
  std::size_t best_rank = 0;   ///< 1: served worst.  Ranks from best to worst cannot be excluded,
  std::size_t worst_rank = 0;  ///< for all groups at once with probability `level`.  0: no data.
  ValueExchange exchange{};    ///< As given.
  Estimate reciprocity{};      ///< 2 min(given, received) / (given + received), in (0, 1].
  std::uint64_t rows = 0;      ///< As given.
};

/// All stakeholders.
struct StakeholderBalance {
  std::vector<StakeholderNeeds> groups{};  ///< In the order given.
  std::optional<std::size_t> weakest{};    ///< Position of the largest unmet need by `standard`.
  Estimate lowest_met{};                   ///< Met need (1 − unmet) of the weakest.
  Estimate balance{};  ///< Weighted geometric mean of the met needs; undefined if one of a
                       ///< stakeholder with salience is.
  Standard standard = Standard::adequate;  ///< As used.
  double level = 0.95;                     ///< As used.
};

/// @param groups one entry a row, e.g. of `group_by_stakeholder`
/// @throws Error `invalid_argument` for a weight that is not positive, a negative salience or an
///         exchange that is not positive; `incompatible` if lengths differ or a row is in no group
///         that has a name; `invalid_data` naming row and column of an answer off its scale; as
///         `mean`.
/// @par Complexity O(n k) for k items.
/// @see Zeithaml, Berry & Parasuraman (1993), JAMS 21, 1-12 (standards); Mitchell, Agle & Wood
///      (1997), Academy of Management Review 22, 853-886 (salience).
[[nodiscard]] CENTRICITY_EXPORT StakeholderBalance
measure_stakeholder_balance(std::span<const StakeholderItem> items,
                            const RowGroups& groups,
                            const statistics::SurveyDesign& design = {},
                            const StakeholderOptions& options = {});

/// Unmet needs by stakeholder and standard, the weakest of them, and value given and received.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const StakeholderBalance& result);

}  // namespace centricity::inline v0::gap
