#include "gap/ratings.hpp"

#include <cmath>
#include <string>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr std::uint64_t few_answers = 30;
constexpr double heavy_design = 2.0;

}  // namespace

void check_rating(double rating, const Scale& scale, std::size_t row, std::string_view column) {
  if (std::isnan(rating) || contains(scale, rating)) return;
  throw Error(ErrorCode::invalid_data,
              "the answer " + std::to_string(rating) + " is not on the scale " + to_text(scale),
              "Declare the scale the question was asked on, or mark the answer as missing.",
              {.row = row, .column = std::string(column)});
}

std::vector<double> oriented_ratings(std::span<const double> ratings,
                                     const Scale& scale,
                                     std::string_view column) {
  std::vector<double> oriented_answers(ratings.size());
  for (std::size_t row = 0; row < ratings.size(); ++row) {
    check_rating(ratings[row], scale, row, column);
    oriented_answers[row] = oriented(scale, ratings[row]);
  }
  return oriented_answers;
}

MethodSheet completed(MethodSheet sheet,
                      const Scale& scale,
                      const statistics::SurveyDesign& design,
                      const statistics::DesignEstimate& estimate) {
  sheet.scale = scale;
  sheet.answered = estimate.estimate.n;
  sheet.missing = estimate.missing;
  sheet.weighted = !design.weights.empty();
  return sheet;
}

void add_notices(Document& document, const Estimate& score, double design_effect) {
  if (!score.defined()) return;
  if (score.n < few_answers) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "Only " + std::to_string(score.n) + " answers: read the interval, not the value."});
  }
  if (design_effect > heavy_design) {
    document.blocks.emplace_back(
        Notice{Severity::warning,
               "Weights and clusters cost more than half of the information of the answers."});
  }
}

}  // namespace centricity::inline v0::gap
