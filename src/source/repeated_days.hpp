#pragma once

/// @file
/// Purchases on a day on which the customer had bought before.

#include <cstdint>
#include <limits>
#include <vector>

#include <centricity/core/ids.hpp>
#include <centricity/core/time.hpp>
#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0::source {

/// Counts them in one pass and 8 bytes a customer, as long as the days of each come in order, as
/// they nearly always do; customers with days out of order are looked at again at the end.
class RepeatedDays {
 public:
  void add(PartyId party, Day day);

  /// @param base with all purchases that were added, and no others
  [[nodiscard]] std::uint64_t count(const CustomerBase& base) const;

 private:
  static constexpr std::uint32_t out_of_order = std::numeric_limits<std::uint32_t>::max();

  struct Seen {
    std::int32_t last = std::numeric_limits<std::int32_t>::min();  // Day.
    std::uint32_t repeats = 0;
  };

  std::vector<Seen> seen_{};  // By PartyId.
  bool ordered_ = true;
};

}  // namespace centricity::inline v0::source
