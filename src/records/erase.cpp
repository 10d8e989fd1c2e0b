#include <vector>

#include <centricity/records/customer_base.hpp>

#include "core/stop_check.hpp"

namespace centricity::inline v0 {
namespace {

/// Writes tables anew without some of their rows.
class Filter {
 public:
  Filter(std::vector<bool> keep, const Host& host) : keep_{std::move(keep)}, host_{host} {}

  /// The rows of a column that are kept.
  template <class T>
  [[nodiscard]] ChunkedColumn<T> kept(const ChunkedColumn<T>& column) const {
    ChunkedColumn<T> result;
    each(column, [&](std::size_t row) { result.push_back(column[row]); });
    return result;
  }

  /// The same for codes, and for the texts they stand for: new codes in order of appearance.
  [[nodiscard]] ChunkedColumn<Code> kept(const ChunkedColumn<Code>& column,
                                         Dictionary& texts) const {
    ChunkedColumn<Code> result;
    Dictionary kept_texts;
    std::vector<Code> renumbered(texts.size(), Code::none);
    each(column, [&](std::size_t row) {
      const Code code = column[row];
      if (code != Code::none && renumbered[index(code)] == Code::none) {
        renumbered[index(code)] = kept_texts.encode(texts.text(code));
      }
      result.push_back(code == Code::none ? code : renumbered[index(code)]);
    });
    texts = std::move(kept_texts);
    return result;
  }

  /// The same for parties, under their new ids.
  [[nodiscard]] ChunkedColumn<PartyId> kept(const ChunkedColumn<PartyId>& column,
                                            const std::vector<PartyId>& renumbered) const {
    ChunkedColumn<PartyId> result;
    each(column, [&](std::size_t row) {
      const PartyId party = column[row];
      result.push_back(party == PartyId::none ? party : renumbered[index(party)]);
    });
    return result;
  }

 private:
  /// Calls `body` for each kept row; asks the host now and then.
  template <class T, class Body>
  void each(const ChunkedColumn<T>& column, Body body) const {
    StopCheck stop_check{host_};
    for (std::size_t row = 0; row < column.size(); ++row) {
      stop_check.step();
      if (keep_[row]) {
        body(row);
      }
    }
  }

