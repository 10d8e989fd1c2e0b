#include <array>
#include <span>
#include <string>

#include <centricity/loyalty/nbd.hpp>

#include "loyalty/fit_counts.hpp"
#include "loyalty/nbd_kernels.hpp"

namespace centricity::inline v0::loyalty {
namespace {

std::string explain_flat(std::span<const double> parameters, std::span<const double>) {
  return parameters[0] > 1.0
             ? "Customers are homogeneous: the data show no difference between their purchase "
               "rates. The mean rate r / alpha is known, r and alpha are not."
             : "The data do not tell r from alpha: too few customers bought again.";
}

}  // namespace

NbdFit fit_nbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  check_options(options, ModelOf<NbdParameters>::name);
  const nbd::Likelihood likelihood{tuples_of(counts, options.unit), host};
  // Both have the right mean rate; the second is for bases in which most buy once.
  const double mean_wait = 1.0 / likelihood.purchase_rate();
  const std::array<std::array<double, 2>, 2> starts{{{1.0, mean_wait}, {0.1, 0.1 * mean_wait}}};
  const auto evaluate = [&](std::span<const double> at, numeric::Derivatives& out) {
    likelihood.evaluate({at[0], at[1]}, host, out);
  };
  return fit_counts<NbdFit>(counts, options, likelihood, starts, evaluate, explain_flat);
}

}  // namespace centricity::inline v0::loyalty
