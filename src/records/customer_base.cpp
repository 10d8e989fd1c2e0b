#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0 {
namespace {

[[noreturn]] void refuse(const std::string& what,
                         const char* column,
                         const char* hint,
                         std::optional<std::uint64_t> row = {}) {
  throw Error{ErrorCode::invalid_data, what, hint, {.row = row, .column = column}};
}

/// Years 1 to 9999, so that no sum of a time and a day offset can overflow.
void check_time(Instant time, const char* column, std::optional<std::uint64_t> row = {}) {
  constexpr Instant earliest{std::chrono::seconds{-62'135'596'800}};
  constexpr Instant latest{std::chrono::seconds{253'402'300'799}};
  if (time < earliest || time > latest) {
    refuse("a time is outside the years 1 to 9999", column, "Check the unit of the time.", row);
  }
}

void check_time(std::optional<Instant> time,
                const char* column,
                std::optional<std::uint64_t> row = {}) {
  if (time) {
    check_time(*time, column, row);
  }
}

void check_kind(InteractionKind kind, std::optional<std::uint64_t> row = {}) {
  if (static_cast<std::size_t>(kind) >= interaction_kinds) {
    refuse("a kind of interaction is none of InteractionKind",
           "kind",
           "Use one of its names; `other` is for anything else.",
           row);
  }
}

void check_amount(InteractionKind kind, Money amount, std::optional<std::uint64_t> row = {}) {
  if (kind == InteractionKind::purchase && amount < Money{}) {
    refuse("a purchase has a negative amount",
           "amount",
           "Add what was given back as an interaction of kind refund.",
           row);
  }
  if (kind == InteractionKind::refund && amount > Money{}) {
    refuse("a refund has a positive amount",
           "amount",
           "Write what is given back as a negative amount.",
           row);
  }
}

void check_duration(std::optional<std::chrono::seconds> duration,
                    const char* column,
                    std::optional<std::uint64_t> row) {
  if (duration && duration->count() < 0) {
    refuse("a duration is negative", column, "Leave it absent if it is not known.", row);
  }
}

void check_finite(std::optional<double> number,
                  const char* column,
                  std::optional<std::uint64_t> row = {}) {
  if (number && !std::isfinite(*number)) {
    refuse("a number is not finite", column, "Leave it absent if it is not known.", row);
  }
}

void check(const Interaction& interaction, std::optional<std::uint64_t> row = {}) {
  check_time(interaction.time, "time", row);
  check_kind(interaction.kind, row);
  check_time(interaction.promised_time, "promised_time", row);
  check_finite(interaction.quantity, "quantity", row);
  check_duration(interaction.wait, "wait", row);
  check_duration(interaction.service_duration, "service_duration", row);
  if (interaction.amount) {
    check_amount(interaction.kind, *interaction.amount, row);
  }
}

void check_answer(const Scale& scale, std::optional<double> answer, const char* column) {
  check_finite(answer, column);
  if (answer && !contains(scale, *answer)) {
    refuse("an answer is not on the scale " + to_text(scale),
           column,
           "Declare the scale the question was asked on.");
  }
}

/// An answer of the five of a Kano question as it is kept.
std::optional<std::uint8_t> kano_answer(std::optional<int> answer, const char* column) {
  if (!answer) {
    return std::nullopt;
  }
  if (*answer < 1 || *answer > 5) {
    refuse("a Kano answer is not 1, 2, 3, 4 or 5", column, "1 is like, 5 is dislike.");
  }
  return static_cast<std::uint8_t>(*answer);
}

/// The id of a party, which is added if it is new; none for the empty label.
PartyId party_of(Parties& parties, std::string_view label) {
  const PartyId party{index(parties.labels.encode(label))};
  if (parties.stakeholder.size() < parties.labels.size()) {
    parties.stakeholder.push_back(Stakeholder::customer);
    parties.acquired_at.push_back(std::nullopt);
  }
  return party;
}

bool all_customers(const ChunkedColumn<Stakeholder>& kinds) {
  constexpr std::size_t rows = ChunkedColumn<Stakeholder>::chunk_rows;
  for (std::size_t k = 0; k * rows < kinds.size(); ++k) {
    if (!std::ranges::all_of(kinds.chunk(k),
                             [](Stakeholder kind) { return kind == Stakeholder::customer; })) {
      return false;
    }
  }
  return true;
}

PartyId known_party_of(Parties& parties, std::string_view label, const char* column) {
  if (label.empty()) {
    refuse("a party has no label", column, "Only interactions and assessments may be anonymous.");
  }
  return party_of(parties, label);
}

/// Interactions added together: enough to wait for the memory of their texts at the same time.
constexpr std::size_t rows_together = 64;

/// The codes of a text of each row, in the front of `codes`.  @return false: all are empty
bool encode(std::span<const Interaction> rows,
            std::string_view Interaction::*text,
            Dictionary& dictionary,
            std::span<Code> codes) {
  std::array<std::string_view, rows_together> texts;
  bool any = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    texts[i] = rows[i].*text;
    any = any || !texts[i].empty();
  }
  if (any) {
    dictionary.encode(std::span{texts}.first(rows.size()), codes.first(rows.size()));
  }
  return any;
}

void append_texts(std::span<const Interaction> rows,
                  std::string_view Interaction::*text,
                  Dictionary& dictionary,
                  ChunkedColumn<Code>& column) {
  std::array<Code, rows_together> codes;
  if (encode(rows, text, dictionary, codes)) {
    column.append(std::span{codes}.first(rows.size()));
  } else {
    column.append_absent(rows.size());
  }
}

void append_parties(std::span<const Interaction> rows,
                    Parties& parties,
                    ChunkedColumn<PartyId>& column) {
  std::array<Code, rows_together> codes;
  if (!encode(rows, &Interaction::party, parties.labels, codes)) {
    column.append_absent(rows.size());
    return;
  }
  std::array<PartyId, rows_together> ids;
  std::transform(
      codes.begin(), codes.end(), ids.begin(), [](Code code) { return PartyId{index(code)}; });
  column.append(std::span{ids}.first(rows.size()));
  const std::size_t newcomers = parties.labels.size() - parties.stakeholder.size();
  for (std::size_t i = 0; i < newcomers; ++i) {
    parties.stakeholder.push_back(Stakeholder::customer);
  }
  parties.acquired_at.append_absent(newcomers);
}

template <class T>
void append_values(std::span<const Interaction> rows,
                   T Interaction::*value,
                   ChunkedColumn<T>& column) {
  std::array<T, rows_together> values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    values[i] = rows[i].*value;
  }
  column.append(std::span{values}.first(rows.size()));
}

/// The same where a row may have none.
template <class T>
void append_values(std::span<const Interaction> rows,
                   std::optional<T> Interaction::*value,
                   ChunkedColumn<T>& column) {
  std::array<T, rows_together> values;
  std::size_t present = 0;
  for (const Interaction& row : rows) {
    if (const std::optional<T>& own = row.*value) {
      values[present++] = *own;
    }
  }
  if (present == rows.size()) {
    column.append(std::span{values}.first(present));
  } else if (present == 0) {
    column.append_absent(rows.size());
  } else {
    for (const Interaction& row : rows) {
      column.push_back(row.*value);
    }
  }
}

bool is_order_line(const Interaction& row) noexcept {
  return !row.order.empty() || !row.product.empty() || row.quantity || row.unit_price;
}

void append_order_lines(std::span<const Interaction> rows, Interactions& to) {
  append_texts(rows, &Interaction::order, to.orders, to.order);
  append_texts(rows, &Interaction::product, to.products, to.product);
  append_values(rows, &Interaction::quantity, to.quantity);
  append_values(rows, &Interaction::unit_price, to.unit_price);
}

bool is_service(const Interaction& row) noexcept {
  return !row.touchpoint.empty() || !row.handled_by.empty() || !row.case_id.empty() ||
         !row.outcome.empty() || row.disclosed_amount || row.wait || row.service_duration ||
         row.promised_time;
}

void append_service(std::span<const Interaction> rows, Interactions& to) {
  append_values(rows, &Interaction::disclosed_amount, to.disclosed_amount);
  append_texts(rows, &Interaction::touchpoint, to.touchpoints, to.touchpoint);
  append_texts(rows, &Interaction::handled_by, to.handlers, to.handled_by);
  append_texts(rows, &Interaction::case_id, to.cases, to.case_id);
  append_values(rows, &Interaction::wait, to.wait);
  append_values(rows, &Interaction::service_duration, to.service_duration);
  append_values(rows, &Interaction::promised_time, to.promised_time);
  append_texts(rows, &Interaction::outcome, to.outcomes, to.outcome);
}

template <class... Columns>
void append_absent(std::size_t rows, Columns&... columns) {
  (columns.append_absent(rows), ...);
}

/// Appends at most `rows_together` rows.  Few rows have everything, so columns are looked at in
/// groups: row after row first, to see whether there is anything in them.
void append(std::span<const Interaction> rows, Parties& parties, Interactions& to) {
  append_parties(rows, parties, to.party);
  append_values(rows, &Interaction::time, to.time);
  append_values(rows, &Interaction::kind, to.kind);
  append_values(rows, &Interaction::channel, to.channel);
  append_values(rows, &Interaction::amount, to.amount);
  if (std::any_of(rows.begin(), rows.end(), is_order_line)) {
    append_order_lines(rows, to);
  } else {
    append_absent(rows.size(), to.order, to.product, to.quantity, to.unit_price);
  }
  if (std::any_of(rows.begin(), rows.end(), is_service)) {
    append_service(rows, to);
  } else {
    append_absent(rows.size(),
                  to.disclosed_amount,
                  to.touchpoint,
                  to.handled_by,
                  to.case_id,
                  to.wait,
                  to.service_duration,
                  to.promised_time,
                  to.outcome);
  }
}

template <class T>
void check_length(std::span<const T> column, std::size_t rows, const char* name) {
  if (!column.empty() && column.size() != rows) {
    throw Error{ErrorCode::incompatible,
                std::string{"the column "} + name + " has " + std::to_string(column.size()) +
                    " rows, the column time " + std::to_string(rows),
                "Give all columns one value a row, or leave a column empty.",
                {.column = name}};
  }
}

}  // namespace

CustomerBase::CustomerBase(BaseDefinition definition) : definition_{std::move(definition)} {
  if (definition_.day_offset < std::chrono::hours{-18} ||
      definition_.day_offset > std::chrono::hours{18}) {
    throw Error{ErrorCode::invalid_argument,
                "the day offset is more than 18 hours",
                "Give the local clock minus UTC, in minutes."};
  }
}

PartyId CustomerBase::add(const Party& party) {
  check_time(party.acquired_at, "acquired_at");
  const PartyId id = known_party_of(parties_, party.label, "label");
  ChunkedColumn<Stakeholder>& kinds = parties_.stakeholder;
  if (kinds[index(id)] != party.stakeholder) {
    kinds.set(index(id), party.stakeholder);
    if (party.stakeholder == Stakeholder::customer && all_customers(kinds)) {
      kinds = {};  // As if it had never been otherwise.
      kinds.append_absent(parties_.size());
    }
  }
  if (party.acquired_at) {
    parties_.acquired_at.set(index(id), *party.acquired_at);
  }
  return id;
}

void CustomerBase::add(const Attribute& attribute) {
  if (attribute.name.empty()) {
    refuse("an attribute has no name", "name", "Name what the value is about.");
  }
  check_time(attribute.valid_from, "valid_from");
  check_time(attribute.valid_until, "valid_until");
  const double* number = std::get_if<double>(&attribute.value);
  const std::string* text = std::get_if<std::string>(&attribute.value);
  check_finite(number != nullptr ? std::optional{*number} : std::nullopt, "value");
  if (text != nullptr && text->empty()) {
    refuse("an attribute has an empty text", "value", "Leave the row out if it is not known.");
  }
  Parties& to = parties_;
  to.attribute_party.push_back(known_party_of(to, attribute.party, "party"));
  to.attribute_name.push_back(to.attribute_names.encode(attribute.name));
  to.attribute_number.push_back(number != nullptr ? std::optional{*number} : std::nullopt);
  to.attribute_text.push_back(text != nullptr ? to.attribute_texts.encode(*text) : Code::none);
  to.attribute_valid_from.push_back(attribute.valid_from);
  to.attribute_valid_until.push_back(attribute.valid_until);
}

void CustomerBase::add(const Interaction& interaction) {
  check(interaction);
  append({&interaction, 1}, parties_, interactions_);
}

void CustomerBase::add(std::span<const Interaction> interactions) {
  for (std::size_t row = 0; row < interactions.size(); ++row) {
    check(interactions[row], row);
  }
  while (!interactions.empty()) {
    const std::size_t rows = std::min(interactions.size(), rows_together);
    append(interactions.first(rows), parties_, interactions_);
    interactions = interactions.subspan(rows);
  }
}

void CustomerBase::add(const InteractionColumns& columns) {
  const std::size_t rows = columns.time.size();
  check_length(columns.party, rows, "party");
  check_length(columns.kind, rows, "kind");
  check_length(columns.amount, rows, "amount");
  for (std::size_t row = 0; row < rows; ++row) {
    check_time(columns.time[row], "time", row);
  }
  for (std::size_t row = 0; row < columns.party.size(); ++row) {
    if (columns.party[row] != PartyId::none && index(columns.party[row]) >= parties_.size()) {
      throw Error{ErrorCode::invalid_argument,
                  "a party id is not of this base",
                  "Add the party first and use the id that is returned.",
                  {.row = row, .column = "party"}};
    }
  }
  for (std::size_t row = 0; row < columns.kind.size(); ++row) {
    check_kind(columns.kind[row], row);
  }
  for (std::size_t row = 0; row < columns.amount.size(); ++row) {
    check_amount(columns.kind.empty() ? InteractionKind::purchase : columns.kind[row],
                 columns.amount[row],
                 row);
  }

  const auto append = [rows](auto& column, auto values) {
    if (values.empty()) {
      column.append_absent(rows);
    } else {
      column.append(values);
    }
  };
  Interactions& to = interactions_;
  append(to.party, columns.party);
  append(to.time, columns.time);
  append(to.kind, columns.kind);
  append(to.amount, columns.amount);
  to.channel.append_absent(rows);
  to.order.append_absent(rows);
  to.product.append_absent(rows);
  to.quantity.append_absent(rows);
  to.unit_price.append_absent(rows);
  to.disclosed_amount.append_absent(rows);
  to.touchpoint.append_absent(rows);
  to.handled_by.append_absent(rows);
  to.case_id.append_absent(rows);
  to.wait.append_absent(rows);
  to.service_duration.append_absent(rows);
  to.promised_time.append_absent(rows);
  to.outcome.append_absent(rows);
}

void CustomerBase::declare(const Item& item) {
  const auto same_name = [&item](const Item& other) { return other.name == item.name; };
  const auto known = std::find_if(assessments_.items.begin(), assessments_.items.end(), same_name);
  if (known == assessments_.items.end()) {
    if (item.name.empty()) {
      refuse("an item has no name", "name", "Name what is judged.");
    }
    assessments_.items.push_back(item);
  } else if (*known != item) {
    throw Error{ErrorCode::incompatible,
                "the item " + item.name + " was declared otherwise before",
                "Give an item asked in another way another name.",
                {.column = "item"}};
  }
}

void CustomerBase::add(const Assessment& assessment) {
  Assessments& to = assessments_;
  const auto item = std::find_if(to.items.begin(), to.items.end(), [&](const Item& declared) {
    return declared.name == assessment.item;
  });
  if (item == to.items.end()) {
    refuse("there is no item " + std::string{assessment.item},
           "item",
           "Declare the item, with its scale, before its assessments.");
  }
  check_time(assessment.time, "time");
  check_finite(assessment.weight, "weight");
  if (assessment.weight < 0) {
    refuse("a weight is negative", "weight", "A weight says how many people stand behind a row.");
  }
  for (const auto& expectation : assessment.expectation) {
    check_answer(item->scale, expectation, "expectation");
  }
  check_answer(item->scale, assessment.perception, "perception");
  check_answer(item->importance_scale, assessment.importance, "importance");
  const auto functional = kano_answer(assessment.functional, "functional");
  const auto dysfunctional = kano_answer(assessment.dysfunctional, "dysfunctional");

  to.respondent.push_back(party_of(parties_, assessment.respondent));
  to.time.push_back(assessment.time);
  to.item.push_back(Code{static_cast<std::uint32_t>(item - to.items.begin())});
  to.touchpoint.push_back(to.touchpoints.encode(assessment.touchpoint));
  to.product.push_back(to.products.encode(assessment.product));
  to.context.push_back(to.contexts.encode(assessment.context));
  to.price.push_back(assessment.price);
  to.weight.push_back(assessment.weight == 1.0 ? std::nullopt : std::optional{assessment.weight});
  for (std::size_t standard = 0; standard < standards; ++standard) {
    to.expectation[standard].push_back(assessment.expectation[standard]);
  }
  to.perception.push_back(assessment.perception);
  to.importance.push_back(assessment.importance);
  to.functional.push_back(functional);
  to.dysfunctional.push_back(dysfunctional);
}

}  // namespace centricity::inline v0
