#pragma once

// Tables and charts as lines of plain text.

#include <string>

#include <centricity/core/chart.hpp>
#include <centricity/core/table.hpp>
#include <centricity/report/text.hpp>

namespace centricity::inline v0::report {

/// Blanks on the right, or on the left.
[[nodiscard]] std::string padded(const std::string& text, std::size_t width, bool to_the_right);

/// The same mark so many times: a rule, a bar.
[[nodiscard]] std::string repeated(const char* mark, std::size_t count);

/// Aligned columns between rules.  What is wider than the screen continues below, with its first
/// column again.
[[nodiscard]] std::string text_table(const Table& table, const TextOptions& options);

/// One series over few categories: a bar each.  Series over numbers: a small curve each, all on one
/// scale.  Anything else: its data.
[[nodiscard]] std::string text_chart(const Chart& chart, const TextOptions& options);

}  // namespace centricity::inline v0::report
