#include <centricity/core/document.hpp>
#include <centricity/loyalty/bg_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const BgNbdFit& fit) {
  Document document{.id = "bg_nbd", .title = "Will they come back? The BG/NBD model"};
  document.blocks.emplace_back(
      Paragraph{"While alive, a customer buys at a rate of their own and leaves for good with a "
                "probability of "
                "their own after each repeat purchase; both vary over customers (Fader, Hardie & "
                "Lee 2005)."});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  document.blocks.emplace_back(beta_geometric_table(fit));
  document.blocks.emplace_back(
      Paragraph{"Customers without a repeat purchase cannot have left in this model: their "
                "probability of being alive is 1, however long they have been silent."});
  return document;
}

}  // namespace centricity::inline v0::loyalty
