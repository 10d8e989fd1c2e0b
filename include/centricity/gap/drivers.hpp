#pragma once

/// @file
/// How much of an outcome goes with each attribute: parts of R^2 that add up.
/// An association, whatever the word "driver" promises.  Model page: docs/models/drivers.md.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/host.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/bootstrap.hpp>

namespace centricity::inline v0::gap {

/// One attribute; shape [n], NaN is an answer not given.
struct DriverColumn {
  std::string name{};                ///< For tables and charts.
  std::span<const double> values{};  ///< Answers.
};

/// How R^2 is divided.
enum class DriverMethod : std::uint8_t {
  lmg,     ///< Mean gain in R^2 over all orders of entry (Lindeman, Merenda & Gold 1980), exactly
           ///< the Shapley value; 2^attributes regressions.
  johnson  ///< Relative weights (Johnson 2000): close to it, for many attributes.
};

/// How to divide.
struct DriverOptions {
  DriverMethod method = DriverMethod::lmg;   ///< How R^2 is divided.
  statistics::BootstrapOptions bootstrap{};  ///< Of respondents; the interval of every part.
};

/// Respondents of the rows: weights and who answered.
struct DriverRows {
  std::span<const double> weights{};            ///< Finite, >= 0; empty: all 1.
  std::span<const std::uint32_t> respondent{};  ///< Resampled together; empty: a row each.
};

/// One attribute's part.
struct Driver {
  std::string name{};     ///< As given.
  Estimate importance{};  ///< Part of R^2; the parts add up to R^2.
  Estimate share{};       ///< Part / R^2; the shares add up to 1.
};

/// All attributes.
struct Drivers {
  std::vector<Driver> drivers{};            ///< In the order given.
  Estimate r_squared{};                     ///< Share of the outcome's variance that goes with all.
  DriverMethod method = DriverMethod::lmg;  ///< As used.
  std::uint64_t n = 0;                      ///< Rows with all answers.
  std::uint64_t missing = 0;                ///< Rows left out because an answer is missing.
};

/// Largest number of attributes of the exact method.
inline constexpr std::size_t largest_exact_drivers = 20;

/// @param outcome shape [n]
/// @return estimates undefined `too_few` (rows <= attributes + 1) or `no_variation` (outcome or an
///         attribute constant).
/// @throws Error `limit_exceeded` for more than 20 attributes with lmg; `incompatible` if lengths
///         differ; `invalid_data` for infinite answers or bad weights; as `bootstrap`.
/// @par Complexity (replicates + 1)(n a^2 + 2^a) for a attributes with lmg, n a^2 + a^3 otherwise.
/// @see Grömping (2007), American Statistician 61, 139-147; Johnson (2000), Multivariate Behavioral
///      Research 35, 1-19.
[[nodiscard]] CENTRICITY_EXPORT Drivers fit_drivers(std::span<const DriverColumn> attributes,
                                                    std::span<const double> outcome,
                                                    const DriverRows& rows = {},
                                                    const DriverOptions& options = {},
                                                    const Host& host = {});

/// Bars with intervals, strongest first, and what they do not say.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const Drivers& result);

}  // namespace centricity::inline v0::gap
