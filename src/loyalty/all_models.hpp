#pragma once

/// @file
/// All models, for what works with any of them. A new one is named here, in ModelName and in the
/// two variants of purchase_model.hpp, and nowhere else.

#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/answers.hpp"
#include "loyalty/bg_nbd_kernels.hpp"
#include "loyalty/models.hpp"
#include "loyalty/pareto_nbd_kernels.hpp"

namespace centricity::inline v0::loyalty {

/// The model a fit is of.
template <class Fit>
using ModelOfFit = ModelOf<decltype(Fit::parameters)>;

/// The shape of a fit, parameters in `fit.parameters.unit`.
template <class Fit>
[[nodiscard]] auto fitted_shape(const Fit& fit) {
  return ModelOfFit<Fit>::shape(ModelOfFit<Fit>::values(fit.parameters));
}

}  // namespace centricity::inline v0::loyalty
