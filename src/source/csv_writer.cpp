#include <centricity/source/csv_values.hpp>
#include <centricity/source/csv_writer.hpp>

namespace centricity::inline v0::source {
namespace {

bool is_space(char byte) noexcept { return byte == ' ' || byte == '\t'; }

bool needs_quotes(std::string_view field, char delimiter) noexcept {
  const char special[] = {'"', '\r', '\n', delimiter};
  return !field.empty() &&
         (field.find_first_of(std::string_view{special, sizeof special}) != field.npos ||
          is_space(field.front()) || is_space(field.back()));
}

bool is_formula(std::string_view field) {
  constexpr std::string_view starts = "=+-@\t\r";
  return !field.empty() && starts.find(field.front()) != starts.npos &&
         !parse_number(field, {}).has_value();
}

void append_field(std::string& out, std::string_view field, bool guard, bool quoted) {
  if (quoted) {
    out += '"';
  }
  if (guard) {
    out += '\'';
  }
  for (const char byte : field) {
    out += byte;
    if (byte == '"') {
      out += '"';
    }
  }
  if (quoted) {
    out += '"';
  }
}

}  // namespace

void append_csv_row(std::string& out,
                    std::span<const std::string_view> fields,
                    const CsvWriteOptions& options) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) {
      out += options.delimiter;
    }
    const std::string_view field = fields[i];
    const bool blank_row = fields.size() == 1 && field.empty();
    append_field(out,
                 field,
                 options.guard_formulas && is_formula(field),
                 blank_row || needs_quotes(field, options.delimiter));
  }
  out += '\n';
}

}  // namespace centricity::inline v0::source
