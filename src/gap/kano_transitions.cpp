#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/gap/kano_transitions.hpp>
#include <centricity/statistics/proportion.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr double tolerance = 1e-9;
constexpr auto must_be = static_cast<std::size_t>(KanoStage::must_be);

std::optional<std::size_t> stage_of(const std::optional<KanoCategory>& category) {
  if (!category) return std::nullopt;
  switch (*category) {
    case KanoCategory::indifferent:
      return static_cast<std::size_t>(KanoStage::indifferent);
    case KanoCategory::attractive:
      return static_cast<std::size_t>(KanoStage::attractive);
    case KanoCategory::one_dimensional:
      return static_cast<std::size_t>(KanoStage::one_dimensional);
    case KanoCategory::must_be:
      return must_be;
    case KanoCategory::reverse:
    case KanoCategory::questionable:
      break;
  }
  return std::nullopt;
}

void check(const std::array<double, kano_stages>& chances, const char* what) {
  double sum = 0.0;
  for (const double p : chances) {
    sum += p;
    if (!(p >= 0.0 && p <= 1.0)) sum = NAN;
  }
  if (!(std::abs(sum - 1.0) <= tolerance)) {
    throw Error(ErrorCode::invalid_argument,
                std::string(what) + " must lie between 0 and 1 and add up to 1",
                "",
                {.column = what});
  }
}

void check(const KanoMatrix& matrix) {
  for (const auto& row : matrix) check(row, "chances of a stage");
}

// Stages from which must-be is reached sooner or later with certainty: every stage that can be
// reached from them can itself reach must-be.
std::array<bool, kano_stages> certain_to_arrive(const KanoMatrix& matrix) {
  std::array<std::array<bool, kano_stages>, kano_stages> reaches{};
  for (std::size_t i = 0; i < kano_stages; ++i) {
    for (std::size_t j = 0; j < kano_stages; ++j) {
      reaches[i][j] = i == j || (i != must_be && matrix[i][j] > 0.0);
    }
  }
  for (std::size_t via = 0; via < kano_stages; ++via) {
    for (auto& row : reaches) {
      for (std::size_t j = 0; j < kano_stages; ++j) {
        row[j] = row[j] || (row[via] && reaches[via][j]);
      }
    }
  }
  std::array<bool, kano_stages> certain{};
  for (std::size_t i = 0; i < kano_stages; ++i) {
    certain[i] = true;
    for (std::size_t j = 0; j < kano_stages; ++j) {
      certain[i] = certain[i] && (!reaches[i][j] || reaches[j][must_be]);
    }
  }
  return certain;
}

}  // namespace

KanoTransitions estimate_kano_transitions(std::span<const std::optional<KanoCategory>> before,
                                          std::span<const std::optional<KanoCategory>> after,
                                          double level) {
  if (before.size() != after.size()) {
    throw Error(ErrorCode::incompatible, "the two waves differ in length");
  }
  std::array<std::array<std::uint64_t, kano_stages>, kano_stages> count{};
  KanoTransitions result;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto from = stage_of(before[i]);
    const auto to = stage_of(after[i]);
    if (from && to) {
      ++count[*from][*to];
      ++result.n;
    } else {
      ++result.left_out;
    }
  }
  for (std::size_t i = 0; i < kano_stages; ++i) {
    const std::uint64_t n = std::accumulate(count[i].begin(), count[i].end(), std::uint64_t{0});
    for (std::size_t j = 0; j < kano_stages; ++j) {
      result.count[i][j] = count[i][j];
      result.chance[i][j] = statistics::proportion(count[i][j], n, {.level = level});
    }
  }
  return result;
}

std::optional<KanoMatrix> transition_matrix(const KanoTransitions& transitions) noexcept {
  KanoMatrix matrix{};
  for (std::size_t i = 0; i < kano_stages; ++i) {
    for (std::size_t j = 0; j < kano_stages; ++j) {
      if (!transitions.chance[i][j].defined()) return std::nullopt;
      matrix[i][j] = *transitions.chance[i][j].value;
    }
  }
  return matrix;
}

