// Traps into which difference scores, Kano tables and loyalty scores lead.  Each test is named
// after its trap and shows that the library itself says it, on the survey where it was found.

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/gap/disconfirmation.hpp>
#include <centricity/gap/expectation_model.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/gap/penalty_reward.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/text.hpp>

#include "support/csv.hpp"
#include "support/data.hpp"
#include "support/near.hpp"

namespace cc = centricity;
namespace gap = centricity::gap;
using support::expect_relative;

namespace {

constexpr const char* kiosk_file = "kiosk_servqual_kano_ipa.csv";
constexpr const char* neighbourhood_file = "kano_neighbourhood_1478.csv";
constexpr const char* service_quality_file = "service_quality_SQ.csv";

std::string numbered(const char* prefix, int item, const char* suffix = "") {
  return prefix + std::string(item < 10 ? "0" : "") + std::to_string(item) + suffix;
}

// What a reader of the document reads, whatever the line width.
template <typename Result>
std::string words_of(const Result& result) {
  std::istringstream text{cc::report::to_text(gap::describe(result))};
  std::string all;
  for (std::string word; text >> word;) all += word + ' ';
  return all;
}

bool says(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

struct Kiosk {
  support::Columns columns{};
  std::vector<gap::GapItem> items{};
  std::vector<double> outcome{};
};

Kiosk read_kiosk(const std::filesystem::path& file) {
  constexpr const char* dimensions[] = {"reliability",
                                        "fun",
                                        "control",
                                        "economy",
                                        "personalisation",
                                        "convenience",
                                        "security",
                                        "tangible"};
  Kiosk kiosk{.columns = support::read_columns(file)};
  for (int j = 1; j <= 24; ++j) {
    kiosk.items.push_back({.name = numbered("", j),
                           .dimension = dimensions[(j - 1) / 3],
                           .expectation = kiosk.columns[numbered("E", j)],
                           .perception = kiosk.columns[numbered("P", j)],
                           .importance = kiosk.columns[numbered("I", j)]});
  }
  const auto& satisfied = kiosk.columns["overall_satisfied"];
  const auto& excellent = kiosk.columns["overall_excellent"];
  for (std::size_t i = 0; i < satisfied.size(); ++i) {
    kiosk.outcome.push_back(0.5 * (satisfied[i] + excellent[i]));
  }
  return kiosk;
}

gap::KanoAnswers kano_answers(support::Columns& columns,
                              const std::string& functional,
                              const std::string& dysfunctional) {
  const auto codes = [](const std::vector<double>& column) {
    std::vector<std::uint8_t> coded;
    for (const double v : column)
      coded.push_back(static_cast<std::uint8_t>(std::isnan(v) ? 0.0 : v));
    return coded;
  };
  return gap::count_kano_answers(codes(columns[functional]), codes(columns[dysfunctional]));
}

}  // namespace

TEST(Trap1, DifferenceScoresKeepMostlyNoise) {
  const auto file = support::data_file(kiosk_file);
  if (!file) GTEST_SKIP() << support::no_data(kiosk_file);
  const Kiosk kiosk = read_kiosk(*file);
  const auto scores = gap::score_gaps(kiosk.items);
  const gap::DimensionGap& tangible = scores.dimensions[7];
  EXPECT_NEAR(*tangible.perception_alpha.value, .63, .005);
  EXPECT_NEAR(*tangible.expectation_alpha.value, .44, .005);
  EXPECT_NEAR(*tangible.gap_alpha.value, .48, .005);
  const auto by_correlation = [](const auto& a, const auto& b) {
    return *a.correlation.value < *b.correlation.value;
  };
  const auto [least, most] = std::ranges::minmax_element(scores.dimensions, by_correlation);
  EXPECT_NEAR(*least->correlation.value, .08, .005);
  EXPECT_NEAR(*most->correlation.value, .70, .005);
  // It counts the unreliable ones, and offers what needs no difference.
  const auto unreliable = std::ranges::count_if(scores.dimensions, [](const auto& d) {
    return *d.difference_reliability.value < gap::least_reliability;
  });
  EXPECT_LT(*tangible.difference_reliability.value, gap::least_reliability);
  const std::string text = words_of(scores);
  EXPECT_TRUE(says(text,
                   "The gaps of " + std::to_string(unreliable) +
                       " of 8 dimensions are less reliable than 0.7. Look at perception alone "
                       "(SERVPERF), or at a polynomial regression."))
      << text;
  EXPECT_TRUE(tangible.scores.perception.interval);
  const auto disconfirmation = gap::fit_disconfirmation(kiosk.items, kiosk.outcome);
  EXPECT_TRUE(disconfirmation.surface.incongruence_slope.interval);
  EXPECT_TRUE(says(words_of(disconfirmation), "Without differences: polynomial regression"));
}

TEST(Trap2, ExpectationsAtTheCeiling) {
  const auto file = support::data_file(kiosk_file);
  if (!file) GTEST_SKIP() << support::no_data(kiosk_file);
  const auto scores = gap::score_gaps(read_kiosk(*file).items);
  std::vector<double> high;
  for (const gap::ItemGap& item : scores.items) {
    if (*item.ceiling.value > .5) high.push_back(*item.ceiling.value);
  }
  ASSERT_EQ(high.size(), 18U);
  EXPECT_NEAR(*std::ranges::min_element(high), .54, .005);
  EXPECT_NEAR(*std::ranges::max_element(high), .80, .005);
  const std::string text = words_of(scores);
  EXPECT_TRUE(says(text,
                   "For 18 of 24 items more than half of the expectations are at the top of the "
                   "scale: such gaps mirror perception alone, and cannot be positive."))
      << text;
}

TEST(Trap3, TheOrderOfWeightingMatters) {
  const auto file = support::data_file(kiosk_file);
  if (!file) GTEST_SKIP() << support::no_data(kiosk_file);
  const Kiosk kiosk = read_kiosk(*file);

  struct Row {
    gap::GapWeighting weighting;
    double gap;
    const char* printed;
  };

  for (const Row& r :
       {Row{gap::GapWeighting::unweighted, -1.102, "unweighted"},
        Row{gap::GapWeighting::mean_weighted, -1.177, "mean_weighted"},
        Row{gap::GapWeighting::individually_weighted, -1.236, "individually_weighted"}}) {
    const auto scores = gap::score_gaps(kiosk.items, {}, {.weighting = r.weighting});
    EXPECT_NEAR(*scores.overall.gap.difference.value, r.gap, 5e-4);
    const std::string text = words_of(scores);
    EXPECT_TRUE(says(text, std::string("Overall gap, ") + r.printed)) << text;
  }
}

TEST(Trap4, LossAversionIsNotUniversal) {
  const auto file = support::data_file(kiosk_file);
  if (!file) GTEST_SKIP() << support::no_data(kiosk_file);
  const Kiosk kiosk = read_kiosk(*file);
  const auto result = gap::fit_disconfirmation(kiosk.items, kiosk.outcome);
  EXPECT_NEAR(*result.loss_aversion.value, .42, .005);
  EXPECT_LT(result.loss_aversion.interval->upper, 2.25);  // the ratio of Tversky & Kahneman
  EXPECT_TRUE(says(words_of(result), "exceeding an expectation weighs more than falling short"))
      << words_of(result);
  // Nobody's loss aversion is the default: gains and losses weigh the same until someone says so.
  EXPECT_EQ(gap::value_of(-1.0, {}), -gap::value_of(1.0, {}));
}

TEST(Trap4, WhereGainsMayBeNothingThereIsNoRatio) {
  // Half are above their expectation and gain nothing by it.
  std::vector<double> expectation, perception, outcome;
  for (int i = 0; i < 60; ++i) {
    expectation.push_back(4.0);
    perception.push_back(1.0 + i % 7);
    outcome.push_back(std::min(perception.back(), 4.0) + 0.1 * (i % 4));
  }
  const std::array<gap::GapItem, 1> items{
      {{.name = "a", .expectation = expectation, .perception = perception}}};
  const auto result = gap::fit_disconfirmation(items, outcome);
  EXPECT_EQ(result.fit.report.usable(),
            false);  // everybody expects the same: nothing to regress on
  for (std::size_t i = 0; i < expectation.size(); ++i) expectation[i] += i % 3 == 0 ? 1.0 : 0.0;
  const auto varied = gap::fit_disconfirmation(items, outcome);
  EXPECT_EQ(varied.loss_aversion.undefined, cc::Undefined::division_by_zero);
  EXPECT_TRUE(varied.asymmetry.defined());
  EXPECT_TRUE(says(words_of(varied), "falling short of an expectation weighs more than exceeding"))
      << words_of(varied);
}

TEST(Trap4, PenaltiesExceedRewardsInFourOfFiveDimensions) {
  const auto file = support::data_file(service_quality_file);
  if (!file) GTEST_SKIP() << support::no_data(service_quality_file);
  auto data = support::read_columns(*file);
  constexpr std::array<std::array<int, 2>, 5> items{{{1, 4}, {5, 9}, {10, 13}, {14, 17}, {18, 22}}};
  std::vector<std::vector<double>> dimensions;
  for (const auto& [first, last] : items) {
    std::vector<double> mean(data["sat"].size(), 0.0);
    for (int i = first; i <= last; ++i) {
      const auto& item = data[numbered("a", i)];
      for (std::size_t row = 0; row < mean.size(); ++row) mean[row] += item[row];
    }
    for (double& m : mean) m /= last - first + 1;
    dimensions.push_back(std::move(mean));
  }
  std::vector<gap::DriverColumn> columns;
  constexpr const char* names[] = {"TAN", "REL", "RES", "ASS", "EMP"};
  for (std::size_t j = 0; j < 5; ++j) {
    columns.push_back({.name = names[j], .values = dimensions[j]});
  }
  const auto result = gap::fit_penalty_rewards(columns, data["sat"]);
  for (const auto& a : result.attributes) {
    EXPECT_EQ(*a.asymmetry.value < 0.0, a.name != "RES") << a.name;
    // A kind is given only where the interval of the asymmetry, or both effects, allow it.
    if (a.kind == gap::FactorKind::basic) {
      EXPECT_LT(a.asymmetry.interval->upper, 0.0);
    }
    EXPECT_NE(a.kind, gap::FactorKind::excitement);
  }
  EXPECT_TRUE(says(words_of(result), "Asymmetry"));
}

TEST(Trap5, KanoTablesDisagree) {
  const auto file = support::data_file(neighbourhood_file);
  if (!file) GTEST_SKIP() << support::no_data(neighbourhood_file);
  auto columns = support::read_columns(*file);
  const auto answers = kano_answers(columns, "F01", "D01");
  const auto analysis = [&](gap::KanoTable table) {
    return gap::analyze_kano(answers, {.table = table});
  };
  const auto berger = analysis(gap::KanoTable::berger);
  const auto pouliot = analysis(gap::KanoTable::pouliot);
  constexpr auto indifferent = static_cast<std::size_t>(gap::KanoCategory::indifferent);
  EXPECT_EQ(berger.weight[indifferent], 750.0);
  EXPECT_EQ(pouliot.weight[indifferent], 552.0);
  const auto text = [](const gap::KanoAnalysis& a) {
    return words_of(std::vector<gap::KanoFeature>{{.name = "bars", .analysis = a}});
  };
  EXPECT_TRUE(says(text(berger), "evaluation table of Berger et al. (1993)"));
  EXPECT_TRUE(says(text(pouliot), "evaluation table of Pouliot (1993)"));
  for (const char* policy :
       {"contradictory answers count in the base", "reverse answers are kept"}) {
    EXPECT_TRUE(says(text(berger), policy)) << text(berger);
  }
  EXPECT_TRUE(says(text(pouliot), "more than 5% of the answers contradict each other"));
}

TEST(Trap5, NoClassIsAResult) {
  const auto file = support::data_file(kiosk_file);
  if (!file) GTEST_SKIP() << support::no_data(kiosk_file);
  auto columns = support::read_columns(*file);
  std::vector<gap::KanoFeature> features;
  std::string without;
  for (int item = 1; item <= 29; ++item) {
    const auto answers = kano_answers(columns, numbered("K", item, "F"), numbered("K", item, "D"));
    features.push_back({.name = numbered("feature", item), .analysis = gap::analyze_kano(answers)});
    if (!features.back().analysis.category) {
      EXPECT_TRUE(features.back().analysis.most_frequent) << item;  // a mode alone is no class
      without += (without.empty() ? "" : ", ") + features.back().name;
    }
  }
  EXPECT_EQ(std::ranges::count(without, ','), 7) << without;  // eight of 29
  EXPECT_TRUE(says(words_of(features),
                   "No class: the most frequent category is not ahead of the second by more than "
                   "chance (" +
                       without + ")"))
      << words_of(features);
}

TEST(Trap6, OneToTenHasNoCutPointsOfItsOwn) {
  const std::array ratings{1.0, 6.0, 7.0, 9.0, 10.0};
  constexpr cc::Scale one_to_ten{.lowest = 1, .highest = 10};
  try {
    (void)gap::score_net_promoter(ratings, one_to_ten);
    ADD_FAILURE() << "1 to 10 passed without cut points";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().column, "cut_points");
    EXPECT_TRUE(says(error.what(), "1 to 10")) << error.what();
    EXPECT_FALSE(error.hint().empty());
  }
  const auto said = gap::score_net_promoter(ratings, one_to_ten, {}, {.cut_points = {{6.0, 9.0}}});
  EXPECT_EQ(*said.score.value, 0.0);
}

TEST(Trap6, FewAnswersNeedTheScoreInterval) {
  // The conference: 8 promoters, 9 passives, 22 detractors.
  constexpr gap::NetPromoterCounts conference{.promoters = 8, .passives = 9, .detractors = 22};
  const auto nps = gap::score_net_promoter(conference);
  EXPECT_EQ(nps.score.method, cc::Method::score);
  const auto& interval = *nps.score.interval;
  EXPECT_GT((interval.upper - *nps.score.value) / (*nps.score.value - interval.lower), 1.2);
  EXPECT_TRUE(says(cc::report::to_html(gap::describe(nps)), "the interval need not be symmetric"));
  const auto wald =
      gap::score_net_promoter(conference, {.interval = gap::NetPromoterInterval::wald});
  EXPECT_TRUE(says(words_of(wald),
                   "The Wald interval is too short for so few answers; use the score interval."));
  EXPECT_FALSE(says(words_of(nps), "The Wald interval"));
}
