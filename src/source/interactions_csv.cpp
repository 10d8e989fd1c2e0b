#include <chrono>
#include <functional>
#include <string_view>
#include <vector>

#include <centricity/core/time.hpp>
#include <centricity/source/interactions_csv.hpp>

#include "source/csv_text.hpp"

namespace centricity::inline v0::source {
namespace {

/// A column of the file: its name and the text of a row.
struct TextColumn {
  std::string_view name{};
  std::function<std::string(std::size_t row)> text{};
};

class Columns {
 public:
  template <class Column, class ToText>
  void add(std::string_view name, const Column& column, ToText to_text) {
    if (column.absent()) return;
    columns_.push_back({name, [&column, to_text](std::size_t row) {
                          const auto value = column[row];
                          if constexpr (Column::blank_is_absent) {
                            return std::string(to_text(value));
                          } else {
                            return value ? std::string(to_text(*value)) : std::string{};
                          }
                        }});
  }

  void add(std::string_view name, const ChunkedColumn<Code>& column, const Dictionary& words) {
    add(name, column, [&words](Code code) { return words.text(code); });
  }

  [[nodiscard]] const std::vector<TextColumn>& all() const { return columns_; }

 private:
  std::vector<TextColumn> columns_{};
};

}  // namespace

std::string to_csv(const CustomerBase& base, const CsvWriteOptions& options, const Host& host) {
  const Interactions& rows = base.interactions();
  const auto seconds = [](std::chrono::seconds value) { return std::to_string(value.count()); };
  const auto moment = [](Instant value) { return centricity::to_text(value); };
  const auto name_of = [](auto value) { return to_string(value); };
  Columns columns;
  columns.add("customer", rows.party, [&](PartyId party) { return base.parties().label(party); });
  columns.add("time", rows.time, moment);
  columns.add("kind", rows.kind, name_of);
  columns.add("channel", rows.channel, name_of);
  columns.add("order", rows.order, rows.orders);
  columns.add("product", rows.product, rows.products);
  columns.add("quantity", rows.quantity, number_text);
  columns.add("price", rows.unit_price, decimal_text);
  columns.add("amount", rows.amount, decimal_text);
  columns.add("disclosed_amount", rows.disclosed_amount, decimal_text);
  columns.add("touchpoint", rows.touchpoint, rows.touchpoints);
  columns.add("handled_by", rows.handled_by, rows.handlers);
  columns.add("case_id", rows.case_id, rows.cases);
  columns.add("wait", rows.wait, seconds);
  columns.add("service_duration", rows.service_duration, seconds);
  columns.add("promised_time", rows.promised_time, moment);
  columns.add("outcome", rows.outcome, rows.outcomes);

  std::string csv;
  std::vector<std::string_view> fields;
  for (const TextColumn& column : columns.all()) fields.push_back(column.name);
  append_csv_row(csv, fields, options);
  std::vector<std::string> texts(columns.all().size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (row % 4096 == 0) stop_if_cancelled(host);
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = columns.all()[i].text(row);
    fields.assign(texts.begin(), texts.end());
    append_csv_row(csv, fields, options);
  }
  return csv;
}

}  // namespace centricity::inline v0::source
