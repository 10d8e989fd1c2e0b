#include "survey_input.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "survey_weights.hpp"

namespace command_line {
namespace {

namespace cc = centricity;
using cc::source::LoadedSurvey;
using cc::source::SurveyMeaning;

[[noreturn]] void refuse(const std::string& what, std::string hint) {
  throw cc::Error{cc::ErrorCode::invalid_argument, what, std::move(hint)};
}

/// "a, b and 3 more".
std::string list_of(const std::vector<std::string>& words) {
  constexpr std::size_t most = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + words[i];
  }
  return words.size() > most ? text + " and " + std::to_string(words.size() - most) + " more"
                             : text;
}

/// "1-7": the worst answer, then the best; "5-1" is a scale on which low answers are good.
cc::Scale parse_scale(const std::string& text) {
  double worst = 0.0;
  double best = 0.0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, worst);
  const bool joined = first.ec == std::errc{} && first.ptr != end && *first.ptr == '-';
  const auto second = joined ? std::from_chars(first.ptr + 1, end, best) : first;
  if (!joined || second.ec != std::errc{} || second.ptr != end || worst == best) {
    refuse("'" + text + "' is no scale", "Give the worst and the best answer, e.g. 1-7 or 0-10");
  }
  return {
      .lowest = std::min(worst, best), .highest = std::max(worst, best), .reversed = worst > best};
}

/// The codebook of the file, or one made of the columns that were named.
cc::source::Codebook codebook_of(const SurveyInput& input, const cc::Host& host) {
  if (!input.codebook.empty()) {
    try {
      return cc::source::load_codebook(input.codebook, {}, host);
    } catch (const cc::Error& error) {
      if (error.code() != cc::ErrorCode::invalid_data) throw;
      const std::string what = error.what();
      throw cc::Error{error.code(), "'" + input.codebook + "' is no codebook: " + what};
    }
  }
  if (input.items.empty() || input.scale.empty()) {
    refuse("nothing says what the columns of '" + input.file + "' mean",
           "Give a --codebook, or the columns of answers as --items and their --scale, "
           "e.g. --items q1,q2 --scale 1-7");
  }
  cc::source::Codebook book;
  const auto add = [&](const std::string& column) {
    book.items.push_back({.name = column, .scale = parse_scale(input.scale)});
    book.columns.push_back({.column = column, .item = column});
  };
  for (const std::string& item : input.items) add(item);
  if (!input.outcome.empty()) add(input.outcome);
  return book;
}

bool is_grouping_word(const std::string& by) {
  return by == "context" || by == "touchpoint" || by == "stakeholder";
}

const cc::Item* find_item(const cc::Assessments& assessments, std::string_view name) {
  const auto found = std::ranges::find(assessments.items, name, &cc::Item::name);
  return found == assessments.items.end() ? nullptr : &*found;
}

[[noreturn]] void refuse_item(const cc::Assessments& assessments, const std::string& name) {
  std::vector<std::string> names;
  for (const cc::Item& item : assessments.items) {
    if (!item.dimension.empty() && std::ranges::find(names, item.dimension) == names.end()) {
      names.push_back(item.dimension);
    }
  }
  for (const cc::Item& item : assessments.items) names.push_back(item.name);
  refuse("there is no item or dimension '" + name + "'", "There are: " + list_of(names));
}

}  // namespace

