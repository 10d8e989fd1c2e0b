#include "centricity/report/html.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include <centricity/version.hpp>

#include "report/data_table.hpp"
#include "report/markup.hpp"
#include "report/style.hpp"
#include "report/svg.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

// An element with escaped text; attributes are our own.
std::string element(std::string_view tag, std::string_view text, std::string_view attributes = {}) {
  std::string html = "<" + std::string{tag};
  if (!attributes.empty()) html += " " + std::string{attributes};
  return html + ">" + escape(text) + "</" + std::string{tag} + ">";
}

std::string caption(std::string_view title, std::string_view text) {
  if (title.empty() && text.empty()) return {};
  std::string html = "<figcaption>";
  if (!title.empty()) html += element("b", title);
  if (!text.empty()) html += element("span", text);
  return html + "</figcaption>";
}

std::string to_block(const Paragraph& paragraph) { return element("p", paragraph.text) + "\n"; }

std::string to_block(const Notice& notice) {
  std::string name{to_string(notice.severity)};
  const std::string css = name;
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return "<p class=\"notice " + css + "\" role=\"note\"><b>" + name + ":</b> " +
         escape(notice.text) + "</p>\n";
}

std::string uncertainty(const Estimate& estimate, const Format& format) {
  if (!estimate.value) return {};
  if (estimate.interval) {
    return element("dd", write(*estimate.interval, format)) +
           element("dd", kind_of(*estimate.interval));
  }
  if (!estimate.standard_error) return {};
  return element("dd", "standard error " + write(*estimate.standard_error, format));
}

std::string to_card(const Figure& figure) {
  const Estimate& estimate = figure.estimate;
  std::string html = "<div>" + element("dt", figure.name);
  if (estimate.value) {
    html += "<dd class=\"value\">" + escape(write(*estimate.value, figure.format));
    if (!figure.format.unit.empty()) html += " " + element("small", figure.format.unit);
    html += "</dd>";
  } else {
    html += element("dd", reason(estimate.undefined), "class=\"value none\"");
  }
  html += uncertainty(estimate, figure.format);
  if (!figure.help.empty()) html += element("dd", figure.help, "class=\"help\"");
  return html + "</div>\n";
}

std::string to_block(const Figures& figures) {
  std::string html = "<dl class=\"figures\">\n";
  for (const Figure& figure : figures.figures) html += to_card(figure);
  return html + "</dl>\n";
}

std::string to_cell(const Cell& cell, const Format& format, bool numeric) {
  const auto* estimate = std::get_if<Estimate>(&cell);
  const bool none =
      std::holds_alternative<std::monostate>(cell) || (estimate != nullptr && !estimate->value);
  std::string css = numeric ? "n" : "";
  if (none) css += numeric ? " none" : "none";
  std::string html = css.empty() ? "<td>" : "<td class=\"" + css + "\">";
  html += escape(write(cell, format));
  if (estimate != nullptr && estimate->value && estimate->interval) {
    html += element("small", write(*estimate->interval, format));
  }
  return html + "</td>";
}

std::string to_grid(const Table& table, std::string_view name) {
  constexpr std::size_t one_screen = 30;
  std::string html =
      table.rows.size() > one_screen ? "<div class=\"scroll long\"" : "<div class=\"scroll\"";
  html +=
      " tabindex=\"0\" role=\"region\" aria-label=\"" + escape(name) + "\"><table>\n<thead><tr>";
  std::vector<bool> numeric;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    numeric.push_back(is_numeric(table, column));
    const Column& head = table.columns[column];
    html += element("th",
                    name_with_unit(head.name, head.format),
                    numeric.back() ? "scope=\"col\" class=\"n\"" : "scope=\"col\"");
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t column = 0; column < row.size(); ++column) {
      const auto* text = std::get_if<std::string>(&row[column]);
      html += column == 0 && text != nullptr
                  ? element("th", *text, "scope=\"row\"")
                  : to_cell(row[column], table.columns[column].format, numeric[column]);
    }
    html += "</tr>\n";
  }
  if (table.rows.empty()) {
    html += "<tr><td class=\"none\" colspan=\"" +
            std::to_string(std::max<std::size_t>(1, table.columns.size())) +
            "\">No rows</td></tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string column_help(const Table& table) {
  std::string html;
  for (const Column& column : table.columns) {
    if (!column.help.empty()) html += element("dt", column.name) + element("dd", column.help);
  }
  if (html.empty()) return {};
  return "<details><summary>What the columns mean</summary><dl class=\"help\">" + html +
         "</dl></details>\n";
}

std::string to_block(const Table& table) {
  return "<figure class=\"table\">" + caption(table.title, table.caption) +
         to_grid(table, table.title.empty() ? "Table" : table.title) + column_help(table) +
         "</figure>\n";
}

