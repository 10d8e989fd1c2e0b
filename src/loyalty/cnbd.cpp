#include <centricity/loyalty/bg_cnbd.hpp>
#include <centricity/loyalty/mbg_cnbd.hpp>

#include "loyalty/cnbd_fit.hpp"

namespace centricity::inline v0::loyalty {

BgCnbdFit fit_bg_cnbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  return cnbd::fit<BgCnbdFit>(counts, options, host);
}

MbgCnbdFit fit_mbg_cnbd(const PurchaseCounts& counts, const FitOptions& options, const Host& host) {
  return cnbd::fit<MbgCnbdFit>(counts, options, host);
}

}  // namespace centricity::inline v0::loyalty
