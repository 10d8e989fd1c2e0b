#include <chrono>

#include <CLI/CLI.hpp>

#include "survey_command.hpp"

// Scores of one question: NPS, CSAT, CES; by item, and over time.

namespace command_line {
namespace {

namespace cc = centricity;
using cc::source::LoadedSurvey;

struct ScoreInput {
  SurveyInput survey{};
  std::vector<double> cut_points{};  ///< Highest detractor, lowest promoter.
  int top_boxes = 2;
  cc::gap::NetPromoterInterval interval = cc::gap::NetPromoterInterval::score;
  std::optional<cc::TimeUnit> trend{};
  std::optional<std::uint64_t> invited{};
  std::string frame{};
};

/// One score and how it describes itself.
struct Scored {
  cc::Estimate score{};
  cc::Document page{};
};

using Score = Scored (*)(const cc::gap::ItemColumns&, const ScoreInput&, cc::gap::MethodSheet);

Scored nps(const cc::gap::ItemColumns& columns,
           const ScoreInput& input,
           cc::gap::MethodSheet sheet) {
  cc::gap::NetPromoterOptions options{
      .interval = input.interval, .level = input.survey.level, .sheet = std::move(sheet)};
  if (!input.cut_points.empty()) options.cut_points = {input.cut_points[0], input.cut_points[1]};
  const cc::gap::NetPromoter result = cc::gap::score_net_promoter(
      columns.perception, columns.item.scale, survey_design(columns), options);
  return {result.score, describe(result)};
}

Scored csat(const cc::gap::ItemColumns& columns,
            const ScoreInput& input,
            cc::gap::MethodSheet sheet) {
  const cc::gap::SatisfactionScore result = cc::gap::score_satisfaction(
      columns.perception,
      columns.item.scale,
      survey_design(columns),
      {.top_boxes = input.top_boxes, .level = input.survey.level, .sheet = std::move(sheet)});
  return {result.score, describe(result)};
}

Scored ces(const cc::gap::ItemColumns& columns,
           const ScoreInput& input,
           cc::gap::MethodSheet sheet) {
  const cc::gap::SatisfactionScore result =
      cc::gap::score_effort(columns.perception,
                            columns.item.scale,
                            survey_design(columns),
                            {.level = input.survey.level, .sheet = std::move(sheet)});
  return {result.score, describe(result)};
}

/// First day of the day, week (Monday) or month.
cc::Day period_of(cc::Day day, cc::TimeUnit unit) {
  if (unit == cc::TimeUnit::month) {
    const std::chrono::year_month_day date{day};
    return cc::Day{date.year() / date.month() / 1};
  }
  if (unit == cc::TimeUnit::week) return day - (std::chrono::weekday{day} - std::chrono::Monday);
  return day;
}

/// The score of every period in which somebody answered.
cc::Document trend(const cc::gap::ItemColumns& columns,
                   const ScoreInput& input,
                   Score score,
                   const std::string& name,
                   cc::DayOffset offset) {
  std::map<cc::Day, cc::gap::ItemColumns> waves;
  for (std::size_t row = 0; row < columns.size(); ++row) {
    cc::gap::ItemColumns& wave =
        waves[period_of(cc::day_of(columns.time[row], offset), *input.trend)];
    wave.item = columns.item;
    wave.respondent.push_back(columns.respondent[row]);
    wave.perception.push_back(columns.perception[row]);
    if (!columns.weight.empty()) wave.weight.push_back(columns.weight[row]);
  }
  std::vector<cc::gap::ScoreWave> series;
  for (const auto& [day, wave] : waves) {
    series.push_back({.day = day, .score = score(wave, input, {}).score});
  }
  return describe(cc::gap::fit_score_trend(series, {.level = input.survey.level}), name);
}

Answer scores(const LoadedSurvey& survey,
              const ScoreInput& input,
              Score score,
              const std::string& name) {
  const auto has_answer = [](const cc::gap::GivenAnswers& answers) { return answers.perception; };
  const std::vector<std::string_view> items =
      items_of(survey, input.survey, has_answer, "an answer");
  const cc::DayOffset offset = survey.base.definition().day_offset;
  Answer answer{{.id = "scores", .title = name}};
  for (const std::string_view item : items) {
    const cc::gap::ItemColumns columns = cc::gap::select_item(survey.base.assessments(), item);
    cc::gap::MethodSheet sheet = method_sheet(columns, offset);
    sheet.invited = input.invited;
    sheet.frame = input.frame;
    if (!input.survey.population.empty()) {
      sheet.weighting = "raked to " + input.survey.population;
    }
    cc::Document section = score(columns, input, std::move(sheet)).page;
    if (input.trend) section.sections.push_back(trend(columns, input, score, name, offset));
    if (items.size() == 1) {
      answer.page = std::move(section);
    } else {
      section.id += "_" + std::to_string(answer.page.sections.size() + 1);
      section.title = columns.item.name;
      answer.page.sections.push_back(std::move(section));
    }
  }
  return answer;
}

Answer score_nps(const LoadedSurvey& survey, const ScoreInput& input, const cc::Host&) {
  return scores(survey, input, nps, "NPS");
}

Answer score_csat(const LoadedSurvey& survey, const ScoreInput& input, const cc::Host&) {
  return scores(survey, input, csat, "CSAT");
}

Answer score_ces(const LoadedSurvey& survey, const ScoreInput& input, const cc::Host&) {
  return scores(survey, input, ces, "CES");
}

/// Adds --trend, --invited and --frame.
template <class Command>
void add_options_of_scores(const Command& command) {
  add_choice<cc::TimeUnit>(
      command.app,
      "--trend",
      command.input.trend,
      {{"day", cc::TimeUnit::day}, {"week", cc::TimeUnit::week}, {"month", cc::TimeUnit::month}},
      "Also over time, in waves of this length");
  command.app
      .add_option("--invited", command.input.invited, "How many were asked: for the response rate")
      ->type_name("COUNT");
  command.app
      .add_option(
          "--frame", command.input.frame, "Who could be asked, e.g. \"buyers of the last year\"")
      ->type_name("TEXT");
}

}  // namespace

void add_score(CLI::App& app, Session& session) {
  CLI::App* const score =
      app.add_subcommand("score", "Scores of one question: NPS, satisfaction, effort");
  score->require_subcommand(1);

  const auto nps_command = SurveyCommand<ScoreInput, score_nps>::add(
      *score, session, "nps", "Net Promoter Score: promoters minus detractors");
  add_options_of_scores(nps_command);
  nps_command.app
      .add_option("--cut-points",
                  nps_command.input.cut_points,
                  "Highest detractor and lowest promoter; 6,9 on a scale 0 to 10")
      ->type_name("LOW,HIGH")
      ->delimiter(',')
      ->expected(2);
  add_choice<cc::gap::NetPromoterInterval>(
      nps_command.app,
      "--interval",
      nps_command.input.interval,
      {{"score", cc::gap::NetPromoterInterval::score},
       {"wald", cc::gap::NetPromoterInterval::wald},
       {"adjusted_wald", cc::gap::NetPromoterInterval::adjusted_wald}},
      "Which interval")
      ->default_str("score");

  const auto csat_command = SurveyCommand<ScoreInput, score_csat>::add(
      *score, session, "csat", "Customer satisfaction: share of the best answers");
  add_options_of_scores(csat_command);
  csat_command.app
      .add_option("--top-boxes", csat_command.input.top_boxes, "How many answers are satisfied")
      ->capture_default_str();

  const auto ces_command = SurveyCommand<ScoreInput, score_ces>::add(
      *score, session, "ces", "Customer effort: the mean answer");
  add_options_of_scores(ces_command);
}

}  // namespace command_line
