// Any bytes are a CSV file: they end in a base whose counts add up, or in an Error that says why.
// The first byte chooses the options, the rest is the file.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <centricity/core/error.hpp>
#include <centricity/source/csv_reader.hpp>
#include <centricity/source/csv_values.hpp>
#include <centricity/source/load_csv.hpp>

namespace {

namespace cc = centricity;
using namespace centricity::source;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

LoadOptions options_of(unsigned choice) {
  LoadOptions options;
  options.limits = {.columns = 64, .field_bytes = 256, .row_bytes = 4096};
  options.limits.block_bytes = (choice & 1U) != 0 ? 7 : 4096;
  if ((choice & 2U) != 0) {
    options.dialect.decimal_point = ',';
    options.dialect.grouping = '.';
  }
  options.dialect.dates = DateOrder{static_cast<std::uint8_t>((choice >> 2U) % 3U)};
  if ((choice & 16U) != 0) {
    options.columns = {.customer = "a", .time = "b", .amount = "c", .promised_time = "d"};
  }
  if ((choice & 32U) != 0) {
    options.dialect.delimiter = ',';
  }
  if ((choice & 64U) != 0) {
    options.refund_prefix = "C";
    options.dialect.currency_sign = "$";
  }
  if ((choice & 128U) != 0) {
    options.columns.customer = no_column;
  }
  return options;
}

void load(std::string_view bytes, const LoadOptions& options) {
  const Loaded loaded = parse_csv(bytes, options);
  std::uint64_t rows = loaded.summary.kept;
  for (const SetAside& aside : loaded.summary.set_aside) {
    rows += aside.rows;
  }
  require(rows == loaded.summary.rows);
  require(loaded.summary.kept == loaded.base.interactions().size());
  require(loaded.summary.bytes == bytes.size());
  (void)to_text(loaded.report);
}

// Blocks of different sizes show the same rows.
void compare_blocks(std::string_view bytes, const LoadOptions& options) {
  CsvLimits whole = options.limits;
  whole.block_bytes = 1U << 16U;
  CsvReader left = CsvReader::over(bytes, options.dialect, options.limits);
  CsvReader right = CsvReader::over(bytes, options.dialect, whole);
  while (left.next()) {
    require(right.next());
    require(left.problem() == right.problem() && left.line() == right.line());
    require(left.fields().size() == right.fields().size());
    for (std::size_t i = 0; i < left.fields().size(); ++i) {
      require(left.fields()[i] == right.fields()[i]);
    }
  }
  require(!right.next());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  const LoadOptions options = options_of(data[0]);
  for (const auto step : {load, compare_blocks}) {
    try {
      step(bytes, options);
    } catch (const cc::Error& error) {
      require(error.what()[0] != '\0');
    }
  }
  if (const auto number = parse_number(bytes, options.dialect)) {
    require(*number == *number);
  }
  return 0;
}
