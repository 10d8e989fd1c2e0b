#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/source/codebook.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_values.hpp>

#include "records/names.hpp"
#include "source/codebook_check.hpp"
#include "source/column_names.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr std::array<std::string_view, survey_meanings> meaning_names{"respondent",
                                                                      "stakeholder",
                                                                      "attribute",
                                                                      "time",
                                                                      "weight",
                                                                      "context",
                                                                      "touchpoint",
                                                                      "product",
                                                                      "price",
                                                                      "item",
                                                                      "predicted",
                                                                      "should",
                                                                      "adequate",
                                                                      "desired",
                                                                      "entitled",
                                                                      "perception",
                                                                      "importance",
                                                                      "functional",
                                                                      "dysfunctional"};

constexpr std::array<std::string_view, 11> columns{"column",
                                                   "meaning",
                                                   "item",
                                                   "touchpoint",
                                                   "dimension",
                                                   "wording",
                                                   "asked",
                                                   "lowest",
                                                   "highest",
                                                   "step",
                                                   "reversed"};

// An item while its lines are read: what no line has said yet is absent.
struct Draft {
  std::string name{};
  std::optional<std::string> wording{};
  std::optional<std::string> dimension{};
  std::optional<Asked> asked{};
  std::optional<Scale> scale{};
  std::optional<Scale> importance_scale{};
};

class CodebookReader {
 public:
  CodebookReader(CsvReader reader, const CsvDialect& dialect)
      : reader_{std::move(reader)}, dialect_{dialect} {
    for (const std::string& name : reader_.header()) {
      if (std::ranges::find(columns, name) == columns.end()) {
        throw Error{ErrorCode::invalid_data,
                    "A codebook has no column '" + name + "'",
                    "It has column, meaning, item, touchpoint, dimension, wording, asked, lowest, "
                    "highest, step and reversed",
                    {.line = 1, .column = name}};
      }
    }
  }

