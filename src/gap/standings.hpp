#pragma once

/// @file
/// How sure the order of several uncertain scores is.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <centricity/core/estimate.hpp>

namespace centricity::inline v0::gap {

/// One score among the others.
struct Standing {
  double first = 0.0;          ///< Share of draws in which none is higher; ties share.
  double among_top = 0.0;      ///< Share of draws in which it is one of the highest.
  std::size_t best_rank = 1;   ///< Ranks that pairwise comparisons, all at once, do not exclude.
  std::size_t worst_rank = 1;  ///< At most the number of scores.
  bool ahead_of_next = false;  ///< Told apart from the score that follows; false for the last.
};

/// @param scores [k], highest first
/// @param draws  of the scores, draws x k, row by row; at least one
/// @param top    how many are "the highest"; >= 1
/// @param level  that no true rank is excluded, in (0, 1)
/// @see Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91, 476-518.
[[nodiscard]] std::vector<Standing> standings(std::span<const double> scores,
                                              std::span<const double> draws,
                                              std::size_t top,
                                              double level);

/// A share of draws, with the standard error of the simulation.
[[nodiscard]] Estimate share_of_draws(double share, std::size_t draws, Method method);

}  // namespace centricity::inline v0::gap
