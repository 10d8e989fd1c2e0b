#include <string>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/pareto_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const ParetoNbdFit& fit) {
  Document document{.id = "pareto_nbd", .title = "Will they come back? The Pareto/NBD model"};
  document.blocks.emplace_back(
      Paragraph{"While alive, a customer buys at a rate of their own, and leaves for good at "
                "another rate of their own; both vary over customers (Schmittlein, Morrison & "
                "Colombo 1987)."});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  const std::string unit{to_string(fit.parameters.unit)};
  document.blocks.emplace_back(parameter_table(
      {{"r", fit.estimates.r, "Shape of the purchase rates: the smaller, the more unequal."},
       {"alpha (" + unit + "s)",
        fit.estimates.alpha,
        "Rate of the purchase rates; r / alpha is the mean rate a " + unit + "."},
       {"s", fit.estimates.s, "Shape of the dropout rates: the smaller, the more unequal."},
       {"beta (" + unit + "s)",
        fit.estimates.beta,
        "Rate of the dropout rates; s / beta is the mean rate a " + unit + "."}}));
  document.blocks.emplace_back(
      Paragraph{"Customers may leave at any time, not only after a purchase: the longer the "
                "silence, for what is usual for them, the less likely they are alive."});
  return document;
}

}  // namespace centricity::inline v0::loyalty
