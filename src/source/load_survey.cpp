#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_values.hpp>
#include <centricity/source/load_survey.hpp>

#include "source/codebook_check.hpp"
#include "source/describe_findings.hpp"
#include "source/issue_tally.hpp"
#include "source/local_date.hpp"
#include "source/utf8.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr auto kano_lowest = 1.0;
constexpr auto kano_highest = 5.0;

class SurveyLoader {
 public:
  SurveyLoader(CsvReader reader, const SurveyOptions& options)
      : reader_{std::move(reader)},
        dialect_{options.dialect},
        items_{options.codebook.items},
        fixed_time_{options.time} {
    loaded_.base = CustomerBase{options.definition};
    check(options.codebook);
    for (const Item& item : items_) {
      loaded_.base.declare(item);
    }
    bool has_time = options.time.has_value();
    for (const SurveyColumn& column : options.codebook.columns) {
      const std::size_t position = reader_.column(column.column);
      has_time = has_time || column.meaning == SurveyMeaning::time;
      is_long_ = is_long_ || column.meaning == SurveyMeaning::item;
      if (is_answer(column.meaning)) {
        question_of(column).answers.push_back({column.meaning, position});
      } else {
        row_columns_.push_back({column.meaning, position});
      }
    }
    if (!has_time) {
      throw Error{ErrorCode::invalid_argument,
                  "Nothing says when the survey was held",
                  "Map a column that means `time`, or give SurveyOptions::time"};
    }
    if (questions_.empty()) {
      throw Error{ErrorCode::invalid_argument,
                  "The codebook maps no column of answers",
                  "Map a column that means `perception`, `predicted`, ..."};
    }
  }

  LoadedSurvey load() {
    while (reader_.next()) {
      ++loaded_.rows;
      read_row();
    }
    loaded_.report = tally_.report();
    loaded_.dialect = reader_.dialect();
    return std::move(loaded_);
  }

 private:
  // A column in use.
  struct Cell {
    SurveyMeaning meaning{};
    std::size_t position = 0;
  };

  // The columns of answers about one item at one touchpoint.
  struct Question {
    std::string item{};
    std::string touchpoint{};
    std::vector<Cell> answers{};
  };

  // What belongs to the row, as texts that are valid for it.
  struct Row {
    std::optional<Stakeholder> stakeholder{};
    Assessment frame{};  // Everything but the answers.
    std::vector<Attribute> attributes{};
  };

  using Key = std::tuple<std::string, std::string, std::string, std::string, std::string, Instant>;

  Question& question_of(const SurveyColumn& column) {
    const auto same = [&column](const Question& question) {
      return question.item == column.item && question.touchpoint == column.touchpoint;
    };
    const auto found = std::ranges::find_if(questions_, same);
    return found != questions_.end() ? *found
                                     : questions_.emplace_back(Question{
                                           .item = column.item, .touchpoint = column.touchpoint});
  }

  void note(Issue issue, const Cell& cell) {
    tally_.add(issue, reader_, reader_.header()[cell.position], reader_.fields()[cell.position]);
  }

  // The field as UTF-8, valid for this row; empty where it is missing.
  std::string_view text(const Cell& cell) {
    const std::string_view bytes = reader_.fields()[cell.position];
    if (is_missing(bytes, dialect_)) {
      return {};
    }
    if (is_ascii(bytes) || is_utf8(bytes)) {
      return bytes;
    }
    note(Issue::latin1_text, cell);
    return recoded_.emplace_back(latin1_to_utf8(bytes));
  }

  void read_row() {
    if (reader_.problem() != RowProblem::none) {
      tally_.add(issue_of(reader_.problem()), reader_);
      return;
    }
    recoded_.clear();
    recoded_.reserve(row_columns_.size() + 1);  // Views into it must stay.
    Row row;
    row.frame.time = fixed_time_.value_or(Instant{});
    for (const Cell& cell : row_columns_) {
      if (const auto issue = read_cell(cell, row)) {
        note(*issue, cell);
        return;
      }
    }
    if (!is_long_ && row.frame.respondent.empty()) {
      row.frame.respondent = recoded_.emplace_back("line " + std::to_string(reader_.line()));
    }
    read_answers(row);
  }