void add_options(CLI::App& command, SurveyInput& input) {
  command.add_option("file,--survey", input.file, "CSV file of answers, with a header")
      ->type_name("FILE")
      ->required();
  command
      .add_option(
          "--codebook", input.codebook, "CSV file: column,meaning,item,... of the columns to read")
      ->type_name("FILE");
  command
      .add_option("--items",
                  input.items,
                  "Items or dimensions to look at; all that fit if not given. Without a codebook: "
                  "columns of answers")
      ->type_name("NAME,...")
      ->delimiter(',');
  command.add_option("--scale", input.scale, "Without a codebook: worst and best answer, e.g. 1-7")
      ->type_name("WORST-BEST")
      ->excludes("--codebook");
  command.add_option("--level", input.level, "Coverage of intervals")
      ->check(CLI::Range(0.5, 0.9999))
      ->capture_default_str();
  command.add_flag("--json", input.json, "JSON instead of a page of text");
  command.add_option("--html", input.html, "Write a page to read, too")->type_name("FILE");

  command
      .add_option("--population",
                  input.population,
                  "CSV file of attribute,value,customers: weight the respondents to it")
      ->type_name("FILE");

  const std::string group = "Columns (where the codebook does not say)";
  const auto column = [&](const std::string& name, SurveyMeaning meaning, const std::string& help) {
    command
        .add_option_function<std::string>(
            name,
            [&input, meaning](const std::string& text) { input.columns[meaning] = text; },
            help)
        ->type_name("COL")
        ->group(group);
  };
  column("--respondent", SurveyMeaning::respondent, "Who answers: errors treat them as clusters");
  column("--weight", SurveyMeaning::weight, "Sampling weight");
  column("--time", SurveyMeaning::time, "When it was asked");
  column("--context", SurveyMeaning::context, "The circumstances");
  column("--price", SurveyMeaning::price, "What was paid");
  column("--touchpoint", SurveyMeaning::touchpoint, "Where it was experienced");
  column("--stakeholder", SurveyMeaning::stakeholder, "Customer, prospect, partner, employee, ...");
  add_date_option(command, "--asked-on", input.asked_on, "When it was asked, if no column says so")
      ->group(group);
  add_options(command, input.format);
}

void add_outcome_option(CLI::App& command, SurveyInput& input) {
  command.add_option("--outcome", input.outcome, "Item to be explained, e.g. overall satisfaction")
      ->type_name("ITEM");
}

void add_standard_option(CLI::App& command, std::optional<cc::Standard>& standard) {
  add_choice<cc::Standard>(command,
                           "--standard",
                           standard,
                           {{"predicted", cc::Standard::predicted},
                            {"should", cc::Standard::should},
                            {"adequate", cc::Standard::adequate},
                            {"desired", cc::Standard::desired},
                            {"entitled", cc::Standard::entitled}},
                           "Which expectation, if several were asked");
}

CLI::Option* add_by_option(CLI::App& command, SurveyInput& input, const std::string& help) {
  return command.add_option("--by", input.by, help)
      ->type_name("context|touchpoint|stakeholder|COL");
}

LoadedSurvey load(const SurveyInput& input, const cc::Host& host) {
  cc::source::SurveyOptions options{.file = input.file,
                                    .codebook = codebook_of(input, host),
                                    .dialect = dialect_of(input.format),
                                    .definition = definition_of(input.format)};
  std::vector<cc::source::SurveyColumn>& columns = options.codebook.columns;
  const auto means = [](SurveyMeaning meaning) {
    return [meaning](const cc::source::SurveyColumn& each) { return each.meaning == meaning; };
  };
  for (const auto& [meaning, column] : input.columns) {
    std::erase_if(columns, means(meaning));
    columns.push_back({.column = column, .meaning = meaning});
  }
  const auto read_attribute = [&columns](const std::string& name) {
    if (std::ranges::find(columns, name, &cc::source::SurveyColumn::column) == columns.end()) {
      columns.push_back({.column = name, .meaning = SurveyMeaning::attribute});
    }
  };
  if (!input.by.empty() && !is_grouping_word(input.by)) read_attribute(input.by);
  std::vector<PopulationMargin> population;
  if (!input.population.empty()) population = load_population(input.population, host);
  for (const PopulationMargin& margin : population) read_attribute(margin.attribute);
  if (input.asked_on) options.time = cc::start_of(*input.asked_on, options.definition.day_offset);
  if (!input.asked_on && std::ranges::none_of(columns, means(SurveyMeaning::time))) {
    refuse("nothing says when '" + input.file + "' was asked",
           "Give the day as --asked-on, or the column as --time");
  }
  LoadedSurvey survey = cc::source::load_survey(options, host);
  log_findings(survey.report, host);
  if (survey.kept == 0) {
    throw cc::Error{cc::ErrorCode::invalid_data,
                    "no row of '" + input.file + "' could be used",
                    "Look at the warnings above, and at the codebook."};
  }
  if (!population.empty()) survey.base = raked(survey.base, population);
  return survey;
}

