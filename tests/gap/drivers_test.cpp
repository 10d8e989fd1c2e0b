#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/penalty_reward.hpp>
#include <centricity/statistics/least_squares.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
namespace st = centricity::statistics;
using support::expect_relative;

namespace {

constexpr gap::DriverOptions quick{.bootstrap = {.seed = 2, .replicates = 200}};

struct ServiceQuality {
  std::vector<std::vector<double>> dimensions{};
  std::vector<double> satisfaction{};
  std::vector<gap::DriverColumn> columns{};
};

// service_quality_SQ.csv: five dimensions as means of their items.
ServiceQuality read_service_quality(const std::filesystem::path& file) {
  auto data = support::read_columns(file);
  constexpr std::pair<int, int> items[] = {{1, 4}, {5, 9}, {10, 13}, {14, 17}, {18, 22}};
  ServiceQuality sq{.satisfaction = data["sat"]};
  for (const auto& [first, last] : items) {
    std::vector<double> mean(sq.satisfaction.size(), 0.0);
    for (int i = first; i <= last; ++i) {
      const auto& item = data[(i < 10 ? "a0" : "a") + std::to_string(i)];
      for (std::size_t row = 0; row < mean.size(); ++row) mean[row] += item[row];
    }
    for (double& m : mean) m /= last - first + 1;
    sq.dimensions.push_back(std::move(mean));
  }
  constexpr const char* names[] = {"TAN", "REL", "RES", "ASS", "EMP"};
  for (std::size_t j = 0; j < 5; ++j) {
    sq.columns.push_back({.name = names[j], .values = sq.dimensions[j]});
  }
  return sq;
}

struct Simulated {
  std::vector<std::vector<double>> x{};
  std::vector<double> y{};
  std::vector<gap::DriverColumn> columns{};
};

Simulated simulate(std::uint64_t seed, std::size_t n) {
  cc::Rng rng = cc::Rng(1234).stream(seed);
  Simulated s{.x = std::vector<std::vector<double>>(3)};
  for (std::size_t i = 0; i < n; ++i) {
    const double common = cc::normal(rng);
    for (auto& column : s.x) column.push_back(common + cc::normal(rng));
    s.y.push_back(s.x[0][i] + 0.6 * s.x[1][i] + 0.8 * s.x[2][i] + 2.0 * cc::normal(rng));
  }
  for (const auto& column : s.x) s.columns.push_back({.name = "x", .values = column});
  return s;
}

}  // namespace

// gap.json, drivers_SQ: R (lm), relaimpo's lmg, Johnson's weights.
TEST(Drivers, ServiceQuality) {
  const auto file = support::data_file("service_quality_SQ.csv");
  if (!file) GTEST_SKIP() << support::no_data("service_quality_SQ.csv");
  const ServiceQuality sq = read_service_quality(*file);
  constexpr double lmg[] = {
      0.118053408871927, 0.157800873492075, 0.17100767894344, 0.142380360045397, 0.180229734417529};
  constexpr double johnson[] = {
      0.131611555185995, 0.161556800814871, 0.162618022960947, 0.140685793837644, 0.17299988297091};
  const auto exact = gap::fit_drivers(sq.columns, sq.satisfaction, {}, quick);
  auto by_johnson = quick;
  by_johnson.method = gap::DriverMethod::johnson;
  const auto relative = gap::fit_drivers(sq.columns, sq.satisfaction, {}, by_johnson);
  for (std::size_t j = 0; j < 5; ++j) {
    expect_relative(*exact.drivers[j].importance.value, lmg[j], 1e-11);
    expect_relative(*relative.drivers[j].importance.value, johnson[j], 1e-11);
    EXPECT_EQ(exact.drivers[j].importance.method, cc::Method::bootstrap);
    EXPECT_LT(exact.drivers[j].share.interval->lower, *exact.drivers[j].share.value);
  }
  expect_relative(*exact.r_squared.value, 0.769472055770367, 1e-12);
  expect_relative(*relative.r_squared.value, 0.769472055770367, 1e-12);
  EXPECT_EQ(exact.n, 411u);

  constexpr double coefficient[] = {4.17612025602168,
                                    0.225174952130229,
                                    0.221724197236149,
                                    0.20460914187602,
                                    0.0623775494896525,
                                    0.269964570304876};
  constexpr double error[] = {2.48980561345193,
                              0.0365413357838302,
                              0.0420111580630703,
                              0.0506304514098568,
                              0.0502826074912175,
                              0.0460008581033464};
  constexpr double standardized[] = {0.191595044966652,
                                     0.222797153977917,
                                     0.220144221596858,
                                     0.0639623072649658,
                                     0.29612135608234};
  const auto deviation = [](const std::vector<double>& column) {
    return *st::mean(column).estimate.standard_error;  // over a root that cancels
  };
  const std::vector<std::span<const double>> x(sq.dimensions.begin(), sq.dimensions.end());
  const auto ols = st::fit_least_squares(x, sq.satisfaction);
  for (std::size_t j = 0; j < 6; ++j) {
    expect_relative(*ols.coefficients[j].value, coefficient[j], 1e-11);
    expect_relative(*ols.coefficients[j].standard_error, error[j], 1e-11);
  }
  for (std::size_t j = 0; j < 5; ++j) {
    expect_relative(
        *ols.coefficients[j + 1].value * deviation(sq.dimensions[j]) / deviation(sq.satisfaction),
        standardized[j],
        1e-11);
  }
}

