#include "loyalty/describe_fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/text.hpp"

namespace centricity::inline v0::loyalty {

Figure figure(std::string name, const Estimate& estimate, std::string help, std::string unit) {
  const double size = std::abs(estimate.value.value_or(0.0));
  const int magnitude = size > 0.0 ? static_cast<int>(std::floor(std::log10(size))) : 0;
  return {.name = std::move(name),
          .estimate = estimate,
          .format = {.decimals = std::clamp(3 - magnitude, 0, 6), .unit = std::move(unit)},
          .help = std::move(help)};
}

Table parameter_table(const std::vector<Parameter>& parameters) {
  constexpr int decimals = 4;
  Table table{.title = "Parameters",
              .columns = {{.name = "Parameter"},
                          {.name = "Estimate and interval", .format = {.decimals = decimals}},
                          {.name = "Standard error", .format = {.decimals = decimals}},
                          {.name = "Meaning"}}};
  std::string intervals = "intervals";
  for (const Parameter& parameter : parameters) {
    const auto& [name, estimate, meaning] = parameter;
    const std::optional<double>& error = estimate.standard_error;
    table.rows.push_back({name, estimate, error ? Cell{*error} : Cell{}, meaning});
    if (estimate.interval) {
      intervals = number_text(100.0 * estimate.interval->level, 3) + "% intervals";
    }
  }
  table.caption = "Maximum likelihood; standard errors from the observed information, " +
                  intervals + " symmetric in the logarithm.";
  return table;
}

Parameter shape_of_rates(std::string name, const Estimate& estimate, const std::string& rates) {
  return {std::move(name), estimate, "Shape of the " + rates + ": the smaller, the more unequal."};
}

Parameter rate_of_rates(const std::string& name,
                        const Estimate& estimate,
                        const std::string& rates,
                        const std::string& shape,
                        TimeUnit unit) {
  const std::string one{to_string(unit)};
  return {
      name + " (" + one + "s)",
      estimate,
      "Rate of the " + rates + "; " + shape + " / " + name + " is the mean rate a " + one + "."};
}

void append_diagnosis(const FitReport& report, std::vector<Block>& blocks) {
  const Severity severity = report.usable() ? Severity::warning : Severity::error;
  for (const std::string& sentence : report.diagnosis) {
    blocks.emplace_back(Notice{severity, sentence});
  }
}

Estimate counted(double value) {
  return {.value = value,
          .n = static_cast<std::uint64_t>(std::llround(std::fmax(value, 0.0))),
          .method = Method::count};
}

}  // namespace centricity::inline v0::loyalty
