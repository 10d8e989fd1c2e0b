#include <centricity/core/document.hpp>
#include <centricity/loyalty/mbg_nbd.hpp>

#include "loyalty/describe_fit.hpp"

namespace centricity::inline v0::loyalty {

Document describe(const MbgNbdFit& fit) {
  Document document{.id = "mbg_nbd", .title = "Will they come back? The MBG/NBD model"};
  document.blocks.emplace_back(
      Paragraph{"While alive, a customer buys at a rate of their own and leaves for good with a "
                "probability of their own after each purchase, the first included; both vary over "
                "customers (Batislam, Denizel & Filiztekin 2007; Hoppe & Wagner 2007)."});
  append_diagnosis(fit.report, document.blocks);
  document.blocks.emplace_back(base_figures(fit));
  if (!fit.report.usable()) return document;
  document.blocks.emplace_back(beta_geometric_table(fit));
  document.blocks.emplace_back(
      Paragraph{"Customers may leave after their first purchase too: those who never bought again "
                "are less likely to be alive the longer they have been silent."});
  return document;
}

}  // namespace centricity::inline v0::loyalty
