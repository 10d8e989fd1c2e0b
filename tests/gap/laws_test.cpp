// Laws that every model of the room obeys, model by model, on random surveys:
//
//   the order of rows means nothing;
//   the order of items means nothing;
//   a scale turned upside down, with its answers, means nothing;
//   a weight is a repetition of the respondent;
//   means of party-disjoint parts add up to the mean of the whole;
//   gap(a, b) = -gap(b, a).
//
// That Kano shares add up to one, and counts of parts to those of the whole, is tested beside them.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/rng.hpp>
#include <centricity/gap/disconfirmation.hpp>
#include <centricity/gap/drivers.hpp>
#include <centricity/gap/expectation_model.hpp>
#include <centricity/gap/gap_groups.hpp>
#include <centricity/gap/gap_scores.hpp>
#include <centricity/gap/held_expectations.hpp>
#include <centricity/gap/importance_performance.hpp>
#include <centricity/gap/improvement_list.hpp>
#include <centricity/gap/kano.hpp>
#include <centricity/gap/kano_effects.hpp>
#include <centricity/gap/net_promoter.hpp>
#include <centricity/gap/penalty_reward.hpp>
#include <centricity/gap/provider_gaps.hpp>
#include <centricity/gap/reach_noise.hpp>
#include <centricity/gap/satisfaction_score.hpp>
#include <centricity/gap/stakeholder_balance.hpp>
#include <centricity/gap/tolerance_zone.hpp>

namespace cc = centricity;
namespace gap = centricity::gap;

namespace {

constexpr std::size_t items = 3;

// A survey; columns by item.  What managers believe, specify, ... has few rows of its own.
struct Survey {
  bool reversed = false;
  std::array<std::vector<double>, items> adequate{}, expected{}, perceived{}, importance{};
  std::array<std::vector<std::uint8_t>, items> functional{}, dysfunctional{};
  std::vector<double> outcome{}, price{}, weight{};
  std::vector<std::uint32_t> respondent{}, segment{};
  std::array<std::vector<double>, items> firm{};
  std::array<std::string, items> name{"a", "b", "c"};

  [[nodiscard]] cc::Scale scale() const {
    return {.lowest = 1, .highest = 7, .step = 1, .reversed = reversed};
  }

  [[nodiscard]] cc::Scale outcome_scale() const {
    return {.lowest = 0, .highest = 10, .step = 1, .reversed = reversed};
  }

  [[nodiscard]] cc::statistics::SurveyDesign design() const {
    return {.weights = weight, .clusters = respondent};
  }

  [[nodiscard]] gap::RowGroups segments() const {
    return {.group = segment, .names = {"north", "south"}};
  }

  [[nodiscard]] std::vector<gap::GapItem> gap_items() const {
    std::vector<gap::GapItem> result;
    for (std::size_t j = 0; j < items; ++j) {
      result.push_back({.name = name[j],
                        .scale = scale(),
                        .expectation = expected[j],
                        .perception = perceived[j],
                        .importance = importance[j]});
    }
    return result;
  }

  [[nodiscard]] std::vector<gap::DriverColumn> drivers() const {
    std::vector<gap::DriverColumn> result;
    for (std::size_t j = 0; j < items; ++j) {
      result.push_back({.name = name[j], .values = perceived[j]});
    }
    return result;
  }

