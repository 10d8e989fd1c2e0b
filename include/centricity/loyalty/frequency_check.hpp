#pragma once

/// @file
/// How many customers bought how often, beside what the model expects.

#include <cstdint>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/export.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/summary/purchase_counts.hpp>

namespace centricity::inline v0::loyalty {

/// Customers by number of repeat purchases.
struct FrequencyGroup {
  std::uint32_t repeats = 0;  ///< So many repeat purchases ...
  bool or_more = false;       ///< ... or more.
  double actual = 0.0;        ///< Customers in the data.
  double expected = 0.0;      ///< Customers by the model.
};

/// The whole comparison.
struct FrequencyCheck {
  std::vector<FrequencyGroup> groups{};  ///< 0, 1, ..., the last "or more".
};

/// Compares how many customers bought how often with what the model expects at their ages.
/// @param last the last group collects so many repeats or more; >= 1
/// @throws Error `invalid_argument` for a fit that is not usable or `last` 0.
/// @par Complexity O(distinct ages * last).
[[nodiscard]] CENTRICITY_EXPORT FrequencyCheck check_frequencies(const PurchaseModel& model,
                                                                 const PurchaseCounts& counts,
                                                                 std::uint32_t last = 7);

/// The comparison as a chart and a table.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const FrequencyCheck& check);

}  // namespace centricity::inline v0::loyalty
