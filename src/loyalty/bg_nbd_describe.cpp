#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const BgNbdFit& fit) {
  const std::string unit{to_string(fit.parameters.unit)};
  Document document{.id = "bg_nbd", .title = "Will they come back? The BG/NBD model"};
  document.blocks.emplace_back(
      Paragraph{"While alive, a customer buys at a rate of their own and leaves for good with a "
                "probability of "
                "their own after each repeat purchase; both vary over customers (Fader, Hardie & "
                "Lee 2005)."});
  append_diagnosis(fit.report, document.blocks);
  Figures figures;
  const auto add = [&](Figure figure) { figures.figures.push_back(std::move(figure)); };
  if (fit.report.usable()) {
    add(figure("Repeat purchases in the first year",
               expected_purchases(fit, years(1.0)),
               "Expected of a new customer in the year after the first purchase."));
  }
  add({.name = "Customers",
       .estimate = counted(static_cast<double>(fit.customers)),
       .format = {.decimals = 0},
       .help = "Customers the model was fitted on."});
  add({.name = "Repeaters",
       .estimate = counted(static_cast<double>(fit.repeaters)),
       .format = {.decimals = 0},
       .help = "Those of them who bought again."});
  document.blocks.emplace_back(std::move(figures));
  if (!fit.report.usable()) return document;
  document.blocks.emplace_back(parameter_table(
      {{"r", fit.estimates.r, "Shape of the purchase rates: the smaller, the more unequal."},
       {"alpha (" + unit + "s)",
        fit.estimates.alpha,
        "Rate of the purchase rates; r / alpha is the mean rate a " + unit + "."},
       {"a", fit.estimates.a, "First shape of the dropout probabilities."},
       {"b",
        fit.estimates.b,
        "Second shape; a / (a + b) is the mean probability to leave after a purchase."}}));
  document.blocks.emplace_back(
      Paragraph{"Customers without a repeat purchase cannot have left in this model: their "
                "probability of being alive is 1, however long they have been silent."});
  return document;
}

}  // namespace centricity::inline v0::loyalty
