#pragma once

// The numbers behind a picture.

#include <cstddef>

#include <centricity/core/chart.hpp>
#include <centricity/core/table.hpp>

namespace centricity::inline v0::report {

/// One row a position if all series share theirs, else one row a point; at most so many rows.  The
/// caption says how many there are if some are left out.
[[nodiscard]] Table data_of(const Chart& chart, std::size_t most_rows);

/// One row a row of the map.
[[nodiscard]] Table data_of(const HeatMap& map);

}  // namespace centricity::inline v0::report
