#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/provider_gaps.hpp>
#include <centricity/statistics/correlation.hpp>

#include "gap/holm.hpp"
#include "gap/ratings.hpp"
#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double rounding = 1e-12;  // of sums of covariances
constexpr double infinity = std::numeric_limits<double>::infinity();

using Answers = std::vector<std::vector<double>>;  // by item, high is good; empty: not asked

// What one source says of all items: means, and their errors together.
struct Source {
  std::vector<statistics::DesignEstimate> means{};  // by item
  std::vector<double> covariance{};                 // of the means, items x items
  double degrees_of_freedom = 0.0;                  // infinite: a fact
};

// The sides of a gap, and the gaps themselves where both come from the same people.
struct Sides {
  const Source* first;   // what came of it
  const Source* second;  // what it should have been
  const Source* paired;  // of the differences; null: independent sources
};

std::size_t at(ProviderGap gap) { return static_cast<std::size_t>(gap); }

Answers read(std::span<const ProviderItem> items,
             std::span<const double> ProviderItem::*column,
             const char* source) {
  Answers answers;
  std::size_t rows = 0;
  for (const ProviderItem& item : items) {
    const auto values = item.*column;
    const std::string name = std::string(source) + " of " + item.name;
    if (!values.empty() && rows != 0 && values.size() != rows) {
      throw Error(ErrorCode::incompatible,
                  "\"" + name + "\" has " + std::to_string(values.size()) +
                      " rows, other items have " + std::to_string(rows),
                  "Give every item the same rows, NaN where there is no answer.",
                  {.column = name});
    }
    if (!values.empty()) rows = values.size();
    answers.push_back(oriented_ratings(values, item.scale, name));
  }
  return answers;
}

Source summarize(const Answers& answers,
                 const statistics::SurveyDesign& design,
                 bool may_be_fact,
                 double level) {
  const std::size_t k = answers.size();
  std::size_t rows = 0;
  for (const auto& column : answers) rows = std::max(rows, column.size());
  Source source{.covariance = std::vector<double>(k * k, 0.0)};
  const bool fact = may_be_fact && rows == 1;
  std::vector<double> influence(rows * k, 0.0);
  std::vector<std::uint8_t> kept(rows, 0);
  for (std::size_t j = 0; j < k; ++j) {
    const auto& column = answers[j];
    if (column.empty()) {
      source.means.push_back({.estimate = undefined_estimate(Undefined::missing_input)});
      continue;
    }
    statistics::DesignEstimate mean = statistics::mean(column, design, level);
    if (fact && mean.estimate.defined()) {
      mean.estimate.standard_error = 0.0;
      mean.degrees_of_freedom = infinity;
    }
    double total = 0.0;
    for (std::size_t row = 0; row < rows; ++row) {
      if (!std::isnan(column[row])) total += statistics::weight_of(design, row);
    }
    for (std::size_t row = 0; row < rows && mean.estimate.defined(); ++row) {
      const double w = statistics::weight_of(design, row);
      if (std::isnan(column[row]) || w == 0.0) continue;
      kept[row] = 1;
      influence[row * k + j] = w * (column[row] - *mean.estimate.value) / total;
    }
    source.means.push_back(std::move(mean));
  }
  if (fact) {
    source.degrees_of_freedom = infinity;
    return source;
  }
  auto linearized = statistics::linearized_covariance(influence, k, kept, design);
  source.degrees_of_freedom = linearized.degrees_of_freedom();
  source.covariance = std::move(linearized.covariance);
  return source;
}

Answers differences(const Answers& first, const Answers& second) {
  Answers result = first;
  for (std::size_t j = 0; j < first.size(); ++j) {
    if (second[j].empty()) result[j].clear();
    for (std::size_t row = 0; row < result[j].size(); ++row) result[j][row] -= second[j][row];
  }
  return result;
}

statistics::Comparison error_of(const Sides& sides, std::size_t item, double level) {
  const Estimate zero{.value = 0.0, .standard_error = 0.0};
  const auto& first = sides.paired ? sides.paired->means[item] : sides.first->means[item];
  const auto& other = sides.second->means[item];
  const Estimate& second = sides.paired ? zero : other.estimate;
  const double degrees = sides.paired ? infinity : other.degrees_of_freedom;
  if (!first.estimate.defined() || !second.defined()) {
    return {.difference = undefined_estimate(Undefined::missing_input)};
  }
  if (!first.estimate.standard_error || !second.standard_error) {
    // One person of several is no sample: there is a difference, but no error of it.
    return {.difference = {.value = *first.estimate.value - *second.value,
                           .n = first.estimate.n + second.n,
                           .method = Method::student_t}};
  }
  return statistics::compare_independent(
      first.estimate, second, first.degrees_of_freedom, degrees, level);
}

