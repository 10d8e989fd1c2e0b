#include <array>
#include <cstddef>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/segment/rfm_scores.hpp>

#include "segment/classes.hpp"
#include "segment/score.hpp"

namespace centricity::inline v0::segment {
namespace {

/// The columns of the customers; only known spend is in the last.
struct Columns {
  std::vector<double> recency{};
  std::vector<double> frequency{};
  std::vector<double> monetary{};
};

Columns columns_of(std::span<const RfmValues> customers) {
  Columns columns;
  columns.recency.reserve(customers.size());
  columns.frequency.reserve(customers.size());
  columns.monetary.reserve(customers.size());
  for (const RfmValues& customer : customers) {
    columns.recency.push_back(customer.recency);
    columns.frequency.push_back(customer.frequency);
    if (customer.monetary) {
      columns.monetary.push_back(*customer.monetary);
    }
  }
  return columns;
}

void check_all(std::span<const RfmValues> customers) {
  for (std::size_t row = 0; row < customers.size(); ++row) {
    check(customers[row], row);
  }
}

std::vector<RfmScore> score_all(const RfmCuts& cuts, std::span<const RfmValues> customers) {
  std::vector<RfmScore> scores;
  scores.reserve(customers.size());
  for (const RfmValues& customer : customers) {
    scores.push_back(score(cuts, customer));
  }
  return scores;
}

/// Replaces the scores of the cuts by those of classes of equal size.
/// @return how many customers with the value of a border were split from others like them
std::uint64_t even_out(const Columns& columns, std::size_t classes, std::vector<RfmScore>& scores) {
  const auto recency = divide_evenly(columns.recency, classes);
  const auto frequency = divide_evenly(columns.frequency, classes);
  const auto monetary = divide_evenly(columns.monetary, classes);
  std::uint64_t split = 0;
  auto spend = monetary.begin();
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const RfmScore by_cuts = scores[i];
    scores[i].recency = static_cast<std::uint8_t>(classes + 1 - recency[i]);
    scores[i].frequency = frequency[i];
    if (scores[i].monetary) {
      scores[i].monetary = *spend++;
    }
    split += scores[i] != by_cuts ? 1U : 0U;
  }
  return split;
}

/// Says which of the classes of a column are empty.
void check_column(const char* name,
                  const std::array<bool, 11>& used,
                  std::size_t classes,
                  ValidationReport& report) {
  std::size_t used_count = 0;
  for (const bool is_used : used) {
    used_count += is_used ? 1U : 0U;
  }
  const std::string column{name};
  if (used_count == 1) {
    report.add_many("rfm_one_class_" + column,
                    Severity::warning,
                    column + " has the same score for all customers: it does not tell them apart",
                    "Look at the other columns, or at a longer time.",
                    1);
  } else if (used_count > 1 && used_count < classes) {
    report.add_many("rfm_empty_class_" + column,
                    Severity::note,
                    column + " fills only " + std::to_string(used_count) + " of " +
                        std::to_string(classes) + " classes, because many customers share a value",
                    "Equal values get equal scores; ask for fewer classes to have none empty.",
                    1);
  }
}

void check_scores(std::span<const RfmScore> scores, std::size_t classes, ValidationReport& report) {
  std::array<bool, 11> recency{};
  std::array<bool, 11> frequency{};
  std::array<bool, 11> monetary{};
  std::uint64_t unknown = 0;
  for (const RfmScore& score : scores) {
    recency[score.recency] = true;
    frequency[score.frequency] = true;
    if (score.monetary) {
      monetary[*score.monetary] = true;
    } else {
      ++unknown;
    }
  }
  check_column("recency", recency, classes, report);
  check_column("frequency", frequency, classes, report);
  check_column("monetary", monetary, classes, report);
  if (unknown > 0) {
    report.add_many("rfm_unknown_spend",
                    Severity::warning,
                    "some customers, whose spend is unknown, have no monetary score",
                    "They are grouped by recency and frequency alone; give amounts to score them.",
                    unknown);
  }
}

}  // namespace

std::string_view to_string(RfmScoring scoring) noexcept {
  switch (scoring) {
    case RfmScoring::equal_values:
      return "equal_values";
    case RfmScoring::interpolated:
      return "interpolated";
    case RfmScoring::ntile:
      return "ntile";
  }
  return "unknown";
}

RfmScores score_rfm(std::span<const RfmValues> customers, const RfmOptions& options) {
  if (options.scores < 2 || options.scores > 10) {
    throw Error{ErrorCode::invalid_argument,
                "cannot score in " + std::to_string(options.scores) + " classes",
                "Ask for 2 to 10 scores; 5 is usual."};
  }
  if (customers.empty()) {
    throw Error{ErrorCode::invalid_data,
                "there are no customers to score",
                "Check the window of time, or score with given cuts."};
  }
  check_all(customers);
  RfmScores result;
  const auto classes = static_cast<std::size_t>(options.scores);
  const Columns columns = columns_of(customers);
  result.cuts = {.recency = find_cuts(columns.recency, classes, options.scoring),
                 .frequency = find_cuts(columns.frequency, classes, options.scoring),
                 .monetary = find_cuts(columns.monetary, classes, options.scoring)};
  result.scores = score_all(result.cuts, customers);
  if (options.scoring == RfmScoring::ntile) {
    if (const std::uint64_t split = even_out(columns, classes, result.scores); split > 0) {
      result.report.add_many("rfm_split_ties",
                             Severity::warning,
                             "some customers are scored unlike others with equal values",
                             "Classes of equal size split ties by position; score by equal values "
                             "to treat equal customers alike.",
                             split);
    }
  }
  check_scores(result.scores, classes, result.report);
  return result;
}

RfmScores score_rfm(const RfmCuts& cuts, std::span<const RfmValues> customers) {
  const auto classes = static_cast<std::size_t>(score_count(cuts));
  check_all(customers);
  RfmScores result{.cuts = cuts, .scores = score_all(cuts, customers)};
  check_scores(result.scores, classes, result.report);
  return result;
}

}  // namespace centricity::inline v0::segment