std::string data_behind(const Table& data, const std::string& title) {
  std::string html = "<details><summary>Show the data</summary>";
  if (!data.caption.empty()) html += element("p", data.caption);
  return html + to_grid(data, "Data of " + title) + "</details>";
}

std::string legend_key(const Series& series, std::size_t position) {
  std::string key = "<svg viewBox=\"0 0 24 12\" aria-hidden=\"true\">";
  const std::string color = color_class(position);
  if (!series.lower.empty() && (series.mark == Mark::line || series.mark == Mark::dashed_line)) {
    key += svg_rectangle(0, 1, 24, 10, "class=\"band " + color + "\"");
  }
  switch (series.mark) {
    case Mark::line:
      key += svg_line(1, 6, 23, 6, "line " + color);
      break;
    case Mark::dashed_line:
      key += svg_line(1, 6, 23, 6, "line dashed " + color);
      break;
    case Mark::points:
      key += svg_circle(12, 6, 4, "dot " + color);
      break;
    case Mark::bars:
      key += svg_rectangle(6, 1, 12, 10, "class=\"bar " + color + "\"");
      break;
  }
  return key + "</svg>";
}

std::string legend(const Chart& chart) {
  if (chart.series.size() < 2) return {};
  std::string html = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    html += "<li>" + legend_key(chart.series[i], i) + escape(chart.series[i].name) + "</li>";
  }
  return html + "</ul>";
}

template <typename Picture>
std::string to_figure(const Picture& picture, const std::string& key, const Table& data) {
  const std::string title = picture.title.empty() ? "chart" : picture.title;
  return "<figure class=\"chart\">" + caption(picture.title, picture.caption) + key +
         draw(picture, wide_canvas) + draw(picture, narrow_canvas) + data_behind(data, title) +
         "</figure>\n";
}

class Page {
 public:
  explicit Page(const HtmlOptions& options) : options_{options} {}

  std::string write_page(const Document& document) {
    std::string html = "<!DOCTYPE html>\n<html lang=\"" + escape(options_.language) +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"generator\" content=\"centricity " CENTRICITY_VERSION "\">\n";
    html += element("title", document.title) + "\n<style>" + style_sheet + "</style>\n</head>\n";
    html += "<body>\n<main>\n" + element("h1", document.title) + "\n";
    html += blocks(document) + contents(document);
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
      html += section(document.sections[i], "s" + std::to_string(i + 1), 2);
    }
    html += element("footer", footer());
    return html + "\n</main>\n</body>\n</html>\n";
  }

 private:
  std::string blocks(const Document& document) {
    std::string html;
    for (const Block& block : document.blocks) {
      html += std::visit([this](const auto& part) { return to_html_block(part); }, block);
    }
    return html;
  }

  template <typename Part>
  std::string to_html_block(const Part& part) {
    if constexpr (std::is_same_v<Part, Chart>) {
      return to_figure(part, legend(part), data_of(part, options_.table_rows));
    } else if constexpr (std::is_same_v<Part, HeatMap>) {
      return to_figure(part, {}, data_of(part));
    } else {
      return to_block(part);
    }
  }

  std::string section(const Document& document, const std::string& anchor, int level) {
    const std::string tag = "h" + std::to_string(std::min(level, 6));
    std::string html = "<section id=\"" + anchor + "\">\n" + element(tag, document.title) + "\n";
    html += blocks(document);
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
      html += section(document.sections[i], anchor + "-" + std::to_string(i + 1), level + 1);
    }
    return html + "</section>\n";
  }

  // The sections and theirs, if there is something to choose from.
  static std::string contents(const Document& document) {
    if (document.sections.size() < 2) return {};
    return "<nav aria-label=\"Contents\">" + list(document, "s", 2) + "</nav>\n";
  }

  static std::string list(const Document& document, const std::string& prefix, int levels) {
    if (document.sections.empty() || levels == 0) return {};
    std::string html = "<ol>";
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
      const std::string anchor = prefix + std::to_string(i + 1);
      html += "<li>" + element("a", document.sections[i].title, "href=\"#" + anchor + "\"") +
              list(document.sections[i], anchor + "-", levels - 1) + "</li>";
    }
    return html + "</ol>";
  }

  [[nodiscard]] std::string footer() const {
    std::string text = "Made with centricity " CENTRICITY_VERSION ".";
    if (options_.privacy.minimum_cell > 1) {
      text += " Groups of fewer than " + std::to_string(options_.privacy.minimum_cell) +
              " people are not shown.";
    }
    text += options_.privacy.show_identifiers
                ? " This page names customers by their ids: treat it as personal data."
                : " Customers are numbered in order of appearance, not by their ids.";
    return text;
  }

  const HtmlOptions& options_;
};

}  // namespace

std::string to_html(const Document& document, const HtmlOptions& options) {
  return Page{options}.write_page(protect(document, options.privacy));
}

}  // namespace centricity::inline v0::report