  [[nodiscard]] std::size_t size() const { return outcome.size(); }
};

Survey random_survey(std::uint64_t seed) {
  cc::Rng rng(seed);
  Survey s;
  const auto answer = [&rng](double center, double lowest, double highest) {
    return std::clamp(std::round(center + 1.5 * cc::normal(rng)), lowest, highest);
  };
  for (std::uint32_t i = 0; i < 48; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < items; ++j) {
      const double adequate = answer(3.0, 1.0, 6.0);
      s.adequate[j].push_back(adequate);
      s.expected[j].push_back(std::max(adequate, answer(5.0, 1.0, 7.0)));
      s.perceived[j].push_back(answer(4.5, 1.0, 7.0));
      s.importance[j].push_back(answer(4.0, 1.0, 7.0));
      s.functional[j].push_back(static_cast<std::uint8_t>(cc::uniform_index(rng, 6)));
      s.dysfunctional[j].push_back(static_cast<std::uint8_t>(cc::uniform_index(rng, 6)));
      sum += s.perceived[j].back();
    }
    s.outcome.push_back(answer(sum / 2.0, 0.0, 10.0));
    s.price.push_back(10.0 * static_cast<double>(cc::uniform_index(rng, 5)));
    s.weight.push_back(static_cast<double>(1 + cc::uniform_index(rng, 3)));
    s.respondent.push_back(i);
    s.segment.push_back(i % 2);
  }
  for (auto& column : s.firm) {
    for (int i = 0; i < 5; ++i) column.push_back(answer(4.0, 1.0, 7.0));
  }
  return s;
}

// What a model says: of each item, and of all.  NaN: undefined.
struct Said {
  std::array<std::vector<double>, items> of_item{};
  std::vector<double> of_all{};
  std::vector<double> share_errors{};  // in the order of the items
};

double value(const cc::Estimate& e) {
  return e.value.value_or(std::numeric_limits<double>::quiet_NaN());
}

double error(const cc::Estimate& e) {
  return e.standard_error.value_or(std::numeric_limits<double>::quiet_NaN());
}

Said gap_scores(const Survey& s) {
  Said said;
  for (const auto weighting : {gap::GapWeighting::unweighted,
                               gap::GapWeighting::mean_weighted,
                               gap::GapWeighting::individually_weighted}) {
    const auto scores = gap::score_gaps(s.gap_items(), s.design(), {.weighting = weighting});
    for (std::size_t j = 0; j < items; ++j) {
      const auto& item = scores.items[j];
      said.of_item[j] = {value(item.scores.gap.difference),
                         error(item.scores.gap.difference),
                         value(item.ceiling)};
    }
    said.of_all.push_back(value(scores.overall.gap.difference));
    said.of_all.push_back(error(scores.overall.gap.difference));
  }
  return said;
}

Said gap_groups(const Survey& s) {
  const auto groups = gap::score_gaps_by_group(s.gap_items(), s.segments(), s.design());
  return {.of_all = {value(groups.groups[0].scores.overall.gap.difference),
                     value(groups.groups[1].scores.overall.gap.difference),
                     *groups.gap.p_value}};
}

Said tolerance_zone(const Survey& s) {
  std::vector<gap::ToleranceItem> asked;
  for (std::size_t j = 0; j < items; ++j) {
    asked.push_back({.name = s.name[j],
                     .scale = s.scale(),
                     .adequate = s.adequate[j],
                     .desired = s.expected[j],
                     .perceived = s.perceived[j]});
  }
  const auto zones = gap::measure_tolerance(asked, s.design());
  Said said;
  for (std::size_t j = 0; j < items; ++j) {
    const auto& z = zones.items[j];
    said.of_item[j] = {value(z.adequacy.difference),
                       error(z.superiority.difference),
                       value(z.position),
                       error(z.position),
                       value(z.below),
                       value(z.inside)};
    said.share_errors.push_back(error(z.above));
  }
  return said;
}

Said disconfirmation(const Survey& s) {
  const auto d = gap::fit_disconfirmation(s.gap_items(), s.outcome, s.design());
  return {.of_all = {value(d.expectation), value(d.gain), value(d.loss), value(d.asymmetry)}};
}

Said expectation_model(const Survey& s) {
  const std::vector<std::string> contexts{"free", "paid"};
  const auto model = gap::fit_expectations(
      {.expectation = s.outcome, .price = s.price, .context = s.segment, .contexts = contexts},
      s.design());
  return {.of_all = {value(model.levels[0]), value(model.levels[1]), value(model.price_slope)}};
}

