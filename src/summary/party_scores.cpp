#include <cmath>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/party_scores.hpp>

#include "summary/label_columns.hpp"

namespace centricity::inline v0 {

ValidationReport validate(const PartyScores& scores) {
  ValidationReport report;
  check_length(report, scores.scores.size(), scores.size());
  check_labels(report, scores.labels, true);
  for (const Estimate& score : scores.scores) {
    if (score.value && !std::isfinite(*score.value)) {
      add_error(report,
                "not_finite",
                "a score is not a finite number",
                "Say by an undefined estimate why there is none.");
    }
    if (score.defined() != (score.undefined == Undefined::no)) {
      add_error(report,
                "contradiction",
                "a score is undefined and has a value, or is neither",
                "Give the value or the reason why there is none.");
    }
  }
  return report;
}

PartyScores in_label_order(PartyScores scores) {
  if (scores.scores.size() == scores.size()) {
    const auto places = in_byte_order(scores.labels, positions(scores.size()), {});
    scores.labels = at(scores.labels, places);
    scores.scores = at(scores.scores, places);
  }
  validate(scores).throw_if_errors();
  return scores;
}

PartyScores merge(const PartyScores& left, const PartyScores& right) {
  if (left.size() == 0) {
    return right;
  }
  if (right.size() == 0) {
    return left;
  }
  if (left.name != right.name || left.unit != right.unit) {
    throw Error{ErrorCode::incompatible,
                "the scores " + left.name + " and " + right.name + " are not of the same thing",
                "Merge scores of the same name and unit."};
  }
  LabelUnion both = disjoint_union_of(left.labels, right.labels);
  PartyScores result{.name = left.name, .unit = left.unit};
  result.scores = merged(left.scores, right.scores, both);
  result.labels = std::move(both.labels);
  return result;
}

std::optional<std::size_t> find(const PartyScores& scores, std::string_view label) noexcept {
  return find_sorted(scores.labels, label);
}

}  // namespace centricity::inline v0
