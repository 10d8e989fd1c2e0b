#include "gap/driver_data.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace centricity::inline v0::gap {
namespace {

bool constant(std::span<const double> column, std::span<const std::size_t> rows) {
  return std::ranges::all_of(rows, [&](std::size_t r) { return column[r] == column[rows[0]]; });
}

}  // namespace

Units units_of(std::span<const std::uint32_t> respondent, std::span<const std::size_t> rows) {
  Units units;
  std::unordered_map<std::uint32_t, std::size_t> known;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    units.of.push_back(respondent.empty()
                           ? i
                           : known.try_emplace(respondent[rows[i]], known.size()).first->second);
  }
  units.count = respondent.empty() ? rows.size() : known.size();
  return units;
}

DriverData pack(std::span<const DriverColumn> attributes,
                std::span<const double> outcome,
                std::span<const double> weights,
                std::span<const std::size_t> complete,
                Units units) {
  DriverData data{
      .unit = std::move(units.of), .width = attributes.size() + 1, .units = units.count};
  for (const std::size_t row : complete) {
    for (const DriverColumn& a : attributes) data.values.push_back(a.values[row]);
    data.values.push_back(outcome[row]);
    data.weight.push_back(weights.empty() ? 1.0 : weights[row]);
  }
  // Near zero, squares lose no digits.
  for (std::size_t j = 0; j < data.width && !complete.empty(); ++j) {
    double mean = 0.0;
    for (std::size_t i = 0; i < complete.size(); ++i) mean += data.values[i * data.width + j];
    mean /= static_cast<double>(complete.size());
    for (std::size_t i = 0; i < complete.size(); ++i) data.values[i * data.width + j] -= mean;
  }
  return data;
}

std::optional<DriverMoments> moments_of(const DriverData& data, std::span<const double> times) {
  const std::size_t m = data.width;
  const auto present = std::ranges::count_if(times, [](double t) { return t > 0.0; });
  if (static_cast<std::size_t>(present) <= m) return std::nullopt;
  std::vector<double> sum(m, 0.0);
  Correlations c(m * m, 0.0);
  double total = 0.0;
  for (std::size_t i = 0; i < data.weight.size(); ++i) {
    const double w = data.weight[i] * times[data.unit[i]];
    if (w == 0.0) continue;
    const double* row = &data.values[i * m];
    total += w;
    for (std::size_t a = 0; a < m; ++a) {
      sum[a] += w * row[a];
      for (std::size_t b = 0; b <= a; ++b) c[a * m + b] += w * row[a] * row[b];
    }
  }
  for (std::size_t a = 0; a < m; ++a) {
    for (std::size_t b = 0; b <= a; ++b) c[a * m + b] -= sum[a] * sum[b] / total;
  }
  std::vector<double> deviation(m);
  for (std::size_t a = 0; a < m; ++a) {
    deviation[a] = std::sqrt(c[a * m + a]);
    if (!(deviation[a] > 0.0)) return std::nullopt;
  }
  for (std::size_t a = 0; a < m; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      c[a * m + b] = a == b ? 1.0 : c[a * m + b] / (deviation[a] * deviation[b]);
      c[b * m + a] = c[a * m + b];
    }
  }
  return DriverMoments{.correlations = std::move(c), .deviation = std::move(deviation)};
}

Undefined why_no_regression(std::span<const DriverColumn> attributes,
                            std::span<const double> outcome,
                            std::span<const std::size_t> complete,
                            std::size_t units) {
  if (units <= attributes.size() + 1) return Undefined::too_few;
  const bool flat =
      constant(outcome, complete) ||
      std::ranges::any_of(attributes, [&](const auto& a) { return constant(a.values, complete); });
  return flat ? Undefined::no_variation : Undefined::no;
}

}  // namespace centricity::inline v0::gap
