#include "loyalty/describe_fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace centricity::inline v0::loyalty {

Figure figure(std::string name, const Estimate& estimate, std::string help, std::string unit) {
  const double size = std::abs(estimate.value.value_or(0.0));
  const int magnitude = size > 0.0 ? static_cast<int>(std::floor(std::log10(size))) : 0;
  return {.name = std::move(name),
          .estimate = estimate,
          .format = {.decimals = std::clamp(3 - magnitude, 0, 6), .unit = std::move(unit)},
          .help = std::move(help)};
}

Table parameter_table(std::initializer_list<Parameter> parameters) {
  constexpr int decimals = 4;
  Table table{.title = "Parameters",
              .caption =
                  "Maximum likelihood; standard errors from the observed information, 95% "
                  "intervals symmetric in the logarithm.",
              .columns = {{.name = "Parameter"},
                          {.name = "Estimate and interval", .format = {.decimals = decimals}},
                          {.name = "Standard error", .format = {.decimals = decimals}},
                          {.name = "Meaning"}}};
  for (const Parameter& parameter : parameters) {
    const std::optional<double>& error = parameter.estimate.standard_error;
    table.rows.push_back(
        {parameter.name, parameter.estimate, error ? Cell{*error} : Cell{}, parameter.meaning});
  }
  return table;
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
