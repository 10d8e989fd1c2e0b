#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/expectation_model.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// Patients of a clinic: free or paid visits, each of whom expects by the rule plus an error.
struct Clinic {
  std::vector<double> expectation{}, price{};
  std::vector<std::uint32_t> context{}, person{};
  std::vector<std::string> contexts{"municipal", "private"};

  [[nodiscard]] gap::ExpectationRows rows() const {
    return {.expectation = expectation, .price = price, .context = context, .contexts = contexts};
  }
};

Clinic clinic(std::size_t people, double noise, std::uint64_t seed) {
  cc::Rng rng(seed);
  Clinic c;
  for (std::size_t i = 0; i < people; ++i) {
    const double person = noise * cc::normal(rng);
    for (int visit = 0; visit < 3; ++visit) {
      c.person.push_back(static_cast<std::uint32_t>(i));
      c.context.push_back(static_cast<std::uint32_t>(cc::uniform_index(rng, 2)));
      c.price.push_back(20.0 * static_cast<double>(cc::uniform_index(rng, 5)));
      c.expectation.push_back(2.0 + 0.5 * static_cast<double>(c.context.back()) +
                              1.5 * std::log1p(c.price.back() / 20.0) + person +
                              noise * cc::normal(rng));
    }
  }
  return c;
}

}  // namespace

TEST(ExpectationModel, TheClinic) {
  // An unanswered call is taken as given where the visit is free, and a failure where it costs 60.
  const std::array price{0.0, 20.0, 40.0, 60.0, 80.0};
  std::vector<double> expectation;
  for (const double p : price) expectation.push_back(2.0 + 1.5 * std::log1p(p / 20.0));
  const auto model = gap::fit_expectations(
      {.expectation = expectation, .price = price}, {}, {.reference_price = 20.0});
  ASSERT_TRUE(model.fit.report.usable());
  expect_relative(*gap::expected_at(model, 0, 0.0).value, 2.0, 1e-8);
  expect_relative(*gap::expected_at(model, 0, 60.0).value, 4.0794415416798359283, 1e-8);
  constexpr gap::GapValue value{
      .loss_aversion = 2.25, .gain_exponent = 0.88, .loss_exponent = 0.88};

  struct Row {
    double perception, price, gap, value;
  };

  for (const Row& r : {Row{1, 0, -1.0, -2.25},
                       Row{1, 60, -3.0794415416798359283, -6.0539362939524581162},
                       Row{4, 0, 2.0, 1.8403753012497501568},
                       Row{4, 60, -0.079441541679835928252, -0.24222806626096584889}}) {
    const auto surprise = gap::surprise_of(model, r.perception, 0, r.price);
    expect_relative(*surprise.gap.value, r.gap, 1e-8);
    expect_relative(gap::value_of(*surprise.gap.value, value), r.value, 1e-8);
  }
}

TEST(ExpectationModel, RecoversItsParameters) {
  const Clinic c = clinic(2000, 0.5, 3);
  const auto model =
      gap::fit_expectations(c.rows(), {.clusters = c.person}, {.reference_price = 20.0});
  const auto expect_near = [](const cc::Estimate& estimate, double truth) {
    EXPECT_LT(std::abs(*estimate.value - truth), 4.0 * *estimate.standard_error);
  };
  expect_near(model.levels[0], 2.0);
  expect_near(model.levels[1], 2.5);
  expect_near(model.price_slope, 1.5);
  EXPECT_EQ(model.levels[0].n + model.levels[1].n, 6000U);
  EXPECT_LT(*model.difference.p_value, 0.001);
  // The same call: a surprise at the free clinic, normal at the expensive one.
  EXPECT_GT(*gap::surprise_of(model, 5.0, 0, 0.0).z, 2.0);
  EXPECT_LT(std::abs(*gap::surprise_of(model, 5.0, 1, 80.0).z), 1.0);
  const std::string text = cc::report::to_text(gap::describe(model));
  EXPECT_NE(text.find("One rule cannot serve all"), std::string::npos);
  EXPECT_FALSE(cc::report::to_html(gap::describe(model)).empty());
}

