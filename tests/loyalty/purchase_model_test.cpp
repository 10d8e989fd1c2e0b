#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/frequency_check.hpp>
#include <centricity/loyalty/model_comparison.hpp>
#include <centricity/loyalty/outlook.hpp>
#include <centricity/loyalty/purchase_model.hpp>
#include <centricity/loyalty/ranking.hpp>
#include <centricity/loyalty/scoring.hpp>
#include <centricity/loyalty/simulation.hpp>
#include <centricity/loyalty/tracking.hpp>

#include "loyalty/fits.hpp"
#include "loyalty/holdout_data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using loyalty::ModelName;
using testing::HasSubstr;

namespace {

const cc::Day first_day = cc::date(2024, 1, 1);
const cc::Day calibration_until = first_day + std::chrono::days{272};

/// A market in which one in two leaves at once, which only some models know of.
const cc::PurchaseLedger& market() {
  static const cc::PurchaseLedger made = [] {
    const cc::CustomerBase base = loyalty::to_base(loyalty::simulate(
        {.customers = 4000,
         .buying = loyalty::MbgNbdParameters{.r = 0.8, .alpha = 6.0, .a = 0.9, .b = 1.1}}));
    cc::PurchaseLedger ledger;
    ledger.add(base);
    return ledger;
  }();
  return made;
}

const cc::PurchaseHistories& past() {
  static const cc::PurchaseHistories made =
      cc::purchase_histories(market(), {.until = calibration_until});
  return made;
}

const cc::PurchaseCounts& counts() {
  static const cc::PurchaseCounts made = cc::purchase_counts(past());
  return made;
}

/// All models of days: BG/BB wants opportunities.
std::vector<ModelName> models_of_days() {
  std::vector<ModelName> names;
  for (const ModelName name : loyalty::model_names()) {
    if (name != ModelName::bg_bb) names.push_back(name);
  }
  return names;
}

/// What every model must be able to answer.
class AnyModel : public testing::TestWithParam<ModelName> {
 protected:
  loyalty::PurchaseModel model = loyalty::fit_model(GetParam(), counts());
};

}  // namespace

TEST_P(AnyModel, HasANameThatIsUnderstood) {
  EXPECT_EQ(loyalty::name_of(model), GetParam());
  EXPECT_EQ(loyalty::parse_model_name(loyalty::to_string(GetParam())), GetParam());
  EXPECT_FALSE(loyalty::title(GetParam()).empty());
  EXPECT_TRUE(loyalty::report_of(model).usable());
  EXPECT_LT(loyalty::log_likelihood(model), 0.0);
  EXPECT_FALSE(describe(model).blocks.empty());
}

TEST_P(AnyModel, NamesItsParameters) {
  for (const loyalty::NamedEstimate& parameter : loyalty::estimates_of(model)) {
    EXPECT_FALSE(parameter.name.empty());
    EXPECT_GT(parameter.estimate.value.value(), 0.0) << parameter.name;
  }
}

TEST_P(AnyModel, ScoresEverybodyAsOneByOne) {
  std::vector<double> alive(past().size());
  std::vector<double> purchases(past().size());
  loyalty::score_customers(loyalty::parameters_of(model),
                           past(),
                           cc::weeks(26),
                           {.alive = alive, .purchases = purchases});
  for (std::size_t i = 0; i < past().size(); i += 97) {
    const cc::PurchaseHistory history = cc::history(past(), i);
    const double one = probability_alive(model, history).value.value();
    const double ones = expected_purchases(model, history, cc::weeks(26)).value.value();
    support::expect_relative(alive[i], one, 1e-12);
    support::expect_relative(purchases[i], ones, 1e-12);
  }
}

TEST_P(AnyModel, AddsUpInTheOutlook) {
  const loyalty::Outlook all = outlook(model, counts(), cc::weeks(26));
  std::vector<double> alive(past().size());
  std::vector<double> purchases(past().size());
  loyalty::score_customers(loyalty::parameters_of(model),
                           past(),
                           cc::weeks(26),
                           {.alive = alive, .purchases = purchases});
  double alive_sum = 0.0;
  double purchases_sum = 0.0;
  for (std::size_t i = 0; i < past().size(); ++i) {
    alive_sum += alive[i];
    purchases_sum += purchases[i];
  }
  EXPECT_NEAR(*all.alive.value, alive_sum, 1e-9 * alive_sum);
  EXPECT_NEAR(*all.purchases.value, purchases_sum, 1e-9 * purchases_sum);
  EXPECT_GT(*all.purchases.standard_error, 0.0);
}

TEST_P(AnyModel, ExpectsWhatItsCountsAddUpTo) {
  const cc::PurchaseCounts one{.unit = cc::TimeUnit::week, .counts = {{.age = 39, .customers = 1}}};
  const loyalty::FrequencyCheck check = check_frequencies(model, one, 300);
  double customers = 0.0;
  double mean = 0.0;
  for (const loyalty::FrequencyGroup& group : check.groups) {
    customers += group.expected;
    mean += group.repeats * group.expected;
  }
  EXPECT_NEAR(customers, 1.0, 1e-9);
  EXPECT_NEAR(mean, *expected_purchases(model, cc::weeks(39)).value, 1e-8);
}

