#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/kano_curve.hpp>
#include <centricity/gap/kano_stability.hpp>
#include <centricity/statistics/survey_design.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/executors.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using gap::KanoCategory;
using support::expect_relative;
using enum gap::KanoCategory;

namespace {

using Counts = std::array<double, 6>;

struct Row {
  Counts counts;
  KanoCategory mode, two_step;
  double better, worse, total_strength, category_strength, fong_difference, fong_critical;
  bool significant;
  double functional, dysfunctional, functional_sd, dysfunctional_sd;
  Counts pouliot{};
  double importance = 0.0;
};

const Row kiosk[] = {
#include "kano_kiosk.inc"
};

const Row neighbourhood[] = {
#include "kano_neighbourhood.inc"
};

// Answers with these counts M O A I R Q.
gap::KanoAnswers answers(const Counts& counts) {
  constexpr int cell[6][2] = {{3, 5}, {1, 5}, {1, 3}, {3, 3}, {3, 1}, {1, 1}};
  gap::KanoAnswers a;
  for (std::size_t c = 0; c < 6; ++c) {
    a.weight[std::size_t(cell[c][0] - 1)][std::size_t(cell[c][1] - 1)] = counts[c];
    a.squared_weight[std::size_t(cell[c][0] - 1)][std::size_t(cell[c][1] - 1)] = counts[c];
    a.n += static_cast<std::uint64_t>(counts[c]);
  }
  return a;
}

std::vector<std::uint8_t> codes(const std::vector<double>& column) {
  std::vector<std::uint8_t> coded;
  for (const double v : column) coded.push_back(static_cast<std::uint8_t>(std::isnan(v) ? 0.0 : v));
  return coded;
}

std::string numbered(const char* prefix, std::size_t item, const char* suffix) {
  return prefix + std::string(item < 10 ? "0" : "") + std::to_string(item) + suffix;
}

void expect_row(const gap::KanoAnswers& counted, const Row& row) {
  const auto a = gap::analyze_kano(counted);
  EXPECT_EQ(a.weight, row.counts);
  EXPECT_EQ(a.most_frequent, row.mode);
  EXPECT_EQ(a.two_step, row.two_step);
  expect_relative(*a.better.value, row.better, 1e-13);
  expect_relative(*a.worse.value, row.worse, 1e-13);
  expect_relative(*a.total_strength.value, row.total_strength, 1e-13);
  expect_relative(*a.category_strength.value, row.category_strength, 1e-12, 1e-14);
  expect_relative(a.fong_difference, row.fong_difference, 1e-11);
  expect_relative(a.fong_critical, row.fong_critical, 1e-11);
  EXPECT_EQ(a.category, row.significant ? std::optional{row.mode} : std::nullopt);
  expect_relative(*a.functional.value, row.functional, 1e-12, 1e-14);
  expect_relative(*a.dysfunctional.value, row.dysfunctional, 1e-12, 1e-14);
  const double root_n = std::sqrt(static_cast<double>(a.n));
  expect_relative(*a.functional.standard_error * root_n, row.functional_sd, 1e-11);
  expect_relative(*a.dysfunctional.standard_error * root_n, row.dysfunctional_sd, 1e-11);
}

}  // namespace

