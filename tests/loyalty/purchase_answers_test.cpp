// What all models of purchase counts answer alike, with known parameters.

#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/purchase_model.hpp>

#include "loyalty/fits.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using support::expect_relative;
using testing::HasSubstr;

namespace {

/// Parameters of one model, and the tests of each of them.
class AnyParameters : public testing::TestWithParam<loyalty::PurchaseParameters> {
 protected:
  /// Calls `ask` with the parameters as those of their own model.
  template <class Ask>
  void with_parameters(const Ask& ask) const {
    std::visit(ask, GetParam());
  }
};

const cc::PurchaseHistory good{.repeats = 2, .recency = weeks(20), .age = weeks(39)};

/// Expects the call to be refused, and returns what it says.
template <class Call>
std::string refusal(const Call& call) {
  try {
    (void)call();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_argument);
    return error.what();
  }
  ADD_FAILURE() << "was not refused";
  return {};
}

}  // namespace

TEST_P(AnyParameters, CountsSumToOneAndToTheExpectation) {
  with_parameters([](const auto& parameters) {
    double total = 0.0;
    double mean = 0.0;
    for (std::uint64_t n = 0; n < 500; ++n) {
      const double p = probability_of_purchases(parameters, n, weeks(20));
      total += p;
      mean += static_cast<double>(n) * p;
    }
    EXPECT_NEAR(total, 1.0, 1e-12);
    EXPECT_NEAR(mean, expected_purchases(parameters, weeks(20)), 1e-10);
    expect_relative(probability_of_purchases(parameters, 0, weeks(0)), 1.0, 1e-15);
    EXPECT_EQ(probability_of_purchases(parameters, 1, weeks(0)), 0.0);
  });
}

TEST_P(AnyParameters, ANewCustomerIsOneWithoutAHistory) {
  with_parameters([](const auto& parameters) {
    EXPECT_EQ(expected_purchases(parameters, weeks(52)),
              expected_purchases(parameters, {}, weeks(52)));
  });
}

TEST_P(AnyParameters, TheUnitIsOnlyAUnit) {
  with_parameters([](const auto& parameters) {
    using Parameters = std::decay_t<decltype(parameters)>;
    if constexpr (!loyalty::is_discrete<Parameters>) {
      const Parameters daily = fits::in_days(parameters);
      expect_relative(probability_alive(daily, good), probability_alive(parameters, good), 1e-13);
      expect_relative(expected_purchases(daily, good, weeks(52)),
                      expected_purchases(parameters, good, cc::days(364)),
                      1e-13);
    }
  });
}

TEST_P(AnyParameters, RefusesParametersOutOfTheirRange) {
  with_parameters([](auto parameters) {
    for (const double wrong : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
      parameters.alpha = wrong;
      const auto model = loyalty::ModelOf<decltype(parameters)>::name;
      const auto alive = [&] { return probability_alive(parameters, good); };
      EXPECT_THAT(refusal(alive), HasSubstr(std::string{model}));
      (void)refusal([&] { return log_likelihood(parameters, good); });
      (void)refusal([&] { return expected_purchases(parameters, good, weeks(1)); });
      (void)refusal([&] { return probability_of_purchases(parameters, 1, weeks(1)); });
    }
  });
}

TEST_P(AnyParameters, RefusesImpossibleHistoriesAndHorizons) {
  with_parameters([](const auto& parameters) {
    const cc::PurchaseHistory impossible[] = {
        {.repeats = 1, .recency = weeks(3), .age = weeks(2)},
        {.repeats = 0, .recency = weeks(1), .age = weeks(2)},
        {.repeats = 1.5, .recency = weeks(1), .age = weeks(2)},
        {.repeats = 1, .recency = weeks(-1), .age = weeks(2)},
        {.repeats = -1, .recency = weeks(0), .age = weeks(2)}};
    for (const cc::PurchaseHistory& history : impossible) {
      (void)refusal([&] { return log_likelihood(parameters, history); });
      (void)refusal([&] { return probability_alive(parameters, history); });
      (void)refusal([&] { return expected_purchases(parameters, history, weeks(1)); });
    }
    (void)refusal([&] { return expected_purchases(parameters, good, weeks(-1)); });
    (void)refusal([&] { return expected_purchases(parameters, weeks(-1)); });
    (void)refusal([&] { return probability_of_purchases(parameters, 1, weeks(-1)); });
  });
}

INSTANTIATE_TEST_SUITE_P(
    Loyalty,
    AnyParameters,
    testing::Values(loyalty::NbdParameters{.r = 0.9, .alpha = 4.0},
                    loyalty::BgNbdParameters{.r = 0.9, .alpha = 4.0, .a = 0.793, .b = 2.426},
                    loyalty::MbgNbdParameters{.r = 0.9, .alpha = 4.0, .a = 0.793, .b = 2.426},
                    loyalty::BgCnbdParameters{.r = 0.9, .alpha = 4.0, .a = 0.8, .b = 2.4, .k = 2},
                    loyalty::MbgCnbdParameters{.r = 0.9, .alpha = 4.0, .a = 0.8, .b = 2.4, .k = 3},
                    loyalty::ParetoNbdParameters{.r = 0.9, .alpha = 4.0, .s = 0.8, .beta = 7.0},
                    loyalty::BgBbParameters{.alpha = 1.2, .beta = 0.7, .gamma = 0.7, .delta = 2.8}),
    [](const auto& of) { return fits::test_name(loyalty::model_names()[of.param.index()]); });
