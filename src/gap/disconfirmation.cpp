#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/gap/disconfirmation.hpp>

#include "gap/ratings.hpp"
#include "numeric/distributions.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Means over the items, by row; NaN where an answer is missing.
struct Means {
  std::vector<double> expectation{};
  std::vector<double> perception{};
  std::vector<double> gain{};
  std::vector<double> loss{};
};

Means means_of(std::span<const GapItem> items, std::size_t rows) {
  Means means{.expectation = std::vector<double>(rows, 0.0),
              .perception = std::vector<double>(rows, 0.0),
              .gain = std::vector<double>(rows, 0.0),
              .loss = std::vector<double>(rows, 0.0)};
  const auto k = static_cast<double>(items.size());
  for (const GapItem& item : items) {
    if (item.expectation.size() != rows || item.perception.size() != rows) {
      throw Error(ErrorCode::incompatible,
                  "the columns of \"" + item.name + "\" and the outcome differ in length",
                  "Give one answer a row, NaN where there is none.",
                  {.column = item.name});
    }
    if (item.scale.lowest != items[0].scale.lowest ||
        item.scale.highest != items[0].scale.highest) {
      throw Error(
          ErrorCode::incompatible,
          "the items \"" + items[0].name + "\" and \"" + item.name + "\" have different scales",
          "Take items of one scale: gaps of others have different units.",
          {.column = item.name});
    }
    const auto expected =
        oriented_ratings(item.expectation, item.scale, "expectation of " + item.name);
    const auto perceived =
        oriented_ratings(item.perception, item.scale, "perception of " + item.name);
    for (std::size_t row = 0; row < rows; ++row) {
      const double gap = perceived[row] - expected[row];
      means.expectation[row] += std::isnan(gap) ? nan : expected[row] / k;
      means.perception[row] += std::isnan(gap) ? nan : perceived[row] / k;
      means.gain[row] += std::isnan(gap) ? nan : std::max(gap, 0.0) / k;
      means.loss[row] += std::isnan(gap) ? nan : std::max(-gap, 0.0) / k;
    }
  }
  return means;
}

// -loss / gain with the set of ratios that Fieller's test does not reject, if that is an interval.
Estimate loss_aversion_of(const statistics::LeastSquaresFit& fit) {
  const double top = -*fit.coefficients[3].value;
  const double bottom = *fit.coefficients[2].value;
  const auto covariance = [&fit](std::size_t i, std::size_t j) {
    return fit.covariance[i * fit.coefficients.size() + j];
  };
  if (!(fit.degrees_of_freedom > 0.0)) return undefined_estimate(Undefined::too_few, fit.n);
  const double of_top = covariance(3, 3);
  const double of_bottom = covariance(2, 2);
  const double of_both = -covariance(2, 3);
  const double t = numeric::two_sided_student_t(fit.level, fit.degrees_of_freedom);
  const double g = t * t * of_bottom / (bottom * bottom);
  if (!(g < 1.0)) return undefined_estimate(Undefined::division_by_zero, fit.n);
  const double ratio = top / bottom;
  const double spread = of_top - 2.0 * ratio * of_both + ratio * ratio * of_bottom;
  const double middle = ratio - t * t * of_both / (bottom * bottom);
  const double inner =
      spread - t * t / (bottom * bottom) * (of_top * of_bottom - of_both * of_both);
  const double half = t / std::abs(bottom) * std::sqrt(std::max(inner, 0.0));
  return {.value = ratio,
          .standard_error = std::sqrt(std::max(spread, 0.0)) / std::abs(bottom),
          .interval = Interval{.lower = (middle - half) / (1.0 - g),
                               .upper = (middle + half) / (1.0 - g),
                               .level = fit.level},
          .n = fit.n,
          .method = Method::delta};
}

Series curve_of(const Disconfirmation& result) {
  constexpr int points = 2;  // on either side: straight lines that meet at 0
  Series curve{.name = "Change of the outcome", .mark = Mark::line};
  for (int i = -points; i <= points; ++i) {
    const double gap = static_cast<double>(i) / points;
    const Estimate& slope = gap < 0.0 ? result.loss : result.gain;
    const double size = std::abs(gap);
    curve.x.push_back(gap);
    curve.y.push_back(size * *slope.value);
    const double lower = slope.interval ? slope.interval->lower : *slope.value;
    const double upper = slope.interval ? slope.interval->upper : *slope.value;
    curve.lower.push_back(size * lower);
    curve.upper.push_back(size * upper);
    curve.cell_sizes.push_back(static_cast<std::int64_t>(result.fit.n));
  }
  return curve;
}

