#pragma once

/// @file
/// The zone of tolerance: between the least that is allowed and what is hoped for.
/// Model page: docs/models/tolerance_zone.md.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One item; columns of shape [n], NaN is an answer not given.
struct ToleranceItem {
  std::string name{};                   ///< For tables and charts.
  Scale scale{};                        ///< Of all three.
  std::span<const double> adequate{};   ///< The least that is allowed.
  std::span<const double> desired{};    ///< What is hoped for.
  std::span<const double> perceived{};  ///< What was experienced.
};

/// Where perception lies in the zone, from the rows that gave all three answers and desire no less
/// than they allow.
struct ToleranceZone {
  std::string name{};                    ///< As given.
  Estimate adequate{};                   ///< Mean: lower end of the zone.
  Estimate desired{};                    ///< Mean: upper end of the zone.
  Estimate perceived{};                  ///< Mean.
  statistics::Comparison adequacy{};     ///< Perceived − adequate; below 0: not tolerated.
  statistics::Comparison superiority{};  ///< Perceived − desired; above 0: more than hoped for.
  Estimate width{};                      ///< Desired − adequate.
  Estimate position{};                   ///< Adequacy / width: 0 lower end, 1 upper end; undefined
                                         ///< `division_by_zero` if the zone may have no width.
  Estimate below{};                      ///< Share of respondents below their own zone.
  Estimate inside{};                     ///< Share within it, its ends included.
  Estimate above{};                      ///< Share above it.
  std::optional<double> adequacy_p_adjusted{};  ///< Holm, over the items.
  std::uint64_t missing = 0;                    ///< Rows that lack an answer.
  std::uint64_t invalid = 0;                    ///< Rows that desire less than they allow.
};

/// All items.
struct ToleranceZones {
  std::vector<ToleranceZone> items{};  ///< In the order given.
  ValidationReport report{};           ///< `desired_below_adequate`, with row and item.
};

/// @param level coverage, in (0, 1)
/// @throws Error `incompatible` if lengths differ; `invalid_data` naming row and item of an answer
///         off its scale; as `mean`.
/// @par Complexity O(n) an item.
/// @see Zeithaml, Berry & Parasuraman (1993), JAMS 21, 1-12; Parasuraman, Zeithaml & Berry (1994),
///      Journal of Retailing 70, 201-230.
[[nodiscard]] CENTRICITY_EXPORT ToleranceZones
measure_tolerance(std::span<const ToleranceItem> items,
                  const statistics::SurveyDesign& design = {},
                  double level = 0.95);

/// The zones with perception in them, least adequate first, and the shares.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ToleranceZones& result);

}  // namespace centricity::inline v0::gap