std::vector<std::string_view> items_of(const LoadedSurvey& survey,
                                       const SurveyInput& input,
                                       bool (*fits)(const cc::gap::GivenAnswers&),
                                       const std::string& what) {
  const cc::Assessments& assessments = survey.base.assessments();
  const std::vector<cc::gap::GivenAnswers> given = cc::gap::given_answers(assessments);
  std::vector<std::string_view> chosen;
  const auto choose = [&](const std::string& name) {
    if (name != input.outcome && std::ranges::find(chosen, name) == chosen.end()) {
      chosen.push_back(name);
    }
  };
  for (const std::string& name : input.items) {
    bool known = false;
    for (const cc::Item& item : assessments.items) {
      if (item.name != name && item.dimension != name) continue;
      choose(item.name);
      known = true;
    }
    if (!known) refuse_item(assessments, name);
  }
  if (input.items.empty()) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (fits(given[i])) choose(assessments.items[i].name);
    }
  }
  for (const std::string_view name : chosen) {
    const cc::Item* const item = find_item(assessments, name);
    if (!fits(given[static_cast<std::size_t>(item - assessments.items.data())])) {
      refuse("nobody gave " + what + " of '" + item->name + "'",
             "Map its columns in the codebook, or name other --items");
    }
  }
  if (chosen.empty()) {
    refuse("no item of '" + input.file + "' has " + what, "Map its columns in the codebook");
  }
  return chosen;
}

cc::Standard standard_of(const LoadedSurvey& survey,
                         std::optional<cc::Standard> asked_for,
                         const std::vector<std::string_view>& items) {
  if (asked_for) return *asked_for;
  const cc::Assessments& assessments = survey.base.assessments();
  const std::vector<cc::gap::GivenAnswers> given = cc::gap::given_answers(assessments);
  std::vector<cc::Standard> found;
  std::vector<std::string> names;
  for (std::size_t s = 0; s < cc::standards; ++s) {
    const bool asked = std::ranges::any_of(items, [&](std::string_view name) {
      const cc::Item* const item = find_item(assessments, name);
      return given[static_cast<std::size_t>(item - assessments.items.data())].expectation[s];
    });
    if (!asked) continue;
    found.push_back(static_cast<cc::Standard>(s));
    names.emplace_back(cc::to_string(found.back()));
  }
  if (found.size() != 1) {
    refuse("expectations were asked against several standards",
           "Say --standard: " + list_of(names));
  }
  return found.front();
}

void read_good_as_high(const cc::Scale& scale, std::vector<double>& answers) {
  for (double& answer : answers) answer = cc::oriented(scale, answer);
}

Explained explained(const LoadedSurvey& survey,
                    const SurveyInput& input,
                    const std::vector<std::string_view>& items,
                    cc::Standard standard) {
  if (input.outcome.empty()) {
    refuse("nothing says what is to be explained", "Name an item with --outcome");
  }
  if (find_item(survey.base.assessments(), input.outcome) == nullptr) {
    refuse_item(survey.base.assessments(), input.outcome);
  }
  std::vector<std::string_view> all = items;
  all.emplace_back(input.outcome);
  Explained rows{.table = cc::gap::join_answers(survey.base.assessments(), standard, all)};
  rows.outcome = rows.table.perception.back();
  if (std::ranges::all_of(rows.outcome, [](double answer) { return std::isnan(answer); })) {
    refuse("nobody gave an answer to '" + input.outcome + "'",
           "The outcome is an item that was perceived, e.g. overall satisfaction");
  }
  read_good_as_high(rows.table.items.back().scale, rows.outcome);
  rows.table.items.pop_back();
  rows.table.expectation.pop_back();
  rows.table.perception.pop_back();
  rows.table.importance.pop_back();
  rows.perception = rows.table.perception;
  for (std::size_t j = 0; j < items.size(); ++j) {
    read_good_as_high(rows.table.items[j].scale, rows.perception[j]);
  }
  for (std::size_t j = 0; j < items.size(); ++j) {
    rows.columns.push_back({.name = std::string(items[j]), .values = rows.perception[j]});
  }
  return rows;
}