TEST(ExpectationModel, PeopleAreClusters) {
  // Answers copied are no new people: value and error stay.
  const Clinic c = clinic(100, 0.5, 5);
  Clinic twice = c;
  twice.expectation.insert(twice.expectation.end(), c.expectation.begin(), c.expectation.end());
  twice.price.insert(twice.price.end(), c.price.begin(), c.price.end());
  twice.context.insert(twice.context.end(), c.context.begin(), c.context.end());
  twice.person.insert(twice.person.end(), c.person.begin(), c.person.end());
  const auto once = gap::fit_expectations(c.rows(), {.clusters = c.person});
  const auto again = gap::fit_expectations(twice.rows(), {.clusters = twice.person});
  expect_relative(*again.price_slope.value, *once.price_slope.value, 1e-10);
  expect_relative(*again.price_slope.standard_error, *once.price_slope.standard_error, 1e-9);
}

TEST(ExpectationModel, SaysWhatItCannotTell) {
  // One price in each context: which of the two is expected more of?
  Clinic c = clinic(50, 0.5, 7);
  for (std::size_t i = 0; i < c.price.size(); ++i) c.price[i] = c.context[i] == 0 ? 0.0 : 60.0;
  const auto model = gap::fit_expectations(c.rows());
  EXPECT_FALSE(model.fit.report.usable());
  EXPECT_EQ(model.levels[0].undefined, cc::Undefined::unusable_fit);
  EXPECT_EQ(gap::expected_at(model, 0, 1.0).undefined, cc::Undefined::unusable_fit);
  EXPECT_EQ(gap::surprise_of(model, 1.0, 0, 1.0).gap.undefined, cc::Undefined::unusable_fit);
  EXPECT_NE(cc::report::to_text(gap::describe(model)).find("one price"), std::string::npos);

  // A context that nobody answered is undefined, not 0, and does not spoil the others.
  Clinic more = clinic(50, 0.5, 7);
  more.contexts = {"municipal", "private", "closed"};
  more.price[0] = missing;
  const auto three = gap::fit_expectations(more.rows());
  EXPECT_EQ(three.levels[2].undefined, cc::Undefined::too_few);
  EXPECT_TRUE(three.levels[1].defined());
  EXPECT_EQ(three.fit.missing, 1U);
  EXPECT_FALSE(cc::report::to_text(gap::describe(three)).empty());

  const auto nobody = gap::fit_expectations({});
  EXPECT_EQ(nobody.levels[0].undefined, cc::Undefined::too_few);
  EXPECT_FALSE(cc::report::to_text(gap::describe(nobody)).empty());
}

TEST(ExpectationModel, BadInput) {
  const std::array answers{1.0, 2.0};
  const std::array prices{1.0, -2.0};
  const std::array<std::uint32_t, 2> context{0, 3};
  const std::array<std::string, 1> names{"a"};
  try {
    (void)gap::fit_expectations({.expectation = answers, .price = prices});
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where(), (cc::Location{.row = 1, .column = "price"}));
  }
  EXPECT_THROW(
      (void)gap::fit_expectations({.expectation = answers, .context = context, .contexts = names}),
      cc::Error);
  EXPECT_THROW((void)gap::fit_expectations({.expectation = answers}, {}, {.reference_price = 0}),
               cc::Error);
  EXPECT_THROW(
      (void)gap::fit_expectations({.expectation = answers, .price = std::span{prices}.first(1)}),
      cc::Error);
  const Clinic c = clinic(20, 0.5, 1);
  const auto model = gap::fit_expectations(c.rows());
  EXPECT_THROW((void)gap::expected_at(model, 9), cc::Error);
  EXPECT_THROW((void)gap::expected_at(model, 0, -1.0), cc::Error);
  EXPECT_THROW((void)gap::surprise_of(model, missing, 0), cc::Error);
  EXPECT_THROW((void)gap::value_of(1.0, {.loss_aversion = 0}), cc::Error);
  EXPECT_THROW((void)gap::value_of(1.0, {.gain_exponent = 2}), cc::Error);
}
