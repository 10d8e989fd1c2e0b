#include <array>
#include <cmath>

#include <centricity/centricity.hpp>

#include "input.hpp"

namespace command_line {
namespace {

namespace cc = centricity;

/// The first of these columns that is there.
std::size_t column_of(const cc::source::CsvReader& reader,
                      const std::array<const char*, 3>& names) {
  for (const char* name : names) {
    if (const std::optional<std::size_t> position = reader.find(name)) return *position;
  }
  return reader.column(names.front());  // Not there: says which columns are.
}

}  // namespace

cc::SpendHistories load_spend_summary(const std::string& file, const cc::Host& host) {
  cc::source::CsvReader reader = cc::source::CsvReader::open(file, {}, {}, host);
  const std::size_t frequency = column_of(reader, {"frequency", "x", "repeats"});
  const std::size_t spend = column_of(reader, {"monetary_value", "monetary", "zbar"});
  cc::SpendHistories histories;
  while (reader.next()) {
    std::optional<double> repeats;
    std::optional<double> mean;
    if (reader.problem() == cc::source::RowProblem::none) {
      repeats = cc::source::parse_number(reader.fields()[frequency], reader.dialect());
      mean = cc::source::parse_number(reader.fields()[spend], reader.dialect());
    }
    if (!repeats || !mean || *repeats < 0.0 || *repeats != std::floor(*repeats)) {
      throw cc::Error{cc::ErrorCode::invalid_data,
                      "line " + std::to_string(reader.line()) + " of '" + file +
                          "' has no number of repeat purchases and mean spend",
                      "Give a whole number and an amount."};
    }
    if (*repeats == 0.0) continue;  // Spend is that of repeat purchases: there is none.
    histories.labels.push_back(std::to_string(reader.row()));
    histories.spends.push_back({.repeats = *repeats, .mean_spend = *mean});
  }
  return histories;
}

}  // namespace command_line
