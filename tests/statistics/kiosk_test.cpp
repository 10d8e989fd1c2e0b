// Estimators on a real survey of 207 kiosk users, against R: psych::alpha, cor and t.test as in
// gap.json, servqual.

#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/correlation.hpp>
#include <centricity/statistics/reliability.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace st = centricity::statistics;
using support::expect_relative;

namespace {

constexpr const char* survey = "kiosk_servqual_kano_ipa.csv";

std::string numbered(const char* prefix, int item) {
  return prefix + std::string(item < 10 ? "0" : "") + std::to_string(item);
}

}  // namespace

TEST(Kiosk, AlphaOfExpectationPerceptionAndGap) {
  const auto file = support::data_file(survey);
  if (!file) GTEST_SKIP() << support::no_data(survey);
  auto data = support::read_columns(*file);
  // Eight dimensions of three items each: alpha of E, P and P − E, and correlation of E with P.
  constexpr double reference[][4] = {
      {0.802985505156126, 0.673342064911832, 0.678632317954635, 0.454556904866375},
      {0.854140690899392, 0.80687989303309, 0.703374831079061, 0.704251274938757},
      {0.799625970715016, 0.713063878523664, 0.715245288657556, 0.239881876552869},
      {0.61767101960027, 0.740068785109742, 0.703074087622049, 0.262756486097971},
      {0.741103394231803, 0.606048126748671, 0.630459484299851, 0.15244915349063},
      {0.741070167295623, 0.706503944039292, 0.687575042988615, 0.291153479763639},
      {0.880359417806289, 0.832696584818726, 0.856043763397162, 0.078079146129363},
      {0.440757564300606, 0.633841800266072, 0.482119013258163, 0.348414135305431}};
  for (int dimension = 0; dimension < 8; ++dimension) {
    SCOPED_TRACE(dimension);
    std::array<std::vector<double>, 3> e, p, gap;
    const std::size_t rows = data["E01"].size();
    std::vector<double> mean_e(rows, 0.0), mean_p(rows, 0.0);
    for (std::size_t k = 0; k < 3; ++k) {
      const int item = 3 * dimension + static_cast<int>(k) + 1;
      e[k] = data[numbered("E", item)];
      p[k] = data[numbered("P", item)];
      for (std::size_t i = 0; i < rows; ++i) {
        gap[k].push_back(p[k][i] - e[k][i]);
        mean_e[i] += e[k][i] / 3.0;
        mean_p[i] += p[k][i] / 3.0;
      }
    }
    const auto alpha = [](const std::array<std::vector<double>, 3>& items) {
      return *st::cronbach_alpha(
                  std::array<std::span<const double>, 3>{items[0], items[1], items[2]})
                  .value;
    };
    const double* expected = reference[dimension];
    expect_relative(alpha(e), expected[0], 1e-12);
    expect_relative(alpha(p), expected[1], 1e-12);
    expect_relative(alpha(gap), expected[2], 1e-12);
    expect_relative(*st::pearson_correlation(mean_e, mean_p).value, expected[3], 1e-12);
  }
}

TEST(Kiosk, PairedGapsAgreeWithR) {
  const auto file = support::data_file(survey);
  if (!file) GTEST_SKIP() << support::no_data(survey);
  auto data = support::read_columns(*file);

  struct Row {
    double gap, t, p, lower, upper;
  };

  constexpr Row reference[] = {{-0.545893719806763,
                                -7.22675485844516,
                                9.46203201838355e-12,
                                -0.694820169677743,
                                -0.396967269935784},
                               {-0.391304347826087,
                                -5.8421275701113,
                                1.98877202842225e-08,
                                -0.523358085858593,
                                -0.259250609793581},
                               {-0.951690821256039,
                                -10.0613850231764,
                                1.26113251110449e-19,
                                -1.13817636620506,
                                -0.76520527630702}};
  for (int item = 1; item <= 3; ++item) {
    const auto c = st::compare_paired(data[numbered("P", item)], data[numbered("E", item)]);
    const Row& r = reference[item - 1];
    expect_relative(*c.difference.value, r.gap, 1e-12);
    expect_relative(*c.statistic, r.t, 1e-12);
    expect_relative(*c.p_value, r.p, 1e-10);
    expect_relative(c.difference.interval->lower, r.lower, 1e-12);
    expect_relative(c.difference.interval->upper, r.upper, 1e-12);
    EXPECT_EQ(*c.degrees_of_freedom, 206.0);
  }
}
