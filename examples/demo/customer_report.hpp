#pragma once

/// @file
/// The main job: from the transactions of a firm to one page about its customers.
///
/// An example of how rooms are put together: nothing in here is more than calls of the library.

#include <optional>

#include <centricity/centricity.hpp>

namespace customer_report {

/// What the report is about.
struct Options {
  centricity::PurchaseRules rules{};                   ///< What counts as a purchase.
  centricity::ObservationWindow window{};              ///< Which days and customers.
  std::optional<centricity::Day> calibration_until{};  ///< Absent: half of the time observed.
  /// How they buy and leave.
  centricity::loyalty::ModelName model = centricity::loyalty::ModelName::mbg_nbd;
  centricity::Duration horizon = centricity::years(1);  ///< How far forecasts reach.
  std::size_t top = 20;                                 ///< Length of the list of customers.
  std::uint64_t seed = 1;                               ///< Of the ranking's simulated futures.
};

/// The whole report and its first page.
struct Report {
  centricity::Document document{};  ///< Everything.
  centricity::Document overview{};  ///< What fits on one screen.
  bool usable = false;              ///< False: the purchase model could not be fitted.
};

/// Makes the report.  What the data do not allow is said where it would have stood.
/// @throws Error `invalid_data` if nobody bought anything; `cancelled`.
[[nodiscard]] Report make(const centricity::source::Loaded& loaded,
                          const Options& options = {},
                          const centricity::Host& host = {});

}  // namespace customer_report
