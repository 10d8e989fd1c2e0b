#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/stakeholder_balance.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>

#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr auto adequate = static_cast<std::size_t>(cc::Standard::adequate);
constexpr auto desired = static_cast<std::size_t>(cc::Standard::desired);

struct Survey {
  std::vector<std::vector<double>> least{}, hoped{}, perceived{};  // by item
  std::vector<double> item_weight{};
  gap::RowGroups groups{.names = {"customer", "partner", "employee"}};
  bool reversed = false;

  [[nodiscard]] std::vector<gap::StakeholderItem> items() const {
    std::vector<gap::StakeholderItem> result;
    for (std::size_t j = 0; j < perceived.size(); ++j) {
      gap::StakeholderItem item{
          .name = std::string(1, static_cast<char>('a' + j)),
          .scale = {.lowest = 0, .highest = 10, .step = 0, .reversed = reversed},
          .weight = item_weight[j],
          .perception = perceived[j]};
      item.expectation[adequate] = least[j];
      if (!hoped.empty()) item.expectation[desired] = hoped[j];
      result.push_back(item);
    }
    return result;
  }
};

// Employees (the last third) are asked only item a, and miss most.
Survey survey(std::size_t each, std::uint64_t seed, double employees_miss = 2.0) {
  cc::Rng rng(seed);
  Survey s{.least = std::vector<std::vector<double>>(2),
           .hoped = std::vector<std::vector<double>>(2),
           .perceived = std::vector<std::vector<double>>(2),
           .item_weight = {1.0, 3.0}};
  for (std::uint32_t g = 0; g < 3; ++g) {
    for (std::size_t i = 0; i < each; ++i) {
      s.groups.group.push_back(g);
      for (std::size_t j = 0; j < 2; ++j) {
        const bool asked = g != 2 || j == 0;
        const double least = 5.0 + cc::uniform(rng);
        const double miss = g == 2 ? employees_miss : 1.0;
        s.least[j].push_back(asked ? least : missing);
        s.hoped[j].push_back(asked ? std::min(10.0, least + 2.0) : missing);
        s.perceived[j].push_back(asked ? std::clamp(least - miss + cc::normal(rng), 0.0, 10.0)
                                       : missing);
      }
    }
  }
  return s;
}

std::string text_of(const gap::StakeholderBalance& balance) {
  EXPECT_FALSE(cc::report::to_html(gap::describe(balance)).empty());
  std::string text;  // in one line, however the report breaks it
  for (const char c : cc::report::to_text(gap::describe(balance))) {
    const bool blank = c == ' ' || c == '\n';
    if (!blank || text.empty() || text.back() != ' ') text += blank ? ' ' : c;
  }
  return text;
}

}  // namespace

TEST(StakeholderBalance, AWorkedExample) {
  // Two customers, two items of weights 1 and 3, scale 0 to 10; a partner pair that lacks nothing.
  const Survey s{.least = {{6, 8, 5, 5}, {4, 4, 5, 5}},
                 .perceived = {{4, 8, 5, 7}, {5, 2, 9, 5}},
                 .item_weight = {1.0, 3.0},
                 .groups = {.group = {0, 0, 1, 1}, .names = {"customer", "partner"}}};
  const auto balance = gap::measure_stakeholder_balance(s.items(), s.groups);
  // Item a: (.2 + 0) / 2, item b: (0 + .2) / 2; weighted (1 * .1 + 3 * .1) / 4.
  const auto& customer = balance.groups[0].unmet[adequate];
  expect_relative(*customer.value, 0.1, 1e-14);
  // Rows score (1 * .2 + 3 * 0) / 4 = .05 and .15: standard error of their mean .05.
  expect_relative(*customer.standard_error, 0.05, 1e-12);
  EXPECT_EQ(customer.n, 2U);
  EXPECT_EQ(customer.interval->lower, 0.0);  // a need cannot be negative
  EXPECT_EQ(*balance.groups[1].unmet[adequate].value, 0.0);
  EXPECT_EQ(balance.groups[0].unmet[desired].undefined, cc::Undefined::missing_input);
  EXPECT_EQ(balance.weakest, 0U);
  expect_relative(*balance.lowest_met.value, 0.9, 1e-14);
  expect_relative(*balance.balance.value, std::sqrt(0.9), 1e-14);
  expect_relative(*balance.balance.standard_error, std::sqrt(0.9) * 0.5 * 0.05 / 0.9, 1e-12);
}

