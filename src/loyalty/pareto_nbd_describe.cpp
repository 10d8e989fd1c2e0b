#include <centricity/core/document.hpp>
#include <centricity/loyalty/pareto_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const ParetoNbdFit& fit) {
  const auto& [r, alpha, s, beta] = fit.estimates;
  const TimeUnit unit = fit.parameters.unit;
  return describe_fit(
      fit,
      {.id = "pareto_nbd",
       .title = "Will they come back? The Pareto/NBD model",
       .story = "While alive, a customer buys at a rate of their own, and leaves for good at "
                "another rate of their own; both vary over customers (Schmittlein, Morrison & "
                "Colombo 1987).",
       .parameters = {shape_of_rates("r", r, "purchase rates"),
                      rate_of_rates("alpha", alpha, "purchase rates", "r", unit),
                      shape_of_rates("s", s, "dropout rates"),
                      rate_of_rates("beta", beta, "dropout rates", "s", unit)},
       .remark = "Customers may leave at any time, not only after a purchase: the longer the "
                 "silence, for what is usual for them, the less likely they are alive."});
}

}  // namespace centricity::inline v0::loyalty
