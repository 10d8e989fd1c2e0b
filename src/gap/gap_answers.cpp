#include "gap/gap_answers.hpp"

#include <string>
#include <utility>

#include <centricity/core/error.hpp>

#include "gap/ratings.hpp"

namespace centricity::inline v0::gap {
namespace {

[[noreturn]] void refuse(ErrorCode code,
                         const std::string& what,
                         std::string hint,
                         const GapItem& item) {
  throw Error(code, what, std::move(hint), {.column = item.name});
}

}  // namespace

void check_gap_items(std::span<const GapItem> items, bool importance) {
  if (items.empty()) throw Error(ErrorCode::invalid_argument, "a gap needs an item");
  const GapItem& first = items.front();
  const std::size_t rows = first.perception.size();
  for (const GapItem& item : items) {
    if (item.expectation.size() != rows || item.perception.size() != rows ||
        (!item.importance.empty() && item.importance.size() != rows)) {
      refuse(ErrorCode::incompatible,
             "the columns of \"" + item.name + "\" and of \"" + first.name + "\" differ in length",
             "Give one answer a row, NaN where there is none.",
             item);
    }
    if (item.scale.lowest != first.scale.lowest || item.scale.highest != first.scale.highest) {
      refuse(ErrorCode::incompatible,
             "the items \"" + first.name + "\" (" + to_text(first.scale) + ") and \"" + item.name +
                 "\" (" + to_text(item.scale) + ") have different scales",
             "Score items of different scales apart: their gaps have different units.",
             item);
    }
    if (!importance) continue;
    if (item.importance.empty() || item.importance_scale.lowest < 0.0) {
      refuse(ErrorCode::invalid_argument,
             "the gap of \"" + item.name + "\" cannot be weighted by its importance",
             "Give its importance on a scale that is not negative, or weight nothing.",
             item);
    }
  }
}

GapAnswers read_gap_answers(std::span<const GapItem> items, bool importance) {
  check_gap_items(items, importance);
  GapAnswers answers;
  for (const GapItem& item : items) {
    answers.expectation.push_back(
        oriented_ratings(item.expectation, item.scale, "expectation of " + item.name));
    answers.perception.push_back(
        oriented_ratings(item.perception, item.scale, "perception of " + item.name));
    if (importance) {
      answers.importance.push_back(
          oriented_ratings(item.importance, item.importance_scale, "importance of " + item.name));
    }
  }
  return answers;
}

}  // namespace centricity::inline v0::gap
