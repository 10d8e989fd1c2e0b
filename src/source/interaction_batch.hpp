#pragma once

/// @file
/// Interactions on their way into a base, many at a time.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0::source {

/// Rows of which no more is known than party, time, kind and amount.  Handed over together, the
/// base looks up their customers several times as fast as one by one.
class InteractionBatch {
 public:
  static constexpr std::size_t most_rows = 512;

  /// @param row has an amount
  void push_back(const Interaction& row) {
    labels_ += row.party;
    ends_.push_back(labels_.size());
    time_.push_back(row.time);
    kind_.push_back(row.kind);
    amount_.push_back(*row.amount);
  }

  [[nodiscard]] std::size_t size() const noexcept { return time_.size(); }

  /// Adds all rows to the base and forgets them.
  void move_to(CustomerBase& base) {
    if (size() == 0) {
      return;
    }
    views_.clear();
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      views_.push_back(std::string_view{labels_}.substr(begin, end - begin));
      begin = end;
    }
    party_.resize(size());
    base.add_customers(views_, party_);
    base.add({.party = party_, .time = time_, .kind = kind_, .amount = amount_});
    labels_.clear();
    ends_.clear();
    time_.clear();
    kind_.clear();
    amount_.clear();
  }

 private:
  std::string labels_{};
  std::vector<std::size_t> ends_{};  // Of the labels of rows 0, 1, ...
  std::vector<Instant> time_{};
  std::vector<InteractionKind> kind_{};
  std::vector<Money> amount_{};
  std::vector<std::string_view> views_{};
  std::vector<PartyId> party_{};
};

}  // namespace centricity::inline v0::source
