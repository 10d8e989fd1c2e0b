#include "statistics/linearized.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <centricity/core/error.hpp>

#include "numeric/distributions.hpp"

namespace centricity::inline v0::statistics {
namespace {

constexpr std::uint32_t no_stratum = std::numeric_limits<std::uint32_t>::max();

// Codes 0..count-1 in order of first use, so that sparse codes cost no memory and relabelling
// them changes no bit of the result.
struct DenseCodes {
  std::vector<std::uint32_t> code;
  std::uint32_t count = 0;
};

DenseCodes densify(std::span<const std::uint32_t> codes, std::span<const std::uint8_t> kept) {
  DenseCodes dense{.code = std::vector<std::uint32_t>(kept.size(), no_stratum)};
  if (codes.empty()) {
    for (std::size_t row = 0; row < kept.size(); ++row) {
      if (kept[row] != 0) dense.code[row] = dense.count++;
    }
    return dense;
  }
  std::vector<std::uint32_t> known(codes.begin(), codes.end());
  std::ranges::sort(known);
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::vector<std::uint32_t> position(known.size(), no_stratum);
  for (std::size_t row = 0; row < kept.size(); ++row) {
    if (kept[row] == 0) continue;
    const auto found =
        static_cast<std::size_t>(std::ranges::lower_bound(known, codes[row]) - known.begin());
    if (position[found] == no_stratum) position[found] = dense.count++;
    dense.code[row] = position[found];
  }
  return dense;
}

void check_length(std::size_t length, std::size_t rows, const char* column) {
  if (length != 0 && length != rows) {
    throw Error(ErrorCode::incompatible,
                std::string(column) + " has " + std::to_string(length) +
                    " rows, the answers have " + std::to_string(rows),
                "Give one entry a row, or none.",
                {.column = column});
  }
}

}  // namespace

void check_level(double level) {
  if (!(level > 0.0 && level < 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "the confidence level must lie between 0 and 1",
                "Use .95 for 95%.",
                {.column = "level"});
  }
}

void check_design(const SurveyDesign& design, std::size_t rows) {
  check_length(design.weights.size(), rows, "weights");
  check_length(design.clusters.size(), rows, "clusters");
  check_length(design.strata.size(), rows, "strata");
  for (std::size_t row = 0; row < design.weights.size(); ++row) {
    if (!(design.weights[row] >= 0.0) || !std::isfinite(design.weights[row])) {
      throw Error(ErrorCode::invalid_data,
                  "a weight is negative or not finite",
                  "Weights are finite and >= 0; 0 leaves a row out.",
                  {.row = row, .column = "weights"});
    }
  }
}

void check_answers(std::span<const double> values, std::string_view column) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (std::isinf(values[row])) {
      throw Error(ErrorCode::invalid_data,
                  "an answer is infinite",
                  "Mark an answer not given with NaN.",
                  {.row = row, .column = std::string(column)});
    }
  }
}

Linearized linearized_covariance(std::span<const double> influence,
                                 std::size_t k,
                                 std::span<const std::uint8_t> kept,
                                 const SurveyDesign& design) {
  const DenseCodes clusters = densify(design.clusters, kept);
  std::vector<double> total(clusters.count * k, 0.0);
  for (std::size_t row = 0; row < kept.size(); ++row) {
    if (kept[row] == 0) continue;
    for (std::size_t j = 0; j < k; ++j) total[clusters.code[row] * k + j] += influence[row * k + j];
  }

  std::vector<std::uint32_t> stratum(clusters.count, 0);
  std::uint32_t strata = clusters.count > 0 ? 1 : 0;
  if (!design.strata.empty()) {
    const DenseCodes dense = densify(design.strata, kept);
    strata = dense.count;
    std::ranges::fill(stratum, no_stratum);
    for (std::size_t row = 0; row < kept.size(); ++row) {
      if (kept[row] == 0) continue;
      std::uint32_t& seen = stratum[clusters.code[row]];
      if (seen != no_stratum && seen != dense.code[row]) {
        throw Error(ErrorCode::invalid_data,
                    "a cluster lies in two strata",
                    "Give each cluster one stratum.",
                    {.row = row, .column = "strata"});
      }
      seen = dense.code[row];
    }
  }

  std::vector<double> center(strata * k, 0.0);
  std::vector<double> members(strata, 0.0);
  for (std::uint32_t c = 0; c < clusters.count; ++c) {
    members[stratum[c]] += 1.0;
    for (std::size_t j = 0; j < k; ++j) center[stratum[c] * k + j] += total[c * k + j];
  }
  for (std::uint32_t h = 0; h < strata; ++h) {
    // A lonely cluster has no neighbours to be compared with: its distance from the overall mean,
    // whose influence is 0, stands in.
    const double divisor = members[h] > 1.0 ? members[h] : std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < k; ++j) center[h * k + j] /= divisor;
  }

  Linearized result{
      .covariance = std::vector<double>(k * k, 0.0), .clusters = clusters.count, .strata = strata};
  for (std::uint32_t c = 0; c < clusters.count; ++c) {
    const std::uint32_t h = stratum[c];
    const double correction = members[h] > 1.0 ? members[h] / (members[h] - 1.0) : 1.0;
    for (std::size_t i = 0; i < k; ++i) {
      const double di = total[c * k + i] - center[h * k + i];
      for (std::size_t j = 0; j < k; ++j) {
        const double dj = total[c * k + j] - center[h * k + j];
        result.covariance[i * k + j] += correction * di * dj;
      }
    }
  }
  return result;
}

Estimate t_estimate(double value, double variance, double df, double level, std::uint64_t n) {
  Estimate estimate{.value = value, .n = n, .method = Method::student_t};
  if (!(df > 0.0) || !(variance >= 0.0)) return estimate;
  const double se = std::sqrt(variance);
  const double half = numeric::two_sided_student_t(level, df) * se;
  estimate.standard_error = se;
  estimate.interval = Interval{.lower = value - half, .upper = value + half, .level = level};
  return estimate;
}

}  // namespace centricity::inline v0::statistics
