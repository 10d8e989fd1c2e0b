#pragma once

/// @file
/// Purchases on a day on which the customer had bought before.

#include <cstdint>

#include <centricity/core/host.hpp>
#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0::source {

/// How many there are.  One pass and 8 bytes a customer, as long as the days of each come in order,
/// as they nearly always do; customers with days out of order are looked at again, in at most
/// 32 MiB at a time.
/// @throws Error `cancelled`
[[nodiscard]] std::uint64_t count_repeated_days(const CustomerBase& base, const Host& host);

}  // namespace centricity::inline v0::source
