#include <cmath>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/gap/kano_answers.hpp>

namespace centricity::inline v0::gap {
namespace {

using enum KanoCategory;

// Rows: functional answer 1 to 5; columns: dysfunctional answer 1 to 5.
constexpr KanoCategory berger_table[5][5] = {
    {questionable, attractive, attractive, attractive, one_dimensional},
    {reverse, indifferent, indifferent, indifferent, must_be},
    {reverse, indifferent, indifferent, indifferent, must_be},
    {reverse, indifferent, indifferent, indifferent, must_be},
    {reverse, reverse, reverse, reverse, questionable}};

void check_length(std::size_t length, std::size_t rows, const char* column) {
  if (length != rows) {
    throw Error(ErrorCode::incompatible,
                std::string(column) + " has " + std::to_string(length) +
                    " rows, the functional answers have " + std::to_string(rows),
                "Give one entry a row.",
                {.column = column});
  }
}

void check_answer(std::uint8_t answer, std::size_t row, const char* column) {
  if (answer > 5) {
    throw Error(ErrorCode::invalid_data,
                "the answer " + std::to_string(answer) + " is not one of 1 to 5",
                "Code answers 1 like to 5 dislike, and 0 for an answer not given.",
                {.row = row, .column = column});
  }
}

}  // namespace

std::string_view to_string(KanoCategory category) noexcept {
  switch (category) {
    case must_be:
      return "must-be";
    case one_dimensional:
      return "one-dimensional";
    case attractive:
      return "attractive";
    case indifferent:
      return "indifferent";
    case reverse:
      return "reverse";
    case questionable:
      return "questionable";
  }
  return "unknown";
}

KanoCategory kano_category(int functional, int dysfunctional, KanoTable table) {
  if (functional < 1 || functional > 5 || dysfunctional < 1 || dysfunctional > 5) {
    throw Error(ErrorCode::invalid_argument,
                "a Kano answer must be one of 1 to 5",
                "1 like, 2 must be, 3 neutral, 4 can live with, 5 dislike.");
  }
  const bool twice = functional == dysfunctional;
  if (table == KanoTable::pouliot && twice && (functional == 2 || functional == 4)) {
    return questionable;
  }
  return berger_table[functional - 1][dysfunctional - 1];
}

KanoAnswers& KanoAnswers::operator+=(const KanoAnswers& other) noexcept {
  for (std::size_t f = 0; f < 5; ++f) {
    for (std::size_t d = 0; d < 5; ++d) {
      weight[f][d] += other.weight[f][d];
      squared_weight[f][d] += other.squared_weight[f][d];
    }
  }
  n += other.n;
  missing += other.missing;
  return *this;
}

std::vector<KanoAnswers> count_kano_answers_by_group(std::span<const std::uint8_t> functional,
                                                     std::span<const std::uint8_t> dysfunctional,
                                                     std::span<const std::uint32_t> group,
                                                     std::uint32_t groups,
                                                     std::span<const double> weights) {
  check_length(dysfunctional.size(), functional.size(), "dysfunctional");
  check_length(group.size(), functional.size(), "group");
  if (!weights.empty()) check_length(weights.size(), functional.size(), "weights");
  std::vector<KanoAnswers> counted(groups);
  for (std::size_t row = 0; row < functional.size(); ++row) {
    const std::uint8_t f = functional[row];
    const std::uint8_t d = dysfunctional[row];
    const double w = weights.empty() ? 1.0 : weights[row];
    check_answer(f, row, "functional");
    check_answer(d, row, "dysfunctional");
    if (!(w >= 0.0) || !std::isfinite(w)) {
      throw Error(ErrorCode::invalid_data,
                  "a weight is negative or not finite",
                  "Weights are finite and >= 0.",
                  {.row = row, .column = "weights"});
    }
    if (group[row] >= groups) {
      throw Error(ErrorCode::invalid_data,
                  "group " + std::to_string(group[row]) + " is not one of the " +
                      std::to_string(groups) + " declared",
                  "Groups are coded from 0.",
                  {.row = row, .column = "group"});
    }
    KanoAnswers& cell = counted[group[row]];
    if (f == 0 || d == 0) {
      ++cell.missing;
    } else if (w > 0.0) {
      ++cell.n;
      cell.weight[f - 1U][d - 1U] += w;
      cell.squared_weight[f - 1U][d - 1U] += w * w;
    }
  }
  return counted;
}

KanoAnswers count_kano_answers(std::span<const std::uint8_t> functional,
                               std::span<const std::uint8_t> dysfunctional,
                               std::span<const double> weights) {
  const std::vector<std::uint32_t> one_group(functional.size(), 0);
  return count_kano_answers_by_group(functional, dysfunctional, one_group, 1, weights).front();
}

}  // namespace centricity::inline v0::gap
