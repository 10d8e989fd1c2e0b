#pragma once

/// @file
/// What is expected, given context and price; and how far a service surprises.
/// Model page: docs/models/expectation_model.md.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/heterogeneity.hpp>
#include <centricity/statistics/least_squares.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// Expectations and their circumstances; columns of shape [n].
struct ExpectationRows {
  std::span<const double> expectation{};     ///< NaN: not given.
  std::span<const double> price{};           ///< >= 0, NaN: unknown; empty: not in the model.
  std::span<const std::uint32_t> context{};  ///< Position in `contexts`; empty: one context.
  std::span<const std::string> contexts{};   ///< Names.
};

/// How to fit.
struct ExpectationModelOptions {
  double reference_price = 1.0;  ///< p0 > 0, in units of the price: where doubling begins to count.
  double level = 0.95;           ///< Coverage, in (0, 1).
};

/// expectation = level of the context + slope ln(1 + price / p0) + person + error.
struct ExpectationModel {
  std::vector<std::string> contexts{};     ///< As given; one of the empty name if there was none.
  std::vector<Estimate> levels{};          ///< By context, at price 0; n: rows of the context;
                                           ///< undefined `too_few`: it has none.
  Estimate price_slope{};                  ///< For each unit of ln(1 + price / p0).
  statistics::Heterogeneity difference{};  ///< Do the levels differ; levels drawn to their mean.
  statistics::LeastSquaresFit fit{};       ///< First level, differences to it, slope.
  std::vector<std::size_t> column{};       ///< By context: its coefficient of `fit`; 0: the first,
                                           ///< or one without answers.
  bool has_price = false;                  ///< False: price is not in the model.
  double reference_price = 1.0;            ///< As used.
  double highest_price = 0.0;              ///< Of the rows: beyond it the model guesses.
};

/// Least squares; people answer several times, so errors treat them as clusters (design.clusters).
/// @return with a failed `fit.report` if context and price cannot be told apart, e.g. if every
///         context has one price; everything is then undefined.
/// @throws Error `invalid_argument` for a reference price that is not positive; `incompatible` if
///         lengths differ or a context has no name; `invalid_data` naming the row of a negative or
///         infinite price; as `fit_least_squares`.
/// @par Complexity O(n p^2) for p contexts.
/// @see Zeithaml (1988), Journal of Marketing 52(3), 2-22; Voss, Parasuraman & Grewal (1998),
///      Journal of Marketing 62(4), 46-61.
[[nodiscard]] CENTRICITY_EXPORT ExpectationModel
fit_expectations(const ExpectationRows& rows,
                 const statistics::SurveyDesign& design = {},
                 const ExpectationModelOptions& options = {});

/// What is expected on average.  @param context position in `model.contexts`
/// @param price >= 0; not read if the model has no price
/// @return undefined `unusable_fit` or, for a context without answers, `too_few`.
/// @throws Error `invalid_argument` for an unknown context or a price that is negative or not
///         finite.
[[nodiscard]] CENTRICITY_EXPORT Estimate expected_at(const ExpectationModel& model,
                                                     std::size_t context,
                                                     double price = 0.0);

/// A service compared with what is expected there.
struct Surprise {
  Estimate gap{};             ///< Perception − expectation.
  std::optional<double> z{};  ///< Gap in standard deviations of people's expectations; about ±2
                              ///< and beyond surprises nearly everybody.  Absent: no variation.
};

/// @param perception finite, on the scale of the expectations; errors as `expected_at`
[[nodiscard]] CENTRICITY_EXPORT Surprise surprise_of(const ExpectationModel& model,
                                                     double perception,
                                                     std::size_t context,
                                                     double price = 0.0);

/// Value of a gap: gap^g above zero, -lambda (-gap)^l below (Tversky & Kahneman 1992).  There is no
/// universal lambda: estimate it (`fit_disconfirmation`) or say whose it is.
struct GapValue {
  double loss_aversion = 1.0;  ///< lambda > 0.
  double gain_exponent = 1.0;  ///< g in (0, 1].
  double loss_exponent = 1.0;  ///< l in (0, 1].
};

/// @throws Error `invalid_argument` for a parameter out of range or a gap that is not finite.
[[nodiscard]] CENTRICITY_EXPORT double value_of(double gap, const GapValue& value);

/// Levels by context, expectation by price, and whether one rule can serve all contexts.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ExpectationModel& model);

}  // namespace centricity::inline v0::gap
