#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/core/time.hpp>
#include <centricity/source/codebook.hpp>
#include <centricity/source/survey_csv.hpp>

#include "source/codebook_check.hpp"
#include "source/csv_text.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr auto first_answer = static_cast<std::size_t>(SurveyMeaning::predicted);
constexpr std::size_t answer_kinds = survey_meanings - first_answer;

using Answers = std::array<std::optional<double>, answer_kinds>;

SurveyMeaning meaning_of(std::size_t kind) {
  return static_cast<SurveyMeaning>(first_answer + kind);
}

Answers answers_of(const Assessments& rows, std::size_t row) {
  Answers answers;
  for (std::size_t s = 0; s < standards; ++s) answers[s] = rows.expectation[s][row];
  const auto place = [&answers](SurveyMeaning meaning) -> std::optional<double>& {
    return answers[static_cast<std::size_t>(meaning) - first_answer];
  };
  place(SurveyMeaning::perception) = rows.perception[row];
  place(SurveyMeaning::importance) = rows.importance[row];
  if (rows.functional[row]) place(SurveyMeaning::functional) = *rows.functional[row];
  if (rows.dysfunctional[row]) place(SurveyMeaning::dysfunctional) = *rows.dysfunctional[row];
  return answers;
}

/// What the answers of one row have in common.
using Frame = std::tuple<PartyId, Instant, Code, Code, Code, std::optional<Money>, double>;

/// One column of the file: what a row shows, and its line of the codebook.
struct WideColumn {
  std::string name{};
  SurveyMeaning meaning{};
  std::size_t item = 0;                             // of an answer
  std::vector<std::optional<AttributeValue>> of{};  // by party, of an attribute
};

class SurveyWriter {
 public:
  SurveyWriter(const CustomerBase& base, const CsvWriteOptions& options)
      : base_{base}, rows_{base.assessments()}, options_{options} {}

  SurveyCsv write(const Host& host) {
    group_rows();
    choose_columns();
    SurveyCsv csv;
    std::vector<std::string> fields;
    for (const WideColumn& column : columns_) fields.push_back(column.name);
    append(csv.answers, fields);
    for (const std::vector<std::size_t>& group : groups_) {
      stop_if_cancelled(host);
      fields.clear();
      for (const WideColumn& column : columns_) fields.push_back(text(column, group));
      append(csv.answers, fields);
    }
    write_codebook(csv.codebook);
    return csv;
  }

 private:
  void append(std::string& out, const std::vector<std::string>& fields) const {
    append_csv_row(out, std::vector<std::string_view>(fields.begin(), fields.end()), options_);
  }

