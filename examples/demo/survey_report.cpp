#include "survey_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace survey_report {
namespace {

namespace cc = centricity;
namespace gap = centricity::gap;

/// What every part needs of the survey.
struct Survey {
  const cc::CustomerBase& base;
  cc::Standard standard;
  std::vector<std::string_view> items{};  ///< With expectation and perception.
  gap::AnswerTable table{};               ///< Of these.

  [[nodiscard]] const cc::Assessments& assessments() const { return base.assessments(); }
};

Survey open(const cc::source::LoadedSurvey& loaded, cc::Standard standard) {
  Survey survey{.base = loaded.base, .standard = standard};
  const std::vector<gap::GivenAnswers> given = gap::given_answers(survey.assessments());
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i].perception && given[i].expectation[static_cast<std::size_t>(standard)]) {
      survey.items.emplace_back(survey.assessments().items[i].name);
    }
  }
  if (survey.items.empty()) {
    throw cc::Error{cc::ErrorCode::invalid_data,
                    "no item of the survey has an expectation (" +
                        std::string(cc::to_string(standard)) + ") and a perception",
                    "Map both in the codebook, or name another standard."};
  }
  survey.table = gap::join_answers(survey.assessments(), standard, survey.items);
  return survey;
}

/// Perceptions of one item, beside the rows of `survey.table`; nothing if there is no such item.
std::vector<double> outcome_of(const Survey& survey, const std::string& name) {
  if (name.empty()) return {};
  std::vector<std::string_view> all = survey.items;
  all.emplace_back(name);
  return gap::join_answers(survey.assessments(), survey.standard, all).perception.back();
}

/// Classes of the items that have a Kano pair.
std::vector<gap::KanoFeature> kano_features(const Survey& survey, const cc::Host& host) {
  std::vector<gap::KanoFeature> features;
  for (const std::string_view item : survey.items) {
    const gap::ItemColumns columns = gap::select_item(survey.assessments(), item);
    const gap::KanoAnswers answers =
        gap::count_kano_answers(columns.functional, columns.dysfunctional, columns.weight);
    features.push_back({.name = columns.item.name, .analysis = gap::analyze_kano(answers)});
    if (answers.n > 0) {
      features.back().stability =
          agreement(gap::kano_stability(answers, {}, host), features.back().analysis);
    }
  }
  return features;
}

/// What to improve first; by its effect on the outcome, or by stated importance.
std::optional<gap::ImprovementList> improvements(const Survey& survey,
                                                 const std::vector<double>& outcome,
                                                 const std::vector<gap::KanoFeature>& features,
                                                 const cc::Host& host) {
  const std::vector<gap::GapItem> items = gap_items(survey.table);
  const bool stated =
      std::ranges::none_of(items, [](const gap::GapItem& item) { return item.importance.empty(); });
  if (outcome.empty() && !stated) return std::nullopt;
  std::vector<gap::ImprovementTerms> terms;
  for (const gap::KanoFeature& feature : features) {
    terms.push_back({.kano = feature.analysis.category});
  }
  return gap::list_improvements(
      items,
      outcome,
      {.weights = survey.table.weight, .respondent = survey.table.respondent},
      terms,
      {.weight = outcome.empty() ? gap::ImprovementWeight::share : gap::ImprovementWeight::effect},
      host);
}

/// Without the last group, of rows about which it is unknown, if there is none.
gap::RowGroups known(gap::RowGroups groups) {
  const auto last = static_cast<std::uint32_t>(groups.names.size() - 1);
  if (std::ranges::find(groups.group, last) == groups.group.end()) groups.names.pop_back();
  return groups;
}

/// An item that is not the same to all contexts, and its Kano classes in them.
struct Switch {
  std::string_view item{};
  cc::Document page{};
};

/// The first item that has different classes in different contexts; nothing if none has.
std::optional<Switch> first_switch(const Survey& survey) {
  if (survey.assessments().contexts.size() < 2) return std::nullopt;
  for (const std::string_view item : survey.items) {
    const gap::ItemColumns columns = gap::select_item(survey.assessments(), item);
    const gap::RowGroups groups = known(group_by_context(columns, survey.assessments()));
    const gap::KanoContexts contexts = gap::analyze_kano_contexts(
        gap::count_kano_answers_by_group(columns.functional,
                                         columns.dysfunctional,
                                         groups.group,
                                         static_cast<std::uint32_t>(groups.names.size()),
                                         columns.weight));
    if (!contexts.switches) continue;
    Switch found{.item = item, .page = describe(contexts, groups.names)};
    found.page.title = "Not the same to everybody: " + std::string(item);
    return found;
  }
  return std::nullopt;
}

