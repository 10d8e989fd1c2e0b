#pragma once

/// @file
/// The fit of BG/CNBD-k and MBG/CNBD-k.

#include <cstddef>
#include <span>
#include <utility>

#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/purchase_fit.hpp>
#include <centricity/summary/purchase_counts.hpp>

#include "loyalty/cnbd_kernels.hpp"
#include "loyalty/fit_counts.hpp"
#include "loyalty/tuple_sums.hpp"
#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty::cnbd {

/// Log-likelihood of a base and its derivatives in (r, alpha, a, b), for k steps to a purchase and
/// `first` chances to leave at the first. The same bits for any executor.
/// @par Complexity For each distinct history three logs, one exp and O(k) operations.
void evaluate(const SortedTuples& base,
              std::span<const double> at,
              int k,
              double first,
              const Host& host,
              numeric::Derivatives& out);

/// Fits r, alpha, a and b; log-likelihood without the waits.
[[nodiscard]] BgNbdFit fit_given_steps(
    const PurchaseCounts& counts, int k, double first, const FitOptions& options, const Host& host);

/// k: as the options say, or the one of the largest log-likelihood.
struct Chosen {
  int k = 1;
  BgNbdFit fit{};  ///< Log-likelihood with the waits, if the options give them.
};

[[nodiscard]] Chosen fit_steps(const PurchaseCounts& counts,
                               double first,
                               const FitOptions& options,
                               const Host& host);

/// The fit of BG/CNBD-k or MBG/CNBD-k.
template <class Fit>
[[nodiscard]] Fit fit(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  using Model = ModelOf<decltype(Fit::parameters)>;
  check_options(options, Model::name);
  Chosen chosen = fit_steps(counts, Model::first_chances, options, host);
  const auto& [r, alpha, a, b, unit] = chosen.fit.parameters;
  const auto k = static_cast<double>(chosen.k);
  Fit result{.parameters = {r, alpha, a, b, k, unit},
             .log_likelihood = chosen.fit.log_likelihood,
             .customers = chosen.fit.customers,
             .repeaters = chosen.fit.repeaters,
             .tuples = chosen.fit.tuples,
             .level = chosen.fit.level,
             .penalty = chosen.fit.penalty};
  const auto& of = chosen.fit.estimates;
  const Estimate steps =
      chosen.fit.report.usable()
          ? Estimate{.value = k, .n = result.customers, .method = Method::likelihood}
          : undefined_estimate(Undefined::unusable_fit, result.customers);
  result.estimates = {of.r, of.alpha, of.a, of.b, steps};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      result.log_covariance[i * 5 + j] = chosen.fit.log_covariance[i * 4 + j];
    }
  }
  result.report = std::move(chosen.fit.report);
  return result;
}

}  // namespace centricity::inline v0::loyalty::cnbd
