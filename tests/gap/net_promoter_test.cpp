#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/net_promoter.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using gap::NetPromoterInterval;
using support::expect_relative;

namespace {

constexpr cc::Scale zero_to_ten{.lowest = 0, .highest = 10};
constexpr gap::NetPromoterCounts conference{.promoters = 8, .passives = 9, .detractors = 22};

// Ratings with these counts.
std::vector<double> ratings(int promoters, int passives, int detractors) {
  std::vector<double> r;
  r.insert(r.end(), static_cast<std::size_t>(promoters), 10.0);
  r.insert(r.end(), static_cast<std::size_t>(passives), 7.0);
  r.insert(r.end(), static_cast<std::size_t>(detractors), 3.0);
  return r;
}

}  // namespace

// gap.json, nps.conference: mpmath, 40 digits; Tango's interval by bisection there.
TEST(NetPromoter, AgreesWithFortyDigits) {
  const auto with = [](NetPromoterInterval kind) {
    return gap::score_net_promoter(conference, {.interval = kind}).score;
  };
  const cc::Estimate wald = with(NetPromoterInterval::wald);
  expect_relative(*wald.value, -0.35897435897435897436, 1e-15);
  expect_relative(*wald.standard_error, 0.12813936511888013149, 1e-14);
  expect_relative(wald.interval->lower, -0.61012289960919211736, 1e-14);
  expect_relative(wald.interval->upper, -0.10782581833952583135, 1e-13);
  expect_relative(*wald.standard_error * *wald.standard_error * 39.0, 974.0 / 1521.0, 1e-14);
  // Against nobody's score, R package NPS 1.1.
  const auto test =
      centricity::statistics::compare_independent(wald, {.value = 0.0, .standard_error = 0.0});
  expect_relative(*test.p_value, 0.00508755731994803, 1e-11);
  const cc::Estimate adjusted = with(NetPromoterInterval::adjusted_wald);
  expect_relative(adjusted.interval->lower, -0.57506642885033272629, 1e-13);
  expect_relative(adjusted.interval->upper, -0.091600237816333940377, 1e-13);
  const auto& [lower, upper, level, kind] = *adjusted.interval;
  expect_relative(0.5 * (lower + upper), -1.0 / 3.0, 1e-13);
  expect_relative(0.5 * (upper - lower) / 1.9599639845400542355, 0.12333547831682581852, 1e-13);
  const cc::Estimate score = with(NetPromoterInterval::score);
  expect_relative(score.interval->lower, -0.57725003001474166217, 1e-10);
  expect_relative(score.interval->upper, -0.086392677646067753088, 1e-10);
}

TEST(NetPromoter, TheScoreIntervalIsNotSymmetric) {
  const cc::Estimate score = gap::score_net_promoter(conference).score;
  EXPECT_EQ(score.method, cc::Method::score);  // the default
  EXPECT_GT(score.interval->upper - *score.value, *score.value - score.interval->lower);
}

TEST(NetPromoter, ReadsTheConference) {
  const auto file = support::data_file("nps_conference.csv");
  if (!file) GTEST_SKIP() << support::no_data("nps_conference.csv");
  auto columns = support::read_columns(*file);
  const auto nps = gap::score_net_promoter(columns["nps_0_10"], zero_to_ten);
  EXPECT_EQ(nps.score, gap::score_net_promoter(conference).score);
  EXPECT_NEAR(100.0 * *nps.score.value, -35.9, 0.05);  // as published with the data
  // R package NPS 1.1, nps.test of the closing keynote against the event.
  const auto closing = gap::score_net_promoter(columns["closing_keynote"], zero_to_ten);
  const auto difference = gap::compare_net_promoters(closing, nps);
  expect_relative(*difference.difference.value, 0.0512820512820513, 1e-13);
  expect_relative(difference.difference.interval->lower, -0.315555640481886, 1e-12);
  expect_relative(difference.difference.interval->upper, 0.418119743045988, 1e-12);
  expect_relative(*difference.p_value, 0.784089971992777, 1e-12);
}