TEST(StakeholderBalance, TheWeakestAndHowSureThatIs) {
  const Survey s = survey(60, 1);
  const auto balance = gap::measure_stakeholder_balance(s.items(), s.groups);
  EXPECT_EQ(balance.weakest, 2U);
  EXPECT_GT(*balance.groups[2].weakest.value, 0.99);
  EXPECT_EQ(balance.groups[2].best_rank, 1U);
  EXPECT_EQ(balance.groups[2].worst_rank, 1U);
  EXPECT_NE(text_of(balance).find("Served worst: \"employee\"."), std::string::npos);

  const Survey alike = survey(8, 2, 1.0);
  const auto unsure = gap::measure_stakeholder_balance(alike.items(), alike.groups);
  double sum = 0.0;
  for (const auto& group : unsure.groups) {
    EXPECT_EQ(group.best_rank, 1U);
    EXPECT_EQ(group.worst_rank, 3U);
    sum += *group.weakest.value;
  }
  expect_relative(sum, 1.0, 1e-12);
  EXPECT_NE(text_of(unsure).find("cannot be told apart from"), std::string::npos);
}

TEST(StakeholderBalance, IntervalsCoverTheUnmetNeed) {
  // E max(0, 1 + Z) / 10 = (Phi(1) + phi(1)) / 10.
  const double truth = 0.1 * (0.841344746068543 + 0.241970724519143);
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Survey s = survey(40, 300 + seed);
    const auto balance = gap::measure_stakeholder_balance(s.items(), s.groups, {}, {.draws = 50});
    const auto interval = balance.groups[0].unmet[adequate].interval;
    covered += interval->lower <= truth && truth <= interval->upper ? 1 : 0;
  }
  EXPECT_GE(covered, 460);
  EXPECT_LE(covered, 490);
}