Said kano(const Survey& s) {
  Said said;
  for (std::size_t j = 0; j < items; ++j) {
    const auto a =
        gap::analyze_kano(gap::count_kano_answers(s.functional[j], s.dysfunctional[j], s.weight));
    for (const auto& share : a.share) said.of_item[j].push_back(value(share));
    const auto effects = gap::measure_kano_effects(s.functional[j], s.dysfunctional[j], s.design());
    for (const double number : {value(a.better),
                                value(a.worse),
                                value(a.total_strength),
                                value(a.functional),
                                value(effects.better)}) {
      said.of_item[j].push_back(number);
    }
    said.share_errors.push_back(error(effects.worse));
  }
  return said;
}

Said importance_performance(const Survey& s) {
  std::vector<gap::RatedAttribute> rated;
  for (std::size_t j = 0; j < items; ++j) {
    rated.push_back(
        {.name = s.name[j], .importance = s.importance[j], .performance = s.perceived[j]});
  }
  const auto stated = gap::place_by_stated_importance(rated, s.design());
  const auto derived = gap::place_by_derived_importance(rated, s.outcome, s.design());
  Said said{.of_all = {*stated.importance_cross, *stated.performance_cross}};
  for (std::size_t j = 0; j < items; ++j) {
    said.of_item[j] = {value(stated.attributes[j].importance),
                       error(stated.attributes[j].performance),
                       value(stated.attributes[j].gap.difference),
                       error(stated.attributes[j].gap.difference),
                       value(derived.attributes[j].importance)};
  }
  return said;
}

Said drivers(const Survey& s) {
  Said said;
  for (const auto method : {gap::DriverMethod::lmg, gap::DriverMethod::johnson}) {
    const auto d = gap::fit_drivers(s.drivers(),
                                    s.outcome,
                                    {.weights = s.weight, .respondent = s.respondent},
                                    {.method = method, .bootstrap = {.replicates = 50}});
    for (std::size_t j = 0; j < items; ++j) said.of_item[j].push_back(value(d.drivers[j].share));
    said.of_all.push_back(value(d.r_squared));
  }
  return said;
}

Said penalty_reward(const Survey& s) {
  const auto p = gap::fit_penalty_rewards(s.drivers(), s.outcome, s.design());
  Said said;
  for (std::size_t j = 0; j < items; ++j) {
    said.of_item[j] = {value(p.attributes[j].penalty), value(p.attributes[j].reward)};
  }
  return said;
}

Said reach_noise(const Survey& s) {
  const auto keys = gap::find_key_attributes(
      s.drivers(), s.outcome, s.weight, {.overall_threshold = 6, .attribute_threshold = 3});
  Said said;
  for (const auto& k : keys.attributes) {
    said.of_item[k.column] = {value(k.shapley), value(k.prevalence), value(k.alone.objective)};
  }
  return said;
}

Said scores(const Survey& s) {
  const auto nps = gap::score_net_promoter(s.outcome, s.outcome_scale(), s.design());
  const auto csat = gap::score_satisfaction(s.outcome, s.outcome_scale(), s.design());
  const auto ces = gap::score_effort(s.outcome, s.outcome_scale(), s.design());
  return {.of_all = {value(nps.score),
                     value(nps.passives),
                     value(csat.score),
                     value(ces.score),
                     error(ces.score)},
          .share_errors = {error(nps.score), error(csat.score), error(nps.promoters)}};
}

Said held_expectations(const Survey& s) {
  std::vector<gap::PossibleExpectation> possible;
  for (std::size_t j = 0; j < items; ++j) {
    possible.push_back(
        {.name = s.name[j], .scale = s.scale(), .level = s.expected[j], .held_from = 5.0});
  }
  const auto held = gap::measure_held_expectations(possible, s.segments(), s.design());
  Said said;
  for (std::size_t j = 0; j < items; ++j) {
    const auto& e = held.expectations[j];
    said.share_errors.push_back(error(e.all.share));
    said.of_item[j] = {value(e.all.share),
                       value(e.segments[1].level),
                       error(e.segments[1].level),
                       value(e.level.test.mean)};
  }
  return said;
}