TEST(NetPromoter, ReadsMobiOnOneToTen) {
  const auto file = support::data_file("ecsi_mobi.csv");
  if (!file) GTEST_SKIP() << support::no_data("ecsi_mobi.csv");
  auto columns = support::read_columns(*file);
  const auto nps = gap::score_net_promoter(
      columns["CUSL3"], {.lowest = 1, .highest = 10}, {}, {.cut_points = gap::CutPoints{}});
  expect_relative(*nps.score.value, 0.14, 1e-14);
  EXPECT_EQ(nps.score.n, 250u);
  expect_relative(*nps.promoters.value, 95.0 / 250.0, 1e-14);
  expect_relative(*nps.detractors.value, 60.0 / 250.0, 1e-14);
}

TEST(NetPromoter, OtherScalesNeedCutPoints) {
  const std::array answers{1.0, 9.0, 10.0};
  try {
    (void)gap::score_net_promoter(answers, {.lowest = 1, .highest = 10});
    FAIL() << "1 to 10 passed without cut points";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_argument);
    EXPECT_EQ(error.where().column, "cut_points");
  }
}

TEST(NetPromoter, BadInputIsNamed) {
  try {
    (void)gap::score_net_promoter(std::array{9.0, 11.0}, zero_to_ten);
    FAIL() << "11 passed on a scale 0 to 10";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_EQ(error.where().row, 1u);
    EXPECT_EQ(error.where().column, "ratings");
  }
  EXPECT_THROW((void)gap::score_net_promoter({.promoters = -1}), cc::Error);
  EXPECT_THROW((void)gap::score_net_promoter({.promoters = 1e300}), cc::Error);
  EXPECT_THROW((void)gap::score_net_promoter({.promoters = 1}, {.cut_points = {}, .level = 1.0}),
               cc::Error);
}

TEST(NetPromoter, WeightedCountsOfPartsAreTheWhole) {
  cc::Rng rng(12);
  std::vector<double> all;
  std::vector<double> weights;
  std::array<gap::NetPromoterCounts, 3> parts{};
  for (int i = 0; i < 200; ++i) {
    const double rating =
        i % 17 == 0 ? std::nan("") : static_cast<double>(cc::uniform_index(rng, 11));
    const double weight = i % 23 == 0 ? 0.0 : 0.5 + cc::uniform(rng);
    all.push_back(rating);
    weights.push_back(weight);
    parts[cc::uniform_index(rng, 3)] +=
        gap::count_net_promoters(std::array{rating}, zero_to_ten, std::array{weight});
  }
  gap::NetPromoterCounts sum;  // the identity
  for (const auto& part : parts) sum += part;
  const auto merged = gap::score_net_promoter(sum);
  const auto whole = gap::score_net_promoter(all, zero_to_ten, {.weights = weights});
  expect_relative(*merged.score.value, *whole.score.value, 1e-12, 1e-13);
  expect_relative(*merged.score.standard_error, *whole.score.standard_error, 1e-11);
  expect_relative(merged.score.interval->lower, whole.score.interval->lower, 1e-9, 1e-11);
  expect_relative(merged.effective_n, whole.effective_n, 1e-10);
  expect_relative(merged.design_effect, whole.design_effect, 1e-10);
  EXPECT_EQ(merged.score.n, whole.score.n);
  EXPECT_GT(merged.design_effect, 1.0);
  EXPECT_TRUE(merged.sheet.weighted);

  // Without weights the counts alone do.
  const auto plain = gap::count_net_promoters(all, zero_to_ten);
  EXPECT_FALSE(plain.squares);
  EXPECT_EQ(gap::score_net_promoter(plain).score, gap::score_net_promoter(all, zero_to_ten).score);
  gap::NetPromoterCounts mixed = conference;  // 39 answers of weight 1 beside weighted ones
  mixed += sum;
  EXPECT_EQ(mixed.squares->answers, 39U + merged.score.n);
  expect_relative(mixed.squares->passives, 9.0 + sum.squares->passives, 1e-14);
  // Everybody a promoter: Kish's number.
  const std::array heavy{1.0, 3.0};
  const auto promoters =
      gap::score_net_promoter(gap::count_net_promoters(std::array{9.0, 10.0}, zero_to_ten, heavy));
  expect_relative(promoters.effective_n, 16.0 / 10.0, 1e-14);
}