// stp25kano (README, 2022-11-09): counts and printed results; further digits computed from them.
TEST(Kano, ThePublishedTable) {
  struct Published {
    Counts counts;
    double better, worse, total, category, fong, critical, chi_square;
    double attractive_a, attractive_b, linear_a, must_be_a, must_be_b, half[3];
  };

  constexpr Published table[] = {
      {{95, 123, 45, 33, 0, 0},
       0.567567567567567568,
       -0.736486486486486486,
       0.888513513513513514,
       0.0945945945945945946,
       28,
       19.3636461938065507,
       72.4864864864864865,
       0.758929083957972972,
       -1.49541557044445946,
       1.30405405405405405,
       -2.06298313801202703,
       1.32649665152554054,
       {-0.24415304676998602, -0.0844594594594594595, 0.0752341278510671012}},
      {{101, 54, 54, 81, 3, 3},
       0.372413793103448276,
       -0.534482758620689655,
       0.706081081081081081,
       0.0675675675675675676,
       20,
       18.5246799403361323,
       21.6413793103448276,
       0.52779266864356155,
       -1.06227542726425121,
       0.906896551724137931,
       -1.43468922036769948,
       0.900206461747009826,
       {-0.192092427952026726, -0.0810344827586206897, 0.0300234624347853466}},
      {{15, 24, 121, 124, 6, 6},
       0.510563380281690141,
       -0.137323943661971831,
       0.540540540540540541,
       0.0101351351351351351,
       3,
       19.7729227861425878,
       150.056338028169014,
       0.377055331211112895,
       -0.514379274873084726,
       0.647887323943661972,
       -1.02494265515477487,
       0.887618711492803036,
       {0.107279869925559014, 0.186619718309859155, 0.265959566694159295}},
      {{65, 87, 93, 51, 0, 0},
       0.608108108108108108,
       -0.513513513513513514,
       0.827702702702702703,
       0.0202702702702702703,
       6,
       18.4674933548332653,
       15.4054054054054054,
       0.652757657704785044,
       -1.16627117121829856,
       1.12162162162162162,
       -1.77437927932640667,
       1.26086576581289315,
       {-0.0900557363480260657, 0.0472972972972972973, 0.18465033094262066}},
      {{9, 18, 83, 177, 6, 3},
       0.351916376306620209,
       -0.0940766550522648084,
       0.371621621621621622,
       0.317567567567567568,
       94,
       19.9241043069050517,
       251.299651567944251,
       0.259557555676912134,
       -0.353634210729176942,
       0.445993031358885017,
       -0.705550587035797151,
       0.611473931983532343,
       {0.074303852286280891, 0.1289198606271777, 0.18353586896807451}}};
  for (const Published& p : table) {
    const auto a = gap::analyze_kano(answers(p.counts));
    EXPECT_EQ(a.weight, p.counts);
    expect_relative(*a.better.value, p.better, 1e-14);
    expect_relative(*a.worse.value, p.worse, 1e-14);
    expect_relative(*a.total_strength.value, p.total, 1e-14);
    expect_relative(*a.category_strength.value, p.category, 1e-13);
    expect_relative(a.fong_difference, p.fong, 1e-13);
    expect_relative(a.fong_critical, p.critical, 1e-13);
    expect_relative(a.chi_square, p.chi_square, 1e-13);
    const auto up = gap::make_kano_curve(gap::KanoCurveShape::attractive, p.better, p.worse);
    const auto line = gap::make_kano_curve(gap::KanoCurveShape::linear, p.better, p.worse);
    const auto flat = gap::make_kano_curve(gap::KanoCurveShape::must_be, p.better, p.worse);
    expect_relative(up.a, p.attractive_a, 1e-13);
    expect_relative(up.b, p.attractive_b, 1e-13);
    expect_relative(line.a, p.linear_a, 1e-13);
    expect_relative(flat.a, p.must_be_a, 1e-13);
    expect_relative(flat.b, p.must_be_b, 1e-13);
    expect_relative(gap::satisfaction(up, 0.5), p.half[0], 1e-12);
    expect_relative(gap::satisfaction(line, 0.5), p.half[1], 1e-12);
    expect_relative(gap::satisfaction(flat, 0.5), p.half[2], 1e-12);
    for (const auto& curve : {up, line, flat}) {
      expect_relative(gap::satisfaction(curve, 0.0), p.worse, 1e-12);
      expect_relative(gap::satisfaction(curve, 1.0), p.better, 1e-12);
    }
  }
}

TEST(Kano, TheKioskSurvey) {
  const auto file = support::data_file("kiosk_servqual_kano_ipa.csv");
  if (!file) GTEST_SKIP() << support::no_data("kiosk_servqual_kano_ipa.csv");
  auto columns = support::read_columns(*file);
  int no_class = 0;
  for (std::size_t item = 1; item <= std::size(kiosk); ++item) {
    SCOPED_TRACE(item);
    const auto counted = gap::count_kano_answers(codes(columns[numbered("K", item, "F")]),
                                                 codes(columns[numbered("K", item, "D")]));
    EXPECT_EQ(counted.n, 207u);
    EXPECT_EQ(counted.missing, 4u);
    expect_row(counted, kiosk[item - 1]);
    no_class += gap::analyze_kano(counted).category ? 0 : 1;
  }
  EXPECT_EQ(no_class, 8);  // eight of 29 have no class that chance could not have made
}