  // @return why the row is to be set aside, if it is
  std::optional<Issue> read_cell(const Cell& cell, Row& row) {
    const std::string_view value = text(cell);
    switch (cell.meaning) {
      case SurveyMeaning::respondent:
        row.frame.respondent = value;
        break;
      case SurveyMeaning::context:
        row.frame.context = value;
        break;
      case SurveyMeaning::touchpoint:
        row.frame.touchpoint = value;
        break;
      case SurveyMeaning::product:
        row.frame.product = value;
        break;
      case SurveyMeaning::attribute:
        if (!value.empty()) {
          row.attributes.push_back(
              {.name = reader_.header()[cell.position], .value = std::string{value}});
        }
        break;
      case SurveyMeaning::stakeholder:
        if (!value.empty()) {
          const auto stakeholder = parse_stakeholder(value);
          if (!stakeholder) {
            return Issue::unknown_stakeholder;
          }
          row.stakeholder = stakeholder;
        }
        break;
      case SurveyMeaning::item:
        if (std::ranges::find(items_, value, &Item::name) == items_.end()) {
          return Issue::unknown_item;
        }
        row.frame.item = value;
        break;
      case SurveyMeaning::time:
        return read_time(value, row.frame.time);
      case SurveyMeaning::weight:
        return read_weight(value, row.frame.weight);
      case SurveyMeaning::price:
        return read_price(value, row.frame.price);
      default:
        break;  // Answers are read by `read_answers`.
    }
    return std::nullopt;
  }

  std::optional<Issue> read_time(std::string_view value, Instant& time) const {
    if (value.empty()) {
      return fixed_time_ ? std::nullopt : std::optional{Issue::no_time};
    }
    const auto read = parse_instant(value, dialect_.dates, loaded_.base.definition().day_offset);
    if (!read) {
      return dialect_.dates == DateOrder::year_month_day && is_local_date(value)
                 ? Issue::ambiguous_time
                 : Issue::bad_time;
    }
    time = *read;
    return std::nullopt;
  }

  std::optional<Issue> read_weight(std::string_view value, double& weight) const {
    const auto number = parse_number(value, dialect_);
    if (!number || !std::isfinite(*number)) {
      return value.empty() ? Issue::no_value : Issue::bad_number;
    }
    weight = *number;
    return weight < 0.0 ? std::optional{Issue::negative_weight} : std::nullopt;
  }

  std::optional<Issue> read_price(std::string_view value, std::optional<Money>& price) const {
    if (value.empty()) {
      return std::nullopt;
    }
    const auto decimal = parse_decimal(value, dialect_);
    const auto money = decimal ? to_money(*decimal) : std::nullopt;
    if (!money) {
      return Issue::bad_price;
    }
    price = money->money;
    return std::nullopt;
  }

  // A row without any answer is one finding, not one for each of its cells.
  void read_answers(const Row& row) {
    const auto is_empty = [this](const Cell& cell) {
      return is_missing(reader_.fields()[cell.position], dialect_);
    };
    if (std::ranges::all_of(questions_, [&](const Question& question) {
          return std::ranges::all_of(question.answers, is_empty);
        })) {
      tally_.add(Issue::no_answers, reader_);
      return;
    }
    const std::string_view respondent = row.frame.respondent;
    if (!respondent.empty()) {
      if (row.stakeholder) {
        loaded_.base.add(Party{.label = respondent, .stakeholder = *row.stakeholder});
      }
      for (Attribute attribute : row.attributes) {
        attribute.party = respondent;
        loaded_.base.add(attribute);
      }
      if (!seen_.insert(key_of(row.frame)).second) {
        tally_.add(Issue::repeated_answer, reader_);
      }
    }
    for (const Question& question : questions_) {
      Assessment assessment = row.frame;
      if (!is_long_) {
        assessment.item = question.item;
      }
      if (!question.touchpoint.empty()) {
        assessment.touchpoint = question.touchpoint;
      }
      const Item& item = *std::ranges::find(items_, assessment.item, &Item::name);
      for (const Cell& cell : question.answers) {
        read_answer(cell, item, assessment);
      }
      loaded_.base.add(assessment);
    }
    ++loaded_.kept;
  }

