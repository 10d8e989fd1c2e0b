#include "segment/classes.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace centricity::inline v0::segment {
namespace {

using Ranks = std::vector<std::size_t>;  // places in ascending order of value, from 0

/// Puts the values of these ranks (ascending, distinct) where sorting would put them.  Halves the
/// ranks, so that every value is looked at log(ranks) times.
template <typename Value>
void select(std::span<Value> values, std::size_t offset, std::span<const std::size_t> ranks) {
  if (ranks.empty()) {
    return;
  }
  const std::size_t half = ranks.size() / 2;
  const std::size_t middle = ranks[half] - offset;
  std::nth_element(
      values.begin(), values.begin() + static_cast<std::ptrdiff_t>(middle), values.end());
  select(values.first(middle), offset, ranks.first(half));
  select(values.subspan(middle + 1), offset + middle + 1, ranks.subspan(half + 1));
}

template <typename Value>
void select(std::vector<Value>& values, Ranks ranks) {
  std::sort(ranks.begin(), ranks.end());
  ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
  select(std::span<Value>{values}, 0, ranks);
}

std::vector<double> values_at(const Ranks& ranks, std::vector<double> column) {
  select(column, ranks);
  std::vector<double> values;
  for (const std::size_t rank : ranks) {
    values.push_back(column[rank]);
  }
  return values;
}

/// Of the last member of each class but the highest, as NTILE of SQL counts.
Ranks even_ranks(std::size_t size, std::size_t classes) {
  Ranks ranks;
  for (std::size_t i = 1; i < classes; ++i) {
    ranks.push_back(i * (size / classes) + std::min(i, size % classes) - 1);
  }
  return ranks;
}

/// Of the quantiles of type 1.
Ranks step_ranks(std::size_t size, std::size_t classes) {
  Ranks ranks;
  for (std::size_t i = 1; i < classes; ++i) {
    ranks.push_back((size * i + classes - 1) / classes - 1);
  }
  return ranks;
}

/// Quantiles of type 7: between the values of two neighbouring ranks.
std::vector<double> interpolated_cuts(std::vector<double> column, std::size_t classes) {
  const std::size_t last = column.size() - 1;
  Ranks below;
  Ranks above;
  for (std::size_t i = 1; i < classes; ++i) {
    below.push_back(last * i / classes);
    above.push_back(std::min(below.back() + 1, last));
  }
  Ranks both = below;
  both.insert(both.end(), above.begin(), above.end());
  const std::vector<double> values = values_at(both, std::move(column));
  std::vector<double> cuts;
  for (std::size_t i = 1; i < classes; ++i) {
    const double part = static_cast<double>(last * i % classes) / static_cast<double>(classes);
    cuts.push_back(std::lerp(values[i - 1], values[i - 1 + below.size()], part));
  }
  return cuts;
}

}  // namespace

std::vector<double> find_cuts(std::vector<double> column, std::size_t classes, RfmScoring scoring) {
  if (column.empty()) {
    return {};
  }
  const std::size_t size = column.size();
  switch (scoring) {
    case RfmScoring::equal_values:
      return values_at(step_ranks(size, classes), std::move(column));
    case RfmScoring::ntile:
      return values_at(even_ranks(size, classes), std::move(column));
    case RfmScoring::interpolated:
      break;
  }
  return interpolated_cuts(std::move(column), classes);
}

std::vector<std::uint8_t> divide_evenly(std::span<const double> column, std::size_t classes) {
  using Place = std::pair<double, std::size_t>;  // a value and its position, which breaks ties
  std::vector<Place> places;
  places.reserve(column.size());
  for (std::size_t i = 0; i < column.size(); ++i) {
    places.emplace_back(column[i], i);
  }
  if (places.empty()) {
    return {};
  }
  const Ranks ranks = even_ranks(column.size(), classes);
  select(places, ranks);
  std::vector<std::uint8_t> result(column.size(), 1);
  for (const std::size_t rank : ranks) {
    for (std::size_t above = rank + 1; above < places.size(); ++above) {
      ++result[places[above].second];
    }
  }
  return result;
}

}  // namespace centricity::inline v0::segment
