#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/gap/held_expectations.hpp>

#include "gap/holm.hpp"
#include "gap/ratings.hpp"
#include "gap/row_groups.hpp"
#include "gap/shares.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// By row.
struct Holding {
  std::vector<double> held{};   // 1, 0, NaN: not asked
  std::vector<double> level{};  // of holders; else NaN
};

[[noreturn]] void refuse(ErrorCode code,
                         const std::string& what,
                         std::string hint,
                         const PossibleExpectation& expectation) {
  throw Error(code, what, std::move(hint), {.column = expectation.name});
}

void check(const PossibleExpectation& expectation, std::size_t rows) {
  const std::string name = "\"" + expectation.name + "\"";
  if (expectation.level.size() != rows ||
      (!expectation.held.empty() && expectation.held.size() != rows)) {
    refuse(ErrorCode::incompatible,
           "the columns of " + name + " and the segments differ in length",
           "Give one answer a row, NaN where there is none.",
           expectation);
  }
  if (expectation.held.empty() && !expectation.held_from) {
    refuse(ErrorCode::invalid_argument,
           "it is not said who holds the expectation " + name,
           "Give `held`, or `held_from`: the lowest level that counts as an expectation.",
           expectation);
  }
  for (std::size_t row = 0; row < expectation.held.size(); ++row) {
    const double held = expectation.held[row];
    if (!std::isnan(held) && held != 0.0 && held != 1.0) {
      throw Error(ErrorCode::invalid_data,
                  "whether " + name + " is held is neither 0 nor 1",
                  "1 means yes, 0 no, NaN not asked.",
                  {.row = row, .column = "held of " + expectation.name});
    }
  }
}

Holding read(const PossibleExpectation& expectation,
             HeldExpectation& result,
             ValidationReport& report) {
  Holding holding{.level = oriented_ratings(
                      expectation.level, expectation.scale, "level of " + expectation.name)};
  for (std::size_t row = 0; row < holding.level.size(); ++row) {
    double& level = holding.level[row];
    double held = nan;
    if (!expectation.held.empty()) {
      held = expectation.held[row];
    } else if (!std::isnan(level)) {
      held = level >= *expectation.held_from ? 1.0 : 0.0;
    }
    if (!expectation.held.empty() && held == 0.0 && !std::isnan(level)) {
      ++result.contradictory;
      report.add("level_without_expectation",
                 Severity::warning,
                 "Rows give the level of an expectation that they do not hold; it was not read",
                 "Look whether everybody was asked for a level, or the questions were exchanged",
                 {.where = {.row = row, .column = expectation.name}});
    }
    result.missing += std::isnan(held) ? 1U : 0U;
    if (held != 1.0) level = nan;
    holding.held.push_back(held);
  }
  return holding;
}

// Shares where their error does not depend on them and is never 0 (Anscombe 1948).
Estimate on_arcsine_scale(const DesignShare& share) {
  if (!share.share.defined() || !(share.effective_n > 0.0)) return share.share;
  const double successes = *share.share.value * share.effective_n;
  return {.value = std::asin(std::sqrt((successes + 0.375) / (share.effective_n + 0.75))),
          .standard_error = 0.5 / std::sqrt(share.effective_n + 0.5),
          .n = share.share.n};
}

Estimate as_share(Estimate e) {
  if (!e.defined()) return e;
  const auto back = [](double angle) {
    const double sine = std::sin(std::clamp(angle, 0.0, 0.5 * std::numbers::pi));
    return sine * sine;
  };
  if (e.standard_error) e.standard_error = *e.standard_error * std::abs(std::sin(2.0 * *e.value));
  e.value = back(*e.value);
  if (e.interval) {
    e.interval->lower = back(e.interval->lower);
    e.interval->upper = back(e.interval->upper);
  }
  return e;
}

void correct_for_multiplicity(std::vector<HeldExpectation>& expectations,
                              OneRule HeldExpectation::*rule) {
  std::vector<std::optional<double>> p_values;
  for (const HeldExpectation& e : expectations) p_values.push_back((e.*rule).test.p_value);
  const auto adjusted = holm_of(p_values);
  for (std::size_t i = 0; i < adjusted.size(); ++i)
    (expectations[i].*rule).p_adjusted = adjusted[i];
}

}  // namespace

HeldExpectations measure_held_expectations(std::span<const PossibleExpectation> expectations,
                                           const RowGroups& segments,
                                           const statistics::SurveyDesign& design,
                                           double level) {
  statistics::check_level(level);
  const std::size_t rows = segments.group.size();
  statistics::check_design(design, rows);
  const auto rows_of = rows_by_group(segments);
  std::vector<DesignOfRows> designs;
  for (const auto& own : rows_of) designs.push_back(picked(design, own));
  HeldExpectations result{.segments = segments.names,
                          .level = level,
                          .respondents_shared = clusters_shared(design.clusters, segments)};
  for (const PossibleExpectation& expectation : expectations) {
    check(expectation, rows);
    HeldExpectation held{.name = expectation.name, .feasible = expectation.feasible};
    const Holding holding = read(expectation, held, result.report);
    held.all = {.share = share_of(holding.held, design, level).share,
                .level = statistics::mean(holding.level, design, level).estimate};
    std::vector<Estimate> shares;
    std::vector<Estimate> levels;
    for (std::size_t s = 0; s < rows_of.size(); ++s) {
      const auto own = designs[s].view();
      const auto share =
          share_of(picked(std::span<const double>(holding.held), rows_of[s]), own, level);
      const auto mean =
          statistics::mean(picked(std::span<const double>(holding.level), rows_of[s]), own, level);
      shares.push_back(on_arcsine_scale(share));
      levels.push_back(mean.estimate);
      held.segments.push_back({.share = share.share, .level = mean.estimate});
    }
    held.share.test = statistics::heterogeneity(shares, {.level = level});
    held.share.test.mean = as_share(held.share.test.mean);
    for (Estimate& e : held.share.test.shrunken) e = as_share(e);
    held.level.test = statistics::heterogeneity(levels, {.level = level});
    result.expectations.push_back(std::move(held));
  }
  correct_for_multiplicity(result.expectations, &HeldExpectation::share);
  correct_for_multiplicity(result.expectations, &HeldExpectation::level);
  return result;
}

}  // namespace centricity::inline v0::gap
