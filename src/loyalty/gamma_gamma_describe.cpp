#include <string>
#include <utility>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/gamma_gamma.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const GammaGammaFit& fit) {
  Document document{.id = "gamma_gamma",
                    .title = "What is a purchase worth? The gamma-gamma model"};
  document.blocks.emplace_back(Paragraph{
      "Amounts of one customer vary around a mean of their own, and the means vary over customers, "
      "independently of how often somebody buys (Fader & Hardie 2013). What is expected of a "
      "customer lies between their own mean and that of all, the nearer to their own the more is "
      "known."});
  append_diagnosis(fit.report, document.blocks);
  Figures figures;
  const auto add = [&](Figure figure) { figures.figures.push_back(std::move(figure)); };
  add({.name = "Mean spend of a purchase",
       .estimate = fit.population_mean,
       .format = {.quantity = Quantity::money},
       .help = "Of a customer of whom nothing is known."});
  add(figure("Correlation of repeats and spend",
             fit.correlation,
             "Pearson; the model takes it to be zero."));
  add({.name = "Customers",
       .estimate = counted(static_cast<double>(fit.customers)),
       .format = {.decimals = 0},
       .help =
           "Customers with repeat purchases of positive value: the first purchase is left out."});
  document.blocks.emplace_back(std::move(figures));
  if (!fit.report.usable()) return document;
  document.blocks.emplace_back(parameter_table(
      {{"p", fit.estimates.p, "Shape of the amounts: the larger, the more alike they are."},
       {"q", fit.estimates.q, "Shape of the customers' scales; the mean exists if q > 1."},
       {"gamma", fit.estimates.gamma, "Rate of the customers' scales, in currency units."}}));
  return document;
}

}  // namespace centricity::inline v0::loyalty
