#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/bg_nbd_likelihood.hpp"
#include "numeric/likelihood_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// With fewer repeaters than this the parameters rest on a handful of people.
constexpr std::uint64_t few_repeaters = 30;

void check(const BgNbdOptions& options) {
  if (!(options.level > 0.0 && options.level < 1.0) || options.max_iterations < 1) {
    throw Error(ErrorCode::invalid_argument,
                "the options of the BG/NBD fit are out of range",
                "level lies between 0 and 1 and max_iterations is at least 1.");
  }
}

/// What the data cannot tell when the likelihood is flat along a direction of log parameters.
std::string explain_flat(std::span<const double> parameters, std::span<const double> direction) {
  const double rates = std::hypot(direction[0], direction[1]);
  const double dropout = std::hypot(direction[2], direction[3]);
  const double leaving = parameters[2] / (parameters[2] + parameters[3]);
  if (rates > dropout) {
    return parameters[0] > 1.0
               ? "Customers are homogeneous: the data show no difference between their purchase "
                 "rates. The mean rate r / alpha is known, r and alpha are not."
               : "The data do not tell r from alpha: too few customers bought again.";
  }
  if (leaving < 1e-3) {
    return "No dropout detectable: nobody seems to leave. Expectations are those of customers who "
           "stay for good; a and b are not known.";
  }
  if (leaving > 1.0 - 1e-3) {
    return "Everybody seems to leave after their first repeat purchase; a and b are not known.";
  }
  return parameters[2] > 1.0
             ? "Customers are homogeneous: the data show no difference between their dropout "
               "probabilities. The mean a / (a + b) is known, a and b are not."
             : "Customers seem either to leave at once or to stay for good; a and b are not known.";
}

/// The histories in the unit of the parameters.
std::vector<bg_nbd::Tuple> tuples_of(const PurchaseCounts& counts, TimeUnit unit) {
  const double factor = Duration{1.0, counts.unit}.in(unit);
  std::vector<bg_nbd::Tuple> tuples;
  tuples.reserve(counts.counts.size());
  for (const PurchaseCount& count : counts.counts) {
    const bool possible = count.repeats >= 0.0 && std::floor(count.repeats) == count.repeats &&
                          count.recency >= 0.0 && count.recency <= count.age &&
                          std::isfinite(count.age) && count.customers > 0.0 &&
                          std::isfinite(count.customers) &&
                          (count.repeats > 0.0 || count.recency == 0.0);
    if (!possible) {
      throw Error(ErrorCode::invalid_data,
                  "the purchase history is impossible",
                  "repeats are whole, recency lies between 0 and the age and is 0 without repeats, "
                  "and customers are more than 0.",
                  {.row = tuples.size()});
    }
    tuples.push_back(
        {{count.repeats, count.recency * factor, count.age * factor}, count.customers});
  }
  return tuples;
}

BgNbdFit failed(BgNbdFit fit, std::string why) {
  fit.report.status = FitStatus::failed;
  fit.report.diagnosis.push_back(std::move(why));
  const Estimate none = undefined_estimate(Undefined::unusable_fit, fit.customers);
  fit.estimates = {none, none, none, none};
  return fit;
}

}  // namespace

BgNbdFit fit_bg_nbd(const PurchaseCounts& counts, const BgNbdOptions& options, const Host& host) {
  check(options);
  const bg_nbd::Likelihood likelihood{tuples_of(counts, options.unit)};
  BgNbdFit fit{.parameters = {.unit = options.unit},
               .customers = static_cast<std::uint64_t>(std::llround(likelihood.customers())),
               .repeaters = static_cast<std::uint64_t>(std::llround(likelihood.repeaters())),
               .tuples = counts.counts.size(),
               .level = options.level};
  if (fit.customers == 0) return failed(std::move(fit), "There are no customers to learn from.");
  if (fit.repeaters == 0) {
    return failed(std::move(fit), "Nobody bought a second time: there is nothing to learn from.");
  }
  // The first start has the right mean rate; the second is for bases in which most buy once.
  const double mean_wait = 1.0 / likelihood.purchase_rate();
  const std::array<std::array<double, 4>, 2> starts{
      {{1.0, mean_wait, 1.0, 3.0}, {0.2, 0.2 * mean_wait, 0.3, 1.0}}};
  numeric::LikelihoodFit found;
  for (const auto& start : starts) {
    found =
        numeric::fit_likelihood({.log_likelihood =
                                     [&](std::span<const double> at, numeric::Derivatives& out) {
                                       likelihood.evaluate({at[0], at[1], at[2], at[3]}, host, out);
                                     },
                                 .start = {start.begin(), start.end()},
                                 .observations = likelihood.customers(),
                                 .max_iterations = options.max_iterations,
                                 .explain_flat = explain_flat});
    if (found.report.usable()) break;
  }
  const auto& at = found.parameters;
  fit.parameters = {.r = at[0], .alpha = at[1], .a = at[2], .b = at[3], .unit = options.unit};
  const auto estimate = [&](std::size_t i) {
    return numeric::parameter_estimate(found, i, options.level, fit.customers);
  };
  fit.estimates = {.r = estimate(0), .alpha = estimate(1), .a = estimate(2), .b = estimate(3)};
  std::copy(found.log_covariance.begin(), found.log_covariance.end(), fit.log_covariance.begin());
  fit.log_likelihood = found.log_likelihood;
  fit.report = std::move(found.report);
  if (fit.repeaters < few_repeaters) {
    fit.report.diagnosis.push_back("Only " + std::to_string(fit.repeaters) +
                                   " customers bought again: the parameters rest on them alone.");
  }
  return fit;
}

}  // namespace centricity::inline v0::loyalty
