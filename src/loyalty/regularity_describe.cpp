#include <cmath>
#include <optional>
#include <string>

#include <centricity/loyalty/regularity.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

std::string what_suits(const Regularity& regularity) {
  const std::optional<Interval>& interval = regularity.likelihood.interval;
  if (!interval) return "The waits do not tell how regular they are.";
  if (interval->upper < 1.0) {
    return "Customers buy in bursts, less regularly than by chance: forecasts of all models here "
           "are too sure of single customers.";
  }
  if (interval->lower <= 1.0) {
    return "Customers buy at random times, as MBG/NBD, BG/NBD and Pareto/NBD have it.";
  }
  const double steps = std::round(*regularity.likelihood.value);
  if (steps < 2.0) {
    return "Customers buy a little more regularly than by chance: too little for models with steps "
           "to a purchase.";
  }
  return "Customers buy regularly: try MBG/CNBD-k, with k near " +
         std::to_string(static_cast<int>(std::fmin(steps, 32.0))) + ".";
}

}  // namespace

Document describe(const Regularity& regularity) {
  Document document{.id = "regularity", .title = "At random times, or regularly?"};
  append_diagnosis(regularity.report, document.blocks);
  const Format format{.decimals = 2};
  document.blocks.emplace_back(
      Figures{{{.name = "Regularity k, all waits",
                .estimate = regularity.likelihood,
                .format = format,
                .help = "1: at random; more: regularly; less: in bursts. By likelihood, of "
                        "customers with three purchases or more."},
               {.name = "Regularity k, last two waits",
                .estimate = regularity.wheat_morrison,
                .format = format,
                .help = "The same by moments (Wheat & Morrison 1990). Far from the other: rates "
                        "change over time, or k over customers."}}});
  document.blocks.emplace_back(Paragraph{what_suits(regularity)});
  return document;
}

}  // namespace centricity::inline v0::loyalty
