#include <string>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_nbd.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// @param chances  after which a customer may leave, and the source
/// @param one_time_buyers  what becomes of those who never bought again
template <class Fit>
Document describe_random(const Fit& fit,
                         const std::string& id,
                         const std::string& name,
                         const std::string& chances,
                         const std::string& one_time_buyers) {
  const auto& [r, alpha, a, b] = fit.estimates;
  return describe_fit(
      fit,
      {.id = id,
       .title = "Will they come back? The " + name + " model",
       .story = "While alive, a customer buys at a rate of their own and leaves for good with a "
                "probability of their own after each " +
                chances,
       .parameters =
           {shape_of_rates("r", r, "purchase rates"),
            rate_of_rates("alpha", alpha, "purchase rates", "r", fit.parameters.unit),
            {"a", a, "First shape of the dropout probabilities."},
            {"b",
             b,
             "Second shape; a / (a + b) is the mean probability to leave after a purchase."}},
       .remark = one_time_buyers});
}

}  // namespace

Document describe(const BgNbdFit& fit) {
  return describe_random(
      fit,
      "bg_nbd",
      "BG/NBD",
      "repeat purchase; both vary over customers (Fader, Hardie & Lee 2005).",
      "Customers without a repeat purchase cannot have left in this model: their probability of "
      "being alive is 1, however long they have been silent.");
}

Document describe(const MbgNbdFit& fit) {
  return describe_random(
      fit,
      "mbg_nbd",
      "MBG/NBD",
      "purchase, the first included; both vary over customers (Batislam, Denizel & Filiztekin "
      "2007; Hoppe & Wagner 2007).",
      "Customers may leave after their first purchase too: those who never bought again are less "
      "likely to be alive the longer they have been silent.");
}

}  // namespace centricity::inline v0::loyalty
