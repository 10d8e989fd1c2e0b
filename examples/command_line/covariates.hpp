#pragma once

/// @file
/// What customers are like: the options of a fit with covariates, and what becomes of them.

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include <centricity/centricity.hpp>

namespace command_line {

/// A file of covariates and how to use it, as the user typed it.
struct CovariateInput {
  std::string file{};                      ///< One row a customer; empty: no covariates.
  std::string customer{};                  ///< Column of the ids.
  std::vector<std::string> names{};        ///< Columns to use; empty: all.
  std::vector<std::string> categorical{};  ///< Of them, codes that only look like numbers.
  std::vector<std::string> equal{};        ///< "Gender", "Gender:dropout-a,dropout-b".
  std::vector<std::string> none{};         ///< The same.
  double effect_penalty = 0.0;
};

/// Adds --covariates and its like; returns --covariates itself.
CLI::Option* add_options(CLI::App& command, CovariateInput& input);

/// Who is of which kind.
struct Kinds {
  centricity::CovariatePatterns patterns{};  ///< Of each customer.
  centricity::CovariateCounts counts{};      ///< The customers with the same.
};

/// Loads the covariates of these customers. What is unusual about them goes to the log.
[[nodiscard]] Kinds load_kinds(const CovariateInput& input,
                               const centricity::PurchaseHistories& histories,
                               const centricity::Host& host);

/// The options of a fit with them.
[[nodiscard]] centricity::loyalty::CovariateOptions covariate_options(
    const CovariateInput& input, const centricity::loyalty::FitOptions& fit);

}  // namespace command_line
