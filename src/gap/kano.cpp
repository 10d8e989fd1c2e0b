#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numeric>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/statistics/distributions.hpp>
#include <centricity/statistics/proportion.hpp>

#include "gap/kano_cells.hpp"

namespace centricity::inline v0::gap {
namespace {

using enum KanoCategory;
using Group = std::array<bool, kano_categories>;

constexpr std::array<double, 5> functional_score{4.0, 2.0, 0.0, -1.0, -2.0};
constexpr std::array<double, 5> dysfunctional_score{-2.0, -1.0, 0.0, 2.0, 4.0};

constexpr Group group(std::initializer_list<KanoCategory> members) {
  Group flags{};
  for (const KanoCategory c : members) flags[at(c)] = true;
  return flags;
}

constexpr Group everything{true, true, true, true, true, true};
constexpr Group classified = group({must_be, one_dimensional, attractive, indifferent});

void check(const KanoOptions& options) {
  if (!(options.fong_z > 0.0) || !std::isfinite(options.fong_z)) {
    throw Error(ErrorCode::invalid_argument,
                "fong_z must be positive",
                "1.65 is the published value.",
                {.column = "fong_z"});
  }
  if (!(options.level > 0.0 && options.level < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the confidence level must lie between 0 and 1",
                "Use .95 for 95%.",
                {.column = "level"});
  }
}

double sum(const std::array<double, kano_categories>& values, const Group& members) {
  double total = 0.0;
  for (std::size_t c = 0; c < kano_categories; ++c) total += members[c] ? values[c] : 0.0;
  return total;
}

std::uint64_t respondents(double weight_share, std::uint64_t n) {
  return static_cast<std::uint64_t>(std::llround(weight_share * static_cast<double>(n)));
}

// Share of `part` in `whole` (part within whole), linearised for weights.
Estimate share(
    const KanoWeights& w, const Group& part, const Group& whole, std::uint64_t n, double level) {
  const double total = sum(w.weight, whole);
  if (total == 0.0) return undefined_estimate(Undefined::division_by_zero, n);
  const double p = std::clamp(sum(w.weight, part) / total, 0.0, 1.0);
  const double inside = sum(w.squared, part);
  const double all = sum(w.squared, whole);
  const double variance =
      (inside * (1.0 - p) * (1.0 - p) + (all - inside) * p * p) / (total * total);
  const double effective = variance > 0.0 ? p * (1.0 - p) / variance : total * total / all;
  return statistics::proportion_of_effective(p, effective, n, {.level = level});
}

// The most frequent of some categories; absent in a tie.
std::optional<KanoCategory> largest(const KanoWeights& w, const Group& among) {
  double most = 0.0;
  for (std::size_t c = 0; c < kano_categories; ++c) {
    if (among[c]) most = std::max(most, w.weight[c]);
  }
  std::optional<KanoCategory> best;
  for (std::size_t c = 0; c < kano_categories; ++c) {
    if (!among[c] || w.weight[c] != most) continue;
    if (best || most == 0.0) return std::nullopt;
    best = static_cast<KanoCategory>(c);
  }
  return best;
}

std::optional<KanoCategory> two_step_rule(const KanoWeights& w) {
  constexpr Group matters = group({one_dimensional, attractive, must_be});
  constexpr Group does_not = group({indifferent, reverse, questionable});
  const double yes = sum(w.weight, matters);
  const double no = sum(w.weight, does_not);
  if (yes == no) return std::nullopt;
  return largest(w, yes > no ? matters : does_not);
}

// Largest minus second share: a difference of two shares of one sample.
Estimate category_strength(
    const KanoWeights& w, const FongTest& fong, std::uint64_t n, double z, double level) {
  const double total = w.total();
  const double value = (w.weight[fong.first] - w.weight[fong.second]) / total;
  double variance = 0.0;
  for (std::size_t c = 0; c < kano_categories; ++c) {
    const double vote = c == fong.first ? 1.0 : c == fong.second ? -1.0 : 0.0;
    variance += w.squared[c] * (vote - value) * (vote - value);
  }
  const double se = std::sqrt(variance) / total;
  return {.value = value,
          .standard_error = se,
          .interval = Interval{.lower = std::max(0.0, value - z * se),
                               .upper = std::min(1.0, value + z * se),
                               .level = level},
          .n = n,
          .method = Method::wald};
}

// Mean of a score over the cells that count; s^2/n without weights.
Estimate mean_score(const KanoAnswers& answers,
                    const KanoOptions& options,
                    bool functional,
                    std::uint64_t n) {
  double total = 0.0;
  double sum = 0.0;
  const auto score_of = [&](std::size_t f, std::size_t d) {
    return functional ? functional_score[f] : dysfunctional_score[d];
  };
  const auto for_each_cell = [&](auto&& body) {
    for (std::size_t f = 0; f < 5; ++f) {
      for (std::size_t d = 0; d < 5; ++d) {
        if (!category_of_cell(f, d, options)) continue;
        const bool turn = options.reverse == Reverse::turned;
        body(score_of(turn ? d : f, turn ? f : d),
             answers.weight[f][d],
             answers.squared_weight[f][d]);
      }
    }
  };
  for_each_cell([&](double score, double w, double) {
    total += w;
    sum += w * score;
  });
  if (total == 0.0) return undefined_estimate(Undefined::too_few);
  const double mean = sum / total;
  Estimate estimate{.value = mean, .n = n, .method = Method::student_t};
  if (n < 2) return estimate;
  double squares = 0.0;
  for_each_cell(
      [&](double score, double, double w2) { squares += w2 * (score - mean) * (score - mean); });
  const double df = static_cast<double>(n) - 1.0;
  const double se = std::sqrt(squares / (total * total) * static_cast<double>(n) / df);
  const double half = *statistics::student_t_quantile(0.5 * (1.0 + options.level), df) * se;
  estimate.standard_error = se;
  estimate.interval = Interval{.lower = mean - half, .upper = mean + half, .level = options.level};
  return estimate;
}

}  // namespace

Estimate negated(Estimate e) {
  if (!e.defined()) return e;
  e.value = -*e.value;
  if (e.interval) {
    const double lower = e.interval->lower;
    e.interval->lower = -e.interval->upper;
    e.interval->upper = -lower;
  }
  return e;
}

double KanoWeights::total() const noexcept { return sum(weight, everything); }

double KanoWeights::total_squared() const noexcept { return sum(squared, everything); }

double KanoWeights::effective_n() const noexcept {
  return total_squared() > 0.0 ? total() * total() / total_squared() : 0.0;
}

std::optional<KanoCategory> category_of_cell(std::size_t functional,
                                             std::size_t dysfunctional,
                                             const KanoOptions& options) {
  if (options.reverse == Reverse::turned) std::swap(functional, dysfunctional);
  const KanoCategory category = kano_category(
      static_cast<int>(functional) + 1, static_cast<int>(dysfunctional) + 1, options.table);
  if (category == questionable && options.questionable == Questionable::dropped) {
    return std::nullopt;
  }
  return category;
}

KanoWeights weights_by_category(const KanoAnswers& answers, const KanoOptions& options) {
  KanoWeights result;
  for (std::size_t f = 0; f < 5; ++f) {
    for (std::size_t d = 0; d < 5; ++d) {
      if (const auto category = category_of_cell(f, d, options)) {
        result.weight[at(*category)] += answers.weight[f][d];
        result.squared[at(*category)] += answers.squared_weight[f][d];
      }
    }
  }
  return result;
}

FongTest fong_test(const KanoWeights& w, double z) noexcept {
  std::array<std::size_t, kano_categories> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&w](std::size_t a, std::size_t b) {
    return w.weight[a] > w.weight[b];
  });
  const double n = w.effective_n();
  FongTest test{.first = order[0], .second = order[1]};
  if (n == 0.0) return test;
  // In effective respondents; without weights these are the respondents.
  const double a = w.weight[test.first] / w.total() * n;
  const double b = w.weight[test.second] / w.total() * n;
  test.difference = a - b;
  test.critical = z * std::sqrt((a + b) * (2.0 * n - a - b) / (2.0 * n));
  return test;
}

