#include <cmath>
#include <stdexcept>
#include <string>
#include <variant>

#include <gtest/gtest.h>

#include <centricity/centricity.hpp>

#include "customer_report.hpp"

// The report on simulated customers, held against what is true of them.

namespace {

namespace cc = centricity;

struct KnownTruth : testing::Test {
  static void SetUpTestSuite() {
    truth = cc::loyalty::simulate();
    loaded = cc::source::parse_csv(cc::source::to_csv(cc::loyalty::to_base(truth)));
    report = customer_report::make(loaded);
  }

  static const cc::Document& section(const std::string& id) {
    for (const cc::Document& part : report.document.sections) {
      if (part.id == id) return part;
    }
    throw std::runtime_error{"no section " + id};
  }

  static const cc::Table& table(const std::string& id, const std::string& title) {
    for (const cc::Block& block : section(id).blocks) {
      const auto* found = std::get_if<cc::Table>(&block);
      if (found != nullptr && found->title == title) return *found;
    }
    throw std::runtime_error{"no table " + title};
  }

  static cc::Estimate figure(const std::string& name) {
    for (const cc::Block& block : report.document.blocks) {
      const auto* figures = std::get_if<cc::Figures>(&block);
      if (figures == nullptr) continue;
      for (const cc::Figure& each : figures->figures) {
        if (each.name == name) return each.estimate;
      }
    }
    throw std::runtime_error{"no figure " + name};
  }

  // Within 3 standard errors on the scale on which the estimate is about normal: with seven
  // parameters, one simulation in fifty would fail; this one is always the same.
  static void expect_found(const cc::Table& parameters, std::size_t row, double value) {
    const cc::Estimate& estimate = std::get<cc::Estimate>(parameters.rows.at(row).at(1));
    const double error = *estimate.standard_error / *estimate.value;
    EXPECT_LT(std::abs(std::log(*estimate.value / value)), 3.0 * error)
        << std::get<std::string>(parameters.rows[row][0]) << " is " << *estimate.value;
  }

  static inline cc::loyalty::Simulation truth{};
  static inline cc::source::Loaded loaded{};
  static inline customer_report::Report report{};
};

TEST_F(KnownTruth, the_parameters_are_found) {
  const auto& truly = std::get<cc::loyalty::MbgNbdParameters>(truth.options.buying);
  const cc::Table& buying = table("mbg_nbd", "Parameters");
  expect_found(buying, 0, truly.r);
  expect_found(buying, 1, truly.alpha);
  expect_found(buying, 2, truly.a);
  expect_found(buying, 3, truly.b);
  const cc::Table& spending = table("gamma_gamma", "Parameters");
  expect_found(spending, 0, truth.options.spending.p);
  expect_found(spending, 1, truth.options.spending.q);
  expect_found(spending, 2, truth.options.spending.gamma);
}

TEST_F(KnownTruth, as_many_are_still_there_as_the_report_says) {
  double alive = 0.0;
  for (const cc::loyalty::SimulatedCustomer& customer : truth.customers) alive += customer.alive;
  const cc::Estimate estimate = figure("Still customers");
  // The interval is that of the expectation. Chance comes on top: at most 1/4 a customer.
  const double chance = static_cast<double>(truth.customers.size()) / 4.0;
  EXPECT_LT(std::abs(*estimate.value - alive),
            3.0 * std::sqrt(std::pow(*estimate.standard_error, 2) + chance))
      << *estimate.value << " said, " << alive << " true";
}

TEST_F(KnownTruth, revenue_is_there_to_the_cent) {
  cc::Money revenue;
  for (const cc::loyalty::SimulatedPurchase& purchase : truth.purchases) revenue += purchase.amount;
  EXPECT_EQ(total_revenue(loaded.summary), revenue);
  const std::vector<cc::Cell>& kept = table("data", "From rows to purchases").rows.back();
  EXPECT_EQ(std::get<std::int64_t>(kept.at(1)), static_cast<std::int64_t>(truth.purchases.size()));
  EXPECT_EQ(std::get<cc::Money>(kept.at(2)), revenue);
}

TEST_F(KnownTruth, every_customer_is_counted) {
  EXPECT_EQ(*figure("Customers").value, static_cast<double>(truth.customers.size()));
}

TEST_F(KnownTruth, the_model_that_made_the_data_wins) {
  bool said = false;
  for (const cc::Block& block : report.overview.blocks) {
    const auto* notice = std::get_if<cc::Notice>(&block);
    said =
        said || (notice != nullptr && notice->text.find("better than both") != std::string::npos);
  }
  EXPECT_TRUE(said);
}

}  // namespace
