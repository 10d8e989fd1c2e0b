#pragma once

/// @file
/// BG/BB log-likelihood of a whole base with its gradient and Hessian.

#include <span>
#include <string>
#include <vector>

#include <centricity/core/host.hpp>

#include "loyalty/bg_bb_kernels.hpp"
#include "loyalty/tuple_sums.hpp"
#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty::bg_bb {

/// Log-likelihood and its derivatives in (alpha, beta, gamma, delta). The same bits for any
/// executor.
/// @par Complexity For each distinct history one multiplication of a few numbers for every
/// opportunity since the last purchase; logs for each whole number up to the largest age.
void evaluate(const SortedTuples& base,
              const Shape& shape,
              const Host& host,
              numeric::Derivatives& out);

/// Says what the data cannot tell when the likelihood is flat along a direction of log parameters.
[[nodiscard]] std::string explain_flat(std::span<const double> parameters,
                                       std::span<const double> direction);

}  // namespace centricity::inline v0::loyalty::bg_bb
