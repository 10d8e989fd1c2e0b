#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_values.hpp>
#include <centricity/source/load_csv.hpp>

#include "source/characters.hpp"
#include "source/instant_reader.hpp"
#include "source/interaction_batch.hpp"
#include "source/interaction_fields.hpp"
#include "source/issue_tally.hpp"
#include "source/kind_names.hpp"
#include "source/local_date.hpp"
#include "source/repeated_days.hpp"
#include "source/utf8.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t letters = 26;
constexpr double longest_duration = 1e12;  // seconds

// A sum of money that cannot overflow before it is asked for.
class WideSum {
 public:
  void add(Money amount) noexcept { ticks_ += amount.ticks; }

  [[nodiscard]] Money money() const {
    constexpr Wide largest = std::numeric_limits<std::int64_t>::max();
    if (ticks_ > largest || ticks_ < -largest) {
      throw Error{ErrorCode::limit_exceeded,
                  "The revenue of the file is beyond 922 million million",
                  "Check the unit of the amounts, and whether a point separates thousands"};
    }
    return Money{static_cast<std::int64_t>(ticks_)};
  }

 private:
  __extension__ using Wide = __int128;
  Wide ticks_ = 0;
};

// Rows set aside for one reason.
struct Aside {
  Issue issue{};
  std::uint64_t rows = 0;
  WideSum revenue{};
  std::uint64_t unreadable = 0;
};

// The letter an order begins with, if digits follow: of "C536379" it is 'C'.
std::optional<std::size_t> letter_of(std::string_view order) noexcept {
  const char first = order.empty() ? '\0' : order.front();
  const bool upper = first >= 'A' && first <= 'Z';
  const bool lower = first >= 'a' && first <= 'z';
  if ((!upper && !lower) || order.size() < 2 || !std::ranges::all_of(order.substr(1), is_digit)) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(first - (upper ? 'A' : 'a'));
}

int sign_of(std::int64_t number) noexcept { return number < 0 ? -1 : number > 0 ? 1 : 0; }

class Loader {
 public:
  Loader(CsvReader reader, const LoadOptions& options, const Host& host)
      : reader_{std::move(reader)}, options_{options}, host_{host}, base_{options.definition} {
    columns_ = guess_columns(reader_.header(), options.columns);
    position_.fill(absent);
    for (const ColumnUse& use : columns_) {
      const auto field = std::ranges::find(field_names(), use.meaning, &FieldName::name);
      position_[static_cast<std::size_t>(field - field_names().begin())] =
          reader_.column(use.column);
    }
    has_money_ = has(Field::amount) || (has(Field::quantity) && has(Field::price));
    has_further_columns_ =
        std::any_of(position_.begin() + static_cast<std::ptrdiff_t>(Field::channel),
                    position_.end(),
                    [](std::size_t position) { return position != absent; });
    if (!has_further_columns_) {
      batch_.expect_few_texts();
    }
    has_missing_words_ = !options.dialect.missing.empty();
  }

  Loaded load() {
    while (reader_.next()) {
      read_row();
    }
    batch_.move_to(base_);
    finish_tally();
    Loaded loaded{.base = std::move(base_), .report = tally_.report()};
    ReadSummary& summary = loaded.summary;
    summary.bytes = reader_.bytes_read();
    summary.lines = reader_.lines_read();
    summary.blank_lines = reader_.blank_lines();
    summary.rows = rows_;
    summary.kept = kept_;
    summary.revenue = revenue_.money();
    for (const Aside& aside : aside_) {
      summary.set_aside.push_back({.kind = std::string{kind_of(aside.issue)},
                                   .rows = aside.rows,
                                   .revenue = aside.revenue.money(),
                                   .unreadable = aside.unreadable});
    }
    summary.dialect = reader_.dialect();
    summary.columns = std::move(columns_);
    return loaded;
  }

