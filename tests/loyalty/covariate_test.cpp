#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/covariate_fit.hpp>
#include <centricity/summary/covariate_counts.hpp>

#include "loyalty/covariate_likelihood.hpp"
#include "loyalty/covariates.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"
#include "support/refusal.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
namespace numeric = centricity::numeric;
using covariates::models;
using covariates::naive_log_likelihood;
using covariates::simulated;
using covariates::Truth;
using covariates::truth_of;
using loyalty::EffectOn;
using loyalty::ModelName;
using support::refusal;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;

namespace {

template <class Parameters>
void expect_derivatives(ModelName model) {
  const cc::CovariateCounts counts = simulated(truth_of(model, 2), 24, 5);
  std::vector<std::vector<loyalty::Tuple>> tuples(24);
  for (const auto& count : counts.counts) {
    tuples[count.pattern].push_back({{count.of.repeats, count.of.recency, count.of.age}, 1.0});
  }
  std::vector<loyalty::EffectAxis> axes;
  for (std::size_t column = 0; column < 2; ++column) {
    for (const EffectOn on : loyalty::effects_in(model)) {
      loyalty::EffectAxis axis{.column = column};
      add_effect(axis, on);
      axes.push_back(axis);
    }
  }
  add_effect(axes.back(), EffectOn::purchase_rate);  // One on two things at once.
  const loyalty::CovariateLikelihood<Parameters> likelihood{tuples, counts.patterns, axes, {}};
  const std::size_t order = 4 + axes.size();
  const auto evaluate = [&](const std::vector<double>& point) {
    numeric::Derivatives at(order);
    likelihood.evaluate(point, {}, at);
    return at;
  };
  cc::Rng rng{17};
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<double> point(order);
    for (double& coordinate : point) coordinate = 0.6 * cc::normal(rng);
    point[1] += 2.0;
    const auto at = evaluate(point);
    constexpr double h = 1e-5;
    for (std::size_t i = 0; i < order; ++i) {
      auto above = point;
      auto below = point;
      above[i] += h;
      below[i] -= h;
      const auto up = evaluate(above);
      const auto down = evaluate(below);
      const double size = std::abs(at.value);
      support::expect_relative(
          at.gradient[i], (up.value - down.value) / (2 * h), 1e-7, 1e-7 * size);
      for (std::size_t j = 0; j < order; ++j) {
        support::expect_relative(at.hessian[i * order + j],
                                 (up.gradient[j] - down.gradient[j]) / (2 * h),
                                 1e-5,
                                 1e-7 * size);
      }
    }
  }
}

}  // namespace

TEST(CovariateLikelihood, HasTheDerivativesOfItsValueInBgNbd) {
  expect_derivatives<loyalty::BgNbdParameters>(ModelName::bg_nbd);
}

TEST(CovariateLikelihood, HasTheDerivativesOfItsValueInMbgNbd) {
  expect_derivatives<loyalty::MbgNbdParameters>(ModelName::mbg_nbd);
}

TEST(CovariateLikelihood, HasTheDerivativesOfItsValueInParetoNbd) {
  expect_derivatives<loyalty::ParetoNbdParameters>(ModelName::pareto_nbd);
}

TEST(CovariateFit, ReachesAMaximumOfTheSumOverCustomers) {
  for (const ModelName model : models) {
    SCOPED_TRACE(to_string(model));
    const cc::CovariateCounts counts = simulated(truth_of(model, 2), 400, 3);
    const auto fit = fit_covariates(model, counts);
    ASSERT_EQ(fit.report.status, cc::FitStatus::converged);
    const Truth best = truth_of(fit);
    const double top = naive_log_likelihood(best, counts);
    support::expect_relative(fit.log_likelihood, top, 1e-11);
    EXPECT_GE(top, naive_log_likelihood(truth_of(model, 2), counts));
    for (const double step : {-0.01, 0.01}) {
      for (std::size_t j = 0; j < 4; ++j) {
        Truth other = best;
        other.parameters[j] *= std::exp(step);
        EXPECT_LT(naive_log_likelihood(other, counts), top) << j;
      }
      for (std::size_t k = 0; k < 2; ++k) {
        for (std::size_t t = 0; t < loyalty::effects_in(model).size(); ++t) {
          Truth other = best;
          other.effects[k][t] += step;
          EXPECT_LT(naive_log_likelihood(other, counts), top) << k << ", " << t;
        }
      }
    }
  }
}