Said improvement_list(const Survey& s) {
  Said said;
  for (const auto weight : {gap::ImprovementWeight::effect, gap::ImprovementWeight::share}) {
    const auto list = gap::list_improvements(s.gap_items(),
                                             s.outcome,
                                             {.weights = s.weight, .respondent = s.respondent},
                                             {},
                                             {.weight = weight, .draws = 50});
    for (const auto& i : list.improvements) {
      const auto at = std::ranges::find(s.name, i.name) - s.name.begin();
      auto& numbers = said.of_item[static_cast<std::size_t>(at)];
      numbers.insert(numbers.end(), {value(i.shortfall), value(i.weight), value(i.gain)});
    }
  }
  return said;
}

Said provider_gaps(const Survey& s) {
  std::vector<gap::ProviderItem> asked;
  for (std::size_t j = 0; j < items; ++j) {
    const std::span<const double> firm{s.firm[j]};
    asked.push_back({.name = s.name[j],
                     .scale = s.scale(),
                     .expected = s.expected[j],
                     .perceived = s.perceived[j],
                     .believed = firm,
                     .specified = firm.first(1),
                     .delivered = firm.last(4),
                     .promised = firm.first(1)});
  }
  const auto gaps = gap::measure_provider_gaps(asked, s.design());
  Said said;
  for (std::size_t g = 0; g < gap::provider_gaps; ++g) {
    for (std::size_t j = 0; j < items; ++j) {
      const auto& difference = gaps.items[j].gaps[g].error.difference;
      said.of_item[j].push_back(value(difference));
      said.of_item[j].push_back(error(difference));
    }
    said.of_all.push_back(value(gaps.summary[g].bias));
    said.of_all.push_back(error(gaps.summary[g].bias));
  }
  return said;
}

Said stakeholder_balance(const Survey& s) {
  std::vector<gap::StakeholderItem> asked;
  for (std::size_t j = 0; j < items; ++j) {
    gap::StakeholderItem item{.name = s.name[j], .scale = s.scale(), .perception = s.perceived[j]};
    item.expectation[static_cast<std::size_t>(cc::Standard::adequate)] = s.adequate[j];
    item.expectation[static_cast<std::size_t>(cc::Standard::desired)] = s.expected[j];
    asked.push_back(item);
  }
  const auto b = gap::measure_stakeholder_balance(asked, s.segments(), s.design(), {.draws = 50});
  Said said{.of_all = {value(b.balance), value(b.lowest_met)}};
  for (const auto& group : b.groups) {
    for (const auto standard : {cc::Standard::adequate, cc::Standard::desired}) {
      said.of_all.push_back(value(group.unmet[static_cast<std::size_t>(standard)]));
      said.of_all.push_back(error(group.unmet[static_cast<std::size_t>(standard)]));
    }
  }
  return said;
}

struct Model {
  const char* name;
  Said (*ask)(const Survey&);
  bool has_scale = true;    // it is told how its answers are to be read
  bool weighs_rows = true;  // its cut points are those of the weighted sample
};

constexpr Model models[] = {
    {"gap_scores", gap_scores},
    {"gap_groups", gap_groups},
    {"tolerance_zone", tolerance_zone},
    {"disconfirmation", disconfirmation},
    {"expectation_model", expectation_model, false},
    {"kano", kano, false},
    {"importance_performance", importance_performance, false},
    {"drivers", drivers, false},
    {"penalty_reward", penalty_reward, false, false},  // quartiles are those of the rows
    {"reach_noise", reach_noise, false},
    {"net_promoter, satisfaction, effort", scores},
    {"held_expectations", held_expectations},
    {"improvement_list", improvement_list},
    {"provider_gaps", provider_gaps},
    {"stakeholder_balance", stakeholder_balance},
};

bool near(double a, double b, double tolerance = 1e-9) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) == std::isnan(b);
  return std::abs(a - b) <= tolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

