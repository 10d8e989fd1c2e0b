#pragma once

/// @file
/// Checking and scoring one customer, apart, so that a population is checked once.

#include <cstdint>
#include <optional>

#include <centricity/segment/rfm_cuts.hpp>

namespace centricity::inline v0::segment {

/// @throws Error `invalid_data`, with the row if it is given, as `score_rfm` documents
void check(const RfmValues& customer, std::optional<std::uint64_t> row = {});

/// The score of a checked customer.
[[nodiscard]] RfmScore score(const RfmCuts& cuts, const RfmValues& customer) noexcept;

}  // namespace centricity::inline v0::segment
