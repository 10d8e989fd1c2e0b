#pragma once

/// @file
/// Importance-performance analysis: what matters and is not good enough.
/// Model page: docs/models/importance_performance.md.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One attribute; columns of shape [n], NaN is an answer not given.
struct RatedAttribute {
  std::string name{};                     ///< For tables and charts.
  std::span<const double> importance{};   ///< As stated; empty: importance is derived.
  std::span<const double> performance{};  ///< As perceived.
};

/// Where the cross-hair lies.  The choice decides the quadrants; there is no right one.
enum class CrossHair : std::uint8_t {
  mean,    ///< Mean over the attributes: half of them are always "important".
  median,  ///< Median over the attributes.
  given    ///< As given, e.g. the middle of the scale or a target.
};

/// How to place attributes.
struct ImportancePerformanceOptions {
  CrossHair cross_hair = CrossHair::mean;  ///< Where the quadrants meet.
  double importance_cross = 0.0;           ///< With CrossHair::given.
  double performance_cross = 0.0;          ///< With CrossHair::given.
  double level = 0.95;                     ///< Coverage, in (0, 1).
};

/// The four quadrants (Martilla & James 1977).
enum class Quadrant : std::uint8_t {
  concentrate_here,       ///< Important, performance below the cross-hair.
  keep_up_the_good_work,  ///< Important, performance at or above it.
  low_priority,           ///< Less important, performance below it.
  possible_overkill       ///< Less important, performance at or above it.
};

/// "concentrate here", ...
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Quadrant quadrant) noexcept;

/// Where an attribute lies.
struct PlacedAttribute {
  std::string name{};                      ///< As given.
  Estimate importance{};                   ///< Stated mean, or correlation with the outcome.
  Estimate performance{};                  ///< Mean.
  statistics::Comparison gap{};            ///< Performance − stated importance, paired.
  std::optional<double> gap_p_adjusted{};  ///< Holm over the attributes.
  std::optional<Quadrant> quadrant{};      ///< Absent if a coordinate is undefined.
  bool certain = false;                    ///< True if neither interval crosses the cross-hair.
};

/// All attributes.
struct ImportancePerformance {
  std::vector<PlacedAttribute> attributes{};  ///< In the order given.
  std::optional<double> importance_cross{};   ///< Absent if no importance is defined.
  std::optional<double> performance_cross{};  ///< Absent if no performance is defined.
  bool derived = false;                       ///< True: importance is a correlation (association).
};

/// Stated importance: all attributes carry it.
/// @throws Error `invalid_argument` if an attribute has no importance or there is no attribute;
///         `incompatible` if columns differ in length; design errors as in `mean`.
/// @par Complexity O(n attributes).
/// @see Martilla & James (1977), Journal of Marketing 41(1), 77-79.
[[nodiscard]] CENTRICITY_EXPORT ImportancePerformance
place_by_stated_importance(std::span<const RatedAttribute> attributes,
                           const statistics::SurveyDesign& design = {},
                           const ImportancePerformanceOptions& options = {});

/// Derived importance: Pearson's correlation of performance with an overall outcome, shape [n].
/// An association: it does not say that improving the attribute improves the outcome.
[[nodiscard]] CENTRICITY_EXPORT ImportancePerformance
place_by_derived_importance(std::span<const RatedAttribute> attributes,
                            std::span<const double> outcome,
                            const statistics::SurveyDesign& design = {},
                            const ImportancePerformanceOptions& options = {});

/// The quadrant chart and the table, most urgent first.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ImportancePerformance& result);

}  // namespace centricity::inline v0::gap
