#pragma once

/// @file
/// Which model of purchase counts contains which.

#include <centricity/loyalty/purchase_model.hpp>

namespace centricity::inline v0::loyalty {

/// How a smaller model lies in a larger one.
enum class Nesting {
  none,             ///< Not at all, or the two are of different data.
  without_dropout,  ///< It is the larger one where nobody leaves: at the edge of the parameters.
  single_step       ///< It is the larger one with one step to a purchase.
};

/// (M)BG/CNBD-k contains NBD by way of k = 1.
[[nodiscard]] constexpr Nesting nesting(ModelName outer, ModelName inner) {
  if (outer == ModelName::bg_cnbd && inner == ModelName::bg_nbd) return Nesting::single_step;
  if (outer == ModelName::mbg_cnbd && inner == ModelName::mbg_nbd) return Nesting::single_step;
  const bool dropout = outer != ModelName::nbd && outer != ModelName::bg_bb;
  return dropout && inner == ModelName::nbd ? Nesting::without_dropout : Nesting::none;
}

/// Below this two log-likelihoods are the same but for rounding and the end of the search.
constexpr double same_likelihood = 1e-3;

}  // namespace centricity::inline v0::loyalty