// Covariance of the errors of these items; variance of their sum, and its degrees of freedom
// (Satterthwaite).
struct Errors {
  std::vector<double> covariance{};  // items x items
  double variance_of_sum = 0.0;
  double degrees_of_freedom = 0.0;
};

Errors errors_of(const Sides& sides, std::span<const std::size_t> items) {
  const std::size_t k = items.size();
  Errors errors{.covariance = std::vector<double>(k * k, 0.0)};
  double spread = 0.0;
  for (const Source* source :
       {sides.paired ? sides.paired : sides.first, sides.paired ? nullptr : sides.second}) {
    if (source == nullptr) continue;
    double variance = 0.0;
    double largest = 0.0;
    for (std::size_t a = 0; a < k; ++a) {
      for (std::size_t b = 0; b < k; ++b) {
        const double c = source->covariance[items[a] * source->means.size() + items[b]];
        errors.covariance[a * k + b] += c;
        variance += c;
        largest = std::max(largest, c);
      }
    }
    if (variance <= rounding * largest) continue;  // one item's errors make up for another's
    errors.variance_of_sum += variance;
    spread += variance * variance / source->degrees_of_freedom;
  }
  errors.degrees_of_freedom =
      spread > 0.0 ? errors.variance_of_sum * errors.variance_of_sum / spread : infinity;
  return errors;
}

// Root of the mean squared true error: the mean square less what sampling adds to it.
Estimate root_mean_square(const std::vector<double>& error,
                          const Errors& errors,
                          double level,
                          std::uint64_t n) {
  const std::size_t k = error.size();
  const auto count = static_cast<double>(k);
  double square = 0.0;
  double noise = 0.0;
  double linear = 0.0;     // d' V d
  double quadratic = 0.0;  // trace of V^2
  for (std::size_t a = 0; a < k; ++a) {
    square += error[a] * error[a];
    noise += errors.covariance[a * k + a];
    for (std::size_t b = 0; b < k; ++b) {
      const double v = errors.covariance[a * k + b];
      linear += error[a] * v * error[b];
      quadratic += v * v;
    }
  }
  const double mean_square = (square - noise) / count;
  // Var(d^2) of normal errors is 4 d'Vd + 2 tr V^2; the observed d'Vd is itself too large by tr
  // V^2.
  const double variance =
      std::max(4.0 * linear - 2.0 * quadratic, 2.0 * quadratic) / (count * count);
  const double half =
      numeric::two_sided_student_t(level, errors.degrees_of_freedom) * std::sqrt(variance);
  const double value = std::sqrt(std::max(0.0, mean_square));
  Estimate estimate{.value = value,
                    .interval = Interval{.lower = std::sqrt(std::max(0.0, mean_square - half)),
                                         .upper = std::sqrt(std::max(0.0, mean_square + half)),
                                         .level = level},
                    .n = n,
                    .method = Method::delta};
  if (value > 0.0) estimate.standard_error = std::sqrt(variance) / (2.0 * value);
  return estimate;
}

ProviderGapSummary summarize(const Sides& sides,
                             std::span<const ProviderItemGaps> items,
                             std::size_t gap,
                             double level) {
  std::vector<std::size_t> with;
  std::vector<double> error;
  std::vector<double> first;
  std::vector<double> second;
  double sum = 0.0;
  double squares = 0.0;
  std::uint64_t n = 0;
  bool errors_known = true;
  for (std::size_t j = 0; j < items.size(); ++j) {
    const Estimate& e = items[j].gaps[gap].error.difference;
    if (!e.defined()) continue;
    with.push_back(j);
    error.push_back(*e.value);
    first.push_back(*sides.first->means[j].estimate.value);
    second.push_back(*sides.second->means[j].estimate.value);
    sum += *e.value;
    squares += *e.value * *e.value;
    n = std::max(n, e.n);
    errors_known = errors_known && e.standard_error.has_value();
  }
  ProviderGapSummary summary{.items = with.size()};
  if (with.empty()) {
    const Estimate none = undefined_estimate(Undefined::missing_input);
    summary.bias = summary.rmse = summary.rmse_observed = none;
    summary.rank_correlation = summary.rank_concordance = none;
    return summary;
  }
  const auto count = static_cast<double>(with.size());
  const Errors errors = errors_of(sides, with);
  const double known = errors_known ? errors.degrees_of_freedom : 0.0;
  summary.bias = statistics::t_estimate(
      sum / count, errors.variance_of_sum / (count * count), known, level, n);
  summary.rmse = errors_known ? root_mean_square(error, errors, level, n)
                              : undefined_estimate(Undefined::missing_input, n);
  summary.rmse_observed = {
      .value = std::sqrt(squares / count), .n = n, .method = Method::closed_form};
  summary.rank_correlation = statistics::spearman_correlation(first, second, level);
  summary.rank_concordance = statistics::kendall_tau_b(first, second, level);
  return summary;
}

