#include <centricity/core/document.hpp>
#include <centricity/loyalty/nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const NbdFit& fit) {
  Document document{.id = "nbd", .title = "How often do they buy? The NBD model"};
  document.blocks.emplace_back(
      Paragraph{"A customer buys at a rate of their own, for good; rates vary over customers "
                "(Ehrenberg 1959)."});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  const std::string unit{to_string(fit.parameters.unit)};
  document.blocks.emplace_back(parameter_table(
      {{"r", fit.estimates.r, "Shape of the purchase rates: the smaller, the more unequal."},
       {"alpha (" + unit + "s)",
        fit.estimates.alpha,
        "Rate of the purchase rates; r / alpha is the mean rate a " + unit + "."}}));
  document.blocks.emplace_back(expectation_chart(fit));
  document.blocks.emplace_back(Paragraph{
      "Nobody leaves in this model, so forecasts are too high where customers do. Compare "
      "its log-likelihood with that of a model with dropout."});
  return document;
}

}  // namespace centricity::inline v0::loyalty
