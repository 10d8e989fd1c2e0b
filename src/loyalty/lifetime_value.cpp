#include <cmath>
#include <type_traits>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/lifetime_value.hpp>

#include "loyalty/all_models.hpp"
#include "loyalty/discount_rule.hpp"

namespace centricity::inline v0::loyalty {

Estimate discounted_purchases(const PurchaseModel& model,
                              const PurchaseHistory& history,
                              const ValueWindow& window,
                              const Discounting& discounting) {
  return std::visit(
      [&](const auto& fit) {
        const TimeUnit unit = fit.parameters.unit;
        constexpr bool discrete = is_discrete<std::decay_t<decltype(fit.parameters)>>;
        const Observed seen = observed(history, unit);
        const DiscountRule rule =
            discount_rule(discount_terms(unit, discrete, window, discounting));
        if (!fit.report.usable()) return undefined_estimate(Undefined::unusable_fit, fit.customers);
        const auto discounted = [&](const auto& today) {
          return discounted_while_alive(today, rule);
        };
        return purchases_estimate(fit, expected_of(fit, seen, while_alive(fit, seen, discounted)));
      },
      model);
}

Estimate lifetime_value(const PurchaseModel& model,
                        const GammaGammaFit& spending,
                        const PurchaseHistory& history,
                        const SpendHistory& spend,
                        const ValueTerms& terms) {
  check_margin(terms.margin);
  const double level = std::visit([](const auto& fit) { return fit.level; }, model);
  return product(discounted_purchases(model, history, terms.window, terms.discounting),
                 scaled(expected_spend(spending, spend), terms.margin),
                 level);
}

}  // namespace centricity::inline v0::loyalty
