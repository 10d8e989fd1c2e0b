#include <span>

#include <centricity/loyalty/pareto_nbd.hpp>

#include "loyalty/fit_counts.hpp"
#include "loyalty/pareto_nbd_kernels.hpp"
#include "loyalty/pareto_nbd_likelihood.hpp"

namespace centricity::inline v0::loyalty {

ParetoNbdFit fit_pareto_nbd(const PurchaseCounts& counts,
                            const FitOptions& options,
                            const Host& host) {
  using Model = ModelOf<ParetoNbdParameters>;
  check_options(options, Model::name);
  const pareto_nbd::Likelihood likelihood{tuples_of(counts, options.unit), host};
  const auto evaluate = [&](std::span<const double> at, numeric::Derivatives& out) {
    likelihood.evaluate(Model::shape({at[0], at[1], at[2], at[3]}), host, out);
  };
  const auto explain = [&](std::span<const double> at, std::span<const double> direction) {
    return likelihood.explain_flat(at, direction);
  };
  return fit_counts<ParetoNbdFit>(
      counts, options, likelihood, likelihood.starts(), evaluate, explain);
}

}  // namespace centricity::inline v0::loyalty