  // Rows of one frame stand together, unless an item comes twice.
  void group_rows() {
    std::map<Frame, std::vector<std::size_t>> open;  // position of the group of its nth repetition
    std::map<std::pair<std::size_t, Code>, bool> taken;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (rows_.respondent[row] == PartyId::none) {
        throw Error{ErrorCode::invalid_data,
                    "An assessment belongs to nobody",
                    "Leave it out, or give its respondent a label",
                    {.row = row}};
      }
      std::vector<std::size_t>& repetitions = open[{rows_.respondent[row],
                                                    *rows_.time[row],
                                                    rows_.context[row],
                                                    rows_.touchpoint[row],
                                                    rows_.product[row],
                                                    rows_.price[row],
                                                    rows_.weight[row].value_or(1.0)}];
      const Code item = rows_.item[row];
      const auto free = std::ranges::find_if(repetitions, [&](std::size_t group) {
        return !taken[{group, item}];
      });
      const bool is_new = free == repetitions.end();
      const std::size_t group = is_new ? groups_.size() : *free;
      if (is_new) {
        repetitions.push_back(group);
        groups_.emplace_back();
      }
      groups_[group].push_back(row);
      taken[{group, item}] = true;
    }
  }

  void choose_columns() {
    const auto add = [this](bool is_there, SurveyMeaning meaning) {
      if (is_there)
        columns_.push_back({.name = std::string{to_string(meaning)}, .meaning = meaning});
    };
    add(true, SurveyMeaning::respondent);
    add(!base_.parties().stakeholder.absent(), SurveyMeaning::stakeholder);
    add(true, SurveyMeaning::time);
    add(!rows_.weight.absent(), SurveyMeaning::weight);
    add(!rows_.context.absent(), SurveyMeaning::context);
    add(!rows_.touchpoint.absent(), SurveyMeaning::touchpoint);
    add(!rows_.product.absent(), SurveyMeaning::product);
    add(!rows_.price.absent(), SurveyMeaning::price);
    const Dictionary& attributes = base_.parties().attribute_names;
    for (std::uint32_t code = 0; code < attributes.size(); ++code) {
      const std::string_view name = attributes.text(Code{code});
      columns_.push_back({.name = std::string{name},
                          .meaning = SurveyMeaning::attribute,
                          .of = attribute_as_of(base_.parties(), name, Instant::max())});
    }
    std::vector<std::array<bool, answer_kinds>> given(rows_.items.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const Answers answers = answers_of(rows_, row);
      for (std::size_t kind = 0; kind < answer_kinds; ++kind) {
        if (answers[kind]) given[index(rows_.item[row])][kind] = true;
      }
    }
    for (std::size_t item = 0; item < given.size(); ++item) {
      const bool one = std::ranges::count(given[item], true) == 1;
      for (std::size_t kind = 0; kind < answer_kinds; ++kind) {
        if (!given[item][kind]) continue;
        const SurveyMeaning meaning = meaning_of(kind);
        const std::string& name = rows_.items[item].name;
        columns_.push_back({.name = one && meaning == SurveyMeaning::perception
                                        ? name
                                        : name + "." + std::string{to_string(meaning)},
                            .meaning = meaning,
                            .item = item});
      }
    }
  }

  [[nodiscard]] std::string text(const WideColumn& column,
                                 const std::vector<std::size_t>& group) const {
    const std::size_t row = group.front();
    switch (column.meaning) {
      case SurveyMeaning::respondent:
        return std::string{base_.parties().label(rows_.respondent[row])};
      case SurveyMeaning::stakeholder:
        return std::string{to_string(base_.parties().stakeholder[index(rows_.respondent[row])])};
      case SurveyMeaning::attribute:
        return attribute_text(column.of[index(rows_.respondent[row])]);
      case SurveyMeaning::time:
        return centricity::to_text(*rows_.time[row]);
      case SurveyMeaning::weight:
        return number_text(rows_.weight[row].value_or(1.0));
      case SurveyMeaning::context:
        return std::string{rows_.contexts.text(rows_.context[row])};
      case SurveyMeaning::touchpoint:
        return std::string{rows_.touchpoints.text(rows_.touchpoint[row])};
      case SurveyMeaning::product:
        return std::string{rows_.products.text(rows_.product[row])};
      case SurveyMeaning::price:
        return rows_.price[row] ? decimal_text(*rows_.price[row]) : std::string{};
      default:
        return answer_text(column, group);
    }
  }

  [[nodiscard]] static std::string attribute_text(const std::optional<AttributeValue>& value) {
    if (!value) return {};
    const auto* const words = std::get_if<std::string>(&*value);
    return words != nullptr ? *words : number_text(std::get<double>(*value));
  }

  [[nodiscard]] std::string answer_text(const WideColumn& column,
                                        const std::vector<std::size_t>& group) const {
    for (const std::size_t row : group) {
      if (index(rows_.item[row]) != column.item) continue;
      const auto answer =
          answers_of(rows_, row)[static_cast<std::size_t>(column.meaning) - first_answer];
      return answer ? number_text(*answer) : std::string{};
    }
    return {};
  }

  void write_codebook(std::string& out) const {
    append(out,
           {"column",
            "meaning",
            "item",
            "dimension",
            "wording",
            "asked",
            "lowest",
            "highest",
            "step",
            "reversed"});
    for (const WideColumn& column : columns_) {
      const std::string meaning{to_string(column.meaning)};
      if (!is_answer(column.meaning)) {
        append(out, {column.name, meaning, "", "", "", "", "", "", "", ""});
        continue;
      }
      const Item& item = rows_.items[column.item];
      const bool is_importance = column.meaning == SurveyMeaning::importance;
      const Scale& scale = is_importance ? item.importance_scale : item.scale;
      append(out,
             {column.name,
              meaning,
              item.name,
              item.dimension,
              item.wording,
              item.asked == Asked::before  ? "before"
              : item.asked == Asked::after ? "after"
                                           : "",
              number_text(scale.lowest),
              number_text(scale.highest),
              number_text(scale.step),
              scale.reversed ? "yes" : "no"});
    }
  }

  const CustomerBase& base_;
  const Assessments& rows_;
  const CsvWriteOptions& options_;
  std::vector<std::vector<std::size_t>> groups_{};  // rows that stand together
  std::vector<WideColumn> columns_{};
};

}  // namespace

SurveyCsv to_survey_csv(const CustomerBase& base,
                        const CsvWriteOptions& options,
                        const Host& host) {
  return SurveyWriter{base, options}.write(host);
}

}  // namespace centricity::inline v0::source