KanoAnalysis analyze_kano(const KanoAnswers& answers, const KanoOptions& options) {
  check(options);
  const KanoWeights w = weights_by_category(answers, options);
  const double total = w.total();
  KanoAnalysis result{.weight = w.weight, .missing = answers.missing, .options = options};
  if (total == 0.0) {
    const Estimate none = undefined_estimate(Undefined::too_few);
    result.share.fill(none);
    result.better = result.worse = result.total_strength = result.category_strength = none;
    result.functional = result.dysfunctional = none;
    return result;
  }
  double every_cell = 0.0;
  for (const auto& row : answers.weight) {
    every_cell += std::accumulate(row.begin(), row.end(), 0.0);
  }
  const std::uint64_t n =
      total == every_cell ? answers.n : respondents(total / every_cell, answers.n);
  result.n = n;
  for (std::size_t c = 0; c < kano_categories; ++c) {
    Group only{};
    only[c] = true;
    result.share[c] = share(w, only, everything, n, options.level);
  }

  const double base = sum(w.weight, classified);
  const std::uint64_t n_classified = respondents(base / total, n);
  constexpr Group gains = group({attractive, one_dimensional});
  constexpr Group costs = group({one_dimensional, must_be});
  result.better = share(w, gains, classified, n_classified, options.level);
  result.worse = negated(share(w, costs, classified, n_classified, options.level));
  if (base > 0.0) {
    // Influences: 1{A or O} − better, and −1{O or M} − worse.
    for (std::size_t c = 0; c < kano_categories; ++c) {
      if (!classified[c]) continue;
      result.covariance += w.squared[c] * ((gains[c] ? 1.0 : 0.0) - *result.better.value) *
                           ((costs[c] ? -1.0 : 0.0) - *result.worse.value) / (base * base);
    }
    const double effective = sum(w.squared, classified);
    const double scale = base / effective;  // weights to effective respondents
    const double expected = 0.25 * base * scale;
    for (std::size_t c = 0; c < kano_categories; ++c) {
      if (!classified[c]) continue;
      const double d = w.weight[c] * scale - expected;
      result.chi_square += d * d / expected;
    }
  }

  const FongTest fong = fong_test(w, options.fong_z);
  result.fong_difference = fong.difference;
  result.fong_critical = fong.critical;
  if (fong.significant()) result.category = static_cast<KanoCategory>(fong.first);
  result.most_frequent = largest(w, everything);
  result.two_step = two_step_rule(w);
  result.total_strength =
      share(w, group({attractive, one_dimensional, must_be}), everything, n, options.level);
  const double z = *statistics::normal_quantile(0.5 * (1.0 + options.level));
  result.category_strength = category_strength(w, fong, n, z, options.level);
  result.functional = mean_score(answers, options, true, n);
  result.dysfunctional = mean_score(answers, options, false, n);
  return result;
}

