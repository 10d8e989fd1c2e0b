#pragma once

/// @file
/// Weights that make the respondents look like the customer base they came from.

#include <string>
#include <vector>

#include <centricity/centricity.hpp>

namespace command_line {

/// How many customers of the base have each value of an attribute.
struct PopulationMargin {
  std::string attribute{};           ///< Column of the survey.
  std::vector<std::string> value{};  ///< Its values.
  std::vector<double> customers{};   ///< One a value.
};

/// Reads a file with the columns attribute, value and customers.
[[nodiscard]] std::vector<PopulationMargin> load_population(const std::string& file,
                                                            const centricity::Host& host);

/// The base with weights raked to all margins, starting from those it has.
/// @throws centricity::Error naming the value that is in the survey but not in the population, or
///         the other way round; or if the margins contradict each other.
[[nodiscard]] centricity::CustomerBase raked(const centricity::CustomerBase& base,
                                             const std::vector<PopulationMargin>& population);

}  // namespace command_line
