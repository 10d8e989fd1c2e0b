#include <centricity/core/document.hpp>
#include <centricity/loyalty/nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const NbdFit& fit) {
  const auto& [r, alpha] = fit.estimates;
  return describe_fit(
      fit,
      {.id = "nbd",
       .title = "How often do they buy? The NBD model",
       .story = "A customer buys at a rate of their own, for good; rates vary over customers "
                "(Ehrenberg 1959).",
       .parameters = {shape_of_rates("r", r, "purchase rates"),
                      rate_of_rates("alpha", alpha, "purchase rates", "r", fit.parameters.unit)},
       .remark = "Nobody leaves in this model, so forecasts are too high where customers do. "
                 "Compare its log-likelihood with that of a model with dropout."});
}

}  // namespace centricity::inline v0::loyalty
