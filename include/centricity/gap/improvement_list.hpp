#pragma once

/// @file
/// What to improve first, by how much that helps, and how sure the order is.
/// Model page: docs/models/improvement_list.md.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/kano_answers.hpp>

namespace centricity::inline v0::gap {

/// What a point of an attribute is worth, and so what a gain is.
enum class ImprovementWeight : std::uint8_t {
  effect,  ///< Points of the outcome that go with one point: a slope.  Gains are outcome points.
  share    ///< Share of the importance of all.  Gains are points of the importance-weighted gap.
};

/// What is known of an attribute besides the answers.
struct ImprovementTerms {
  std::optional<KanoCategory> kano{};  ///< What it is to customers; shown, never counted.
  std::optional<double> cost{};        ///< Of closing the gap; > 0, one unit for all.
  bool feasible = true;                ///< False: it cannot be closed; shown, not ranked.
};

/// One attribute that could be improved.
struct ImprovementCandidate {
  std::string name{};        ///< For tables and charts.
  Estimate shortfall{};      ///< Points missing: expectation − perception; <= 0: nothing.
  Estimate weight{};         ///< What a point is worth; exact if its standard error is 0.
  ImprovementTerms terms{};  ///< Class, cost, feasibility.
};

/// How to rank.
struct ImprovementOptions {
  ImprovementWeight weight = ImprovementWeight::effect;  ///< What the weights are.
  bool per_cost = false;                                 ///< Rank by gain / cost.
  std::size_t top = 3;                                   ///< Length of "the top"; >= 1.
  int draws = 2000;                                      ///< Resamples or simulations; >= 50.
  std::uint64_t seed = 1;                                ///< The same seed gives the same bits.
  double level = 0.95;                                   ///< Coverage, in (0, 1).
};

/// One line of the list.
struct Improvement {
  std::string name{};          ///< As given.
  Estimate shortfall{};        ///< Points missing.
  Estimate weight{};           ///< What a point is worth.
  Estimate gain{};             ///< Weight * shortfall if points are missing, else 0.
  Estimate gain_per_cost{};    ///< Gain / cost; undefined `missing_input` without a cost.
  ImprovementTerms terms{};    ///< As given.
  Estimate first{};            ///< Probability that nothing is worth more: share of the draws.
  Estimate among_top{};        ///< Probability of being among the first `top`.
  std::size_t best_rank = 0;   ///< Ranks from best to worst cannot be excluded, for all attributes
  std::size_t worst_rank = 0;  ///< at once with probability `level`.  0: not ranked.
  bool ahead_of_next = false;  ///< True if it can be told apart from the next of the list.
};

/// The list, best first; then what is not ranked.
struct ImprovementList {
  std::vector<Improvement> improvements{};  ///< The list.
  std::size_t ranked = 0;                   ///< How many of them are ranked.
  bool joint = false;            ///< True: errors are those of the same respondents; false: the
                                 ///< estimates were taken for independent of each other.
  std::uint64_t n = 0;           ///< Rows of the answers; 0: ranked from estimates.
  ImprovementOptions options{};  ///< As used.
};

/// Ranks by the answers themselves: respondents are resampled, so that gaps and weights of all
/// attributes keep their dependence.
///
/// The shortfall is minus the gap of `score_gaps`.  With `effect` the weight is the slope of the
/// regression of the outcome on all perceptions (high is good), an association; with `share` it is
/// the share of the stated importance.
/// @param outcome shape [n]; empty: not needed with `share`
/// @param terms   one an item, or none
/// @return estimates undefined `too_few` or `no_variation` where there is no regression; what has
///         no value is not ranked.
/// @throws Error as `score_gaps` and `fit_drivers`; `incompatible` for a wrong number of terms;
///         `invalid_argument` for a cost that is not positive, or missing with `per_cost`.
/// @par Complexity draws * (n k^2 + k^3) for k items.
/// @see Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91, 476-518 (ranks).
[[nodiscard]] CENTRICITY_EXPORT ImprovementList
list_improvements(std::span<const GapItem> items,
                  std::span<const double> outcome,
                  const DriverRows& rows = {},
                  std::span<const ImprovementTerms> terms = {},
                  const ImprovementOptions& options = {},
                  const Host& host = {});

/// Ranks by estimates, each simulated as normal and independent of the others, e.g. if gaps and
/// importance come from two surveys.  What lacks a value or a standard error is not ranked.
/// @throws Error `invalid_argument` for a cost that is not positive or bad options.
/// @par Complexity draws * k^2 for k candidates.
[[nodiscard]] CENTRICITY_EXPORT ImprovementList rank_improvements(
    std::span<const ImprovementCandidate> candidates, const ImprovementOptions& options = {});

/// Shortfalls of the items, weighted by the drivers' shares of R^2 (`ImprovementWeight::share`).
/// @throws Error `incompatible` naming an item that is no driver, or a driver that is no item.
[[nodiscard]] CENTRICITY_EXPORT std::vector<ImprovementCandidate> improvement_candidates(
    const GapScores& gaps, const Drivers& drivers);

/// Gains with intervals, best first; how likely each comes first; and what cannot be told apart.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ImprovementList& result);

}  // namespace centricity::inline v0::gap
