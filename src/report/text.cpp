#include "centricity/report/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>

#include <centricity/core/error.hpp>

#include "report/data_table.hpp"
#include "report/text_parts.hpp"
#include "report/utf8.hpp"
#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

constexpr const char* bold = "\x1b[1m";
constexpr const char* dim = "\x1b[2m";
constexpr const char* red = "\x1b[31m";
constexpr const char* yellow = "\x1b[33m";
constexpr const char* cyan = "\x1b[36m";

class Sheet {
 public:
  explicit Sheet(const TextOptions& options)
      : options_{options}, width_{static_cast<std::size_t>(options.width)} {}

  std::string write_sheet(const Document& document) {
    section(document, 1);
    return std::move(text_);
  }

 private:
  void section(const Document& document, int level) {
    separate();
    if (!document.title.empty()) heading(document.title, level);
    for (const Block& block : document.blocks) {
      separate();
      std::visit([this](const auto& part) { add(part); }, block);
    }
    for (const Document& inner : document.sections) section(inner, level + 1);
  }

  void separate() {
    if (!text_.empty()) text_ += '\n';
  }

  void heading(const std::string& title, int level) {
    std::size_t longest = 0;
    for (const std::string& line : wrap(clean(title), width_)) {
      styled(line, bold);
      longest = std::max(longest, display_width(line));
    }
    if (level > 2) return;
    const char* mark = level == 1 ? (options_.ascii ? "=" : "═") : (options_.ascii ? "-" : "─");
    text_ += repeated(mark, longest) + "\n";
  }

  void styled(const std::string& line, const char* style) {
    text_ += options_.styled ? style + line + "\x1b[0m\n" : line + "\n";
  }

  void wrapped(std::string_view text, const char* style = nullptr) {
    for (const std::string& line : wrap(clean(text), width_)) {
      if (style != nullptr) {
        styled(line, style);
      } else {
        text_ += line + "\n";
      }
    }
  }

  void captioned(const std::string& title, const std::string& caption) {
    if (!title.empty()) wrapped(title, bold);
    if (!caption.empty()) wrapped(caption, dim);
  }

  void add(const Paragraph& paragraph) { wrapped(paragraph.text); }

  void add(const Notice& notice) {
    const char* color = notice.severity == Severity::error     ? red
                        : notice.severity == Severity::warning ? yellow
                                                               : cyan;
    wrapped(std::string{to_string(notice.severity)} + ": " + notice.text, color);
  }

  void add(const Figures& figures) {
    std::size_t name_width = 0;
    std::size_t value_width = 0;
    for (const Figure& figure : figures.figures) {
      name_width = std::max(name_width, display_width(clean(figure.name)));
      value_width = std::max(value_width, display_width(value_of(figure)));
    }
    name_width = std::min(name_width, width_ / 2);
    for (const Figure& figure : figures.figures) {
      const Estimate& estimate = figure.estimate;
      std::string line = padded(short_of(clean(figure.name), name_width), name_width, false) +
                         "  " + padded(value_of(figure), value_width, true);
      if (estimate.value && estimate.interval) {
        const std::string around = "  " + write(*estimate.interval, figure.format);
        const std::string kind = ", " + kind_of(*estimate.interval);
        line += around;
        if (display_width(line) + kind.size() <= width_) line += kind;
      }
      text_ += short_of(line, width_) + "\n";
    }
  }

  void add(const Table& table) {
    captioned(table.title, table.caption);
    text_ += text_table(table, options_);
  }

  void add(const Chart& chart) {
    captioned(chart.title, chart.caption);
    text_ += text_chart(chart, options_);
  }

  void add(const HeatMap& map) {
    captioned(map.title, map.caption);
    text_ += text_table(data_of(map), options_);
  }

  static std::string value_of(const Figure& figure) {
    const Estimate& estimate = figure.estimate;
    return estimate.value ? clean(write_with_unit(*estimate.value, figure.format))
                          : reason(estimate.undefined);
  }

  [[nodiscard]] std::string short_of(const std::string& text, std::size_t width) const {
    return shorten(text, width, options_.ascii ? "..." : "…");
  }

  const TextOptions& options_;
  std::size_t width_;
  std::string text_{};
};

}  // namespace

std::string to_text(const Document& document, const TextOptions& options) {
  if (options.width < 40) {
    throw Error{ErrorCode::invalid_argument,
                "the screen is " + std::to_string(options.width) + " columns wide",
                "give a width of 40 or more"};
  }
  return Sheet{options}.write_sheet(protect(document, options.privacy));
}

}  // namespace centricity::inline v0::report