TEST(Kano, TheNeighbourhoodSurvey) {
  const auto file = support::data_file("kano_neighbourhood_1478.csv");
  if (!file) GTEST_SKIP() << support::no_data("kano_neighbourhood_1478.csv");
  auto columns = support::read_columns(*file);
  for (std::size_t item = 1; item <= std::size(neighbourhood); ++item) {
    SCOPED_TRACE(item);
    const auto counted = gap::count_kano_answers(codes(columns[numbered("F", item, "")]),
                                                 codes(columns[numbered("D", item, "")]));
    expect_row(counted, neighbourhood[item - 1]);
    EXPECT_EQ(gap::analyze_kano(counted, {.table = gap::KanoTable::pouliot}).weight,
              neighbourhood[item - 1].pouliot);
    expect_relative(*cc::statistics::mean(columns[numbered("I", item, "")]).estimate.value,
                    neighbourhood[item - 1].importance,
                    1e-12);
  }
}

TEST(Kano, TablesDifferInTwoCells) {
  int differ = 0;
  for (int f = 1; f <= 5; ++f) {
    for (int d = 1; d <= 5; ++d) {
      const bool same =
          gap::kano_category(f, d) == gap::kano_category(f, d, gap::KanoTable::pouliot);
      differ += same ? 0 : 1;
      EXPECT_EQ(same, !(f == d && (f == 2 || f == 4)));
      // Exchanging the answers exchanges "wanted" and "opposite wanted".
      const bool wanted = gap::kano_category(f, d) == attractive ||
                          gap::kano_category(f, d) == one_dimensional ||
                          gap::kano_category(f, d) == must_be;
      EXPECT_EQ(wanted, gap::kano_category(d, f) == reverse);
    }
  }
  EXPECT_EQ(differ, 2);
  EXPECT_THROW((void)gap::kano_category(0, 3), cc::Error);
  EXPECT_THROW((void)gap::kano_category(3, 6), cc::Error);
}

RC_GTEST_PROP(Kano, Laws, ()) {
  const auto draw = [] {
    std::vector<std::uint8_t> answers;
    for (const int a : *rc::gen::container<std::vector<int>>(40, rc::gen::inRange(0, 6))) {
      answers.push_back(static_cast<std::uint8_t>(a));
    }
    return answers;
  };
  const auto f = draw();
  const auto d = draw();
  std::vector<std::uint32_t> half;
  for (std::uint32_t i = 0; i < 40; ++i) half.push_back(i % 2);
  const auto whole = gap::count_kano_answers(f, d);

  // Party-disjoint parts add up, bit by bit.
  auto parts = gap::count_kano_answers_by_group(f, d, half, 2);
  parts[0] += parts[1];
  RC_ASSERT(parts[0] == whole);

  // A weight of 2 is an answer given twice.
  const std::vector<double> two(40, 2.0);
  auto twice = whole;
  twice += whole;
  const auto weighted = gap::analyze_kano(gap::count_kano_answers(f, d, two));
  RC_ASSERT(weighted.weight == gap::analyze_kano(twice).weight);

  // Shares add up to 1.
  const auto a = gap::analyze_kano(whole);
  if (whole.n > 0) {
    double sum = 0.0;
    for (const auto& share : a.share) sum += *share.value;
    RC_ASSERT(std::abs(sum - 1.0) < 1e-12);
    // Equal weights change nothing but the count of weight.
    RC_ASSERT(std::abs(*weighted.functional.standard_error - *a.functional.standard_error) < 1e-12);
    RC_ASSERT(weighted.category == a.category);
  }
}