/// What is expected of the item by context and price; nothing where neither is known.
std::optional<cc::Document> by_context_and_price(const Survey& survey,
                                                 std::string_view item,
                                                 double reference_price) {
  if (survey.assessments().contexts.size() == 0) return std::nullopt;
  const gap::ItemColumns columns = gap::select_item(survey.assessments(), item);
  const gap::RowGroups groups = known(group_by_context(columns, survey.assessments()));
  const bool has_price =
      std::ranges::any_of(columns.price, [](double price) { return !std::isnan(price); });
  cc::Document section = describe(gap::fit_expectations(
      {.expectation = columns.expectation[static_cast<std::size_t>(survey.standard)],
       .price = has_price ? columns.price : std::span<const double>{},
       .context = groups.group,
       .contexts = groups.names},
      survey_design(columns),
      {.reference_price = reference_price}));
  section.title += ": " + std::string(item);
  return section;
}

std::optional<cc::Document> zones(const Survey& survey) {
  const auto given = gap::given_answers(survey.assessments());
  const auto adequate = static_cast<std::size_t>(cc::Standard::adequate);
  const bool asked =
      std::ranges::any_of(given, [&](const auto& item) { return item.expectation[adequate]; });
  if (!asked || survey.standard != cc::Standard::desired) return std::nullopt;
  const gap::AnswerTable least =
      gap::join_answers(survey.assessments(), cc::Standard::adequate, survey.items);
  std::vector<gap::ToleranceItem> items;
  for (std::size_t j = 0; j < survey.items.size(); ++j) {
    items.push_back({.name = std::string(survey.items[j]),
                     .scale = least.items[j].scale,
                     .adequate = least.expectation[j],
                     .desired = survey.table.expectation[j],
                     .perceived = least.perception[j]});
  }
  return describe(gap::measure_tolerance(items, survey_design(least)));
}

}  // namespace

Report make(const cc::source::LoadedSurvey& loaded, const Options& options, const cc::Host& host) {
  const Survey survey = open(loaded, options.standard);
  const std::vector<double> outcome = outcome_of(survey, options.outcome);
  const std::vector<gap::KanoFeature> features = kano_features(survey, host);
  const std::vector<gap::GapItem> items = gap_items(survey.table);
  const cc::statistics::SurveyDesign design = survey_design(survey.table);
  const gap::GapOptions gap_options{.standard = options.standard};
  const gap::GapScores scores = score_gaps(items, design, gap_options);

  Report report{
      .document = {.id = "expectations", .title = "What customers expect and do not get"}};
  std::vector<cc::Document>& sections = report.document.sections;

  if (const auto list = improvements(survey, outcome, features, host)) {
    sections.push_back(describe(*list));
    report.remark = std::get<cc::Paragraph>(sections.back().blocks.front()).text;
  }
  report.figures.push_back({.name = "Gap to expectations",
                            .estimate = scores.overall.gap.difference,
                            .format = {.decimals = 2},
                            .help = "Perception minus expectation, in points of the scale."});

  sections.push_back(describe(scores));
  if (survey.assessments().contexts.size() > 1) {
    sections.push_back(describe(score_gaps_by_group(
        items, known(group_by_context(survey.table, survey.assessments())), design, gap_options)));
  }
  const std::optional<Switch> switching = first_switch(survey);
  if (auto section = by_context_and_price(
          survey, switching ? switching->item : survey.items.front(), options.reference_price)) {
    sections.push_back(std::move(*section));
  }
  if (switching) sections.push_back(switching->page);
  if (auto section = zones(survey)) sections.push_back(std::move(*section));
  if (std::ranges::any_of(features, [](const auto& f) { return f.analysis.n > 0; })) {
    sections.push_back(describe(features));
  }
  // A question answered from 0 to 10 that is the outcome is taken for the promoters'.
  if (!options.outcome.empty()) {
    const gap::ItemColumns columns = gap::select_item(survey.assessments(), options.outcome);
    if (columns.item.scale == cc::Scale{.lowest = 0, .highest = 10}) {
      const gap::NetPromoter promoters = gap::score_net_promoter(columns.perception,
                                                                 columns.item.scale,
                                                                 survey_design(columns),
                                                                 {.sheet = method_sheet(columns)});
      sections.push_back(describe(promoters));
      report.figures.push_back({.name = "Net Promoter Score",
                                .estimate = promoters.score,
                                .format = {.quantity = cc::Quantity::percent, .decimals = 0},
                                .help = "Promoters minus detractors."});
    }
  }
  sections.push_back(cc::source::describe(loaded));
  return report;
}

}  // namespace survey_report
