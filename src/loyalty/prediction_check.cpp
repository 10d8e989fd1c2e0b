#include "loyalty/prediction_check.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include <centricity/loyalty/next_purchases.hpp>
#include <centricity/loyalty/regularity.hpp>
#include <centricity/summary/purchase_waits.hpp>

#include "core/progress.hpp"
#include "core/stop_check.hpp"
#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/count_forecast.hpp"
#include "numeric/distributions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// How far from its level a share of customers may be before the words ask why.
constexpr double tolerance = 0.05;

/// Customers in such an order that those who share a distribution of purchases, and then those who
/// share a history, stand together.
std::vector<std::size_t> by_history(const PurchaseHistories& past, const Host& host) {
  std::vector<std::size_t> order(past.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  sort(host, order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::tie(past.repeats[left], past.age[left], past.recency[left], left) <
           std::tie(past.repeats[right], past.age[right], past.recency[right], right);
  });
  return order;
}

/// Where in `order` a new distribution of purchases begins, and its end.
std::vector<std::size_t> bounds(const PurchaseHistories& past,
                                const std::vector<std::size_t>& order,
                                bool with_recency) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t here = order[i];
    const std::size_t before = order[i == 0 ? 0 : i - 1];
    if (i == 0 || past.repeats[here] != past.repeats[before] ||
        past.age[here] != past.age[before] ||
        (with_recency && past.recency[here] != past.recency[before])) {
      result.push_back(i);
    }
  }
  result.push_back(order.size());
  return result;
}

/// Where everybody's purchases stand in their own distribution.
template <class P, class E, std::size_t N>
std::vector<CountPlace> places(const PurchaseFit<P, E, N>& fit,
                               const HoldoutData& data,
                               double level,
                               const Host& host) {
  const TimeUnit unit = fit.parameters.unit;
  const auto shapes = possible_shapes(fit);
  const double horizon = time_in(data.horizon, unit);
  const std::vector<std::size_t> order = by_history(data.past, host);
  const std::vector<std::size_t> begins = bounds(data.past, order, recency_matters(shapes[0]));
  std::vector<CountPlace> result(order.size());
  run(host, "checking prediction intervals", begins.size() - 1, [&](std::size_t group) {
    const auto seen = [&](std::size_t i) { return observed(history(data.past, order[i]), unit); };
    CountForecast forecast{shapes, seen(begins[group]), horizon};
    auto alive = alive_by_shape(shapes, seen(begins[group]));
    for (std::size_t i = begins[group]; i < begins[group + 1]; ++i) {
      if (i > begins[group] && data.past.recency[order[i]] != data.past.recency[order[i - 1]]) {
        alive = alive_by_shape(shapes, seen(i));
      }
      result[order[i]] = forecast.place(alive, data.actual[order[i]], level);
    }
  });
  return result;
}

std::string percent(double share) { return number_text(100.0 * share, 3) + "%"; }

/// Whether waits are more regular, or more in bursts, than models with one step take them to be.
std::string words_about_waits(const PurchaseModel& model,
                              const PurchaseLedger& ledger,
                              const ObservationWindow& window,
                              const Host& host) {
  const ModelName name = name_of(model);
  if (name == ModelName::bg_cnbd || name == ModelName::mbg_cnbd || name == ModelName::bg_bb) {
    return {};
  }
  const Estimate k = estimate_regularity(purchase_waits(ledger, window, host)).likelihood;
  if (!k.defined() || !k.interval) return {};
  const std::string size = " (k = " + number_text(*k.value, 2) + ", at random it is 1)";
  if (k.interval->lower > 1.2) {
    return " They buy more regularly than this model knows of" + size +
           ": try bg-cnbd or mbg-cnbd.";
  }
  if (k.interval->upper < 0.8)
    return " They buy in bursts, which no model here knows of" + size + ".";
  return {};
}

/// Whether a right model would get so far from its median once in a hundred times only, the
/// distribution of totals taken as normal on either side.
bool far_outside(const PredictionCheck& check, double actual) {
  const double reach = numeric::two_sided_normal(0.99) / numeric::two_sided_normal(check.level);
  const double median = *check.total.value;
  const Interval& interval = *check.total.interval;
  return actual < median - reach * (median - interval.lower) ||
         actual > median + reach * (interval.upper - median);
}

std::string words_about_total(const PredictionCheck& check, double actual) {
  const Interval& interval = *check.total.interval;
  std::string words = "The " + percent(check.level) + " prediction interval of the total, " +
                      whole_text(interval.lower) + " to " + whole_text(interval.upper) +
                      (check.total_holds ? ", holds" : ", misses") + " the " + whole_text(actual) +
                      " purchases made.";
  if (check.total_holds) return words;
  if (!far_outside(check, actual)) {
    return words + " By chance alone " + percent(1.0 - check.level) + " of such intervals do.";
  }
  return words +
         " That is further than chance and the uncertainty of the fit reach: the market itself has "
         "moved (a season, a campaign, a change of offer), or the model bends the wrong way. Look "
         "at purchases over time.";
}

/// Share of customers in their intervals, and why it is not what it should be.
std::string words_about_customers(const PredictionCheck& check) {
  const double exact = *check.inside_part.value;
  const double tail = 0.5 * (1.0 - check.level);
  std::string words = " Of the customers " + percent(*check.inside.value) +
                      " bought as often as their own interval says; as counts are whole and both "
                      "ends belong to it, that is " +
                      percent(check.level) +
                      " or more of a model that is right. With the ends shared out it is " +
                      percent(exact) + ".";
  if (std::abs(exact - check.level) <= tolerance) return words;
  words += exact < check.level ? " The intervals are too narrow:" : " The intervals are too wide:";
  words += " " + percent(check.above_part) + " bought more and " +
           percent(1.0 - exact - check.above_part) + " less than theirs, where each should be " +
           percent(tail) + ".";
  if (exact > check.level) {
    words += " The model takes customers to be less predictable than they are.";
  } else if (check.above_part > 1.5 * tail &&
             check.above_part - tail > 1.0 - exact - tail - check.above_part) {
    words += " More came back, or bought more, than their past told.";
  } else {
    words += " Fewer came back, or bought less, than their past told.";
  }
  return words;
}

}  // namespace

PredictionCheck check_predictions(const PurchaseModel& model,
                                  const HoldoutData& data,
                                  const PurchaseLedger& ledger,
                                  const HoldoutOptions& options,
                                  const Host& host) {
  const double level = options.prediction_level;
  const std::vector<CountPlace> all =
      std::visit([&](const auto& fit) { return places(fit, data, level, host); }, model);
  PredictionCheck check{
      .level = level,
      .total = predict_total(
          model,
          data.counts,
          {.horizon = data.horizon, .level = level, .draws = options.draws, .seed = options.seed},
          host)};
  std::vector<double> inside(all.size());
  std::vector<double> inside_part(all.size());
  double above = 0.0;
  double actual = 0.0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    inside[i] = all[i].inside ? 1.0 : 0.0;
    inside_part[i] = all[i].inside_part;
    above += all[i].above_part;
    actual += data.actual[i];
  }
  check.inside = mean_of(inside, options.fit.level);
  check.inside_part = mean_of(inside_part, options.fit.level);
  check.above_part = above / static_cast<double>(all.size());
  check.total_holds =
      check.total.interval->lower <= actual && actual <= check.total.interval->upper;
  check.words = words_about_total(check, actual) + words_about_customers(check);
  if (std::abs(*check.inside_part.value - check.level) > tolerance) {
    check.words += words_about_waits(model, ledger, data.counts.window, host);
  }
  return check;
}

}  // namespace centricity::inline v0::loyalty