TEST(StakeholderBalance, UnknownIsNotSatisfied) {
  Survey s = survey(20, 3);
  s.groups.names.push_back("shareholder");
  const auto balance = gap::measure_stakeholder_balance(s.items(), s.groups);
  EXPECT_EQ(balance.groups[3].unmet[adequate].undefined, cc::Undefined::missing_input);
  EXPECT_EQ(balance.groups[3].weakest.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(balance.groups[3].best_rank, 0U);
  EXPECT_EQ(balance.balance.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(balance.weakest, 2U);
  EXPECT_NE(text_of(balance).find("Nothing is known of \"shareholder\""), std::string::npos);
  // Somebody without salience need not be asked.
  const std::array salience{1.0, 1.0, 2.0, 0.0};
  const auto without =
      gap::measure_stakeholder_balance(s.items(), s.groups, {}, {.salience = salience});
  double log_balance = 0.0;
  for (std::size_t g = 0; g < 3; ++g) {
    log_balance += salience[g] * std::log(1.0 - *without.groups[g].unmet[adequate].value) / 4.0;
  }
  expect_relative(*without.balance.value, std::exp(log_balance), 1e-12);

  // One employee is no sample of employees.
  Survey lonely = survey(10, 4);
  for (auto* columns : {&lonely.least, &lonely.hoped, &lonely.perceived}) {
    for (auto& column : *columns) column.resize(21);
  }
  lonely.groups.group.resize(21);
  const auto one = gap::measure_stakeholder_balance(lonely.items(), lonely.groups);
  EXPECT_TRUE(one.groups[2].unmet[adequate].defined());
  EXPECT_FALSE(one.groups[2].unmet[adequate].interval);
  EXPECT_EQ(one.groups[2].weakest.undefined, cc::Undefined::missing_input);
  EXPECT_NE(text_of(one).find("too few answered"), std::string::npos);
  EXPECT_FALSE(text_of(gap::StakeholderBalance{}).empty());
  // Of ten partners one judged item b: nobody knows how partners differ about it.
  Survey thin = survey(10, 5);
  for (std::size_t row = 11; row < 20; ++row) thin.perceived[1][row] = missing;
  const auto partly = gap::measure_stakeholder_balance(thin.items(), thin.groups);
  EXPECT_TRUE(partly.groups[1].unmet[adequate].defined());
  EXPECT_FALSE(partly.groups[1].unmet[adequate].standard_error);
}

TEST(StakeholderBalance, ValueGivenAndReceived) {
  const Survey s = survey(20, 6);
  const std::array<gap::ValueExchange, 3> exchanges{
      {{.given = {.value = 30.0, .standard_error = 3.0},
        .received = {.value = 10.0, .standard_error = 1.0}},
       {.given = {.value = 5.0}, .received = {.value = 5.0}},
       {}}};
  const auto balance =
      gap::measure_stakeholder_balance(s.items(), s.groups, {}, {.exchanges = exchanges});
  const auto& customer = balance.groups[0].reciprocity;
  expect_relative(*customer.value, 0.5, 1e-14);  // 2 * 10 / 40
  // d(2r / (g + r)): 2 g dr / (g + r)^2 and 2 r dg / (g + r)^2.
  const double by_received = 2.0 * 30.0 / 1600.0 * 1.0;
  const double by_given = 2.0 * 10.0 / 1600.0 * 3.0;
  expect_relative(*customer.standard_error, std::hypot(by_received, by_given), 1e-12);
  EXPECT_LT(customer.interval->lower, 0.5);
  EXPECT_GT(customer.interval->upper, 0.5);
  EXPECT_EQ(*balance.groups[1].reciprocity.value, 1.0);
  EXPECT_EQ(balance.groups[2].reciprocity.undefined, cc::Undefined::missing_input);
  EXPECT_NE(text_of(balance).find("Value given and received"), std::string::npos);
}

TEST(StakeholderBalance, Laws) {
  const Survey s = survey(25, 7);
  std::vector<double> weight;
  for (std::size_t i = 0; i < 75; ++i) weight.push_back(static_cast<double>(1 + i % 3));
  const auto balance = gap::measure_stakeholder_balance(s.items(), s.groups, {.weights = weight});
  // More is expected than allowed: the need is at least as large.
  for (const auto& group : balance.groups) {
    EXPECT_GE(*group.unmet[desired].value, *group.unmet[adequate].value);
  }
  Survey turned = s;
  turned.reversed = true;
  Survey repeated{.least = std::vector<std::vector<double>>(2),
                  .perceived = std::vector<std::vector<double>>(2),
                  .item_weight = s.item_weight,
                  .groups = {.names = s.groups.names}};
  std::vector<std::uint32_t> respondent;
  for (std::size_t i = 75; i-- > 0;) {  // in the opposite order, too
    for (double w = 0.0; w < weight[i]; w += 1.0) {
      respondent.push_back(static_cast<std::uint32_t>(i));
      repeated.groups.group.push_back(s.groups.group[i]);
      for (std::size_t j = 0; j < 2; ++j) {
        repeated.least[j].push_back(s.least[j][i]);
        repeated.perceived[j].push_back(s.perceived[j][i]);
      }
    }
  }
  for (std::size_t j = 0; j < 2; ++j) {
    for (double& v : turned.least[j]) v = 10.0 - v;
    for (double& v : turned.hoped[j]) v = 10.0 - v;
    for (double& v : turned.perceived[j]) v = 10.0 - v;
  }
  const auto same = gap::measure_stakeholder_balance(turned.items(), s.groups, {.weights = weight});
  const auto whole =
      gap::measure_stakeholder_balance(repeated.items(), repeated.groups, {.clusters = respondent});
  for (std::size_t g = 0; g < 3; ++g) {
    for (const auto* other : {&same, &whole}) {
      const auto& a = balance.groups[g].unmet[adequate];
      const auto& b = other->groups[g].unmet[adequate];
      expect_relative(*b.value, *a.value, 1e-12);
      expect_relative(*b.standard_error, *a.standard_error, 1e-10);
    }
  }
}

TEST(StakeholderBalance, BadInput) {
  const Survey good = survey(5, 8);
  const auto measure = [&](const gap::StakeholderOptions& options) {
    return gap::measure_stakeholder_balance(good.items(), good.groups, {}, options);
  };
  EXPECT_THROW((void)gap::measure_stakeholder_balance({}, good.groups), cc::Error);
  EXPECT_THROW((void)measure({.draws = 10}), cc::Error);
  EXPECT_THROW((void)measure({.level = 0.0}), cc::Error);
  EXPECT_THROW((void)measure({.salience = std::array{1.0}}), cc::Error);
  EXPECT_THROW((void)measure({.salience = std::array{1.0, -1.0, 1.0}}), cc::Error);
  const std::array<gap::ValueExchange, 3> debts{{{.given = {.value = -1.0}}, {}, {}}};
  EXPECT_THROW((void)measure({.exchanges = debts}), cc::Error);
  EXPECT_THROW((void)measure({.exchanges = std::span{debts}.first(1)}), cc::Error);
  auto items = good.items();
  items[0].weight = 0.0;
  EXPECT_THROW((void)gap::measure_stakeholder_balance(items, good.groups), cc::Error);
  items = good.items();
  items[0].perception = items[0].perception.first(3);
  EXPECT_THROW((void)gap::measure_stakeholder_balance(items, good.groups), cc::Error);
  gap::RowGroups nameless = good.groups;
  nameless.group[4] = 3;
  try {
    (void)gap::measure_stakeholder_balance(good.items(), nameless);
    ADD_FAILURE() << "a group without a name was taken";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 4U);
  }
  Survey off = good;
  off.least[1][2] = 11.0;
  try {
    (void)gap::measure_stakeholder_balance(off.items(), off.groups);
    ADD_FAILURE() << "an answer off its scale was taken";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 2U);
    EXPECT_EQ(error.where().column, "adequate of b");
  }
}
