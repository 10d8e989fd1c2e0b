#pragma once

/// @file
/// Weights that make a sample look like the customer base it came from (post-stratification).

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/fit_report.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::statistics {

/// One characteristic whose distribution in the base is known.
struct Margin {
  std::string name{};                     ///< E.g. "region"; used in messages.
  std::vector<std::uint32_t> category{};  ///< One entry a row: position in `target`.
  std::vector<double> target{};           ///< Customers of the base per category, or shares; >= 0.
};

/// How raking stops.
struct RakingOptions {
  double tolerance = 1e-10;  ///< Largest relative miss of any target share.
  int iterations = 1000;     ///< Rounds over all margins; >= 1.
  double largest_ratio = 0;  ///< Cap on a weight / the mean weight, > 1; 0: no cap.
};

/// The new weights and what they cost.
struct Raking {
  std::vector<double> weights{};  ///< One a row; they add up to the number of rows weighted.
  double effective_n = 0.0;       ///< Kish's effective sample size.
  double design_effect = 1.0;     ///< n / effective_n.
  FitReport report{};             ///< iteration_limit where margins contradict or the cap binds.
};

/// Iterative proportional fitting of row weights to known margins.
/// @param start   starting weights, one a row; empty: all 1
/// @param margins at least one, each with one category a row
/// @throws Error `incompatible` if lengths differ; `invalid_data` naming row and margin of a
///         category outside its target, of a negative target, or a category with a positive target
///         and no row ("no answer stands for them": merge it with a neighbour).
/// @par Complexity O(rows x margins) per round.
/// @see Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444.
[[nodiscard]] CENTRICITY_EXPORT Raking rake(std::span<const Margin> margins,
                                            std::span<const double> start = {},
                                            const RakingOptions& options = {});

}  // namespace centricity::inline v0::statistics