// Better and worse in 1,000 surveys of 150: their 95% intervals, and the joint 95% ellipse.
TEST(Kano, IntervalsCoverAloneAndTogether) {
  constexpr std::array p{0.30, 0.25, 0.20, 0.15, 0.06, 0.04};  // M O A I R Q
  const double better = 0.45 / 0.90;
  const double worse = -0.55 / 0.90;
  int covered_better = 0;
  int covered_worse = 0;
  int covered_both = 0;
  for (std::uint64_t survey = 0; survey < 1000; ++survey) {
    cc::Rng rng = cc::Rng(99).stream(survey);
    gap::KanoAnswers sample;
    // Weighted respondents: half of them count double, independent of what they say.
    for (int person = 0; person < 150; ++person) {
      double u = cc::uniform(rng);
      std::size_t c = 0;
      while (c < 5 && u >= p[c]) u -= p[c++];
      Counts one{};
      one[c] = 1.0;
      auto answer = answers(one);
      if (cc::bernoulli(rng, 0.5)) {
        for (auto& row : answer.weight)
          for (double& w : row) w *= 2.0;
        for (auto& row : answer.squared_weight)
          for (double& w : row) w *= 4.0;
      }
      sample += answer;
    }
    const auto a = gap::analyze_kano(sample);
    const auto inside = [](const cc::Estimate& e, double truth) {
      return e.interval->lower <= truth && truth <= e.interval->upper ? 1 : 0;
    };
    covered_better += inside(a.better, better);
    covered_worse += inside(a.worse, worse);
    const double db = *a.better.value - better;
    const double dw = *a.worse.value - worse;
    const double vb = *a.better.standard_error * *a.better.standard_error;
    const double vw = *a.worse.standard_error * *a.worse.standard_error;
    const double distance = (db * db * vw - 2.0 * db * dw * a.covariance + dw * dw * vb) /
                            (vb * vw - a.covariance * a.covariance);
    covered_both += distance <= 5.991 ? 1 : 0;  // chi-square(2) at .95
  }
  for (const int covered : {covered_better, covered_worse, covered_both}) {
    EXPECT_GE(covered, 930);
    EXPECT_LE(covered, 970);
  }
}

TEST(Kano, PoliciesAreExplicit) {
  const auto mostly_reverse = answers({2, 5, 3, 10, 60, 20});
  const auto kept = gap::analyze_kano(mostly_reverse);
  EXPECT_EQ(kept.most_frequent, reverse);
  const auto turned = gap::analyze_kano(mostly_reverse, {.reverse = gap::Reverse::turned});
  EXPECT_EQ(turned.weight[std::size_t(reverse)], 10.0);  // what was M, O, A
  EXPECT_EQ(turned.weight[std::size_t(attractive)] + turned.weight[std::size_t(must_be)] +
                turned.weight[std::size_t(one_dimensional)],
            60.0);
  // By hand: the dysfunctional answers 5 x 7, 3 x 13, 1 x 80 read as functional ones.
  expect_relative(*turned.functional.value, (80.0 * 4.0 - 7.0 * 2.0) / 100.0, 1e-14);
  const auto dropped =
      gap::analyze_kano(mostly_reverse, {.questionable = gap::Questionable::dropped});
  EXPECT_EQ(dropped.n, 80u);
  EXPECT_EQ(*dropped.better.value, *kept.better.value);  // Q never was in its base
  expect_relative(*dropped.total_strength.value, 10.0 / 80.0, 1e-14);
  const std::vector<gap::KanoFeature> features{{.name = "a fee", .analysis = kept}};
  const auto document = gap::describe(features);
  const auto warnings =
      std::count_if(document.blocks.begin(), document.blocks.end(), [](const cc::Block& block) {
        const auto* notice = std::get_if<cc::Notice>(&block);
        return notice != nullptr && notice->severity == cc::Severity::warning;
      });
  EXPECT_EQ(warnings, 2);  // contradictions, and the opposite is wanted
}

