#include <string>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// What the description of one of the two models says that the other does not.
struct Words {
  const char* id = "";
  const char* title = "";
  const char* dropout = "";          ///< When customers leave, with the source.
  const char* one_time_buyers = "";  ///< What becomes of those who never bought again.
};

template <class Fit>
Document describe_beta_geometric(const Fit& fit, const Words& words) {
  Document document{.id = words.id,
                    .title = std::string{"Will they come back? The "} + words.title + " model"};
  document.blocks.emplace_back(
      Paragraph{std::string{"While alive, a customer buys at a rate of their own and leaves for "
                            "good with a probability of their own after each "} +
                words.dropout});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  const std::string unit{to_string(fit.parameters.unit)};
  document.blocks.emplace_back(parameter_table(
      {{"r", fit.estimates.r, "Shape of the purchase rates: the smaller, the more unequal."},
       {"alpha (" + unit + "s)",
        fit.estimates.alpha,
        "Rate of the purchase rates; r / alpha is the mean rate a " + unit + "."},
       {"a", fit.estimates.a, "First shape of the dropout probabilities."},
       {"b",
        fit.estimates.b,
        "Second shape; a / (a + b) is the mean probability to leave after a purchase."}}));
  document.blocks.emplace_back(Paragraph{words.one_time_buyers});
  return document;
}

}  // namespace

Document describe(const BgNbdFit& fit) {
  return describe_beta_geometric(
      fit,
      {.id = "bg_nbd",
       .title = "BG/NBD",
       .dropout = "repeat purchase; both vary over customers (Fader, Hardie & Lee 2005).",
       .one_time_buyers =
           "Customers without a repeat purchase cannot have left in this model: their probability "
           "of being alive is 1, however long they have been silent."});
}

Document describe(const MbgNbdFit& fit) {
  return describe_beta_geometric(
      fit,
      {.id = "mbg_nbd",
       .title = "MBG/NBD",
       .dropout = "purchase, the first included; both vary over customers (Batislam, Denizel & "
                  "Filiztekin 2007; Hoppe & Wagner 2007).",
       .one_time_buyers =
           "Customers may leave after their first purchase too: those who never bought again are "
           "less likely to be alive the longer they have been silent."});
}

}  // namespace centricity::inline v0::loyalty