TEST(CovariateFit, FindsTheEffectsCustomersWereMadeWith) {
  for (const ModelName model : models) {
    SCOPED_TRACE(to_string(model));
    const Truth truth = truth_of(model, 2);
    const auto fit = fit_covariates(model, simulated(truth, 6000, 7));
    ASSERT_EQ(fit.report.status, cc::FitStatus::converged);
    std::size_t i = 0;
    for (std::size_t k = 0; k < 2; ++k) {
      for (std::size_t t = 0; t < loyalty::effects_in(model).size(); ++t, ++i) {
        const auto& effect = fit.effects[i].effect;
        EXPECT_LT(std::abs(*effect.value - truth.effects[k][t]), 3.5 * *effect.standard_error)
            << name_of(fit.effects[i]);
      }
    }
    const auto base = estimates_of(fit.base);
    for (std::size_t j = 0; j < 4; ++j) {
      const auto& of = base[j].estimate;
      EXPECT_LT(std::abs(std::log(*of.value / truth.parameters[j])),
                3.5 * *of.standard_error / *of.value)
          << base[j].name;
    }
    ASSERT_TRUE(fit.gain && fit.gain->p_value);
    EXPECT_LT(*fit.gain->p_value, 1e-6);
    EXPECT_EQ(fit.gain->restrictions, int(fit.effects.size()));
  }
}

TEST(CovariateFit, OfTwoKindsWithOwnEffectsIsHardlyWorseThanTwoFits) {
  // Kinds share r, and in Pareto/NBD s: with these held the two fits would be the same.
  for (const ModelName model : models) {
    SCOPED_TRACE(to_string(model));
    const cc::CovariateCounts counts = simulated(truth_of(model), 3000, 9);
    const auto joint = fit_covariates(model, counts);
    double apart = 0.0;
    for (const std::uint32_t kind : {0U, 1U}) {
      cc::PurchaseCounts part{.unit = counts.unit};
      for (const auto& count : counts.counts) {
        if (count.pattern == kind) part.counts.push_back(count.of);
      }
      const auto fit = fit_model(model, part);
      ASSERT_TRUE(report_of(fit).usable());
      apart += log_likelihood(fit);
    }
    EXPECT_LE(joint.log_likelihood, apart + 1e-6);
    EXPECT_GT(joint.log_likelihood, apart - 8.0);  // One or two parameters: chi-square.
    EXPECT_GT(joint.log_likelihood, log_likelihood(joint.without));
  }
}

TEST(CovariateFit, DoesNotCareHowACovariateIsWritten) {
  for (const ModelName model : models) {
    SCOPED_TRACE(to_string(model));
    const cc::CovariateCounts counts = simulated(truth_of(model, 2), 500, 4);
    for (const double penalty : {0.0, 3.0}) {
      const loyalty::CovariateOptions options{.fit = {.penalty = penalty},
                                              .effect_penalty = 2.0 * penalty};
      const auto fit = fit_covariates(model, counts, options);
      cc::CovariateCounts other = counts;  // The second: 10 - 4 z.
      for (std::size_t i = 1; i < other.patterns.size(); i += 2) {
        other.patterns[i] = 10.0 - 4.0 * other.patterns[i];
      }
      const auto again = fit_covariates(model, other, options);
      support::expect_relative(again.log_likelihood, fit.log_likelihood, 1e-11);
      for (std::size_t i = 0; i < fit.effects.size(); ++i) {
        const double scale = fit.effects[i].covariate == "z1" ? -0.25 : 1.0;
        EXPECT_NEAR(*again.effects[i].effect.value, scale * *fit.effects[i].effect.value, 1e-6);
        EXPECT_NEAR(*again.effects[i].effect.standard_error,
                    std::abs(scale) * *fit.effects[i].effect.standard_error,
                    1e-6);
      }
      const auto before = estimates_of(model_for(fit, std::array{1.0, 0.5}));
      const auto after = estimates_of(model_for(again, std::array{1.0, 8.0}));
      for (std::size_t j = 0; j < 4; ++j) {
        support::expect_relative(*after[j].estimate.value, *before[j].estimate.value, 1e-6);
        support::expect_relative(
            *after[j].estimate.standard_error, *before[j].estimate.standard_error, 1e-5);
      }
    }
  }
}

