#include <algorithm>
#include <cmath>
#include <cstddef>

#include <centricity/core/error.hpp>
#include <centricity/statistics/concentration.hpp>

namespace centricity::inline v0::statistics {
namespace {

std::vector<double> sorted(std::span<const double> amounts) {
  for (std::size_t row = 0; row < amounts.size(); ++row) {
    if (!(amounts[row] >= 0.0) || !std::isfinite(amounts[row])) {
      throw Error(ErrorCode::invalid_data,
                  "an amount is negative or not finite",
                  "Concentration is defined for amounts >= 0.",
                  {.row = row, .column = "amounts"});
    }
  }
  std::vector<double> ascending(amounts.begin(), amounts.end());
  std::ranges::sort(ascending);
  return ascending;
}

// Amount held by the poorest `parties` of them; a fraction of a party counts in part.
std::vector<double> running_totals(const std::vector<double>& ascending) {
  std::vector<double> total(ascending.size() + 1, 0.0);
  for (std::size_t i = 0; i < ascending.size(); ++i) total[i + 1] = total[i] + ascending[i];
  return total;
}

double held_by_poorest(const std::vector<double>& total, double parties) {
  const double whole = std::floor(parties);
  const auto i = std::min(static_cast<std::size_t>(whole), total.size() - 1);
  if (i + 1 >= total.size()) return total.back();
  return total[i] + (parties - whole) * (total[i + 1] - total[i]);
}

}  // namespace

Concentration concentration(std::span<const double> amounts) {
  const std::vector<double> ascending = sorted(amounts);
  const std::size_t n = ascending.size();
  double sum = 0.0;
  double ranked = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += ascending[i];
    ranked += (2.0 * static_cast<double>(i) + 1.0 - static_cast<double>(n)) * ascending[i];
  }
  if (n == 0 || sum == 0.0) {
    const Estimate none =
        undefined_estimate(n == 0 ? Undefined::too_few : Undefined::division_by_zero, n);
    return {.gini = none, .herfindahl = none, .effective_number = none};
  }
  double squares = 0.0;
  for (const double amount : ascending) squares += (amount / sum) * (amount / sum);
  const auto exact = [n](double value) {
    return Estimate{.value = value, .n = n, .method = Method::count};
  };
  return {.gini = exact(ranked / (static_cast<double>(n) * sum)),
          .herfindahl = exact(squares),
          .effective_number = exact(1.0 / squares)};
}

Estimate top_share(std::span<const double> amounts, double fraction) {
  if (!(fraction >= 0.0 && fraction <= 1.0)) {
    throw Error(ErrorCode::invalid_argument, "the top fraction must lie between 0 and 1");
  }
  const std::vector<double> total = running_totals(sorted(amounts));
  const std::size_t n = total.size() - 1;
  if (n == 0) return undefined_estimate(Undefined::too_few);
  if (total.back() == 0.0) return undefined_estimate(Undefined::division_by_zero, n);
  const double poorest = held_by_poorest(total, (1.0 - fraction) * static_cast<double>(n));
  return {.value = 1.0 - poorest / total.back(), .n = n, .method = Method::count};
}

std::vector<LorenzPoint> lorenz_curve(std::span<const double> amounts, int points) {
  if (points < 1) {
    throw Error(ErrorCode::invalid_argument, "a Lorenz curve needs at least one step");
  }
  const std::vector<double> total = running_totals(sorted(amounts));
  std::vector<LorenzPoint> curve;
  if (total.back() == 0.0) return curve;
  const double n = static_cast<double>(total.size() - 1);
  for (int i = 0; i <= points; ++i) {
    const double parties = static_cast<double>(i) / static_cast<double>(points);
    curve.push_back({parties, held_by_poorest(total, parties * n) / total.back()});
  }
  return curve;
}

}  // namespace centricity::inline v0::statistics
