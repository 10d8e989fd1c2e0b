#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/improvement_list.hpp>

#include "gap/improvement_order.hpp"

namespace centricity::inline v0::gap {
namespace {

Estimate negated(Estimate e) {
  if (e.value) e.value = -*e.value;
  if (e.interval) {
    std::swap(e.interval->lower, e.interval->upper);
    e.interval->lower = -e.interval->lower;
    e.interval->upper = -e.interval->upper;
  }
  return e;
}

// Mean, deviation and central interval of draws, about a value computed without them.
Estimate from_draws(double value, std::vector<double> draws, double level, std::uint64_t n) {
  double mean = 0.0;
  for (const double d : draws) mean += d;
  mean /= static_cast<double>(draws.size());
  double squares = 0.0;
  for (const double d : draws) squares += (d - mean) * (d - mean);
  std::ranges::sort(draws);
  const auto last = static_cast<double>(draws.size() - 1);
  const auto at = [&](double p) { return draws[static_cast<std::size_t>(std::lround(p * last))]; };
  return {.value = value,
          .standard_error = std::sqrt(squares / last),
          .interval = Interval{.lower = at(0.5 * (1.0 - level)),
                               .upper = at(0.5 * (1.0 + level)),
                               .level = level},
          .n = n,
          .method = Method::simulation};
}

}  // namespace

ImprovementList rank_improvements(std::span<const ImprovementCandidate> candidates,
                                  const ImprovementOptions& options) {
  check_improvement(options);
  const auto draws = static_cast<std::size_t>(options.draws);
  const std::size_t k = candidates.size();
  const Rng rng(options.seed);
  std::vector<std::optional<double>> gains(draws * k);
  std::vector<Improvement> improvements;
  for (std::size_t i = 0; i < k; ++i) {
    const ImprovementCandidate& c = candidates[i];
    check_improvement(c.terms, c.name, options);
    Improvement improvement{
        .name = c.name, .shortfall = c.shortfall, .weight = c.weight, .terms = c.terms};
    const std::uint64_t n = std::min(c.shortfall.n, c.weight.n);
    if (!c.shortfall.defined() || !c.weight.defined()) {
      improvement.gain = undefined_estimate(Undefined::missing_input, n);
    } else if (!c.shortfall.standard_error || !c.weight.standard_error) {
      improvement.gain = {.value = gain_of(*c.shortfall.value, *c.weight.value),
                          .n = n,
                          .method = Method::closed_form};
    } else {
      Rng stream = rng.stream(i);
      std::vector<double> own;
      for (std::size_t d = 0; d < draws; ++d) {
        const double missing = *c.shortfall.value + *c.shortfall.standard_error * normal(stream);
        double weight = *c.weight.value + *c.weight.standard_error * normal(stream);
        if (options.weight == ImprovementWeight::share) weight = std::max(0.0, weight);
        own.push_back(gain_of(missing, weight));
        gains[d * k + i] = own.back();
      }
      improvement.gain = from_draws(
          gain_of(*c.shortfall.value, *c.weight.value), std::move(own), options.level, n);
    }
    improvements.push_back(std::move(improvement));
  }
  return in_order(std::move(improvements), gains, Method::simulation, options);
}

std::vector<ImprovementCandidate> improvement_candidates(const GapScores& gaps,
                                                         const Drivers& drivers) {
  std::vector<ImprovementCandidate> candidates;
  for (const ItemGap& item : gaps.items) {
    const auto driver = std::ranges::find(drivers.drivers, item.name, &Driver::name);
    if (driver == drivers.drivers.end()) {
      throw Error(ErrorCode::incompatible,
                  "the item \"" + item.name + "\" is not among the drivers",
                  "Analyse the drivers of the same items.",
                  {.column = item.name});
    }
    candidates.push_back({.name = item.name,
                          .shortfall = negated(item.scores.gap.difference),
                          .weight = driver->share});
  }
  for (const Driver& driver : drivers.drivers) {
    if (std::ranges::find(gaps.items, driver.name, &ItemGap::name) == gaps.items.end()) {
      throw Error(ErrorCode::incompatible,
                  "the driver \"" + driver.name + "\" has no gap",
                  "Score the gaps of the same items.",
                  {.column = driver.name});
    }
  }
  return candidates;
}

}  // namespace centricity::inline v0::gap