KanoShares forecast_kano_shares(const KanoMatrix& matrix, const KanoShares& now, int waves) {
  check(matrix);
  check(now, "shares");
  if (waves < 0) throw Error(ErrorCode::invalid_argument, "a forecast looks ahead, waves >= 0");
  KanoShares shares = now;
  for (int wave = 0; wave < waves; ++wave) {
    KanoShares next{};
    for (std::size_t i = 0; i < kano_stages; ++i) {
      for (std::size_t j = 0; j < kano_stages; ++j) next[j] += shares[i] * matrix[i][j];
    }
    shares = next;
  }
  return shares;
}

std::array<Estimate, kano_stages> expected_waves_to_must_be(const KanoMatrix& matrix) {
  check(matrix);
  const auto certain = certain_to_arrive(matrix);
  std::vector<std::size_t> stages;
  for (std::size_t i = 0; i < kano_stages; ++i) {
    if (certain[i] && i != must_be) stages.push_back(i);
  }
  // t = 1 + Q t over the stages that arrive, by Gauss-Jordan elimination of I - Q, which is
  // diagonally dominant: no pivoting.
  const std::size_t m = stages.size();
  std::vector<std::vector<double>> system(m, std::vector<double>(m + 1, 1.0));
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      system[i][j] = (i == j ? 1.0 : 0.0) - matrix[stages[i]][stages[j]];
    }
  }
  for (std::size_t pivot = 0; pivot < m; ++pivot) {
    for (std::size_t i = 0; i < m; ++i) {
      if (i == pivot) continue;
      const double factor = system[i][pivot] / system[pivot][pivot];
      for (std::size_t j = pivot; j <= m; ++j) system[i][j] -= factor * system[pivot][j];
    }
  }
  std::array<Estimate, kano_stages> waves;
  waves.fill(undefined_estimate(Undefined::infinite));
  waves[must_be] = {.value = 0.0, .method = Method::closed_form};
  for (std::size_t i = 0; i < m; ++i) {
    waves[stages[i]] = {.value = system[i][m] / system[i][i], .method = Method::closed_form};
  }
  return waves;
}

Document describe(const KanoTransitions& transitions) {
  const std::vector<std::string> stages{"indifferent", "attractive", "one-dimensional", "must-be"};
  const Format percent{.quantity = Quantity::percent, .decimals = 0};
  HeatMap map{.title = "From one wave to the next",
              .caption = "Rows: now. Columns: the next wave.",
              .x = {.label = "Next wave", .categories = stages},
              .y = {.label = "Now", .categories = stages},
              .format = percent};
  Table table{.columns = {{.name = "Now"},
                          {.name = "Next wave"},
                          {.name = "Chance", .format = percent},
                          {.name = "Pairs", .role = ColumnRole::cell_size}}};
  for (std::size_t i = 0; i < kano_stages; ++i) {
    for (std::size_t j = 0; j < kano_stages; ++j) {
      const Estimate& chance = transitions.chance[i][j];
      const auto pairs = static_cast<std::int64_t>(chance.n);
      map.values.push_back(chance.value);
      map.cell_sizes.push_back(pairs);
      table.rows.push_back({stages[i], stages[j], chance, pairs});
    }
  }
  Document document{.id = "kano_transitions", .title = "How features age (Kano)"};
  document.blocks.emplace_back(std::move(map));
  document.blocks.emplace_back(std::move(table));
  if (const auto matrix = transition_matrix(transitions)) {
    const auto waves = expected_waves_to_must_be(*matrix);
    Figures figures;
    for (std::size_t i = 0; i < must_be; ++i) {
      figures.figures.push_back({.name = "Waves until must-be, from " + stages[i],
                                 .estimate = waves[i],
                                 .format = {.decimals = 1}});
    }
    document.blocks.emplace_back(std::move(figures));
  } else {
    document.blocks.emplace_back(
        Notice{Severity::note, "No forecast: at least one stage was not seen in the first wave."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