TEST_P(AnyModel, TracksPurchases) {
  const loyalty::Tracking tracking =
      track_purchases(model, market(), {.calibration_until = calibration_until, .period_days = 91});
  const loyalty::TrackingPoint& last = tracking.points[2];
  EXPECT_EQ(last.until, calibration_until);
  // A fit by maximum likelihood is right about the total it has seen, or nearly.
  EXPECT_NEAR(*last.expected_cumulative.value / last.actual_cumulative, 1.0, 0.08);
}

TEST_P(AnyModel, SimulatesWhatItExpects) {
  const loyalty::Simulation simulation =
      loyalty::simulate({.customers = 20'000,
                         .buying = loyalty::parameters_of(model),
                         .acquisition_days = 1,
                         .last_day = first_day + std::chrono::days{363}});
  double squares = 0.0;
  std::vector<double> repeats(simulation.customers.size(), -1.0);
  for (const auto& purchase : simulation.purchases) repeats[purchase.customer] += 1.0;
  double total = 0.0;
  for (const double n : repeats) {
    total += n;
    squares += n * n;
  }
  const auto n = static_cast<double>(repeats.size());
  const double mean = total / n;
  const double error = std::sqrt((squares / n - mean * mean) / n);
  // First purchases are spread over the first of 364 days.
  EXPECT_NEAR(mean, *expected_purchases(model, cc::days(363.5)).value, 4.0 * error);
}

TEST_P(AnyModel, ForetellsAndRanks) {
  const auto evaluation = loyalty::evaluate_holdout(
      market(), {.calibration_until = calibration_until, .model = GetParam()});
  EXPECT_EQ(loyalty::name_of(evaluation.fit), GetParam());
  EXPECT_NEAR(evaluation.model.total, *evaluation.expected.value, 1e-6 * evaluation.model.total);
  EXPECT_GT(*evaluation.model.normalized_gini.value, 0.3);
  EXPECT_LE(*evaluation.model.normalized_gini.value, 1.0);
  const auto spending = loyalty::fit_gamma_gamma(cc::spend_histories(past()));
  const auto ranking = loyalty::rank_customers(
      model, spending, past(), {.horizon = cc::weeks(26), .top = 5, .draws = 60});
  ASSERT_EQ(ranking.top.size(), 5u);
  double expected = 0.0;
  for (const auto& forecast :
       loyalty::forecast_customers(model, spending, past(), cc::weeks(26)).forecasts) {
    expected += forecast.value.value.value_or(0.0);
  }
  EXPECT_NEAR(*ranking.total.value / expected, 1.0, 0.1);
}

INSTANTIATE_TEST_SUITE_P(Loyalty,
                         AnyModel,
                         testing::ValuesIn(models_of_days()),
                         [](const auto& of) { return fits::test_name(of.param); });

TEST(PurchaseModel, KnowsNoOtherNames) {
  EXPECT_FALSE(loyalty::parse_model_name("bgnbd").has_value());
  EXPECT_FALSE(loyalty::parse_model_name("").has_value());
}

TEST(PurchaseModel, IsTheFitOfItsOwnFunction) {
  const loyalty::MbgNbdFit own = loyalty::fit_mbg_nbd(counts());
  const loyalty::PurchaseModel any = loyalty::fit_model(ModelName::mbg_nbd, counts());
  EXPECT_EQ(std::get<loyalty::MbgNbdFit>(any).parameters, own.parameters);
  const cc::PurchaseHistory once{.age = cc::weeks(30)};
  EXPECT_EQ(probability_alive(any, once), probability_alive(own, once));
  EXPECT_EQ(expected_purchases(any, once, cc::weeks(8)),
            expected_purchases(own, once, cc::weeks(8)));
  EXPECT_EQ(expected_purchases(any, cc::weeks(8)), expected_purchases(own, cc::weeks(8)));
}

