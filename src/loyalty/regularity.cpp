#include <cmath>
#include <span>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/regularity.hpp>

#include "numeric/distributions.hpp"
#include "numeric/likelihood_fit.hpp"
#include "numeric/special_functions.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {
namespace {

Estimate wheat_morrison(const PurchaseWaits& waits, std::uint64_t customers, double level) {
  if (customers < 3) return undefined_estimate(Undefined::too_few, customers);
  const auto n = static_cast<double>(customers);
  const double variance = waits.last_shares[0] / n;
  const double fourth = waits.last_shares[1] / n;
  if (!(variance > 1e-12)) return undefined_estimate(Undefined::no_variation, customers);
  const double k = (1.0 - 4.0 * variance) / (8.0 * variance);
  const double error =
      std::sqrt(std::fmax(fourth - variance * variance, 0.0) / n) / (8.0 * variance * variance);
  const double reach = numeric::two_sided_normal(level) * error;
  return {.value = k,
          .standard_error = error,
          .interval = Interval{k - reach, k + reach, level},
          .n = customers,
          .method = Method::delta};
}

/// Log-likelihood of the shares of all waits in k.
void evaluate(const PurchaseWaits& waits, double k, numeric::Derivatives& out) {
  numeric::Sum value, first, second;
  const double one = numeric::log_gamma(k);
  const double d_one = numeric::digamma(k);
  const double dd_one = numeric::trigamma(k);
  for (const WaitCount& count : waits.by_waits) {
    const auto n = static_cast<double>(count.waits);
    const auto customers = static_cast<double>(count.customers);
    value.add(customers * (numeric::log_gamma(n * k) - n * one));
    first.add(customers * n * (numeric::digamma(n * k) - d_one));
    second.add(customers * n * (n * numeric::trigamma(n * k) - dd_one));
  }
  value.add((k - 1.0) * waits.log_shares);
  first.add(waits.log_shares);
  out.value = value.value();
  out.gradient = {first.value()};
  out.hessian = {second.value()};
}

std::string explain_flat(std::span<const double>, std::span<const double>) {
  return "All customers buy at equal intervals: k is larger than can be told.";
}

}  // namespace

Regularity estimate_regularity(const PurchaseWaits& waits, double level) {
  if (!(level > 0.0 && level < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the level of the regularity is out of range",
                "it lies between 0 and 1.");
  }
  Regularity result;
  for (const WaitCount& count : waits.by_waits) result.customers += count.customers;
  result.wheat_morrison = wheat_morrison(waits, result.customers, level);
  if (result.customers < 3) {
    result.likelihood = undefined_estimate(Undefined::too_few, result.customers);
    result.report.status = FitStatus::failed;
    result.report.diagnosis.emplace_back("Fewer than three customers bought three times.");
    return result;
  }
  const auto fit =
      numeric::fit_likelihood({.log_likelihood = numeric::in_logs(
                                   [&](std::span<const double> at, numeric::Derivatives& out) {
                                     evaluate(waits, at[0], out);
                                   }),
                               .start = {1.0},
                               .observations = static_cast<double>(result.customers),
                               .explain_flat = explain_flat});
  result.likelihood = numeric::parameter_estimate(fit, 0, level, result.customers);
  result.report = fit.report;
  return result;
}

}  // namespace centricity::inline v0::loyalty
