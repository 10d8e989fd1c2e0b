#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include <centricity/core/error.hpp>
#include <centricity/gap/gap_moments.hpp>

#include "gap/gap_answers.hpp"
#include "gap/ratings.hpp"
#include "statistics/linearized.hpp"

namespace centricity::inline v0::gap {
namespace {

constexpr std::size_t block = 512;  // rows whose columns stay in the cache

PairProducts& operator+=(PairProducts& sum, const PairProducts& more) {
  sum.w += more.w;
  sum.e += more.e;
  sum.p += more.p;
  sum.ee += more.ee;
  sum.ep += more.ep;
  sum.pp += more.pp;
  return sum;
}

PairMoments& operator+=(PairMoments& sum, const PairMoments& more) {
  sum.n += more.n;
  sum.missing += more.missing;
  sum.units += more.units;
  sum.squared_weights += more.squared_weights;
  sum.rows += more.rows;
  sum.totals += more.totals;
  return sum;
}

void add(PairProducts& sum, double w, double e, double p) {
  sum.w += w;
  sum.e += w * e;
  sum.p += w * p;
  sum.ee += w * e * e;
  sum.ep += w * e * p;
  sum.pp += w * p * p;
}

// Totals of the respondent whose rows are being read.
struct Open {
  double w = 0.0;
  double e = 0.0;
  double p = 0.0;
  bool any = false;

  void close(PairMoments& moments) {
    if (!any) return;
    ++moments.units;
    moments.totals.w += w * w;
    moments.totals.e += w * e;
    moments.totals.p += w * p;
    moments.totals.ee += e * e;
    moments.totals.ep += e * p;
    moments.totals.pp += p * p;
    *this = {};
  }
};

// How a column is read: high is good, 0 is the middle of the scale.
struct Reading {
  double center = 0.0;
  double sign = 1.0;
  double top = 0.0;  // the best answer, so read

  explicit Reading(const Scale& scale)
      : center{0.5 * (scale.lowest + scale.highest)},
        sign{scale.reversed ? -1.0 : 1.0},
        top{sign * ((scale.reversed ? scale.lowest : scale.highest) - center)} {}

  [[nodiscard]] double operator()(double answer) const { return sign * (answer - center); }
};

// True unless every answer is surely on the scale; NaN is.  Only a filter: `check_rating` decides.
// No branch and no comparison, so that compilers use vectors: what is off makes something negative.
bool may_be_off(const double* answer, std::size_t rows, const Scale& scale) {
  constexpr double to_integer = 6755399441055744.0;  // adding it rounds; taking it off restores
  const auto sign_of = [](double x) { return std::bit_cast<std::uint64_t>(x); };
  const double lowest = scale.lowest;
  const double highest = scale.highest;
  const double step = scale.step;
  const double per_step = step > 0.0 ? 1.0 / step : 0.0;
  const double tolerance = step > 0.0 ? 1e-9 : std::numeric_limits<double>::max();
  std::uint64_t signs = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    const double above = answer[r] - lowest;
    const double nearest = (above * per_step + to_integer - to_integer) * step;
    signs |= sign_of(above) | sign_of(highest - answer[r]) |
             sign_of(tolerance - std::abs(above - nearest));
  }
  return (signs >> 63U) != 0;
}

// Expectations and perceptions of a block; 0 where `given` is 0, beyond the rows too.
struct Columns {
  std::array<double, block> given{};  // 1, or 0 where one of the two is missing
  std::array<double, block> e{};
  std::array<double, block> p{};
};

// Sums over the items of a row; NaN if an answer is missing.
struct RowSums {
  std::array<double, block> e{};
  std::array<double, block> p{};
};

// Everything that one pass needs besides the sums it fills.
struct Pass {
  std::span<const GapItem> items;
  const statistics::SurveyDesign& design;
  std::vector<Reading> reading{};
  std::vector<std::optional<std::size_t>> dimension_of{};
  std::vector<double> size{};    // items of a dimension
  std::vector<RowSums> sums{};   // by dimension, then of all items
  std::vector<Columns> means{};  // by dimension
  // Respondents being read: items, their ceilings, dimensions, all.
  std::vector<Open> open{};