TEST(ModelComparison, PutsTheTrueModelFirst) {
  const loyalty::ModelComparison comparison =
      loyalty::compare_models(market(), {.calibration_until = calibration_until});
  ASSERT_EQ(comparison.models.size(), loyalty::model_names().size());
  EXPECT_EQ(comparison.customers, past().size());
  const loyalty::ComparedModel* truth = nullptr;
  for (const loyalty::ComparedModel& model : comparison.models) {
    if (loyalty::name_of(model.fit) == ModelName::bg_bb) continue;  // Of other data: see below.
    const double likelihood = loyalty::log_likelihood(model.fit);
    const auto parameters = static_cast<double>(model.parameters);
    EXPECT_DOUBLE_EQ(*model.aic, 2.0 * parameters - 2.0 * likelihood);
    EXPECT_DOUBLE_EQ(*model.bic, parameters * std::log(cc::customers(counts())) - 2.0 * likelihood);
    if (loyalty::name_of(model.fit) == ModelName::mbg_nbd) truth = &model;
    const auto alone = loyalty::evaluate_holdout(
        market(), {.calibration_until = calibration_until, .model = loyalty::name_of(model.fit)});
    EXPECT_EQ(model.holdout->total, alone.model.total);
    EXPECT_EQ(model.holdout->normalized_gini, alone.model.normalized_gini);
    EXPECT_EQ(comparison.actual, alone.actual);
  }
  ASSERT_NE(truth, nullptr);
  EXPECT_EQ(truth->parameters, 4u);
  EXPECT_EQ(comparison.models.front().parameters, 2u) << "NBD";
  for (const loyalty::ComparedModel& model : comparison.models) {
    if (model.bic) {
      EXPECT_GE(*model.bic, *truth->bic);
    }
  }
  EXPECT_THAT(comparison.words.front(), HasSubstr("MBG/NBD fits best"));
  EXPECT_EQ(describe(comparison).blocks.size(), comparison.words.size() + 4);
}

// A day is an opportunity, so that it foretells the same days as the others.
TEST(ModelComparison, ComparesOpportunitiesByForecastsAlone) {
  const loyalty::ModelComparison comparison = loyalty::compare_models(
      market(),
      {.models = {ModelName::mbg_nbd, ModelName::bg_bb}, .calibration_until = calibration_until});
  const loyalty::ComparedModel& model = comparison.models[1];
  EXPECT_EQ(std::get<loyalty::BgBbFit>(model.fit).parameters.unit, cc::TimeUnit::day);
  EXPECT_FALSE(model.aic.has_value());
  EXPECT_FALSE(model.bic.has_value());
  EXPECT_NEAR(model.holdout->total / comparison.actual, 1.0, 0.2);
  EXPECT_THAT(comparison.words, testing::Contains(HasSubstr("by its forecasts alone")));
  EXPECT_THAT(comparison.words, testing::Not(testing::Contains(HasSubstr("could not be fitted"))));
}

TEST(ModelComparison, WithoutATestComparesFitsAlone) {
  const loyalty::ModelComparison comparison =
      loyalty::compare_models(market(), {.models = {ModelName::mbg_nbd, ModelName::bg_nbd}});
  ASSERT_EQ(comparison.models.size(), 2u);
  EXPECT_EQ(loyalty::name_of(comparison.models[0].fit), ModelName::mbg_nbd);
  EXPECT_FALSE(comparison.until.has_value());
  EXPECT_FALSE(comparison.models[0].holdout.has_value());
  EXPECT_EQ(comparison.calibration_until, *market().last_day());
  EXPECT_THROW((void)loyalty::compare_models(cc::PurchaseLedger{}, {}), cc::Error);
  EXPECT_THROW((void)loyalty::compare_models(market(), {.calibration_until = *market().last_day()}),
               cc::Error);
}

// Mean ranks of the forecasts are 3 1.5 1.5 0 and of the truths 2 3 0.5 0.5; less 1.5 and times the
// truths they add up to 3 and 7.
TEST(ForecastScore, IsThatWorkedOutByHand) {
  const std::vector<double> forecast{3.0, 1.0, 1.0, 0.0};
  const std::vector<double> actual{2.0, 4.0, 0.0, 0.0};
  const loyalty::ForecastScore score = loyalty::score_forecast(forecast, actual, 0.95, {});
  EXPECT_DOUBLE_EQ(score.normalized_gini.value.value(), 3.0 / 7.0);
  EXPECT_DOUBLE_EQ(score.total, 5.0);
  EXPECT_DOUBLE_EQ(score.mean_absolute_error, 5.0 / 4.0);
  EXPECT_DOUBLE_EQ(score.root_mean_square_error, std::sqrt(11.0 / 4.0));
  const std::vector<double> nothing(4, 0.0);
  EXPECT_EQ(loyalty::score_forecast(forecast, nothing, 0.95, {}).normalized_gini.undefined,
            cc::Undefined::no_variation);
}

TEST(ModelComparison, SaysThatNothingCouldBeFitted) {
  cc::CustomerBase base;
  for (int customer = 0; customer < 50; ++customer) {
    base.add(cc::Interaction{.party = "customer " + std::to_string(customer),
                             .time = cc::start_of(first_day + std::chrono::days{customer})});
  }
  cc::PurchaseLedger ledger;
  ledger.add(base);
  const loyalty::ModelComparison comparison = loyalty::compare_models(ledger, {});
  for (const loyalty::ComparedModel& model : comparison.models) EXPECT_FALSE(model.bic.has_value());
  EXPECT_THAT(comparison.words, testing::Each(HasSubstr("could not be fitted")));
  EXPECT_FALSE(describe(comparison).blocks.empty());
}