void expect_same(const Model& model,
                 const Said& left,
                 const Said& right,
                 double share_tolerance = 1e-9) {
  RC_LOG() << model.name << '\n';
  const auto same =
      [](const std::vector<double>& a, const std::vector<double>& b, double tolerance = 1e-9) {
        return std::ranges::equal(a, b, [&](double x, double y) { return near(x, y, tolerance); });
      };
  RC_ASSERT(same(left.of_all, right.of_all));
  RC_ASSERT(same(left.share_errors, right.share_errors, share_tolerance));
  for (std::size_t j = 0; j < items; ++j) RC_ASSERT(same(left.of_item[j], right.of_item[j]));
}

// Calls `change` on every column of answers, and on everything else that has a row each.
template <typename Change>
void for_each_column(Survey& s, Change change) {
  for (std::size_t j = 0; j < items; ++j) {
    change(s.adequate[j]);
    change(s.expected[j]);
    change(s.perceived[j]);
    change(s.importance[j]);
    change(s.functional[j]);
    change(s.dysfunctional[j]);
  }
  change(s.outcome);
  change(s.price);
  change(s.weight);
  change(s.respondent);
  change(s.segment);
}

// The rows named, in this order; a row may come several times.
Survey rows_of(const Survey& s, const std::vector<std::size_t>& rows) {
  Survey result = s;
  for_each_column(result, [&rows](auto& column) {
    auto picked = column;
    picked.clear();
    for (const std::size_t row : rows) picked.push_back(column[row]);
    column = std::move(picked);
  });
  return result;
}

Survey any_survey() { return random_survey(*rc::gen::arbitrary<std::uint32_t>()); }

}  // namespace

RC_GTEST_PROP(Laws, TheOrderOfRowsMeansNothing, ()) {
  const Survey s = any_survey();
  std::vector<std::size_t> order(s.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  cc::Rng rng(*rc::gen::arbitrary<std::uint32_t>());
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[cc::uniform_index(rng, i)]);
  }
  const Survey permuted = rows_of(s, order);
  for (const Model& model : models) expect_same(model, model.ask(s), model.ask(permuted));
}

RC_GTEST_PROP(Laws, TheOrderOfItemsMeansNothing, ()) {
  const Survey s = any_survey();
  Survey turned = s;
  const auto reverse = [](auto&... columns) { (std::ranges::reverse(columns), ...); };
  reverse(turned.adequate,
          turned.expected,
          turned.perceived,
          turned.importance,
          turned.functional,
          turned.dysfunctional,
          turned.firm,
          turned.name);
  for (const Model& model : models) {
    Said said = model.ask(turned);
    std::ranges::reverse(said.of_item);
    if (model.ask != scores) std::ranges::reverse(said.share_errors);
    expect_same(model, model.ask(s), said);
  }
}

RC_GTEST_PROP(Laws, AScaleUpsideDownMeansNothing, ()) {
  const Survey s = any_survey();
  Survey turned = s;
  turned.reversed = true;
  const auto mirror = [](std::vector<double>& column, double sum) {
    for (double& answer : column) answer = sum - answer;
  };
  for (std::size_t j = 0; j < items; ++j) {
    for (auto* columns : {&turned.adequate, &turned.expected, &turned.perceived, &turned.firm}) {
      mirror((*columns)[j], 8.0);
    }
  }
  for (const Model& model : models) {
    if (!model.has_scale) continue;
    // The outcome has a scale of its own only where it is what is scored.
    Survey asked = turned;
    if (model.ask == scores) mirror(asked.outcome, 10.0);
    expect_same(model, model.ask(s), model.ask(asked));
  }
}

RC_GTEST_PROP(Laws, AWeightIsARepetition, ()) {
  const Survey s = any_survey();
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < s.size(); ++row) {
    rows.insert(rows.end(), static_cast<std::size_t>(s.weight[row]), row);
  }
  Survey repeated = rows_of(s, rows);
  repeated.weight.assign(rows.size(), 1.0);
  for (const Model& model : models) {
    if (!model.weighs_rows) continue;
    // Errors of shares divide by the rows, not by the rows less one: 48 rows here, about 96 there.
    expect_same(model, model.ask(s), model.ask(repeated), 0.01);
  }
}