TEST(PenaltyReward, ServiceQuality) {
  const auto file = support::data_file("service_quality_SQ.csv");
  if (!file) GTEST_SKIP() << support::no_data("service_quality_SQ.csv");
  const ServiceQuality sq = read_service_quality(*file);
  const auto result = gap::fit_penalty_rewards(
      sq.columns, sq.satisfaction, {}, {.regression = {.covariance = st::Covariance::classical}});
  constexpr double low[] = {70, 72, 70, 75, 64};
  constexpr double high[] = {85, 96, 90, 95, 88};
  constexpr double penalty[][2] = {{-4.2649767402843, 1.35678094637086},
                                   {-6.23168554308229, 1.55981481690524},
                                   {-1.56463178756879, 1.72641385641636},
                                   {-6.67778317740897, 1.73916420895952},
                                   {-6.30022458298321, 1.62150031600263}};
  constexpr double reward[][2] = {{2.67979789994558, 1.4135675613106},
                                  {4.82960034092049, 1.55949777289525},
                                  {2.75175566891272, 1.59793791018717},
                                  {2.14096981740935, 1.67924057868136},
                                  {3.98617090130948, 1.77290381162323}};
  for (std::size_t j = 0; j < 5; ++j) {
    const auto& a = result.attributes[j];
    EXPECT_NEAR(a.low, low[j], 1e-9);
    EXPECT_NEAR(a.high, high[j], 1e-9);
    expect_relative(*a.penalty.value, penalty[j][0], 1e-11);
    expect_relative(*a.penalty.standard_error, penalty[j][1], 1e-11);
    expect_relative(*a.reward.value, reward[j][0], 1e-11);
    expect_relative(*a.reward.standard_error, reward[j][1], 1e-11);
  }
  expect_relative(*result.regression.coefficients[0].value, 83.080648687515, 1e-11);
  expect_relative(*result.regression.coefficients[0].standard_error, 1.09931338028495, 1e-11);
  expect_relative(*result.regression.r_squared, 0.621673218902131, 1e-12);
  expect_relative(result.regression.residual_deviation, 10.3511623898902, 1e-12);
  // Penalties exceed rewards in four of five dimensions, not in responsiveness.
  for (const std::size_t j : {0u, 1u, 3u, 4u}) {
    EXPECT_LT(*result.attributes[j].asymmetry.value, 0.0);
  }
  EXPECT_GT(*result.attributes[2].asymmetry.value, 0.0);
}

TEST(PenaltyReward, SaysWhatItCannotTell) {
  const Simulated s = simulate(1, 50);
  const std::vector<double> constant(50, 3.0);
  const std::vector<gap::DriverColumn> flat{{.name = "flat", .values = constant}};
  const auto result = gap::fit_penalty_rewards(flat, s.y);
  EXPECT_FALSE(result.regression.report.usable());
  EXPECT_EQ(result.attributes[0].penalty.undefined, cc::Undefined::unusable_fit);
  EXPECT_FALSE(result.attributes[0].kind);
  EXPECT_EQ(gap::describe(result).id, "penalty_reward");
  EXPECT_THROW((void)gap::fit_penalty_rewards(s.columns, s.y, {}, {.low_quantile = 0.8}),
               cc::Error);
}