std::string what_weighs_more(const Estimate& asymmetry) {
  if (asymmetry.interval && asymmetry.interval->lower > 0.0) {
    return "Here falling short of an expectation weighs more than exceeding it.";
  }
  if (asymmetry.interval && asymmetry.interval->upper < 0.0) {
    return "Here exceeding an expectation weighs more than falling short of it: loss aversion is "
           "not universal.";
  }
  return "These answers do not tell whether falling short of an expectation weighs more than "
         "exceeding it.";
}

}  // namespace

Disconfirmation fit_disconfirmation(std::span<const GapItem> items,
                                    std::span<const double> outcome,
                                    const statistics::SurveyDesign& design,
                                    const statistics::LeastSquaresOptions& options) {
  if (items.empty()) throw Error(ErrorCode::invalid_argument, "disconfirmation needs an item");
  const Means means = means_of(items, outcome.size());
  const std::array<std::span<const double>, 3> predictors{
      means.expectation, means.gain, means.loss};
  Disconfirmation result{.fit =
                             statistics::fit_least_squares(predictors, outcome, design, options)};
  const Scale& scale = items[0].scale;
  result.surface = statistics::fit_response_surface(means.expectation,
                                                    means.perception,
                                                    outcome,
                                                    0.5 * (scale.lowest + scale.highest),
                                                    design,
                                                    options);
  result.expectation = result.fit.coefficients[1];
  result.gain = result.fit.coefficients[2];
  result.loss = result.fit.coefficients[3];
  result.asymmetry = statistics::linear_combination(result.fit, std::array{0.0, 0.0, -1.0, -1.0});
  result.loss_aversion = result.fit.report.usable()
                             ? loss_aversion_of(result.fit)
                             : undefined_estimate(Undefined::unusable_fit, result.fit.n);
  return result;
}

Document describe(const Disconfirmation& result) {
  Document document{.id = "disconfirmation",
                    .title = "What falling short costs and what exceeding earns"};
  if (!result.fit.report.usable()) {
    std::string why = "The effects could not be fitted.";
    for (const std::string& sentence : result.fit.report.diagnosis) why += " " + sentence;
    document.blocks.emplace_back(Notice{Severity::error, std::move(why)});
    return document;
  }
  document.blocks.emplace_back(Figures{
      {{.name = "A point above expectation", .estimate = result.gain, .help = "Mean over items."},
       {.name = "A point below expectation", .estimate = result.loss, .help = "Mean over items."},
       {.name = "Loss aversion",
        .estimate = result.loss_aversion,
        .help = "Effect of a point below over that of a point above; undefined where the latter "
                "may be zero."},
       {.name = "Asymmetry",
        .estimate = result.asymmetry,
        .help = "Above zero: falling short weighs more than exceeding."}}});
  document.blocks.emplace_back(Chart{.title = "Outcome and gap",
                                     .caption = "Steeper on the left: losses weigh more.",
                                     .x = {.label = "Perception minus expectation"},
                                     .y = {.label = "Change of the outcome"},
                                     .series = {curve_of(result)}});
  document.blocks.emplace_back(Paragraph{what_weighs_more(result.asymmetry)});
  const statistics::ResponseSurface& surface = result.surface;
  Table table{.title = "Without differences: polynomial regression on both scores",
              .columns = {{.name = "Along"}, {.name = "Slope"}, {.name = "Curvature"}}};
  table.rows.push_back({std::string("expectation = perception"),
                        surface.congruence_slope,
                        surface.congruence_curvature});
  table.rows.push_back({std::string("expectation = -perception"),
                        surface.incongruence_slope,
                        surface.incongruence_curvature});
  document.blocks.emplace_back(std::move(table));
  document.blocks.emplace_back(Notice{
      Severity::note, "An association: it does not say that closing a gap changes the outcome."});
  return document;
}

}  // namespace centricity::inline v0::gap
