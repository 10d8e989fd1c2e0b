#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_bb.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const BgBbFit& fit) {
  Document document{.id = "bg_bb", .title = "Will they come back? The BG/BB model"};
  document.blocks.emplace_back(
      Paragraph{"There is one opportunity to buy a " + std::string{to_string(fit.parameters.unit)} +
                ". While alive, a customer takes it with a probability of their own; before each "
                "they leave for good with a probability of their own; both vary over customers "
                "(Fader, Hardie & Shang 2010)."});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  document.blocks.emplace_back(parameter_table(
      {{"alpha", fit.estimates.alpha, "First shape of the probabilities to buy."},
       {"beta",
        fit.estimates.beta,
        "Second shape; alpha / (alpha + beta) is the mean probability to buy."},
       {"gamma", fit.estimates.gamma, "First shape of the dropout probabilities."},
       {"delta",
        fit.estimates.delta,
        "Second shape; gamma / (gamma + delta) is the mean probability to leave before an "
        "opportunity."}}));
  document.blocks.emplace_back(expectation_chart(fit));
  return document;
}

}  // namespace centricity::inline v0::loyalty
