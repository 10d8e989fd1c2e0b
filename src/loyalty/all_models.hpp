#pragma once

/// @file
/// All models, for what works with any of them. A new one is named here, in purchase_answers.hpp and
/// .cpp, in ModelName and in the two variants of purchase_model.hpp, and nowhere else.

#include <array>
#include <cstddef>

#include <centricity/core/estimate.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/answers.hpp"
#include "loyalty/bg_bb_kernels.hpp"
#include "loyalty/bg_nbd_kernels.hpp"
#include "loyalty/cnbd_kernels.hpp"
#include "loyalty/models.hpp"
#include "loyalty/nbd_kernels.hpp"
#include "loyalty/pareto_nbd_kernels.hpp"

namespace centricity::inline v0::loyalty {

/// The model a fit is of.
template <class Fit>
using ModelOfFit = ModelOf<decltype(Fit::parameters)>;

/// The estimates of a fit, in the order of their members.
template <class P, class E, std::size_t N>
[[nodiscard]] std::array<Estimate, N> estimates_in_order(const PurchaseFit<P, E, N>& fit) {
  static_assert(N == 2 || N == 4 || N == 5);
  if constexpr (N == 2) {
    const auto& [a, b] = fit.estimates;
    return {a, b};
  } else if constexpr (N == 4) {
    const auto& [a, b, c, d] = fit.estimates;
    return {a, b, c, d};
  } else {
    const auto& [a, b, c, d, e] = fit.estimates;
    return {a, b, c, d, e};
  }
}

/// The shape of a fit, parameters in `fit.parameters.unit`.
template <class Fit>
[[nodiscard]] auto fitted_shape(const Fit& fit) {
  return ModelOfFit<Fit>::shape(ModelOfFit<Fit>::values(fit.parameters));
}

}  // namespace centricity::inline v0::loyalty
