#pragma once

/// @file
/// Is money spent where it matters?  Model page: docs/models/importance_performance.md.

#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>

namespace centricity::inline v0::gap {

/// Spending against importance.
struct Misallocation {
  Estimate index{};  ///< Share of the money that is elsewhere than importance, [0, 1].
  std::vector<double> overspend{};  ///< Share of spending − share of importance, per attribute.
};

/// 1 - sum min(spending share, importance share).  The interval takes the importances as
/// independent estimates (delta method); without standard errors there is none.
/// @param spending   one an attribute, finite, >= 0
/// @param importance one an attribute, >= 0
/// @return undefined `missing_input` if an importance is undefined, `division_by_zero` if all
///         spending or all importance is 0; overspend is then empty.
/// @throws Error `incompatible` if lengths differ, `invalid_data` naming a negative entry.
[[nodiscard]] CENTRICITY_EXPORT Misallocation misallocation(std::span<const double> spending,
                                                            std::span<const Estimate> importance,
                                                            double level = 0.95);

/// Where too much and too little is spent.
/// @param attributes names, one an attribute
/// @throws Error `incompatible` if there are more or fewer names than attributes.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Misallocation& result,
                                                  std::span<const std::string> attributes);

}  // namespace centricity::inline v0::gap