TEST(Kano, UndefinedIsNotZero) {
  EXPECT_EQ(gap::analyze_kano({}).better.undefined, cc::Undefined::too_few);
  EXPECT_FALSE(gap::analyze_kano({}).category);
  const auto nobody_classified = gap::analyze_kano(answers({0, 0, 0, 0, 3, 4}));
  EXPECT_EQ(nobody_classified.better.undefined, cc::Undefined::division_by_zero);
  EXPECT_EQ(nobody_classified.worse.undefined, cc::Undefined::division_by_zero);
  const auto one = gap::analyze_kano(answers({1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(one.category, std::nullopt);  // one answer is no class
  EXPECT_FALSE(one.functional.standard_error);
  EXPECT_EQ(gap::analyze_kano(answers({5, 5, 0, 0, 0, 0})).most_frequent, std::nullopt);
}

TEST(Kano, BadInputIsNamed) {
  const std::vector<std::uint8_t> f{1, 2, 3};
  const std::vector<std::uint8_t> d{1, 7, 3};
  try {
    (void)gap::count_kano_answers(f, d);
    FAIL() << "7 passed";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 1u);
    EXPECT_EQ(error.where().column, "dysfunctional");
  }
  EXPECT_THROW((void)gap::count_kano_answers(f, std::vector<std::uint8_t>{1}), cc::Error);
  EXPECT_THROW((void)gap::count_kano_answers(f, f, std::vector<double>{1, -1, 1}), cc::Error);
  EXPECT_THROW((void)gap::count_kano_answers_by_group(f, f, std::vector<std::uint32_t>{0, 1, 2}, 2),
               cc::Error);
  EXPECT_THROW((void)gap::analyze_kano({}, {.fong_z = 0}), cc::Error);
}

// An instant answer delights at the free clinic and is the least at the paid one.
TEST(KanoContexts, TheClinic) {
  const std::vector<gap::KanoAnswers> clinics{answers({5, 10, 70, 15, 0, 0}),
                                              answers({75, 15, 5, 5, 0, 0})};
  const auto contexts = gap::analyze_kano_contexts(clinics);
  EXPECT_EQ(contexts.groups[0].category, attractive);
  EXPECT_EQ(contexts.groups[1].category, must_be);
  EXPECT_TRUE(contexts.switches);
  // By hand: row sums 100; columns 80, 25, 75, 20.
  const double expected =
      2 * (35.0 * 35.0 / 40 + 2.5 * 2.5 / 12.5 + 32.5 * 32.5 / 37.5 + 25.0 / 10);
  expect_relative(contexts.chi_square, expected, 1e-12);
  EXPECT_EQ(contexts.degrees_of_freedom, 3.0);
  EXPECT_LT(*contexts.p_value, 1e-10);
  EXPECT_FALSE(gap::analyze_kano_contexts(std::span{clinics}.first(1)).p_value);
}

TEST(KanoStability, AgreesWithResamplingRespondents) {
  const auto sample = answers({73, 55, 41, 32, 2, 4});  // kiosk feature 3: M, barely
  const auto stability = gap::kano_stability(sample, {.seed = 3, .replicates = 4000});
  // Respondents one by one, with replacement.
  cc::Rng rng(31);
  const double weights[6] = {73, 55, 41, 32, 2, 4};
  int significant = 0;
  for (int replicate = 0; replicate < 4000; ++replicate) {
    Counts counts{};
    for (int person = 0; person < 207; ++person) {
      double u = cc::uniform(rng) * 207.0;
      std::size_t c = 0;
      while (c < 5 && u >= weights[c]) u -= weights[c++];
      counts[c] += 1.0;
    }
    significant += gap::analyze_kano(answers(counts)).category == must_be ? 1 : 0;
  }
  EXPECT_NEAR(stability.category[std::size_t(must_be)], significant / 4000.0, 0.045);
  double sum = stability.no_class;
  for (const double share : stability.category) sum += share;
  expect_relative(sum, 1.0, 1e-12);
}

TEST(KanoStability, SameBitsForAnyExecutor) {
  const auto sample = answers({73, 55, 41, 32, 2, 4});
  const auto serial = gap::kano_stability(sample);
  const auto threaded = gap::kano_stability(sample, {}, support::threaded_host(4));
  EXPECT_EQ(serial.category, threaded.category);
  EXPECT_EQ(serial.no_class, threaded.no_class);
  EXPECT_THROW((void)gap::kano_stability(sample, {.replicates = 3}), cc::Error);
}