  void read_answer(const Cell& cell, const Item& item, Assessment& assessment) {
    const std::string_view value = reader_.fields()[cell.position];
    if (is_missing(value, dialect_)) {
      note(Issue::no_answer, cell);
      return;
    }
    const auto answer = parse_number(value, dialect_);
    if (!answer || !std::isfinite(*answer)) {
      note(Issue::bad_answer, cell);
      return;
    }
    const bool is_kano = cell.meaning >= SurveyMeaning::functional;
    const bool is_importance = cell.meaning == SurveyMeaning::importance;
    const Scale scale = is_kano         ? Scale{.lowest = kano_lowest, .highest = kano_highest}
                        : is_importance ? item.importance_scale
                                        : item.scale;
    if (!contains(scale, *answer)) {
      note(is_kano ? Issue::unknown_code : Issue::off_scale, cell);
      return;
    }
    ++loaded_.answers;
    switch (cell.meaning) {
      case SurveyMeaning::perception:
        assessment.perception = answer;
        break;
      case SurveyMeaning::importance:
        assessment.importance = answer;
        break;
      case SurveyMeaning::functional:
        assessment.functional = static_cast<int>(std::lround(*answer));
        break;
      case SurveyMeaning::dysfunctional:
        assessment.dysfunctional = static_cast<int>(std::lround(*answer));
        break;
      default:
        assessment.expectation[static_cast<std::size_t>(cell.meaning) -
                               static_cast<std::size_t>(SurveyMeaning::predicted)] = answer;
    }
  }

  static Key key_of(const Assessment& frame) {
    return {std::string{frame.respondent},
            std::string{frame.item},
            std::string{frame.touchpoint},
            std::string{frame.product},
            std::string{frame.context},
            frame.time};
  }

  CsvReader reader_;
  const CsvDialect& dialect_;
  const std::vector<Item>& items_;
  std::optional<Instant> fixed_time_;
  bool is_long_ = false;
  std::vector<Cell> row_columns_{};
  std::vector<Question> questions_{};
  std::vector<std::string> recoded_{};
  std::set<Key> seen_{};
  IssueTally tally_{};
  LoadedSurvey loaded_{};
};

Figure count_of(std::string name, std::uint64_t count, std::string help) {
  return {.name = std::move(name),
          .estimate = {.value = static_cast<double>(count), .method = Method::count},
          .format = {.decimals = 0},
          .help = std::move(help)};
}

}  // namespace

LoadedSurvey load_survey(const SurveyOptions& options, const Host& host) {
  return SurveyLoader{CsvReader::open(options.file, options.dialect, options.limits, host), options}
      .load();
}

LoadedSurvey parse_survey(std::string_view bytes, const SurveyOptions& options, const Host& host) {
  return SurveyLoader{CsvReader::over(bytes, options.dialect, options.limits, host), options}
      .load();
}

Document describe(const LoadedSurvey& loaded) {
  Document page{.id = "survey", .title = "The survey that was read"};
  page.blocks.emplace_back(
      Figures{{count_of("Rows", loaded.rows, "After the header."),
               count_of("Rows kept", loaded.kept, "The others are set aside, by reason, below."),
               count_of("Respondents", loaded.base.parties().size(), "Different labels."),
               count_of("Answers", loaded.answers, "In the assessments.")}});
  if (const std::uint64_t errors = loaded.report.count(Severity::error); errors > 0) {
    page.blocks.emplace_back(
        Notice{.severity = Severity::error,
               .text = std::to_string(errors) + " findings are errors: look at the table below."});
  }
  if (loaded.report.findings.empty()) {
    page.blocks.emplace_back(Paragraph{"Nothing unusual was found."});
  } else {
    page.blocks.emplace_back(table_of(loaded.report));
  }
  return page;
}

}  // namespace centricity::inline v0::source