cc::gap::RowGroups without_empty(const cc::gap::RowGroups& groups) {
  constexpr std::uint32_t unused = 0xFFFFFFFF;
  std::vector<std::uint32_t> place(groups.names.size(), unused);
  for (const std::uint32_t group : groups.group) place[group] = 0;
  cc::gap::RowGroups used;
  for (std::size_t g = 0; g < place.size(); ++g) {
    if (place[g] == unused) continue;
    place[g] = static_cast<std::uint32_t>(used.names.size());
    used.names.push_back(groups.names[g]);
  }
  for (const std::uint32_t group : groups.group) used.group.push_back(place[group]);
  return used;
}

cc::gap::RowGroups groups_of(const LoadedSurvey& survey,
                             const SurveyInput& input,
                             const cc::gap::AnswerTable& table) {
  const cc::CustomerBase& base = survey.base;
  if (input.by == "context") return without_empty(group_by_context(table, base.assessments()));
  if (input.by == "touchpoint") {
    return without_empty(group_by_touchpoint(table, base.assessments()));
  }
  if (input.by == "stakeholder") return without_empty(group_by_stakeholder(table, base.parties()));
  return without_empty(group_by_attribute(table, base.parties(), input.by, cc::Instant::max()));
}

cc::gap::RowGroups groups_of(const LoadedSurvey& survey,
                             const SurveyInput& input,
                             const cc::gap::ItemColumns& columns) {
  const std::size_t parties = survey.base.parties().size();
  if (input.by == "touchpoint") {
    refuse("this command compares no touchpoints", "Compare by context or what is known of people");
  }
  if (std::ranges::any_of(columns.respondent, [&](std::uint32_t who) { return who >= parties; })) {
    refuse("some answers belong to nobody, so they belong to no group",
           "Map a column that means `respondent`");
  }
  cc::gap::AnswerTable rows;
  rows.respondent = columns.respondent;
  rows.context = columns.context;
  return groups_of(survey, input, rows);
}

std::vector<double> load_amounts(const std::string& file,
                                 const std::vector<std::string>& items,
                                 const cc::Host& host) {
  cc::source::CsvReader reader = cc::source::CsvReader::open(file, {}, {}, host);
  const std::size_t item = reader.column("item");
  const std::size_t amount = reader.column("amount");
  std::vector<std::optional<double>> spent(items.size());
  const auto refuse = [&](const std::string& what, std::string hint) {
    throw cc::Error{cc::ErrorCode::invalid_data,
                    "'" + file + "' " + what,
                    std::move(hint),
                    {.line = reader.line()}};
  };
  while (reader.next()) {
    if (reader.problem() != cc::source::RowProblem::none) refuse("has a broken line", "Mend it.");
    const auto found = std::ranges::find(items, reader.fields()[item]);
    const auto value = cc::source::parse_number(reader.fields()[amount], reader.dialect());
    if (!value || *value < 0.0)
      refuse("has a line without an amount", "Give a number of 0 or more.");
    if (found != items.end()) spent[static_cast<std::size_t>(found - items.begin())] = *value;
  }
  std::vector<double> spending;
  for (std::size_t j = 0; j < items.size(); ++j) {
    if (!spent[j]) {
      throw cc::Error{cc::ErrorCode::invalid_data,
                      "'" + file + "' has no amount for '" + items[j] + "'",
                      "Add a line for it; 0 if it is nothing."};
    }
    spending.push_back(*spent[j]);
  }
  return spending;
}

int show(const Answer& answer, const LoadedSurvey& survey, const SurveyInput& input) {
  show(answer.page, input.json);
  if (!input.html.empty()) {
    cc::Document page = answer.page;
    page.sections.push_back(cc::source::describe(survey));
    write(input.html, cc::report::to_html(page));
  }
  return answer.usable ? 0 : 1;
}

}  // namespace command_line