  [[nodiscard]] double weight(std::size_t row) const { return statistics::weight_of(design, row); }
};

// Sums of the products, unweighted.  Two rows at a time: processors add in pairs, compilers may
// not.
PairProducts products_of(const Columns& columns) {
  std::array<std::array<double, 2>, 6> sum{};
  for (std::size_t r = 0; r < block; r += 2) {
    for (std::size_t lane = 0; lane < 2; ++lane) {
      const double e = columns.e[r + lane];
      const double p = columns.p[r + lane];
      sum[0][lane] += columns.given[r + lane];
      sum[1][lane] += e;
      sum[2][lane] += p;
      sum[3][lane] += e * e;
      sum[4][lane] += e * p;
      sum[5][lane] += p * p;
    }
  }
  return {.w = sum[0][0] + sum[0][1],
          .e = sum[1][0] + sum[1][1],
          .p = sum[2][0] + sum[2][1],
          .ee = sum[3][0] + sum[3][1],
          .ep = sum[4][0] + sum[4][1],
          .pp = sum[5][0] + sum[5][1]};
}

// Rows of a simple sample: sums only.
void add_simple(PairMoments& moments, const Columns& columns, std::size_t rows) {
  const PairProducts sum = products_of(columns);
  const auto n = static_cast<std::uint64_t>(sum.w);
  moments.n += n;
  moments.missing += rows - n;
  moments.rows += sum;
}

// Rows with weights, or respondents of several rows.
void add_designed(const statistics::SurveyDesign& design,
                  std::size_t first,
                  PairMoments& moments,
                  Open& open,
                  const Columns& columns,
                  std::size_t rows) {
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t row = first + r;
    const bool begins =
        row == 0 || design.clusters.empty() || design.clusters[row] != design.clusters[row - 1];
    if (begins) open.close(moments);
    if (columns.given[r] == 0.0) {
      ++moments.missing;
      continue;
    }
    const double w = statistics::weight_of(design, row);
    if (w == 0.0) continue;
    ++moments.n;
    moments.squared_weights += w * w;
    add(moments.rows, w, columns.e[r], columns.p[r]);
    open.w += w;
    open.e += w * columns.e[r];
    open.p += w * columns.p[r];
    open.any = true;
  }
}

void check_block(const GapItem& item, std::size_t first, std::size_t rows) {
  const auto check = [&](std::span<const double> column, const char* what) {
    if (!may_be_off(column.data() + first, rows, item.scale)) return;
    for (std::size_t row = first; row < first + rows; ++row) {
      check_rating(column[row], item.scale, row, what + item.name);
    }
  };
  check(item.expectation, "expectation of ");
  check(item.perception, "perception of ");
}

// Both answers of each row, and their sums to those of the dimension; NaN spreads in the sums.
void read_pairs(const GapItem& item,
                const Reading& read,
                std::size_t first,
                std::size_t rows,
                Columns& pair,
                Columns& ceiling,
                RowSums& sums) {
  const double* expectation = item.expectation.data() + first;
  const double* perception = item.perception.data() + first;
  for (std::size_t r = 0; r < rows; ++r) {
    const double e = read(expectation[r]);
    const double p = read(perception[r]);
    sums.e[r] += e;
    sums.p[r] += p;
    const bool both = e + p == e + p;
    pair.given[r] = both ? 1.0 : 0.0;
    pair.e[r] = both ? e : 0.0;
    pair.p[r] = both ? p : 0.0;
    ceiling.given[r] = e == e ? 1.0 : 0.0;
    ceiling.e[r] = e == read.top ? 1.0 : 0.0;
  }
}

// Means of `count` items, where all were answered.
void read_means(const RowSums& sums, double count, std::size_t rows, Columns& means) {
  for (std::size_t r = 0; r < rows; ++r) {
    const bool all = sums.e[r] + sums.p[r] == sums.e[r] + sums.p[r];
    means.given[r] = all ? 1.0 : 0.0;
    means.e[r] = all ? sums.e[r] / count : 0.0;
    means.p[r] = all ? sums.p[r] / count : 0.0;
  }
}

// The answers of one item in the rows that are given in its dimension.
void read_complete(const GapItem& item,
                   const Reading& read,
                   std::size_t first,
                   std::size_t rows,
                   const Columns& dimension,
                   Columns& complete) {
  const double* expectation = item.expectation.data() + first;
  const double* perception = item.perception.data() + first;
  for (std::size_t r = 0; r < rows; ++r) {
    complete.given[r] = dimension.given[r];
    complete.e[r] = dimension.given[r] == 1.0 ? read(expectation[r]) : 0.0;
    complete.p[r] = dimension.given[r] == 1.0 ? read(perception[r]) : 0.0;
  }
}

void add_block(Pass& pass, GapMoments& moments, std::size_t first, std::size_t rows) {
  const std::size_t k = pass.items.size();
  const std::size_t dimensions = moments.dimensions.size();
  const auto add_rows = [&](PairMoments& sum, std::size_t open, const Columns& columns) {
    if (moments.simple) {
      add_simple(sum, columns, rows);
    } else {
      add_designed(pass.design, first, sum, pass.open[open], columns, rows);
    }
  };
  Columns pair;
  Columns ceiling;
  pass.sums.assign(dimensions + 1, {});
  for (std::size_t j = 0; j < k; ++j) {
    check_block(pass.items[j], first, rows);
    RowSums& sums = pass.sums[pass.dimension_of[j].value_or(dimensions)];
    read_pairs(pass.items[j], pass.reading[j], first, rows, pair, ceiling, sums);
    add_rows(moments.items[j].pair, j, pair);
    add_rows(moments.items[j].ceiling, k + j, ceiling);
  }
  pass.means.assign(dimensions, {});
  for (std::size_t d = 0; d < dimensions; ++d) {
    Columns& means = pass.means[d];
    read_means(pass.sums[d], pass.size[d], rows, means);
    add_rows(moments.dimensions[d].pair, 2 * k + d, means);
    for (std::size_t r = 0; r < rows; ++r) {
      pass.sums[dimensions].e[r] += pass.sums[d].e[r];
      pass.sums[dimensions].p[r] += pass.sums[d].p[r];
      // Reliabilities are not weighted, but a weight of 0 leaves a row out.
      if (pass.weight(first + r) == 0.0) means.given[r] = means.e[r] = means.p[r] = 0.0;
    }
    moments.dimensions[d].unweighted += products_of(means);
  }
  for (std::size_t j = 0; j < k; ++j) {
    if (!pass.dimension_of[j]) continue;
    const Columns& dimension = pass.means[*pass.dimension_of[j]];
    read_complete(pass.items[j], pass.reading[j], first, rows, dimension, pair);
    moments.items[j].complete += products_of(pair);
  }
  read_means(pass.sums[dimensions], static_cast<double>(k), rows, pair);
  add_rows(moments.overall, 2 * k + dimensions, pair);
}