TEST(NetPromoter, CountsNameBadInput) {
  const std::array ratings{3.0, 12.0};
  try {
    (void)gap::count_net_promoters(ratings, zero_to_ten);
    ADD_FAILURE() << "an answer off its scale was taken";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where(), (cc::Location{.row = 1, .column = "ratings"}));
  }
  EXPECT_THROW((void)gap::count_net_promoters(ratings, zero_to_ten, std::array{1.0}), cc::Error);
  EXPECT_THROW((void)gap::score_net_promoter(gap::NetPromoterCounts{
                   .promoters = 1, .squares = gap::NetPromoterSquares{.passives = -1}}),
               cc::Error);
}

TEST(NetPromoter, UndefinedIsNotZero) {
  EXPECT_EQ(gap::score_net_promoter(gap::NetPromoterCounts{}).score.undefined,
            cc::Undefined::too_few);
  const std::array nobody{std::nan(""), std::nan("")};
  const auto nps = gap::score_net_promoter(nobody, zero_to_ten);
  EXPECT_EQ(nps.score.undefined, cc::Undefined::missing_input);
  EXPECT_EQ(nps.sheet.missing, 2u);
  // Ten answers of one respondent say nothing about others.
  const std::vector<double> answers(10, 9.0);
  const std::vector<std::uint32_t> one(10, 4);
  EXPECT_FALSE(gap::score_net_promoter(answers, zero_to_ten, {.clusters = one}).score.interval);
}

// The ends solve |difference - score| = z SE under the constrained maximum likelihood.
TEST(NetPromoter, StaysInRangeAtTheEnds) {
  for (const auto& [p, m, d] : {std::array{5, 0, 0},
                                std::array{0, 0, 5},
                                std::array{0, 5, 0},
                                std::array{1, 0, 0},
                                std::array{1, 0, 1}}) {
    const auto nps = gap::score_net_promoter(ratings(p, m, d), zero_to_ten).score;
    EXPECT_GE(nps.interval->lower, -1.0);
    EXPECT_LE(nps.interval->upper, 1.0);
    EXPECT_LE(nps.interval->lower, *nps.value);
    EXPECT_GE(nps.interval->upper, *nps.value);
    EXPECT_GT(nps.interval->upper - nps.interval->lower, 0.3);  // five answers are five answers
  }
}