Imagined imagined(const ProviderItemGap& knowledge, double level) {
  if (!knowledge.p_adjusted || *knowledge.p_adjusted > 1.0 - level) return Imagined::unknown;
  return *knowledge.error.difference.value > 0.0 ? Imagined::overestimated
                                                 : Imagined::underestimated;
}

void check(std::span<const ProviderItem> items, const statistics::SurveyDesign& customers) {
  if (items.empty()) throw Error(ErrorCode::invalid_argument, "a provider gap needs an item");
  std::size_t rows = 0;
  for (const ProviderItem& item : items) {
    if (item.scale.lowest != items[0].scale.lowest ||
        item.scale.highest != items[0].scale.highest) {
      throw Error(ErrorCode::incompatible,
                  "the items \"" + items[0].name + "\" (" + to_text(items[0].scale) + ") and \"" +
                      item.name + "\" (" + to_text(item.scale) + ") have different scales",
                  "Compare items of different scales apart: their gaps have different units.",
                  {.column = item.name});
    }
    if (!item.expected.empty() && !item.perceived.empty() &&
        item.expected.size() != item.perceived.size()) {
      throw Error(ErrorCode::incompatible,
                  "expected and perceived of \"" + item.name + "\" differ in length",
                  "Both are answers of the same customers, row by row.",
                  {.column = item.name});
    }
    rows = std::max({rows, item.expected.size(), item.perceived.size()});
  }
  statistics::check_design(customers, rows);
}

}  // namespace

std::string_view to_string(ProviderGap gap) noexcept {
  switch (gap) {
    case ProviderGap::knowledge:
      return "knowledge";
    case ProviderGap::standards:
      return "standards";
    case ProviderGap::delivery:
      return "delivery";
    case ProviderGap::communication:
      return "communication";
    case ProviderGap::service:
      return "service";
    case ProviderGap::notice:
      return "notice";
  }
  return "unknown";
}

ProviderGaps measure_provider_gaps(std::span<const ProviderItem> items,
                                   const statistics::SurveyDesign& customers,
                                   double level) {
  statistics::check_level(level);
  check(items, customers);
  const Answers expectation = read(items, &ProviderItem::expected, "expected");
  const Answers perception = read(items, &ProviderItem::perceived, "perceived");
  const auto summary_of = [&](std::span<const double> ProviderItem::*column, const char* name) {
    return summarize(read(items, column, name), {}, true, level);
  };
  const Source expected = summarize(expectation, customers, false, level);
  const Source perceived = summarize(perception, customers, false, level);
  const Source service = summarize(differences(perception, expectation), customers, false, level);
  const Source believed = summary_of(&ProviderItem::believed, "believed");
  const Source specified = summary_of(&ProviderItem::specified, "specified");
  const Source delivered = summary_of(&ProviderItem::delivered, "delivered");
  const Source promised = summary_of(&ProviderItem::promised, "promised");
  const std::array<Sides, provider_gaps> sides{{{&believed, &expected, nullptr},
                                                {&specified, &believed, nullptr},
                                                {&delivered, &specified, nullptr},
                                                {&delivered, &promised, nullptr},
                                                {&perceived, &expected, &service},
                                                {&perceived, &delivered, nullptr}}};

  ProviderGaps result{.level = level};
  for (std::size_t j = 0; j < items.size(); ++j) {
    result.items.push_back({.name = items[j].name,
                            .expected = expected.means[j].estimate,
                            .believed = believed.means[j].estimate});
  }
  for (std::size_t g = 0; g < provider_gaps; ++g) {
    std::vector<std::optional<double>> p_values;
    for (std::size_t j = 0; j < items.size(); ++j) {
      ProviderItemGap& gap = result.items[j].gaps[g];
      gap.error = error_of(sides[g], j, level);
      p_values.push_back(gap.error.p_value);
    }
    const auto adjusted = holm_of(p_values);
    for (std::size_t j = 0; j < items.size(); ++j) result.items[j].gaps[g].p_adjusted = adjusted[j];
    result.summary[g] = summarize(sides[g], result.items, g, level);
  }
  for (ProviderItemGaps& item : result.items) {
    item.imagined = imagined(item.gaps[at(ProviderGap::knowledge)], level);
  }
  return result;
}

}  // namespace centricity::inline v0::gap
