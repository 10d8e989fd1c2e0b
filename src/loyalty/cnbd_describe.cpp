#include <string>

#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/mbg_cnbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// @param chances  after which a customer may leave
template <class Fit>
Document describe_regular(const Fit& fit,
                          const std::string& id,
                          const std::string& name,
                          const std::string& chances) {
  const auto& [r, alpha, a, b, k] = fit.estimates;
  return describe_fit(
      fit,
      {.id = id,
       .title = "Will they come back? The " + name + " model",
       .story = "While alive, a customer takes " +
                std::to_string(static_cast<int>(fit.parameters.k)) +
                " steps to a purchase, at a rate of their own, and leaves for good with a "
                "probability of their own after each " +
                chances + "; both vary over customers (Platzer & Reutterer 2016).",
       .parameters = {
           shape_of_rates("r", r, "rates of steps"),
           rate_of_rates("alpha", alpha, "rates of steps", "r", fit.parameters.unit),
           {"a", a, "First shape of the dropout probabilities."},
           {"b", b, "Second shape; a / (a + b) is the mean probability to leave after a purchase."},
           {"k", k, "Steps to a purchase, taken for known: 1 is random, more is regular."}}});
}

}  // namespace

Document describe(const BgCnbdFit& fit) {
  return describe_regular(fit, "bg_cnbd", "BG/CNBD-k", "repeat purchase");
}

Document describe(const MbgCnbdFit& fit) {
  return describe_regular(fit, "mbg_cnbd", "MBG/CNBD-k", "purchase, the first included");
}

}  // namespace centricity::inline v0::loyalty
