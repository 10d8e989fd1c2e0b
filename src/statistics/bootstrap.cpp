#include <algorithm>
#include <cmath>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/statistics/bootstrap.hpp>

#include "core/progress.hpp"
#include "numeric/distributions.hpp"
#include "numeric/special_functions.hpp"
#include "statistics/linearized.hpp"
#include "statistics/replicates.hpp"

namespace centricity::inline v0::statistics {
namespace {

void draw_times(Rng rng, Resampling resampling, std::span<double> times) {
  if (resampling == Resampling::poisson) {
    for (double& t : times) t = static_cast<double>(poisson(rng, 1.0));
    return;
  }
  std::ranges::fill(times, 0.0);
  for (std::size_t i = 0; i < times.size(); ++i) times[uniform_index(rng, times.size())] += 1.0;
}

double skewness_of_jackknife(std::span<const std::optional<double>> values) {
  double mean = 0.0;
  for (const auto& v : values) mean += *v;
  mean /= static_cast<double>(values.size());
  double squares = 0.0;
  double cubes = 0.0;
  for (const auto& v : values) {
    const double d = mean - *v;
    squares += d * d;
    cubes += d * d * d;
  }
  return squares > 0.0 ? cubes / (6.0 * std::pow(squares, 1.5)) : 0.0;
}

struct Tails {
  double lower;
  double upper;
};

Tails bca_tails(const std::vector<double>& ascending, double value, double acceleration, Tails p) {
  const auto below = std::ranges::lower_bound(ascending, value) - ascending.begin();
  const auto not_above = std::ranges::upper_bound(ascending, value) - ascending.begin();
  // Ties with the estimate count half, so that a discrete statistic is not called biased.
  const double share =
      0.5 * static_cast<double>(below + not_above) / static_cast<double>(ascending.size());
  const double least = 0.5 / static_cast<double>(ascending.size());
  const double bias = numeric::normal_quantile(std::clamp(share, least, 1.0 - least));
  const auto corrected = [&](double tail) {
    const double z = bias + numeric::normal_quantile(tail);
    return 1.0 - numeric::normal_tail(bias + z / (1.0 - acceleration * z));
  };
  return {corrected(p.lower), corrected(p.upper)};
}

}  // namespace

Bootstrap bootstrap(std::size_t units,
                    std::size_t results,
                    const Statistic& statistic,
                    const BootstrapOptions& options,
                    const Host& host) {
  check_level(options.level);
  if (options.replicates < 50) {
    throw Error(ErrorCode::invalid_argument,
                "the bootstrap needs at least 50 replicates",
                "1,000 or more give stable intervals.",
                {.column = "replicates"});
  }
  const auto replicates = static_cast<std::size_t>(options.replicates);
  Bootstrap result{.undefined = std::vector<std::uint64_t>(results, 0)};
  if (units < 2) {
    result.estimates.assign(results, undefined_estimate(Undefined::too_few, units));
    return result;
  }

  const std::vector<double> once(units, 1.0);
  std::vector<std::optional<double>> sample(results);
  statistic(once, sample);

  const Rng rng(options.seed);
  result.replicates.resize(replicates * results);
  run(host, "resampling", replicates, [&](std::size_t r) {
    std::vector<double> times(units);
    draw_times(rng.stream(r), options.resampling, times);
    statistic(times, std::span{result.replicates}.subspan(r * results, results));
  });

  std::vector<std::optional<double>> jackknife;  // results x units
  if (options.interval == BootstrapInterval::bca) {
    jackknife.resize(results * units);
    run(host, units, [&](std::size_t left_out) {
      std::vector<double> times(units, 1.0);
      times[left_out] = 0.0;
      std::vector<std::optional<double>> values(results);
      statistic(times, values);
      for (std::size_t k = 0; k < results; ++k) jackknife[k * units + left_out] = values[k];
    });
  }

  const double tail = expanded_tail(options.level, units);
  const Tails expanded{tail, 1.0 - tail};
  for (std::size_t k = 0; k < results; ++k) {
    if (!sample[k]) {
      result.estimates.push_back(undefined_estimate(Undefined::missing_input, units));
      continue;
    }
    std::vector<double> values;
    for (std::size_t r = 0; r < replicates; ++r) {
      if (const auto& v = result.replicates[r * results + k]) values.push_back(*v);
    }
    std::ranges::sort(values);
    result.undefined[k] = replicates - values.size();
    Estimate estimate{.value = sample[k], .n = units, .method = Method::bootstrap};
    if (enough_defined(values.size(), replicates)) {
      estimate.standard_error = standard_deviation(values);
      Tails tails = expanded;
      if (options.interval == BootstrapInterval::bca) {
        const auto left_out = std::span{jackknife}.subspan(k * units, units);
        if (std::ranges::all_of(left_out, [](const auto& v) { return v.has_value(); })) {
          tails = bca_tails(values, *sample[k], skewness_of_jackknife(left_out), expanded);
        }
      }
      estimate.interval = Interval{.lower = quantile(values, tails.lower),
                                   .upper = quantile(values, tails.upper),
                                   .level = options.level};
    }
    result.estimates.push_back(estimate);
  }
  return result;
}

}  // namespace centricity::inline v0::statistics