 private:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);

  [[nodiscard]] bool has(Field field) const noexcept {
    return position_[static_cast<std::size_t>(field)] != absent;
  }

  // The field; empty where it is missing or the file has no such column.
  [[nodiscard]] std::string_view raw(Field field) const noexcept {
    const std::size_t position = position_[static_cast<std::size_t>(field)];
    if (position >= fields_.size()) {
      return {};
    }
    if (has_missing_words_ && is_missing(fields_[position], options_.dialect)) {
      return {};
    }
    return fields_[position];
  }

  // The same as UTF-8, valid for this row.
  [[nodiscard]] std::string_view text(Field field) {
    const std::string_view bytes = raw(field);
    if (is_ascii(bytes) || is_utf8(bytes)) {
      return bytes;
    }
    has_latin1_ = true;
    return recoded_[static_cast<std::size_t>(field)] = latin1_to_utf8(bytes);
  }

  void note(Issue issue, Field field) {
    const std::size_t position = position_[static_cast<std::size_t>(field)];
    const std::string_view value = position < fields_.size() ? fields_[position] : "";
    tally_.add(issue, reader_, position != absent ? reader_.header()[position] : "", value);
  }

  // Notes an issue for which the row is set aside.
  void refuse(Issue issue, Field field) {
    note(issue, field);
    refused_ = refused_.value_or(issue);
  }

  void refuse(Issue issue) {
    tally_.add(issue, reader_);
    refused_ = refused_.value_or(issue);
  }

  void read_row() {
    ++rows_;
    fields_ = reader_.fields();
    refused_.reset();
    has_latin1_ = false;
    const RowProblem problem = reader_.problem();
    if (problem != RowProblem::none) {
      refuse(issue_of(problem));
    } else if (std::ranges::all_of(fields_, &std::string_view::empty)) {
      refuse(Issue::empty_row);
    }
    Interaction& row = batch_.next();
    bool readable = problem != RowProblem::broken_quote && problem != RowProblem::too_many_fields;
    if (readable) {
      readable = read_amount(row);
    }
    if (!refused_ || *refused_ >= Issue::no_time) {  // The structure is sound.
      read_rest(row);
    }
    if (refused_) {
      set_aside(*refused_, row.amount, readable);
    } else {
      keep(row);
    }
  }

  std::optional<Decimal> read_decimal(Field field, Issue issue) {
    const std::string_view value = raw(field);
    if (value.empty()) {
      return std::nullopt;
    }
    auto decimal = parse_decimal(value, options_.dialect);
    if (!decimal) {
      refuse(issue, field);
    }
    return decimal;
  }

  // The money of the row, as far as it can be read.  @return false if there is some that cannot
  bool read_amount(Interaction& row) {
    const bool has_amount = has(Field::amount);
    const Field field = has_amount ? Field::amount : Field::price;
    const auto quantity = read_decimal(Field::quantity, Issue::bad_quantity);
    const auto price = read_decimal(Field::price, Issue::bad_price);
    const auto given = read_decimal(Field::amount, Issue::bad_amount);
    quantity_sign_ = quantity ? sign_of(quantity->mantissa) : 0;
    row.quantity = quantity ? std::optional{to_double(*quantity)} : std::nullopt;
    if (price) {
      if (const auto money = to_money(*price)) {
        row.unit_price = money->money;
      } else {
        refuse(Issue::bad_price, Field::price);
      }
    }
    if (has_amount ? !given : !quantity || !price) {
      const bool lost = has_amount ? is_lost(Field::amount, given.has_value())
                                   : is_lost(Field::quantity, quantity.has_value()) ||
                                         is_lost(Field::price, price.has_value());
      return !lost;
    }
    const auto amount = has_amount ? to_money(*given) : multiply(*quantity, *price);
    if (!amount) {
      refuse(Issue::amount_too_large, field);
      return false;
    }
    row.amount = amount->money;
    if (amount->rounded) {
      note(Issue::rounded_amount, field);
    }
    return true;
  }

  // True if a value was there and could not be read, or the row ends before its column.
  [[nodiscard]] bool is_lost(Field field, bool was_read) const noexcept {
    const bool cut = has(field) && position_[static_cast<std::size_t>(field)] >= fields_.size();
    return cut || (!was_read && !raw(field).empty());
  }

  std::optional<Instant> read_time(Field field) {
    const std::string_view value = raw(field);
    if (value.empty()) {
      return std::nullopt;
    }
    if (const auto time = times_.read(value)) {
      any_time_ = true;
      return *time;
    }
    if (options_.dialect.dates != DateOrder::year_month_day || !is_local_date(value)) {
      refuse(Issue::bad_time, field);
    } else if (any_time_) {
      refuse(Issue::ambiguous_time, field);
    } else {
      const std::size_t position = position_[static_cast<std::size_t>(field)];
      throw Error{
          ErrorCode::invalid_data,
          "The date '" + std::string{value} + "' may be day/month or month/day",
          "Say the order of dates: day first (dmy) or month first (mdy)",
          {.line = reader_.line(), .row = reader_.row(), .column = reader_.header()[position]}};
    }
    return std::nullopt;
  }

  std::optional<std::chrono::seconds> read_duration(Field field) {
    const std::string_view value = raw(field);
    if (value.empty()) {
      return std::nullopt;
    }
    const auto seconds = parse_number(value, options_.dialect);
    if (!seconds || *seconds > longest_duration) {
      refuse(Issue::bad_number, field);
      return std::nullopt;
    }
    if (*seconds < 0.0) {
      refuse(Issue::negative_duration, field);
      return std::nullopt;
    }
    return std::chrono::seconds{static_cast<std::int64_t>(*seconds)};
  }

  void read_rest(Interaction& row) {
    if (const auto time = read_time(Field::time)) {
      row.time = *time;
    } else if (raw(Field::time).empty()) {
      refuse(Issue::no_time, Field::time);
    }
    row.party = text(Field::customer);
    row.order = text(Field::order);
    row.product = text(Field::product);
    if (!has_further_columns_) {
      return;
    }
    row.touchpoint = text(Field::touchpoint);
    row.handled_by = text(Field::handled_by);
    row.case_id = text(Field::case_id);
    row.outcome = text(Field::outcome);
    row.wait = read_duration(Field::wait);
    row.service_duration = read_duration(Field::service_duration);
    row.promised_time = read_time(Field::promised_time);
    if (const auto disclosed = read_decimal(Field::disclosed_amount, Issue::bad_number)) {
      if (const auto money = to_money(*disclosed)) {
        row.disclosed_amount = money->money;
      } else {
        refuse(Issue::bad_number, Field::disclosed_amount);
      }
    }
  }

  // Decides what kind of interaction the row is, and gives refunds their sign.
  void settle_kind(Interaction& row) {
    bool declared_refund =
        !options_.refund_prefix.empty() && row.order.starts_with(options_.refund_prefix);
    if (declared_refund) {
      note(Issue::refund_order, Field::order);
    }
    if (const std::string_view name = raw(Field::kind); !name.empty()) {
      const auto kind = kind_of_name(name);
      if (!kind) {
        note(Issue::unknown_kind, Field::kind);
      }
      row.kind = kind.value_or(InteractionKind::other);
      declared_refund = declared_refund || row.kind == InteractionKind::refund;
    }
    if (const std::string_view name = raw(Field::channel); !name.empty()) {
      const auto channel = parse_channel(name);
      if (!channel) {
        note(Issue::unknown_channel, Field::channel);
      }
      row.channel = channel.value_or(Channel::other);
    }
    const int amount_sign = row.amount ? sign_of(row.amount->ticks) : 0;
    const bool given_back = amount_sign < 0 || (amount_sign == 0 && quantity_sign_ < 0);
    if (declared_refund) {
      row.kind = InteractionKind::refund;
      if (amount_sign > 0) {
        note(Issue::refund_sign, has(Field::amount) ? Field::amount : Field::price);
        row.amount->ticks = -row.amount->ticks;
      }
      return;
    }
    if (row.kind == InteractionKind::purchase && given_back) {
      row.kind = InteractionKind::refund;
      note(Issue::refund, amount_sign < 0 && has(Field::amount) ? Field::amount : Field::quantity);
    }
    if (amount_sign * quantity_sign_ < 0 && has(Field::amount)) {
      note(Issue::sign_conflict, Field::amount);
    }
  }

  void keep(Interaction& row) {
    settle_kind(row);
    if (const auto letter = letter_of(row.order)) {
      ++(row.kind == InteractionKind::refund ? refunds_ : others_)[*letter];
    }
    if (row.party.empty()) {
      note(Issue::no_customer, Field::customer);
    }
    if (row.amount && row.amount->ticks == 0) {
      note(Issue::zero_amount, has(Field::amount) ? Field::amount : Field::price);
    } else if (!row.amount && has_money_) {
      note(Issue::no_amount, has(Field::amount) ? Field::amount : Field::price);
    }
    if (has_latin1_) {
      tally_.add(Issue::latin1_text, reader_);
    }
    ++kept_;
    if (row.amount) {
      revenue_.add(*row.amount);
    }
    batch_.keep_next();
    if (batch_.full()) {
      batch_.move_to(base_);
    }
  }

  void set_aside(Issue issue, std::optional<Money> amount, bool readable) {
    auto aside = std::ranges::find(aside_, issue, &Aside::issue);
    if (aside == aside_.end()) {
      aside = aside_.insert(aside_.end(), Aside{.issue = issue});
    }
    ++aside->rows;
    aside->unreadable += readable ? 0U : 1U;
    if (amount) {
      aside->revenue.add(*amount);
    }
  }

  void finish_tally() {
    if (options_.refund_prefix.empty()) {
      std::uint64_t cancellations = 0;
      for (std::size_t letter = 0; letter < letters; ++letter) {
        cancellations += others_[letter] == 0 ? refunds_[letter] : 0;
      }
      tally_.add_many(Issue::refund_order, cancellations);
    }
    tally_.add_many(Issue::repeated_day, count_repeated_days(base_, host_));
  }

  CsvReader reader_;
  const LoadOptions& options_;
  std::vector<ColumnUse> columns_{};
  std::array<std::size_t, field_kinds> position_{};  // In the file, or absent.
  bool has_money_ = false;
  bool has_further_columns_ = false;
  bool has_missing_words_ = false;  // Beside the empty field.
  const Host& host_;
  InstantReader times_{options_.dialect.dates, options_.definition.day_offset};
  CustomerBase base_;
  InteractionBatch batch_{};
  IssueTally tally_{};
  std::vector<Aside> aside_{};
  WideSum revenue_{};
  std::uint64_t rows_ = 0;
  std::uint64_t kept_ = 0;
  bool any_time_ = false;                         // One could be read.
  std::array<std::uint64_t, letters> refunds_{};  // By the letter their order begins with.
  std::array<std::uint64_t, letters> others_{};

  // Of the row.
  std::span<const std::string_view> fields_{};
  std::optional<Issue> refused_{};
  std::array<std::string, field_kinds> recoded_{};
  bool has_latin1_ = false;
  int quantity_sign_ = 0;
};

}  // namespace

Money total_revenue(const ReadSummary& summary) {
  Money total = summary.revenue;
  for (const SetAside& aside : summary.set_aside) {
    total += aside.revenue;
  }
  return total;
}

Loaded load_csv(const LoadOptions& options, const Host& host) {
  return Loader{
      CsvReader::open(options.interactions, options.dialect, options.limits, host), options, host}
      .load();
}

Loaded parse_csv(std::string_view bytes, const LoadOptions& options, const Host& host) {
  return Loader{CsvReader::over(bytes, options.dialect, options.limits, host), options, host}
      .load();
}

}  // namespace centricity::inline v0::source
