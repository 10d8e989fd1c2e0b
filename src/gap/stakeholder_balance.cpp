#include <algorithm>
#include <cmath>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/stakeholder_balance.hpp>

#include "gap/ratings.hpp"
#include "gap/row_groups.hpp"
#include "gap/standings.hpp"
#include "numeric/distributions.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

// max(0, expected - perceived) as a share of the scale, by item and row; NaN where either is
// missing, no rows where the standard was not asked.
using Shortfall = std::vector<std::vector<double>>;

[[noreturn]] void refuse(ErrorCode code, const std::string& what, std::string column) {
  throw Error(code, what, {}, {.column = std::move(column)});
}

void check(std::span<const StakeholderItem> items,
           const RowGroups& groups,
           const StakeholderOptions& options) {
  if (items.empty()) refuse(ErrorCode::invalid_argument, "a balance needs an item", "items");
  const std::size_t rows = groups.group.size();
  for (const StakeholderItem& item : items) {
    if (!(item.weight > 0.0 && std::isfinite(item.weight))) {
      refuse(ErrorCode::invalid_argument,
             "the weight of \"" + item.name + "\" is not positive",
             item.name);
    }
    for (const auto& column : item.expectation) {
      if (!column.empty() && column.size() != rows) {
        refuse(ErrorCode::incompatible,
               "an expectation of \"" + item.name + "\" and the groups differ in length",
               item.name);
      }
    }
    if (item.perception.size() != rows) {
      refuse(ErrorCode::incompatible,
             "the perception of \"" + item.name + "\" and the groups differ in length",
             item.name);
    }
  }
  if (options.draws < 50) {
    refuse(ErrorCode::invalid_argument, "an order needs at least 50 draws to be judged", "draws");
  }
  if (!options.salience.empty() && options.salience.size() != groups.names.size()) {
    refuse(ErrorCode::incompatible, "there must be one salience for each group", "salience");
  }
  for (const double salience : options.salience) {
    if (!(salience >= 0.0 && std::isfinite(salience))) {
      refuse(ErrorCode::invalid_argument, "a salience is negative or not finite", "salience");
    }
  }
  if (!options.exchanges.empty() && options.exchanges.size() != groups.names.size()) {
    refuse(ErrorCode::incompatible, "there must be one exchange for each group", "exchanges");
  }
  for (const ValueExchange& exchange : options.exchanges) {
    for (const Estimate* value : {&exchange.given, &exchange.received}) {
      if (value->defined() && !(*value->value > 0.0 && std::isfinite(*value->value))) {
        refuse(
            ErrorCode::invalid_argument, "a value given or received is not positive", "exchanges");
      }
    }
  }
}

Shortfall read(std::span<const StakeholderItem> items,
               const std::vector<std::vector<double>>& perception,
               Standard standard) {
  Shortfall shortfall;
  for (std::size_t j = 0; j < items.size(); ++j) {
    const Scale& scale = items[j].scale;
    auto expected = oriented_ratings(items[j].expectation[static_cast<std::size_t>(standard)],
                                     scale,
                                     std::string(to_string(standard)) + " of " + items[j].name);
    for (std::size_t row = 0; row < expected.size(); ++row) {
      const double missing = expected[row] - perception[j][row];
      const double width = scale.highest - scale.lowest;
      expected[row] = std::isnan(missing) ? missing : std::max(0.0, missing) / width;
    }
    shortfall.push_back(std::move(expected));
  }
  return shortfall;
}