  std::vector<bool> keep_;
  const Host& host_;
};

/// Which rows belong to parties that stay, or to nobody.
std::vector<bool> rows_to_keep(const ChunkedColumn<PartyId>& party,
                               const std::vector<PartyId>& renumbered,
                               const Host& host) {
  std::vector<bool> keep(party.size());
  StopCheck stop_check{host};
  for (std::size_t row = 0; row < party.size(); ++row) {
    stop_check.step();
    keep[row] = party[row] == PartyId::none || renumbered[index(party[row])] != PartyId::none;
  }
  return keep;
}

Parties kept(const Parties& from, const std::vector<PartyId>& renumbered, const Host& host) {
  std::vector<bool> keep(from.size());
  Parties to;
  StopCheck stop_check{host};
  for (std::size_t party = 0; party < from.size(); ++party) {
    stop_check.step();
    keep[party] = renumbered[party] != PartyId::none;
    if (keep[party]) {
      to.labels.encode(from.labels.labels()[party]);
    }
  }
  const Filter parties{std::move(keep), host};
  to.stakeholder = parties.kept(from.stakeholder);
  to.acquired_at = parties.kept(from.acquired_at);

  const Filter rows{rows_to_keep(from.attribute_party, renumbered, host), host};
  to.attribute_names = from.attribute_names;
  to.attribute_texts = from.attribute_texts;
  to.attribute_party = rows.kept(from.attribute_party, renumbered);
  to.attribute_name = rows.kept(from.attribute_name, to.attribute_names);
  to.attribute_number = rows.kept(from.attribute_number);
  to.attribute_text = rows.kept(from.attribute_text, to.attribute_texts);
  to.attribute_valid_from = rows.kept(from.attribute_valid_from);
  to.attribute_valid_until = rows.kept(from.attribute_valid_until);
  return to;
}

Interactions kept(const Interactions& from,
                  const std::vector<PartyId>& renumbered,
                  const Host& host) {
  const Filter rows{rows_to_keep(from.party, renumbered, host), host};
  Interactions to;
  to.orders = from.orders;
  to.products = from.products;
  to.touchpoints = from.touchpoints;
  to.handlers = from.handlers;
  to.cases = from.cases;
  to.outcomes = from.outcomes;
  to.party = rows.kept(from.party, renumbered);
  to.time = rows.kept(from.time);
  to.kind = rows.kept(from.kind);
  to.channel = rows.kept(from.channel);
  to.order = rows.kept(from.order, to.orders);
  to.product = rows.kept(from.product, to.products);
  to.quantity = rows.kept(from.quantity);
  to.unit_price = rows.kept(from.unit_price);
  to.amount = rows.kept(from.amount);
  to.disclosed_amount = rows.kept(from.disclosed_amount);
  to.touchpoint = rows.kept(from.touchpoint, to.touchpoints);
  to.handled_by = rows.kept(from.handled_by, to.handlers);
  to.case_id = rows.kept(from.case_id, to.cases);
  to.wait = rows.kept(from.wait);
  to.service_duration = rows.kept(from.service_duration);
  to.promised_time = rows.kept(from.promised_time);
  to.outcome = rows.kept(from.outcome, to.outcomes);
  return to;
}

Assessments kept(const Assessments& from,
                 const std::vector<PartyId>& renumbered,
                 const Host& host) {
  const Filter rows{rows_to_keep(from.respondent, renumbered, host), host};
  Assessments to;
  to.items = from.items;
  to.touchpoints = from.touchpoints;
  to.products = from.products;
  to.contexts = from.contexts;
  to.respondent = rows.kept(from.respondent, renumbered);
  to.time = rows.kept(from.time);
  to.item = rows.kept(from.item);
  to.touchpoint = rows.kept(from.touchpoint, to.touchpoints);
  to.product = rows.kept(from.product, to.products);
  to.context = rows.kept(from.context, to.contexts);
  to.price = rows.kept(from.price);
  to.weight = rows.kept(from.weight);
  for (std::size_t standard = 0; standard < standards; ++standard) {
    to.expectation[standard] = rows.kept(from.expectation[standard]);
  }
  to.perception = rows.kept(from.perception);
  to.importance = rows.kept(from.importance);
  to.functional = rows.kept(from.functional);
  to.dysfunctional = rows.kept(from.dysfunctional);
  return to;
}

}  // namespace

std::size_t CustomerBase::erase(std::span<const std::string_view> labels, const Host& host) {
  std::vector<bool> forget(parties_.size(), false);
  for (const std::string_view label : labels) {
    if (const PartyId party = parties_.find(label); party != PartyId::none) {
      forget[index(party)] = true;
    }
  }
  std::vector<PartyId> renumbered(parties_.size(), PartyId::none);
  std::uint32_t next = 0;
  for (std::size_t party = 0; party < renumbered.size(); ++party) {
    if (!forget[party]) {
      renumbered[party] = PartyId{next++};
    }
  }
  const std::size_t forgotten = renumbered.size() - next;
  if (forgotten > 0) {
    constexpr const char* task = "forgetting parties";
    report_progress(host, task, 0.0);
    Parties parties = kept(parties_, renumbered, host);
    report_progress(host, task, 0.2);
    Interactions interactions = kept(interactions_, renumbered, host);
    report_progress(host, task, 0.8);
    assessments_ = kept(assessments_, renumbered, host);
    interactions_ = std::move(interactions);
    parties_ = std::move(parties);
    report_progress(host, task, 1.0);
  }
  return forgotten;
}

}  // namespace centricity::inline v0