// The definition: the mean gain in R^2 over all orders of entry, each regression fitted anew.
TEST(Drivers, LmgIsTheMeanOverAllOrders) {
  const Simulated s = simulate(7, 40);
  const auto r_squared = [&](std::vector<std::size_t> set) {
    if (set.empty()) return 0.0;
    std::vector<std::span<const double>> x;
    for (const std::size_t j : set) x.emplace_back(s.x[j]);
    return *st::fit_least_squares(x, s.y).r_squared;
  };
  std::array<double, 3> naive{};
  std::vector<std::size_t> order{0, 1, 2};
  do {
    std::vector<std::size_t> set;
    for (const std::size_t j : order) {
      const double before = r_squared(set);
      set.push_back(j);
      naive[j] += (r_squared(set) - before) / 6.0;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  const auto result = gap::fit_drivers(s.columns, s.y, {}, quick);
  double shares = 0.0;
  for (std::size_t j = 0; j < 3; ++j) {
    expect_relative(*result.drivers[j].importance.value, naive[j], 1e-11);
    shares += *result.drivers[j].share.value;
  }
  expect_relative(shares, 1.0, 1e-13);
}

TEST(Drivers, WeightsAreRepetitionsOfARespondent) {
  Simulated s = simulate(3, 40);
  std::vector<double> weights(40, 1.0);
  std::vector<std::uint32_t> each(40);
  std::iota(each.begin(), each.end(), 0u);
  auto repeated = s;
  auto respondents = each;
  for (std::size_t i = 0; i < 10; ++i) {
    weights[i] = 2.0;
    for (std::size_t j = 0; j < 3; ++j) repeated.x[j].push_back(s.x[j][i]);
    repeated.y.push_back(s.y[i]);
    respondents.push_back(each[i]);
  }
  for (std::size_t j = 0; j < 3; ++j) repeated.columns[j].values = repeated.x[j];
  const auto weighted =
      gap::fit_drivers(s.columns, s.y, {.weights = weights, .respondent = each}, quick);
  const auto expanded =
      gap::fit_drivers(repeated.columns, repeated.y, {.respondent = respondents}, quick);
  for (std::size_t j = 0; j < 3; ++j) {
    const auto& a = weighted.drivers[j].share;
    const auto& b = expanded.drivers[j].share;
    expect_relative(*a.value, *b.value, 1e-11);
    expect_relative(a.interval->lower, b.interval->lower, 1e-9);
    expect_relative(*a.standard_error, *b.standard_error, 1e-9);
  }
}

TEST(Drivers, SameBitsForAnyExecutor) {
  const Simulated s = simulate(4, 60);
  const auto serial = gap::fit_drivers(s.columns, s.y, {}, quick);
  const auto threaded = gap::fit_drivers(s.columns, s.y, {}, quick, support::threaded_host(4));
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_EQ(serial.drivers[j].share, threaded.drivers[j].share);
  }
}

TEST(Drivers, UndefinedAndBadInput) {
  const Simulated s = simulate(5, 30);
  const std::vector<double> constant(30, 5.0);
  const auto flat = gap::fit_drivers(s.columns, constant, {}, quick);
  EXPECT_EQ(flat.r_squared.undefined, cc::Undefined::no_variation);
  EXPECT_EQ(flat.drivers[0].share.undefined, cc::Undefined::no_variation);
  std::vector<gap::DriverColumn> few;
  for (const auto& c : s.columns) few.push_back({.name = c.name, .values = c.values.first(4)});
  EXPECT_EQ(gap::fit_drivers(few, std::span(s.y).first(4), {}, quick).r_squared.undefined,
            cc::Undefined::too_few);
  EXPECT_THROW((void)gap::fit_drivers(few, s.y, {}, quick), cc::Error);
  EXPECT_THROW((void)gap::fit_drivers({}, s.y, {}, quick), cc::Error);
  const std::vector<gap::DriverColumn> many(21, s.columns[0]);
  try {
    (void)gap::fit_drivers(many, s.y, {}, quick);
    FAIL() << "21 attributes passed";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::limit_exceeded);
  }
  auto gappy = s;
  gappy.y[7] = std::nan("");
  EXPECT_EQ(gap::fit_drivers(gappy.columns, gappy.y, {}, quick).missing, 1u);
  gappy.y[7] = INFINITY;
  EXPECT_THROW((void)gap::fit_drivers(gappy.columns, gappy.y, {}, quick), cc::Error);
}

TEST(Drivers, SaysThatItIsAnAssociation) {
  const Simulated s = simulate(6, 40);
  const auto document = gap::describe(gap::fit_drivers(s.columns, s.y, {}, quick));
  const bool said =
      std::any_of(document.blocks.begin(), document.blocks.end(), [](const cc::Block& block) {
        const auto* notice = std::get_if<cc::Notice>(&block);
        return notice != nullptr && notice->text.find("association") != std::string::npos;
      });
  EXPECT_TRUE(said);
}
