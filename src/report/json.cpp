#include "centricity/report/json.hpp"

#include <cmath>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

namespace centricity::inline v0::report {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(Quantity quantity) {
  switch (quantity) {
    case Quantity::number:
      return "number";
    case Quantity::percent:
      return "percent";
    case Quantity::money:
      return "money";
    case Quantity::day:
      return "day";
  }
  return "number";
}

std::string_view name_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::value:
      return "value";
    case ColumnRole::identifier:
      return "identifier";
    case ColumnRole::cell_size:
      return "cell_size";
  }
  return "value";
}

std::string_view name_of(Mark mark) {
  switch (mark) {
    case Mark::line:
      return "line";
    case Mark::dashed_line:
      return "dashed_line";
    case Mark::points:
      return "points";
    case Mark::bars:
      return "bars";
  }
  return "line";
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json numbers(const std::vector<double>& values) {
  Json json = Json::array();
  for (const double value : values) json.push_back(number(value));
  return json;
}

Json numbers(const std::vector<std::optional<double>>& values) {
  Json json = Json::array();
  for (const auto& value : values) json.push_back(value ? number(*value) : Json(nullptr));
  return json;
}

Json to_object(const Format& format) {
  return {
      {"quantity", name_of(format.quantity)}, {"decimals", format.decimals}, {"unit", format.unit}};
}

Json to_object(const Estimate& estimate) {
  if (!estimate.value) {
    Json json{{"undefined", to_string(estimate.undefined)}};
    // How many are behind a withheld number is what it is withheld for.
    if (estimate.undefined != Undefined::suppressed) json["n"] = estimate.n;
    return json;
  }
  Json json{{"value", number(*estimate.value)}};
  if (estimate.standard_error) json["std_error"] = number(*estimate.standard_error);
  if (estimate.interval) {
    json["lower"] = number(estimate.interval->lower);
    json["upper"] = number(estimate.interval->upper);
    json["level"] = number(estimate.interval->level);
    json["interval"] = to_string(estimate.interval->kind);
  }
  json["n"] = estimate.n;
  json["method"] = to_string(estimate.method);
  return json;
}

Json to_value(const Cell& cell) {
  struct Writer {
    Json operator()(std::monostate) const { return nullptr; }

    Json operator()(const std::string& text) const { return text; }

    Json operator()(std::int64_t count) const { return count; }

    Json operator()(double value) const { return number(value); }

    Json operator()(Money amount) const { return to_double(amount); }

    Json operator()(Day day) const { return centricity::to_text(day); }

    Json operator()(const Estimate& estimate) const { return to_object(estimate); }
  };

  return std::visit(Writer{}, cell);
}

Json to_object(const Axis& axis) {
  Json json{{"label", axis.label}, {"format", to_object(axis.format)}};
  if (!axis.categories.empty()) json["categories"] = axis.categories;
  if (axis.lowest) json["lowest"] = number(*axis.lowest);
  if (axis.highest) json["highest"] = number(*axis.highest);
  return json;
}

Json to_object(const Series& series) {
  Json json{{"name", series.name}, {"mark", name_of(series.mark)}};
  if (!series.x.empty()) json["x"] = numbers(series.x);
  json["y"] = numbers(series.y);
  if (!series.lower.empty()) {
    json["lower"] = numbers(series.lower);
    json["upper"] = numbers(series.upper);
  }
  if (!series.labels.empty()) json["labels"] = series.labels;
  return json;
}

Json to_block(const Paragraph& paragraph) {
  return {{"kind", "paragraph"}, {"text", paragraph.text}};
}

Json to_block(const Notice& notice) {
  return {{"kind", "notice"}, {"severity", to_string(notice.severity)}, {"text", notice.text}};
}

Json to_block(const Figures& figures) {
  Json list = Json::array();
  for (const Figure& figure : figures.figures) {
    list.push_back({{"name", figure.name},
                    {"estimate", to_object(figure.estimate)},
                    {"format", to_object(figure.format)},
                    {"help", figure.help}});
  }
  return {{"kind", "figures"}, {"figures", std::move(list)}};
}

Json to_block(const Table& table) {
  Json columns = Json::array();
  for (const Column& column : table.columns) {
    columns.push_back({{"name", column.name},
                       {"role", name_of(column.role)},
                       {"format", to_object(column.format)},
                       {"help", column.help}});
  }
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const Cell& cell : row) cells.push_back(to_value(cell));
    rows.push_back(std::move(cells));
  }
  return {{"kind", "table"},
          {"title", table.title},
          {"caption", table.caption},
          {"columns", std::move(columns)},
          {"rows", std::move(rows)}};
}

Json to_block(const Chart& chart) {
  Json series = Json::array();
  for (const Series& one : chart.series) series.push_back(to_object(one));
  Json lines = Json::array();
  for (const ReferenceLine& line : chart.reference_lines) {
    lines.push_back({{"at", number(line.at)}, {"vertical", line.vertical}, {"label", line.label}});
  }
  return {{"kind", "chart"},
          {"title", chart.title},
          {"caption", chart.caption},
          {"x", to_object(chart.x)},
          {"y", to_object(chart.y)},
          {"series", std::move(series)},
          {"reference_lines", std::move(lines)},
          {"horizontal", chart.horizontal}};
}

Json to_block(const HeatMap& map) {
  return {{"kind", "heat_map"},
          {"title", map.title},
          {"caption", map.caption},
          {"x", to_object(map.x)},
          {"y", to_object(map.y)},
          {"format", to_object(map.format)},
          {"values", numbers(map.values)}};
}

void add_content(Json& json, const Document& document) {
  json["id"] = document.id;
  json["title"] = document.title;
  json["blocks"] = Json::array();
  for (const Block& block : document.blocks) {
    json["blocks"].push_back(std::visit([](const auto& part) { return to_block(part); }, block));
  }
  json["sections"] = Json::array();
  for (const Document& section : document.sections) {
    Json inner = Json::object();
    add_content(inner, section);
    json["sections"].push_back(std::move(inner));
  }
}

// < > & and the line separators stand in strings only, so they may be replaced in the whole text.
std::string safe_in_html(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    if (text[i] == '<') {
      result += "\\u003c";
    } else if (text[i] == '>') {
      result += "\\u003e";
    } else if (text[i] == '&') {
      result += "\\u0026";
    } else if (three == "\u2028" || three == "\u2029") {
      result += three == "\u2028" ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace

std::string to_json(const Document& document, const JsonOptions& options) {
  Json json{{"schema", 1}};
  add_content(json, protect(document, options.privacy));
  return safe_in_html(
      json.dump(options.indent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace centricity::inline v0::report