KanoContexts analyze_kano_contexts(std::span<const KanoAnswers> groups,
                                   const KanoOptions& options) {
  check(options);
  KanoContexts result;
  // Effective respondents by group (rows) and M, O, A, I (columns).
  std::vector<std::array<double, 4>> table;
  constexpr std::array columns{must_be, one_dimensional, attractive, indifferent};
  for (const KanoAnswers& answers : groups) {
    result.groups.push_back(analyze_kano(answers, options));
    const KanoWeights w = weights_by_category(answers, options);
    const double base = sum(w.weight, classified);
    if (base == 0.0) continue;
    auto& row = table.emplace_back();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      row[c] = w.weight[at(columns[c])] * base / sum(w.squared, classified);
    }
  }
  std::array<double, 4> column_sum{};
  double total = 0.0;
  for (const auto& row : table) {
    for (std::size_t c = 0; c < 4; ++c) {
      column_sum[c] += row[c];
      total += row[c];
    }
  }
  const auto filled = std::ranges::count_if(column_sum, [](double s) { return s > 0.0; });
  if (table.size() >= 2 && filled >= 2) {
    for (const auto& row : table) {
      const double row_sum = std::accumulate(row.begin(), row.end(), 0.0);
      for (std::size_t c = 0; c < 4; ++c) {
        const double expected = row_sum * column_sum[c] / total;
        if (expected > 0.0) {
          result.chi_square += (row[c] - expected) * (row[c] - expected) / expected;
        }
      }
    }
    result.degrees_of_freedom =
        static_cast<double>(table.size() - 1) * static_cast<double>(filled - 1);
    result.p_value = statistics::chi_square_tail(result.chi_square, result.degrees_of_freedom);
  }
  std::optional<KanoCategory> seen;
  for (const KanoAnalysis& g : result.groups) {
    if (!g.category) continue;
    result.switches = result.switches || (seen && *seen != *g.category);
    seen = g.category;
  }
  return result;
}

}  // namespace centricity::inline v0::gap
