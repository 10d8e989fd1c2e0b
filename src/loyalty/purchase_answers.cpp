#include <cstddef>
#include <cstdint>

#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_answers.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/answers.hpp"
#include "loyalty/models.hpp"

namespace centricity::inline v0::loyalty {

template <ModelParameters P>
double log_likelihood(const P& parameters, const PurchaseHistory& history) {
  return log_likelihood(shape_of(parameters), observed(history, parameters.unit));
}

template <ModelParameters P>
double probability_alive(const P& parameters, const PurchaseHistory& history) {
  return probability_alive(shape_of(parameters), observed(history, parameters.unit));
}

template <ModelParameters P>
double expected_purchases(const P& parameters, const PurchaseHistory& history, Duration horizon) {
  return expected_purchases(
      shape_of(parameters), observed(history, parameters.unit), time_in(horizon, parameters.unit));
}

template <ModelParameters P>
double probability_of_purchases(const P& parameters, std::uint64_t purchases, Duration horizon) {
  return probability_of_purchases(
      shape_of(parameters), {}, static_cast<double>(purchases), time_in(horizon, parameters.unit));
}

template <ModelParameters P, class E, std::size_t N>
Estimate probability_alive(const PurchaseFit<P, E, N>& fit, const PurchaseHistory& history) {
  const Observed seen = observed(history, fit.parameters.unit);
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
  return alive_estimate(fit, seen);
}

template <ModelParameters P, class E, std::size_t N>
Estimate expected_purchases(const PurchaseFit<P, E, N>& fit,
                            const PurchaseHistory& history,
                            Duration horizon) {
  const Observed seen = observed(history, fit.parameters.unit);
  const double time = time_in(horizon, fit.parameters.unit);
  if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
  const auto within = [&](const auto& today) { return expected_while_alive(today, time); };
  return purchases_estimate(fit, expected_of(fit, seen, while_alive(fit, seen, within)));
}

// A model a paragraph. Exported here and not where the templates are declared: an instantiation is
// no more visible than its arguments unless it says so itself.

template CENTRICITY_EXPORT double log_likelihood(const NbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const NbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const NbdParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const NbdParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const NbdFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const NbdFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

template CENTRICITY_EXPORT double log_likelihood(const BgNbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const BgNbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const BgNbdParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const BgNbdParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const BgNbdFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const BgNbdFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

template CENTRICITY_EXPORT double log_likelihood(const MbgNbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const MbgNbdParameters&,
                                                    const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const MbgNbdParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const MbgNbdParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const MbgNbdFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const MbgNbdFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

template CENTRICITY_EXPORT double log_likelihood(const BgCnbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const BgCnbdParameters&,
                                                    const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const BgCnbdParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const BgCnbdParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const BgCnbdFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const BgCnbdFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

template CENTRICITY_EXPORT double log_likelihood(const MbgCnbdParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const MbgCnbdParameters&,
                                                    const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const MbgCnbdParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const MbgCnbdParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const MbgCnbdFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const MbgCnbdFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

template CENTRICITY_EXPORT double log_likelihood(const ParetoNbdParameters&,
                                                 const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const ParetoNbdParameters&,
                                                    const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const ParetoNbdParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const ParetoNbdParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const ParetoNbdFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const ParetoNbdFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

template CENTRICITY_EXPORT double log_likelihood(const BgBbParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double probability_alive(const BgBbParameters&, const PurchaseHistory&);
template CENTRICITY_EXPORT double expected_purchases(const BgBbParameters&,
                                                     const PurchaseHistory&,
                                                     Duration);
template CENTRICITY_EXPORT double probability_of_purchases(const BgBbParameters&,
                                                           std::uint64_t,
                                                           Duration);
template CENTRICITY_EXPORT Estimate probability_alive(const BgBbFit&, const PurchaseHistory&);
template CENTRICITY_EXPORT Estimate expected_purchases(const BgBbFit&,
                                                       const PurchaseHistory&,
                                                       Duration);

}  // namespace centricity::inline v0::loyalty
