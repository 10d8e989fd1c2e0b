#include <string>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/mbg_cnbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

template <class Fit>
Document describe_regular(const Fit& fit, const char* id, const char* title, const char* chances) {
  Document document{.id = id, .title = std::string{"Will they come back? The "} + title + " model"};
  document.blocks.emplace_back(
      Paragraph{std::string{"While alive, a customer takes "} +
                std::to_string(static_cast<int>(fit.parameters.k)) +
                " steps to a purchase, at a rate of their own, and leaves for good with a "
                "probability of their own after each " +
                chances + "; both vary over customers (Platzer & Reutterer 2016)."});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  const std::string unit{to_string(fit.parameters.unit)};
  document.blocks.emplace_back(parameter_table(
      {{"r", fit.estimates.r, "Shape of the rates of steps: the smaller, the more unequal."},
       {"alpha (" + unit + "s)",
        fit.estimates.alpha,
        "Rate of the rates of steps; r / alpha is the mean rate a " + unit + "."},
       {"a", fit.estimates.a, "First shape of the dropout probabilities."},
       {"b",
        fit.estimates.b,
        "Second shape; a / (a + b) is the mean probability to leave after a purchase."},
       {"k",
        fit.estimates.k,
        "Steps to a purchase, taken for known: 1 is random, more is regular."}}));
  document.blocks.emplace_back(expectation_chart(fit));
  return document;
}

}  // namespace

Document describe(const BgCnbdFit& fit) {
  return describe_regular(fit, "bg_cnbd", "BG/CNBD-k", "repeat purchase");
}

Document describe(const MbgCnbdFit& fit) {
  return describe_regular(fit, "mbg_cnbd", "MBG/CNBD-k", "purchase, the first included");
}

}  // namespace centricity::inline v0::loyalty