RC_GTEST_PROP(NetPromoter, Laws, ()) {
  const int p = *rc::gen::inRange(1, 20);
  const int m = *rc::gen::inRange(0, 20);
  const int d = *rc::gen::inRange(1, 20);
  auto r = ratings(p, m, d);
  const auto nps = gap::score_net_promoter(r, zero_to_ten).score;
  const auto near = [](double a, double b) { return std::abs(a - b) < 1e-12; };

  std::vector<std::size_t> order(r.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  cc::Rng rng(7);
  std::vector<double> permuted = r;
  for (std::size_t i = permuted.size(); i > 1; --i) {
    std::swap(permuted[i - 1], permuted[cc::uniform_index(rng, i)]);
  }
  RC_ASSERT(gap::score_net_promoter(permuted, zero_to_ten).score == nps);

  std::vector<double> reversed = r;  // the same opinions on a scale turned upside down
  for (double& v : reversed) v = 10.0 - v;
  RC_ASSERT(
      gap::score_net_promoter(reversed, {.lowest = 0, .highest = 10, .reversed = true}).score ==
      nps);

  // Promoters and detractors exchanged: the score turns its sign, its interval turns over.
  const auto mirrored = gap::score_net_promoter(ratings(d, m, p), zero_to_ten).score;
  RC_ASSERT(near(*mirrored.value, -*nps.value));
  RC_ASSERT(near(mirrored.interval->lower, -nps.interval->upper));

  // Weights are repetitions: three ratings with weights against ratings repeated.
  const std::array three{10.0, 7.0, 3.0};
  const std::array weights{double(p), double(m), double(d)};
  const auto weighted = gap::score_net_promoter(three, zero_to_ten, {.weights = weights}).score;
  RC_ASSERT(near(*weighted.value, *nps.value));
}

TEST(NetPromoter, PairedDifferenceUsesThePairs) {
  // All answer the same twice but for two who move up: the independent test cannot see it.
  std::vector<double> before = ratings(30, 30, 30);
  std::vector<double> after = before;
  for (std::size_t i = 60; i < 75; ++i) after[i] = 7.0;
  const auto paired = gap::compare_net_promoters_paired(after, before, zero_to_ten);
  const auto apart = gap::compare_net_promoters(gap::score_net_promoter(after, zero_to_ten),
                                                gap::score_net_promoter(before, zero_to_ten));
  expect_relative(*paired.difference.value, 15.0 / 90.0, 1e-14);
  expect_relative(*apart.difference.value, 15.0 / 90.0, 1e-14);
  EXPECT_LT(*paired.p_value, 1e-4);
  EXPECT_GT(*apart.p_value, 0.05);
}

TEST(NetPromoter, StrataSharpen) {
  // Half the sample loves it, half hates it, and the halves are known beforehand.
  std::vector<double> r = ratings(48, 2, 0);
  const auto other = ratings(0, 2, 48);
  r.insert(r.end(), other.begin(), other.end());
  std::vector<std::uint32_t> stratum(100, 0);
  std::fill(stratum.begin() + 50, stratum.end(), 1u);
  const auto plain = gap::score_net_promoter(r, zero_to_ten);
  const auto stratified = gap::score_net_promoter(r, zero_to_ten, {.strata = stratum});
  EXPECT_LT(*stratified.score.standard_error, 0.3 * *plain.score.standard_error);
  EXPECT_LT(stratified.design_effect, 0.1);
}

// 1,000 surveys a design; .93 to .97 of the 95% intervals cover the score of the population.
TEST(NetPromoter, IntervalsCover) {
  // 45% promoters, 30% passives, 25% detractors: 20%.
  const auto vote = [](double u) { return u < 0.45 ? 10.0 : u < 0.75 ? 8.0 : 4.0; };
  for (const int answers : {1, 3}) {  // per respondent; 3: clustered and weighted
    int covered = 0;
    for (std::uint64_t survey = 0; survey < 1000; ++survey) {
      cc::Rng rng = cc::Rng(4711).stream(survey);
      std::vector<double> r, w;
      std::vector<std::uint32_t> c;
      for (std::uint32_t person = 0; person < 120; ++person) {
        const double opinion = cc::uniform(rng);
        const double weight = 0.5 + cc::uniform(rng);
        for (int i = 0; i < answers; ++i) {
          r.push_back(vote(cc::bernoulli(rng, 0.6) ? opinion : cc::uniform(rng)));
          w.push_back(weight);
          c.push_back(person);
        }
      }
      const auto nps = answers == 1
                           ? gap::score_net_promoter(r, zero_to_ten)
                           : gap::score_net_promoter(r, zero_to_ten, {.weights = w, .clusters = c});
      covered += nps.score.interval->lower <= 0.2 && 0.2 <= nps.score.interval->upper ? 1 : 0;
    }
    EXPECT_GE(covered, 930) << answers << " answers a respondent";
    EXPECT_LE(covered, 970) << answers << " answers a respondent";
  }
}

TEST(NetPromoter, DescribesItselfWithItsMethodSheet) {
  gap::NetPromoterOptions options{.interval = NetPromoterInterval::wald};
  options.sheet.wording = "Would you recommend us?";
  options.sheet.invited = 200;
  const auto nps = gap::score_net_promoter(ratings(5, 3, 4), zero_to_ten, {}, options);
  EXPECT_EQ(nps.sheet.answered, 12u);
  expect_relative(*gap::response_rate(nps.sheet).value, 0.06, 1e-14);
  const cc::Document document = gap::describe(nps);
  EXPECT_EQ(document.id, "net_promoter");
  ASSERT_EQ(document.sections.size(), 1u);
  EXPECT_EQ(document.sections[0].id, "method_sheet");
  const auto warnings =
      std::count_if(document.blocks.begin(), document.blocks.end(), [](const cc::Block& block) {
        const auto* notice = std::get_if<cc::Notice>(&block);
        return notice != nullptr && notice->severity == cc::Severity::warning;
      });
  EXPECT_EQ(warnings, 2);  // few answers, and Wald on few answers
}