TEST(CovariateFit, WithoutEffectsIsTheModelWithoutCovariates) {
  for (const ModelName model : models) {
    const cc::CovariateCounts counts = simulated(truth_of(model), 500, 4);
    const auto fit = fit_covariates(model, counts, {.none = {{}}});
    EXPECT_TRUE(fit.effects.empty());
    support::expect_relative(fit.log_likelihood, log_likelihood(fit.without), 1e-12);
    EXPECT_FALSE(fit.gain);
  }
}

TEST(CovariateFit, HoldsEffectsEqualThatAreToBe) {
  const cc::CovariateCounts counts = simulated(truth_of(ModelName::bg_nbd, 2), 800, 4);
  const auto free = fit_covariates(ModelName::bg_nbd, counts);
  const auto tied = fit_covariates(
      ModelName::bg_nbd,
      counts,
      {.equal = {{.covariate = "z0", .on = {EffectOn::dropout_a, EffectOn::dropout_b}}}});
  EXPECT_EQ(free.effects.size(), 6u);
  ASSERT_EQ(tied.effects.size(), 5u);
  EXPECT_EQ(name_of(tied.effects[1]), "z0 on dropout-a, dropout-b");
  EXPECT_LT(tied.log_likelihood, free.log_likelihood);
  EXPECT_GT(tied.log_likelihood, log_likelihood(tied.without));
  support::expect_relative(
      tied.log_likelihood, naive_log_likelihood(truth_of(tied), counts), 1e-11);

  const auto all = fit_covariates(ModelName::bg_nbd, counts, {.equal = {{}}});
  EXPECT_EQ(all.effects.size(), 2u);
  const auto one = fit_covariates(
      ModelName::bg_nbd, counts, {.none = {{.covariate = "z1"}, {.on = {EffectOn::dropout_a}}}});
  ASSERT_EQ(one.effects.size(), 2u);
  EXPECT_EQ(name_of(one.effects[0]), "z0 on purchase-rate");
}

TEST(CovariateFit, IsTheSameForAnyExecutorAndOrder) {
  for (const std::size_t covariates : {1u, 2u}) {
    const cc::CovariateCounts counts =
        simulated(truth_of(ModelName::pareto_nbd, covariates), 300, 6);
    const auto fit = fit_covariates(ModelName::pareto_nbd, counts);
    for (const std::size_t width : {1u, 2u, 4u}) {
      const auto again =
          fit_covariates(ModelName::pareto_nbd, counts, {}, support::threaded_host(width));
      EXPECT_EQ(again.log_likelihood, fit.log_likelihood);
      EXPECT_EQ(again.log_covariance, fit.log_covariance);
    }
    cc::CovariateCounts reversed = counts;
    std::reverse(reversed.counts.begin(), reversed.counts.end());
    const auto again = fit_covariates(ModelName::pareto_nbd, reversed);
    support::expect_relative(again.log_likelihood, fit.log_likelihood, 1e-12);
  }
}

TEST(CovariateFit, TakesAPatternForEachOfManyCustomers) {
  // How long 20,000 customers take is measured by fit_covariates in
  // benchmarks/loyalty_benchmark.cpp.
  const std::size_t customers = 4000;
  for (const ModelName model : models) {
    const auto fit = fit_covariates(model, simulated(truth_of(model, 3), customers, 8));
    EXPECT_EQ(fit.report.status, cc::FitStatus::converged);
    EXPECT_EQ(fit.patterns, customers);
  }
}

