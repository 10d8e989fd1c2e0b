#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/answers.hpp"
#include "loyalty/bg_nbd_fit.hpp"
#include "loyalty/bg_nbd_kernels.hpp"

namespace centricity::inline v0::loyalty {

double log_likelihood(const BgNbdParameters& parameters, const PurchaseHistory& history) {
  return log_likelihood(shape_of(parameters), observed(history, parameters.unit));
}

double probability_alive(const BgNbdParameters& parameters, const PurchaseHistory& history) {
  return probability_alive(shape_of(parameters), observed(history, parameters.unit));
}

double expected_purchases(const BgNbdParameters& parameters,
                          const PurchaseHistory& history,
                          Duration horizon) {
  return expected_purchases(
      shape_of(parameters), observed(history, parameters.unit), time_in(horizon, parameters.unit));
}

double expected_purchases(const BgNbdParameters& parameters, Duration horizon) {
  return expected_purchases(parameters, {}, horizon);
}

double probability_of_purchases(const BgNbdParameters& parameters,
                                std::uint64_t purchases,
                                Duration horizon) {
  return probability_of_purchases(
      shape_of(parameters), {}, static_cast<double>(purchases), time_in(horizon, parameters.unit));
}

BgNbdFit fit_bg_nbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  return fit_beta_geometric<BgNbdFit>(counts, options, host);
}

Estimate probability_alive(const BgNbdFit& fit, const PurchaseHistory& history) {
  return estimate_alive(fit, history);
}

Estimate expected_purchases(const BgNbdFit& fit, const PurchaseHistory& history, Duration horizon) {
  return estimate_purchases(fit, history, horizon);
}

Estimate expected_purchases(const BgNbdFit& fit, Duration horizon) {
  return estimate_purchases(fit, {}, horizon);
}

}  // namespace centricity::inline v0::loyalty
