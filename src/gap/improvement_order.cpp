#include "gap/improvement_order.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>

#include "gap/standings.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr double largest_undefined_share = 0.05;  // of draws, as in the bootstrap

Estimate scaled(Estimate e, double factor) {
  if (e.value) *e.value *= factor;
  if (e.standard_error) *e.standard_error *= factor;
  if (e.interval) {
    e.interval->lower *= factor;
    e.interval->upper *= factor;
  }
  return e;
}

const Estimate& score_of(const Improvement& i, const ImprovementOptions& options) {
  return options.per_cost ? i.gain_per_cost : i.gain;
}

bool is_ranked(const Improvement& i) { return i.terms.feasible && i.gain.standard_error; }

}  // namespace

void check_improvement(const ImprovementOptions& options) {
  const auto refuse = [](const char* what, const char* column) {
    throw Error(ErrorCode::invalid_argument, what, {}, {.column = column});
  };
  if (options.top < 1) refuse("the top of the list needs a length of at least 1", "top");
  if (options.draws < 50) refuse("an order needs at least 50 draws to be judged", "draws");
  if (!(options.level > 0.0 && options.level < 1.0)) {
    refuse("the confidence level must lie between 0 and 1", "level");
  }
}

void check_improvement(const ImprovementTerms& terms,
                       const std::string& name,
                       const ImprovementOptions& options) {
  if (terms.cost && !(*terms.cost > 0.0 && std::isfinite(*terms.cost))) {
    throw Error(ErrorCode::invalid_argument,
                "the cost of improving \"" + name + "\" is not positive",
                "Give what closing the gap costs, or leave it out.",
                {.column = name});
  }
  if (options.per_cost && terms.feasible && !terms.cost) {
    throw Error(ErrorCode::invalid_argument,
                "improving \"" + name + "\" has no cost",
                "To rank by gain per cost, say what each improvement costs.",
                {.column = name});
  }
}

ImprovementList in_order(std::vector<Improvement> improvements,
                         std::span<const std::optional<double>> draws,
                         Method method,
                         const ImprovementOptions& options) {
  const std::size_t all = improvements.size();
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < all; ++i) {
    Improvement& improvement = improvements[i];
    improvement.gain_per_cost = improvement.terms.cost
                                    ? scaled(improvement.gain, 1.0 / *improvement.terms.cost)
                                    : undefined_estimate(Undefined::missing_input);
    order.push_back(i);
  }
  // What is ranked comes first, then what has a gain, then the rest.
  const auto key = [&](std::size_t i) {
    const Improvement& improvement = improvements[i];
    const Estimate& score = score_of(improvement, options);
    const int part = is_ranked(improvement) ? 2 : score.defined() ? 1 : 0;
    return std::pair{part, score.value.value_or(0.0)};
  };
  std::ranges::stable_sort(order, std::ranges::greater{}, key);
  const auto ranked = static_cast<std::size_t>(std::ranges::count_if(improvements, is_ranked));

  ImprovementList result{.ranked = ranked, .options = options};
  std::vector<double> scores;
  for (std::size_t r = 0; r < all; ++r) {
    result.improvements.push_back(std::move(improvements[order[r]]));
    if (r < ranked) scores.push_back(*score_of(result.improvements[r], options).value);
  }
  std::vector<double> kept;
  const std::size_t drawn = all == 0 ? 0 : draws.size() / all;
  for (std::size_t d = 0; d < drawn; ++d) {
    const auto draw = draws.subspan(d * all, all);
    const auto known = [&](std::size_t i) { return draw[i].has_value(); };
    if (!std::ranges::all_of(std::span{order}.first(ranked), known)) continue;
    for (std::size_t r = 0; r < ranked; ++r) {
      const auto& cost = result.improvements[r].terms.cost;
      kept.push_back(*draw[order[r]] / (options.per_cost ? *cost : 1.0));
    }
  }
  const std::size_t usable = ranked == 0 ? 0 : kept.size() / ranked;
  const bool enough = usable > 0 && static_cast<double>(drawn - usable) <=
                                        largest_undefined_share * static_cast<double>(drawn);
  const std::vector<Standing> standing =
      enough ? standings(scores, kept, options.top, options.level) : std::vector<Standing>{};
  if (!enough) result.ranked = 0;
  for (std::size_t r = 0; r < all; ++r) {
    Improvement& improvement = result.improvements[r];
    if (r >= result.ranked) {
      improvement.first = improvement.among_top = undefined_estimate(Undefined::missing_input);
      continue;
    }
    improvement.first = share_of_draws(standing[r].first, usable, method);
    improvement.among_top = share_of_draws(standing[r].among_top, usable, method);
    improvement.best_rank = standing[r].best_rank;
    improvement.worst_rank = standing[r].worst_rank;
    improvement.ahead_of_next = standing[r].ahead_of_next;
  }
  return result;
}

}  // namespace centricity::inline v0::gap
