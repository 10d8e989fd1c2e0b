#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/gap/satisfaction_score.hpp>

#include "gap/ratings.hpp"
#include "gap/shares.hpp"

namespace centricity::inline v0::gap {
namespace {

SatisfactionScore with(std::string name,
                       const statistics::DesignEstimate& mean,
                       const Scale& scale,
                       const statistics::SurveyDesign& design,
                       const SatisfactionOptions& options) {
  return {.name = std::move(name),
          .score = mean.estimate,
          .design_effect = mean.design_effect,
          .effective_n = mean.effective_n,
          .sheet = completed(options.sheet, scale, design, mean)};
}

}  // namespace

SatisfactionScore score_satisfaction(std::span<const double> ratings,
                                     const Scale& scale,
                                     const statistics::SurveyDesign& design,
                                     const SatisfactionOptions& options) {
  const double boxes = static_cast<double>(options.top_boxes);
  if (!(scale.step > 0.0) || options.top_boxes < 1 ||
      boxes * scale.step > scale.highest - scale.lowest) {
    throw Error(ErrorCode::invalid_argument,
                "a scale " + to_text(scale) + " has no " + std::to_string(options.top_boxes) +
                    " top boxes that leave others over",
                "Give a scale with steps and a number of boxes below its answers.",
                {.column = "top_boxes"});
  }
  // Half a step below the lowest top box, so that rounding decides nothing.
  const double from = scale.highest - (boxes - 0.5) * scale.step;
  std::vector<double> satisfied = oriented_ratings(ratings, scale, "ratings");
  for (double& answer : satisfied) {
    if (!std::isnan(answer)) answer = answer > from ? 1.0 : 0.0;
  }
  const statistics::DesignEstimate mean = statistics::mean(satisfied, design, options.level);
  SatisfactionScore result = with("CSAT", mean, scale, design, options);
  result.is_share = true;
  const bool one_unit = !design.clusters.empty() && mean.clusters < 2;
  if (mean.estimate.defined() && !one_unit) {
    result.score = share_estimate(mean, {.interval = options.interval, .level = options.level});
  }
  return result;
}

SatisfactionScore score_effort(std::span<const double> ratings,
                               const Scale& scale,
                               const statistics::SurveyDesign& design,
                               const SatisfactionOptions& options) {
  const std::vector<double> ease = oriented_ratings(ratings, scale, "ratings");
  return with("CES", statistics::mean(ease, design, options.level), scale, design, options);
}

Estimate acsi_index(std::span<const double> means, std::span<const double> weights) {
  constexpr double lowest = 1.0;
  constexpr double highest = 10.0;
  if (means.empty() || (!weights.empty() && weights.size() != means.size())) {
    throw Error(ErrorCode::incompatible, "the index needs one weight a mean");
  }
  double sum = 0.0;
  double total = 0.0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (std::isnan(means[i])) return undefined_estimate(Undefined::missing_input);
    if (means[i] < lowest || means[i] > highest) {
      throw Error(ErrorCode::invalid_data,
                  "a mean lies off the scale 1 to 10",
                  "The index is defined for answers from 1 to 10.",
                  {.row = i, .column = "means"});
    }
    const double w = weights.empty() ? 1.0 : weights[i];
    if (!(w >= 0.0) || !std::isfinite(w)) {
      throw Error(ErrorCode::invalid_data,
                  "a weight is negative or not finite",
                  "Weights are finite and >= 0.",
                  {.row = i, .column = "weights"});
    }
    total += w;
    sum += w * (means[i] - lowest);
  }
  if (total == 0.0) return undefined_estimate(Undefined::division_by_zero);
  return {.value = 100.0 * sum / total / (highest - lowest), .method = Method::closed_form};
}

Document describe(const SatisfactionScore& result) {
  const Format format{.quantity = result.is_share ? Quantity::percent : Quantity::number,
                      .decimals = result.is_share ? 1 : 2};
  Document document{.id = result.is_share ? "customer_satisfaction" : "customer_effort",
                    .title = result.is_share ? "Customer satisfaction" : "Customer effort"};
  document.blocks.emplace_back(Figures{
      {{.name = result.name,
        .estimate = result.score,
        .format = format,
        .help = result.is_share ? "Share of the best answers." : "Mean answer; high is easy."}}});
  add_notices(document, result.score, result.design_effect);
  document.sections.push_back(describe(result.sheet));
  return document;
}

}  // namespace centricity::inline v0::gap
