#include <span>

#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/bg_nbd_kernels.hpp"
#include "loyalty/bg_nbd_likelihood.hpp"
#include "loyalty/fit_counts.hpp"

namespace centricity::inline v0::loyalty {
namespace {

template <class Fit>
Fit fit_beta_geometric(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  using Model = ModelOf<decltype(Fit::parameters)>;
  check_options(options, Model::name);
  const bg_nbd::Likelihood likelihood{tuples_of(counts, options.unit), Model::first_chances, host};
  const auto evaluate = [&](std::span<const double> at, numeric::Derivatives& out) {
    likelihood.evaluate(Model::shape({at[0], at[1], at[2], at[3]}), host, out);
  };
  return fit_counts<Fit>(
      counts, options, likelihood, likelihood.starts(), evaluate, bg_nbd::explain_flat);
}

}  // namespace

BgNbdFit fit_bg_nbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  return fit_beta_geometric<BgNbdFit>(counts, options, host);
}

MbgNbdFit fit_mbg_nbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  return fit_beta_geometric<MbgNbdFit>(counts, options, host);
}

}  // namespace centricity::inline v0::loyalty
