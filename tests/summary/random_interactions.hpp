#pragma once

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/records/customer_base.hpp>

namespace test {

using namespace centricity;

/// An interaction that owns its texts.
struct Row {
  std::string party;
  std::int64_t second = 0;
  InteractionKind kind = InteractionKind::purchase;
  std::string order;
  std::optional<std::int64_t> ticks;

  friend bool operator==(const Row&, const Row&) = default;
};

inline void showValue(const Row& row, std::ostream& out) {
  out << '{' << row.party << ' ' << row.second << ' ' << to_string(row.kind) << ' ' << row.order
      << ' ' << (row.ticks ? std::to_string(*row.ticks) : "?") << '}';
}

inline void add(CustomerBase& base, const Row& row) {
  base.add(Interaction{.party = row.party,
                       .time = Instant{std::chrono::seconds{row.second}},
                       .kind = row.kind,
                       .order = row.order,
                       .amount = row.ticks ? std::optional{Money{*row.ticks}} : std::nullopt});
}

inline CustomerBase base_of(const std::vector<Row>& rows, BaseDefinition definition = {}) {
  CustomerBase base{std::move(definition)};
  for (const Row& row : rows) {
    add(base, row);
  }
  return base;
}

/// Few parties, orders, days and amounts, so that everything meets everything.
inline rc::Gen<Row> any_row() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 6),
                                     rc::gen::inRange(0, 70),
                                     rc::gen::inRange(0, 3),
                                     rc::gen::inRange(0, 20),
                                     rc::gen::inRange(0, 5),
                                     rc::gen::inRange(-1, 4)),
                      [](const auto& parts) {
                        const auto& [party, day, hour, kind, order, amount] = parts;
                        Row row;
                        row.party =
                            party == 0 ? ""
                                       : std::string(static_cast<std::size_t>(party % 3) + 1, 'a') +
                                             std::to_string(party);
                        row.second = 850'000'000 + 86'400 * day + 40'000 * hour;
                        row.kind = kind < 14   ? InteractionKind::purchase
                                   : kind < 18 ? InteractionKind::refund
                                               : InteractionKind::complaint;
                        row.order = order == 0 ? "" : "o" + std::to_string(order * 7 % 5);
                        if (amount >= 0) {
                          row.ticks = (row.kind == InteractionKind::refund ? -1 : 1) * amount;
                        }
                        return row;
                      });
}

inline rc::Gen<std::vector<Row>> any_rows() {
  return rc::gen::container<std::vector<Row>>(any_row());
}

}  // namespace test
