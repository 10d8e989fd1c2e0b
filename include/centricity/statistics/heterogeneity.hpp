#pragma once

/// @file
/// Do groups differ more than chance allows, and what is the best guess for each of them?

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// How the variance between groups is estimated.
enum class BetweenVariance : std::uint8_t {
  paule_mandel,      ///< Paule & Mandel (1982): the default; Q equals its degrees of freedom.
  dersimonian_laird  ///< DerSimonian & Laird (1986): one step, by moments.
};

/// How groups are compared.
struct HeterogeneityOptions {
  BetweenVariance estimator = BetweenVariance::paule_mandel;  ///< Of tau^2.
  double level = 0.95;                                        ///< Coverage, in (0, 1).
};

/// Groups with values y_i = mu + u_i + e_i, u_i ~ N(0, tau^2), e_i ~ N(0, SE_i^2).
struct Heterogeneity {
  Estimate mean{};                  ///< mu, over groups weighted by 1 / (SE^2 + tau^2).
  double between_variance = 0.0;    ///< tau^2 >= 0, in squared units of the values.
  double i_squared = 0.0;           ///< Share of the variation that is not chance, in [0, 1).
  double q = 0.0;                   ///< Cochran's Q.
  double degrees_of_freedom = 0.0;  ///< Of Q: groups − 1.
  std::optional<double>
      p_value{};  ///< Of "all groups are the same", chi-square; absent: < 2 groups.
  std::vector<Estimate> shrunken{};  ///< Per group: its value drawn toward mu (empirical Bayes).
};

/// @param groups estimates of one quantity in independent groups; those without value or with
///        no positive standard error take no part and stay undefined (`missing_input`).
/// @return with fewer than two groups: mean undefined `too_few`.
/// @par Complexity O(groups x iterations of a bisection).
/// @see Veroniki et al. (2016), Research Synthesis Methods 7, 55-79; Higgins & Thompson (2002),
///      Statistics in Medicine 21, 1539-1558 (I^2).
[[nodiscard]] CENTRICITY_EXPORT Heterogeneity
heterogeneity(std::span<const Estimate> groups, const HeterogeneityOptions& options = {});

}  // namespace centricity::inline v0::statistics