// Weighted mean over the items of their means over the rows of one group.
Estimate unmet_need(const Shortfall& shortfall,
                    std::span<const StakeholderItem> items,
                    std::span<const std::size_t> rows,
                    const statistics::SurveyDesign& design,
                    double level) {
  double weight_of_items = 0.0;
  double value = 0.0;
  std::vector<double> influence(rows.size(), 0.0);
  std::vector<std::uint8_t> kept(rows.size(), 0);
  bool errors_known = true;  // an item that one unit answered has an error nobody knows
  for (std::size_t j = 0; j < items.size(); ++j) {
    if (shortfall[j].empty()) continue;
    double sum = 0.0;
    double total = 0.0;
    std::optional<std::uint32_t> first;
    bool several = false;
    for (const std::size_t row : rows) {
      const double w = statistics::weight_of(design, row);
      if (std::isnan(shortfall[j][row]) || w == 0.0) continue;
      const auto unit =
          design.clusters.empty() ? static_cast<std::uint32_t>(row) : design.clusters[row];
      several = several || first.value_or(unit) != unit;
      first = first.value_or(unit);
      sum += w * shortfall[j][row];
      total += w;
    }
    if (!(total > 0.0)) continue;
    errors_known = errors_known && several;
    const double mean = sum / total;
    weight_of_items += items[j].weight;
    value += items[j].weight * mean;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double w = statistics::weight_of(design, rows[i]);
      if (std::isnan(shortfall[j][rows[i]]) || w == 0.0) continue;
      kept[i] = 1;
      influence[i] += items[j].weight * w * (shortfall[j][rows[i]] - mean) / total;
    }
  }
  if (weight_of_items == 0.0) return undefined_estimate(Undefined::missing_input);
  for (double& i : influence) i /= weight_of_items;
  const DesignOfRows own = picked(design, rows);
  const auto linearized = statistics::linearized_covariance(influence, 1, kept, own.view());
  const auto n = static_cast<std::uint64_t>(std::ranges::count(kept, 1));
  Estimate estimate = statistics::t_estimate(value / weight_of_items,
                                             linearized.covariance[0],
                                             errors_known ? linearized.degrees_of_freedom() : 0.0,
                                             level,
                                             n);
  if (estimate.interval) {
    estimate.interval->lower = std::max(0.0, estimate.interval->lower);
    estimate.interval->upper = std::min(1.0, estimate.interval->upper);
  }
  return estimate;
}

// 2 min(given, received) / (given + received) = 2 / (1 + exp|log(given / received)|).
Estimate reciprocity_of(const ValueExchange& exchange, double level) {
  const Estimate& given = exchange.given;
  const Estimate& received = exchange.received;
  if (!given.defined() || !received.defined()) return undefined_estimate(Undefined::missing_input);
  const double log_ratio = std::log(*given.value / *received.value);
  const auto balance = [](double distance) { return 2.0 / (1.0 + std::exp(distance)); };
  Estimate result{.value = balance(std::abs(log_ratio)),
                  .n = given.n + received.n,
                  .method = Method::closed_form};
  if (!given.standard_error || !received.standard_error) return result;
  const double error =
      std::hypot(*given.standard_error / *given.value, *received.standard_error / *received.value);
  const double reach = numeric::two_sided_normal(level) * error;
  const double nearest = std::max(0.0, std::abs(log_ratio) - reach);
  result.interval = Interval{
      .lower = balance(std::abs(log_ratio) + reach), .upper = balance(nearest), .level = level};
  result.standard_error =
      0.5 * *result.value * (2.0 - *result.value) * error;  // |d balance / d log ratio| error
  result.method = Method::delta;
  return result;
}

// Certainty of the order, served worst first.
void rank(StakeholderBalance& result, const StakeholderOptions& options) {
  const auto chosen = static_cast<std::size_t>(options.standard);
  std::vector<std::size_t> order;
  bool errors_known = true;
  for (std::size_t g = 0; g < result.groups.size(); ++g) {
    StakeholderNeeds& group = result.groups[g];
    group.weakest = undefined_estimate(Undefined::missing_input, group.rows);
    if (!group.unmet[chosen].defined()) continue;
    order.push_back(g);
    errors_known = errors_known && group.unmet[chosen].standard_error.has_value();
  }
  const auto need = [&](std::size_t g) { return *result.groups[g].unmet[chosen].value; };
  std::ranges::stable_sort(order, std::ranges::greater{}, need);
  if (order.empty()) return;
  result.weakest = order.front();
  if (!errors_known) return;
  const auto draws = static_cast<std::size_t>(options.draws);
  std::vector<double> scores;
  std::vector<double> drawn(draws * order.size());
  const Rng rng(options.seed);
  for (std::size_t i = 0; i < order.size(); ++i) {
    scores.push_back(need(order[i]));
    Rng stream = rng.stream(order[i]);
    const double error = *result.groups[order[i]].unmet[chosen].standard_error;
    for (std::size_t d = 0; d < draws; ++d) {
      drawn[d * order.size() + i] = scores[i] + error * normal(stream);
    }
  }
  const auto standing = standings(scores, drawn, 1, options.level);
  for (std::size_t i = 0; i < order.size(); ++i) {
    StakeholderNeeds& group = result.groups[order[i]];
    group.weakest = share_of_draws(standing[i].first, draws, Method::simulation);
    group.best_rank = standing[i].best_rank;
    group.worst_rank = standing[i].worst_rank;
  }
}