RC_GTEST_PROP(Laws, MeansOfPartsAddUpToTheWhole, ()) {
  const Survey s = any_survey();
  std::vector<std::size_t> part[2];
  for (std::size_t row = 0; row < s.size(); ++row) part[s.segment[row]].push_back(row);
  const Survey parts[] = {rows_of(s, part[0]), rows_of(s, part[1])};
  const auto means = [](const Survey& survey) {
    const Said gaps = gap_scores(survey);
    const Said zone = tolerance_zone(survey);
    const Said score = scores(survey);
    const Said held = held_expectations(survey);
    const Said placed = importance_performance(survey);
    return std::array{gaps.of_all[0],
                      gaps.of_item[1][0],
                      gaps.of_item[1][2],
                      zone.of_item[2][0],
                      zone.of_item[2][4],
                      score.of_all[0],
                      score.of_all[2],
                      score.of_all[3],
                      held.of_item[0][0],
                      placed.of_item[1][2]};
  };
  const auto whole = means(s);
  const auto first = means(parts[0]);
  const auto second = means(parts[1]);
  const auto total = [](const Survey& survey) {
    return std::accumulate(survey.weight.begin(), survey.weight.end(), 0.0);
  };
  const double share = total(parts[0]) / total(s);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    RC_ASSERT(near(whole[i], share * first[i] + (1.0 - share) * second[i]));
  }
}

RC_GTEST_PROP(Laws, AGapTurnedRoundChangesItsSign, ()) {
  const Survey s = any_survey();
  Survey swapped = s;
  std::swap(swapped.expected, swapped.perceived);
  const auto opposite = [](const cc::statistics::Comparison& a,
                           const cc::statistics::Comparison& b) {
    RC_ASSERT(near(value(a.difference), -value(b.difference)));
    RC_ASSERT(near(a.difference.interval->lower, -b.difference.interval->upper));
    RC_ASSERT(near(*a.p_value, *b.p_value));
  };
  for (const auto weighting : {gap::GapWeighting::unweighted,
                               gap::GapWeighting::mean_weighted,
                               gap::GapWeighting::individually_weighted}) {
    const auto gaps = [&](const Survey& survey) {
      return gap::score_gaps(survey.gap_items(), survey.design(), {.weighting = weighting});
    };
    opposite(gaps(s).overall.gap, gaps(swapped).overall.gap);
    opposite(gaps(s).items[1].scores.gap, gaps(swapped).items[1].scores.gap);
  }
  const auto service = [](const Survey& survey) {
    const std::array<gap::ProviderItem, 1> item{{{.name = "a",
                                                  .scale = survey.scale(),
                                                  .expected = survey.expected[0],
                                                  .perceived = survey.perceived[0]}}};
    return gap::measure_provider_gaps(item, survey.design())
        .items[0]
        .gaps[static_cast<std::size_t>(gap::ProviderGap::service)]
        .error;
  };
  opposite(service(s), service(swapped));
  const auto placed = [](const auto& performance, const auto& importance) {
    const std::array<gap::RatedAttribute, 1> one{
        {{.name = "a", .importance = importance, .performance = performance}}};
    return gap::place_by_stated_importance(one).attributes[0].gap;
  };
  opposite(placed(s.perceived[0], s.importance[0]), placed(s.importance[0], s.perceived[0]));
  const auto nps = [&](std::size_t j) {
    return gap::score_net_promoter(
        s.perceived[j], s.scale(), s.design(), {.cut_points = {{4.0, 6.0}}});
  };
  opposite(gap::compare_net_promoters(nps(0), nps(1)), gap::compare_net_promoters(nps(1), nps(0)));
  const auto paired = [&](std::size_t first, std::size_t second) {
    return gap::compare_net_promoters_paired(s.perceived[first],
                                             s.perceived[second],
                                             s.scale(),
                                             s.design(),
                                             {.cut_points = {{4.0, 6.0}}});
  };
  opposite(paired(0, 1), paired(1, 0));
}
