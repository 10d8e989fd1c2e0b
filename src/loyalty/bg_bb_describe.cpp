#include <string>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_bb.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const BgBbFit& fit) {
  const auto& [alpha, beta, gamma, delta] = fit.estimates;
  return describe_fit(
      fit,
      {.id = "bg_bb",
       .title = "Will they come back? The BG/BB model",
       .story = "There is one opportunity to buy a " + std::string{to_string(fit.parameters.unit)} +
                ". While alive, a customer takes it with a probability of their own; before each "
                "they leave for good with a probability of their own; both vary over customers "
                "(Fader, Hardie & Shang 2010).",
       .parameters = {
           {"alpha", alpha, "First shape of the probabilities to buy."},
           {"beta", beta, "Second shape; alpha / (alpha + beta) is the mean probability to buy."},
           {"gamma", gamma, "First shape of the dropout probabilities."},
           {"delta",
            delta,
            "Second shape; gamma / (gamma + delta) is the mean probability to leave before an "
            "opportunity."}}});
}

}  // namespace centricity::inline v0::loyalty