  Codebook read() {
    while (reader_.next()) {
      if (reader_.problem() != RowProblem::none) {
        refuse("The line is broken: " + std::string{to_string(reader_.problem())},
               "Give it as many fields as the header",
               "");
      }
      read_line();
    }
    for (Draft& draft : drafts_) {
      book_.items.push_back({.name = std::move(draft.name),
                             .wording = draft.wording.value_or(""),
                             .dimension = draft.dimension.value_or(""),
                             .scale = draft.scale.value_or(Scale{}),
                             .importance_scale = draft.importance_scale.value_or(Scale{}),
                             .asked = draft.asked.value_or(Asked::unknown)});
    }
    return std::move(book_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what, std::string hint, std::string_view column) {
    throw Error{ErrorCode::invalid_data,
                what,
                std::move(hint),
                {.line = reader_.line(), .row = reader_.row(), .column = std::string{column}}};
  }

  [[nodiscard]] std::string_view field(std::string_view name) const {
    const auto position = reader_.find(name);
    return position ? reader_.fields()[*position] : std::string_view{};
  }

  template <class Value>
  void agree(std::optional<Value>& known, Value said, std::string_view column) {
    if (known && *known != said) {
      refuse("The item '" + std::string{field("item")} + "' has two different values of " +
                 std::string{column},
             "Say it once, or the same on every line of the item",
             column);
    }
    known = std::move(said);
  }

  void read_line() {
    SurveyColumn column{.column = std::string{field("column")},
                        .item = std::string{field("item")},
                        .touchpoint = std::string{field("touchpoint")}};
    if (!column.column.empty()) {
      const auto meaning = named<SurveyMeaning>(meaning_names, field("meaning"));
      if (!meaning) {
        refuse("No column of a survey means '" + std::string{field("meaning")} + "'",
               "Use one of: " +
                   list_of(std::vector<std::string>{meaning_names.begin(), meaning_names.end()}),
               "meaning");
      }
      column.meaning = *meaning;
    }
    if (!column.item.empty()) {
      read_item(column);
    }
    if (column.column.empty()) {
      return;
    }
    const auto same = [&column](const SurveyColumn& other) {
      return is_answer(column.meaning) && other.meaning == column.meaning &&
             other.item == column.item && other.touchpoint == column.touchpoint;
    };
    if (const auto twin = std::ranges::find_if(book_.columns, same); twin != book_.columns.end()) {
      refuse("The columns '" + twin->column + "' and '" + column.column +
                 "' hold the same answers: " + std::string{to_string(column.meaning)} + " of '" +
                 column.item + "'",
             "Map one of them, or tell them apart by touchpoint",
             "column");
    }
    book_.columns.push_back(std::move(column));
  }

  void read_item(const SurveyColumn& column) {
    auto draft = std::ranges::find(drafts_, column.item, &Draft::name);
    if (draft == drafts_.end()) {
      draft = drafts_.insert(drafts_.end(), Draft{.name = column.item});
    }
    if (!field("wording").empty()) {
      agree(draft->wording, std::string{field("wording")}, "wording");
    }
    if (!field("dimension").empty()) {
      agree(draft->dimension, std::string{field("dimension")}, "dimension");
    }
    if (const std::string_view asked = field("asked"); !asked.empty()) {
      if (asked != "before" && asked != "after") {
        refuse("Expectations are asked before or after, not '" + std::string{asked} + "'",
               "Leave it empty if it is not known",
               "asked");
      }
      agree(draft->asked, asked == "before" ? Asked::before : Asked::after, "asked");
    }
    if (const auto scale = read_scale()) {
      const bool of_importance =
          !column.column.empty() && column.meaning == SurveyMeaning::importance;
      agree(of_importance ? draft->importance_scale : draft->scale, *scale, "lowest");
    }
  }

  [[nodiscard]] std::optional<double> number(std::string_view column) {
    const std::string_view text = field(column);
    const auto value = parse_number(text, dialect_);
    if (!value && !text.empty()) {
      refuse("'" + std::string{text} + "' is no number", "Give an end of the scale", column);
    }
    return value;
  }

  std::optional<Scale> read_scale() {
    const auto lowest = number("lowest");
    const auto highest = number("highest");
    const auto step = number("step");
    const std::string_view reversed = field("reversed");
    if (!reversed.empty() && reversed != "yes" && reversed != "no") {
      refuse("'" + std::string{reversed} + "' is neither yes nor no",
             "Write yes if a low answer is a good one",
             "reversed");
    }
    if (!lowest && !highest && !step && reversed.empty()) {
      return std::nullopt;
    }
    if (!lowest || !highest || *lowest >= *highest || step.value_or(1.0) < 0.0) {
      refuse("A scale needs a lowest answer and a higher highest one",
             "Fill in lowest and highest; step is 1 if it is empty and 0 for a continuous scale",
             lowest ? "highest" : "lowest");
    }
    return Scale{.lowest = *lowest,
                 .highest = *highest,
                 .step = step.value_or(1.0),
                 .reversed = reversed == "yes"};
  }

  CsvReader reader_;
  const CsvDialect& dialect_;
  std::vector<Draft> drafts_{};
  Codebook book_{};
};

[[noreturn]] void refuse(const SurveyColumn& column, const std::string& what, std::string hint) {
  throw Error{ErrorCode::invalid_argument, what, std::move(hint), {.column = column.column}};
}

}  // namespace

std::string_view to_string(SurveyMeaning meaning) noexcept {
  return name_of(meaning_names, meaning);
}

void check(const Codebook& book) {
  const bool is_long =
      std::ranges::find(book.columns, SurveyMeaning::item, &SurveyColumn::meaning) !=
      book.columns.end();
  for (auto column = book.columns.begin(); column != book.columns.end(); ++column) {
    if (is_answer(column->meaning) && is_long != column->item.empty()) {
      refuse(*column,
             is_long ? "A column of answers names an item, though the column `item` does"
                     : "A column of answers names no item",
             "Name the item of every column (wide form), or let a column mean `item` (long form)");
    }
    if (!column->item.empty() &&
        std::ranges::find(book.items, column->item, &Item::name) == book.items.end()) {
      refuse(*column, "There is no item '" + column->item + "'", "Declare it in Codebook::items");
    }
    const auto clashes = [&column](const SurveyColumn& other) {
      return other.meaning == column->meaning && other.item == column->item &&
             other.touchpoint == column->touchpoint;
    };
    if (column->meaning != SurveyMeaning::attribute &&
        std::any_of(book.columns.begin(), column, clashes)) {
      refuse(*column,
             "A second column means " + std::string{to_string(column->meaning)} +
                 (column->item.empty() ? "" : " of '" + column->item + "'"),
             "Map one of them, or tell them apart by touchpoint");
    }
  }
}

Codebook load_codebook(const std::string& path, const CsvDialect& dialect, const Host& host) {
  return CodebookReader{CsvReader::open(path, dialect, {}, host), dialect}.read();
}

Codebook parse_codebook(std::string_view bytes, const CsvDialect& dialect, const Host& host) {
  return CodebookReader{CsvReader::over(bytes, dialect, {}, host), dialect}.read();
}

}  // namespace centricity::inline v0::source
