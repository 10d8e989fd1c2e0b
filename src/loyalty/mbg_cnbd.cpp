#include <centricity/loyalty/mbg_cnbd.hpp>

#include "loyalty/answers.hpp"
#include "loyalty/cnbd_fit.hpp"
#include "loyalty/cnbd_kernels.hpp"

namespace centricity::inline v0::loyalty {

double log_likelihood(const MbgCnbdParameters& parameters, const PurchaseHistory& history) {
  return log_likelihood(shape_of(parameters), observed(history, parameters.unit));
}

double probability_alive(const MbgCnbdParameters& parameters, const PurchaseHistory& history) {
  return probability_alive(shape_of(parameters), observed(history, parameters.unit));
}

double expected_purchases(const MbgCnbdParameters& parameters,
                          const PurchaseHistory& history,
                          Duration horizon) {
  return expected_purchases(
      shape_of(parameters), observed(history, parameters.unit), time_in(horizon, parameters.unit));
}

double expected_purchases(const MbgCnbdParameters& parameters, Duration horizon) {
  return expected_purchases(parameters, {}, horizon);
}

double probability_of_purchases(const MbgCnbdParameters& parameters,
                                std::uint64_t purchases,
                                Duration horizon) {
  return probability_of_purchases(
      shape_of(parameters), {}, static_cast<double>(purchases), time_in(horizon, parameters.unit));
}

MbgCnbdFit fit_mbg_cnbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  return cnbd::fit<MbgCnbdFit>(counts, options, host);
}

Estimate probability_alive(const MbgCnbdFit& fit, const PurchaseHistory& history) {
  return estimate_alive(fit, history);
}

Estimate expected_purchases(const MbgCnbdFit& fit,
                            const PurchaseHistory& history,
                            Duration horizon) {
  return estimate_purchases(fit, history, horizon);
}

Estimate expected_purchases(const MbgCnbdFit& fit, Duration horizon) {
  return estimate_purchases(fit, {}, horizon);
}

}  // namespace centricity::inline v0::loyalty