TEST(CovariateFit, DrawsEffectsTowardNothingByAPenalty) {
  const cc::CovariateCounts counts = simulated(truth_of(ModelName::mbg_nbd), 400, 4);
  const auto free = fit_covariates(ModelName::mbg_nbd, counts);
  const auto drawn = fit_covariates(ModelName::mbg_nbd, counts, {.effect_penalty = 100.0});
  EXPECT_LT(std::abs(*drawn.effects[0].effect.value), std::abs(*free.effects[0].effect.value));
  EXPECT_LT(*drawn.effects[0].effect.standard_error, *free.effects[0].effect.standard_error);
  EXPECT_LT(drawn.log_likelihood, free.log_likelihood);
  EXPECT_FALSE(drawn.gain);
  EXPECT_THAT(drawn.report.diagnosis, Contains(HasSubstr("penalty")));
}

TEST(CovariateFit, SaysWhichCovariatesCannotBeTold) {
  cc::CovariateCounts counts = simulated(truth_of(ModelName::mbg_nbd, 3), 300, 4);
  cc::CovariateCounts constant = counts;
  for (std::size_t i = 1; i < constant.patterns.size(); i += 3) constant.patterns[i] = 0.1;
  const auto same = fit_covariates(ModelName::mbg_nbd, constant);
  EXPECT_EQ(same.report.status, cc::FitStatus::failed);
  EXPECT_THAT(same.report.diagnosis, Each(AllOf(HasSubstr("z1"), HasSubstr("same for all"))));
  EXPECT_FALSE(same.effects.at(0).effect.defined());

  for (std::size_t i = 0; i < counts.patterns.size(); i += 3) {
    counts.patterns[i + 2] = 3.0 * counts.patterns[i] - counts.patterns[i + 1] + 5.0;
  }
  const auto follows = fit_covariates(ModelName::mbg_nbd, counts);
  EXPECT_EQ(follows.report.status, cc::FitStatus::failed);
  EXPECT_THAT(follows.report.diagnosis, Contains(HasSubstr("z2 follows from z0, z1")));

  // Nobody of the second kind bought again: nothing tells when they leave.
  cc::CovariateCounts once = simulated(truth_of(ModelName::bg_nbd), 300, 4);
  for (auto& count : once.counts) {
    if (count.pattern == 1) count.of.repeats = count.of.recency = 0.0;
  }
  const auto blind = fit_covariates(ModelName::bg_nbd, once);
  EXPECT_EQ(blind.report.status, cc::FitStatus::boundary);
  EXPECT_THAT(blind.report.diagnosis, Contains(HasSubstr("do not tell the effect of z0")));
  const auto cured =
      fit_covariates(ModelName::bg_nbd, once, {.fit = {.penalty = 0.1}, .effect_penalty = 0.1});
  EXPECT_EQ(cured.report.status, cc::FitStatus::converged);
}

TEST(CovariateFit, RefusesWhatMakesNoSense) {
  const cc::CovariateCounts counts = simulated(truth_of(ModelName::mbg_nbd), 50, 4);
  const auto fitting = [&](ModelName model, const loyalty::CovariateOptions& options) {
    return refusal([&] { (void)fit_covariates(model, counts, options); });
  };
  EXPECT_THAT(fitting(ModelName::nbd, {}), HasSubstr("takes no covariates"));
  EXPECT_THAT(fitting(ModelName::mbg_nbd, {.effect_penalty = -1.0}), HasSubstr("penalty"));
  EXPECT_THAT(fitting(ModelName::mbg_nbd, {.equal = {{.covariate = "age"}}}), HasSubstr("age"));
  EXPECT_THAT(fitting(ModelName::mbg_nbd, {.equal = {{.on = {EffectOn::dropout_rate}}}}),
              HasSubstr("no such effect"));
  cc::CovariateCounts broken = counts;
  broken.patterns[1] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(refusal([&] { (void)fit_covariates(ModelName::mbg_nbd, broken); }), HasSubstr("z0"));
  const auto fit = fit_covariates(ModelName::mbg_nbd, counts);
  EXPECT_THAT(refusal([&] { (void)model_for(fit, std::array{1.0, 2.0}); }), HasSubstr("1 finite"));
}
