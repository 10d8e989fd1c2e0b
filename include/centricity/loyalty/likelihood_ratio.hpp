#pragma once

/// @file
/// Does a larger model fit better than a smaller one it contains, beyond chance?

#include <cstdint>
#include <optional>
#include <string>

#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>

namespace centricity::inline v0::loyalty {

/// Where the smaller model lies in the larger one.
enum class NestedAt : std::uint8_t {
  interior,  ///< Its restrictions hold parameters to values within their range.
  edge       ///< One of them holds a parameter to the end of its range, such as no dropout.
};

/// The test of a smaller model within a larger one.
struct LikelihoodRatio {
  double statistic = 0.0;  ///< Twice the difference of the log-likelihoods; >= 0.
  int restrictions = 0;    ///< Parameters the larger model has more: the degrees of freedom.
  NestedAt nested = NestedAt::interior;  ///< Decides between chi-square and a mixture.
  /// Probability of a statistic this large where the smaller model is true; absent if the larger
  /// one fits worse, so that its maximum was not found.
  std::optional<double> p_value{};
  std::string words{};  ///< The result in plain words.
};

/// Compares two log-likelihoods of the same data: of models of counts, with covariates and without,
/// or of any others.
///
/// The p-value is that of chi-square with `restrictions` degrees of freedom; at the edge the mean
/// of that and the one with a degree less, as the parameter at the end of its range cannot fall
/// below it.
/// @param nested       of the smaller model, in nats
/// @param larger       of the larger one
/// @param restrictions parameters of the larger less those of the smaller; >= 1
/// @param where        whether one of them is held to the end of its range
/// @throws Error `invalid_argument` for a number that is not finite or no restrictions.
/// @see Self & Liang (1987), JASA 82, 605-610, case 6 for two restrictions, one of them at the
/// edge.
[[nodiscard]] CENTRICITY_EXPORT LikelihoodRatio likelihood_ratio(
    double nested, double larger, int restrictions, NestedAt where = NestedAt::interior);

/// Tests NBD, in which nobody leaves, within BG/NBD, MBG/NBD, Pareto/NBD or (M)BG/CNBD-1: does
/// anybody leave at all?
///
/// Nobody leaves at the edge of the parameters of dropout, where one of the two has lost its
/// meaning. The p-value is then an upper bound (Davies 1977, Biometrika 64), which makes false
/// alarms rarer than it says.
/// @throws Error `incompatible` if the fits differ in customers, repeaters, histories or unit;
///         `invalid_argument` for a fit that is not usable or has a penalty, and for models of
///         which the first does not lie in the second. One and k > 1 steps to a purchase cannot be
///         tested, as k is whole: compare their BIC.
[[nodiscard]] CENTRICITY_EXPORT LikelihoodRatio likelihood_ratio(const PurchaseModel& nested,
                                                                 const PurchaseModel& larger);

}  // namespace centricity::inline v0::loyalty