// Calls with every sum and the respondent open in it.
template <class Visit>
void for_each_pair(GapMoments& moments, const Visit& visit) {
  const std::size_t k = moments.items.size();
  for (std::size_t j = 0; j < k; ++j) {
    visit(moments.items[j].pair, j);
    visit(moments.items[j].ceiling, k + j);
  }
  for (std::size_t d = 0; d < moments.dimensions.size(); ++d) {
    visit(moments.dimensions[d].pair, 2 * k + d);
  }
  visit(moments.overall, 2 * k + moments.dimensions.size());
}

void check(std::span<const GapItem> items, const statistics::SurveyDesign& design) {
  check_gap_items(items, false);
  statistics::check_design(design, items.front().perception.size());
  if (!design.strata.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "moments of gaps know no strata",
                "Summarize each stratum, or score the columns.",
                {.column = "strata"});
  }
  const auto fall = std::ranges::adjacent_find(design.clusters, std::ranges::greater{});
  if (fall != design.clusters.end()) {
    throw Error(ErrorCode::invalid_data,
                "the clusters are not in ascending order",
                "Sort the rows by respondent, or score the columns.",
                {.row = static_cast<std::uint64_t>(fall - design.clusters.begin()) + 1,
                 .column = "clusters"});
  }
}

Pass begin(std::span<const GapItem> items,
           const statistics::SurveyDesign& design,
           GapMoments& moments) {
  Pass pass{.items = items, .design = design};
  for (const GapItem& item : items) {
    pass.reading.emplace_back(item.scale);
    moments.items.push_back({.name = item.name, .dimension = item.dimension, .scale = item.scale});
    if (item.dimension.empty()) {
      pass.dimension_of.emplace_back();
      continue;
    }
    const auto known =
        std::ranges::find(moments.dimensions, item.dimension, &DimensionMoments::name);
    const auto d = static_cast<std::size_t>(known - moments.dimensions.begin());
    if (known == moments.dimensions.end()) {
      moments.dimensions.push_back({.name = item.dimension});
      pass.size.push_back(0.0);
    }
    pass.size[d] += 1.0;
    pass.dimension_of.emplace_back(d);
  }
  pass.open.resize(2 * items.size() + moments.dimensions.size() + 1);
  return pass;
}

bool same_item(const ItemMoments& a, const ItemMoments& b) {
  return a.name == b.name && a.dimension == b.dimension && a.scale == b.scale;
}

}  // namespace

GapMoments summarize_gaps(std::span<const GapItem> items, const statistics::SurveyDesign& design) {
  check(items, design);
  GapMoments moments{.rows = items.front().perception.size(),
                     .simple = design.weights.empty() && design.clusters.empty()};
  Pass pass = begin(items, design, moments);
  for (std::size_t first = 0; first < moments.rows; first += block) {
    add_block(pass, moments, first, std::min<std::size_t>(block, moments.rows - first));
  }
  for_each_pair(moments, [&](PairMoments& pair, std::size_t open) {
    if (moments.simple) {  // a row each, of weight 1
      pair.units = pair.n;
      pair.squared_weights = static_cast<double>(pair.n);
      pair.totals = pair.rows;
    } else {
      pass.open[open].close(pair);
    }
  });
  return moments;
}

GapMoments& GapMoments::operator+=(const GapMoments& other) {
  if (other.items.empty()) return *this;
  if (items.empty()) return *this = other;
  if (!std::ranges::equal(items, other.items, same_item)) {
    throw Error(ErrorCode::incompatible,
                "moments of different items cannot be added",
                "Summarize the same items, in the same order and on the same scales.");
  }
  for (std::size_t j = 0; j < items.size(); ++j) {
    items[j].pair += other.items[j].pair;
    items[j].ceiling += other.items[j].ceiling;
    items[j].complete += other.items[j].complete;
  }
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    dimensions[d].pair += other.dimensions[d].pair;
    dimensions[d].unweighted += other.dimensions[d].unweighted;
  }
  overall += other.overall;
  rows += other.rows;
  simple = simple && other.simple;
  return *this;
}

}  // namespace centricity::inline v0::gap