Estimate complement(Estimate e) {
  if (e.value) e.value = 1.0 - *e.value;
  if (e.interval) {
    const double lower = 1.0 - e.interval->upper;
    e.interval->upper = 1.0 - e.interval->lower;
    e.interval->lower = lower;
  }
  return e;
}

// Geometric mean of the met needs: what one stakeholder lacks, another cannot make up for.
Estimate balance_of(const StakeholderBalance& result, const StakeholderOptions& options) {
  const auto chosen = static_cast<std::size_t>(options.standard);
  double salience = 0.0;
  double log_balance = 0.0;
  double variance = 0.0;
  std::uint64_t n = 0;
  bool none_met = false;
  bool errors_known = true;
  for (std::size_t g = 0; g < result.groups.size(); ++g) {
    const double own = options.salience.empty() ? 1.0 : options.salience[g];
    if (own == 0.0) continue;
    const Estimate& unmet = result.groups[g].unmet[chosen];
    if (!unmet.defined()) return undefined_estimate(Undefined::missing_input);
    const double met = 1.0 - *unmet.value;
    salience += own;
    n += unmet.n;
    none_met = none_met || met <= 0.0;
    errors_known = errors_known && unmet.standard_error.has_value();
    if (met <= 0.0) continue;
    log_balance += own * std::log(met);
    const double error = own * unmet.standard_error.value_or(0.0) / met;
    variance += error * error;
  }
  if (salience == 0.0) return undefined_estimate(Undefined::missing_input);
  if (none_met) return {.value = 0.0, .n = n, .method = Method::closed_form};
  Estimate estimate{
      .value = std::exp(log_balance / salience), .n = n, .method = Method::closed_form};
  if (!errors_known) return estimate;
  const double error = std::sqrt(variance) / salience;  // of the logarithm
  const double factor = std::exp(numeric::two_sided_normal(options.level) * error);
  estimate.standard_error = *estimate.value * error;
  estimate.interval = Interval{.lower = *estimate.value / factor,
                               .upper = std::min(1.0, *estimate.value * factor),
                               .level = options.level};
  estimate.method = Method::delta;
  return estimate;
}

}  // namespace

StakeholderBalance measure_stakeholder_balance(std::span<const StakeholderItem> items,
                                               const RowGroups& groups,
                                               const statistics::SurveyDesign& design,
                                               const StakeholderOptions& options) {
  statistics::check_level(options.level);
  check(items, groups, options);
  statistics::check_design(design, groups.group.size());
  const auto rows = rows_by_group(groups);
  std::vector<std::vector<double>> perception;
  for (const StakeholderItem& item : items) {
    perception.push_back(
        oriented_ratings(item.perception, item.scale, "perception of " + item.name));
  }
  std::array<Shortfall, standards> shortfall;
  for (std::size_t s = 0; s < standards; ++s) {
    shortfall[s] = read(items, perception, static_cast<Standard>(s));
  }
  StakeholderBalance result{.standard = options.standard, .level = options.level};
  for (std::size_t g = 0; g < rows.size(); ++g) {
    StakeholderNeeds needs{.name = groups.names[g], .rows = rows[g].size()};
    for (std::size_t s = 0; s < standards; ++s) {
      needs.unmet[s] = unmet_need(shortfall[s], items, rows[g], design, options.level);
    }
    if (!options.exchanges.empty()) needs.exchange = options.exchanges[g];
    needs.reciprocity = reciprocity_of(needs.exchange, options.level);
    result.groups.push_back(std::move(needs));
  }
  rank(result, options);
  const auto chosen = static_cast<std::size_t>(options.standard);
  result.lowest_met = result.weakest ? complement(result.groups[*result.weakest].unmet[chosen])
                                     : undefined_estimate(Undefined::missing_input);
  result.balance = balance_of(result, options);
  return result;
}

}  // namespace centricity::inline v0::gap
