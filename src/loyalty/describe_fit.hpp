#pragma once

/// @file
/// What the descriptions of all fitted models have in common.

#include <initializer_list>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/fit_report.hpp>

namespace centricity::inline v0::loyalty {

/// A figure whose number of decimals suits its size: four significant digits.
[[nodiscard]] Figure figure(std::string name,
                            const Estimate& estimate,
                            std::string help,
                            std::string unit = {});

/// A fitted parameter.
struct Parameter {
  std::string name{};     ///< As in the paper, with its unit.
  Estimate estimate{};    ///< Value, standard error, interval.
  std::string meaning{};  ///< One sentence.
};

/// The parameters with their standard errors and intervals.
[[nodiscard]] Table parameter_table(std::initializer_list<Parameter> parameters);

/// The diagnosis as notices, loud where the fit is not usable.
void append_diagnosis(const FitReport& report, std::vector<Block>& blocks);

/// A count over the whole data, as an estimate without error.
[[nodiscard]] Estimate counted(double value);

}  // namespace centricity::inline v0::loyalty
