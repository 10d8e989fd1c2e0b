#pragma once

/// @file
/// How a numerical fit ended, in numbers and in words.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// How a fit ended.
enum class FitStatus : std::uint8_t {
  not_run,          ///< No fit was made.
  converged,        ///< A proper interior maximum; standard errors are valid.
  boundary,         ///< The likelihood rises toward the edge of the parameter space: predictions
                    ///< are usable, the parameters named in the diagnosis are not identified.
  iteration_limit,  ///< Stopped before convergence.
  failed            ///< No usable answer; the diagnosis says why.
};

/// Name as written above, words joined by '_'.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(FitStatus status) noexcept;

/// How a fit went.
struct FitReport {
  FitStatus status = FitStatus::not_run;     ///< How it ended.
  int iterations = 0;                        ///< Steps of the optimizer.
  int evaluations = 0;                       ///< Evaluations of the likelihood.
  std::optional<double> gradient_norm{};     ///< Largest |d(LL/n)/d log parameter| at the end.
  std::optional<double> condition_number{};  ///< Of the Hessian in log parameters.
  std::vector<std::string> diagnosis{};      ///< Sentences in plain words; empty: nothing to say.

  /// True if the result may be used for prediction.
  [[nodiscard]] bool usable() const noexcept {
    return status == FitStatus::converged || status == FitStatus::boundary;
  }

  friend bool operator==(const FitReport&, const FitReport&) = default;
};

}  // namespace centricity::inline v0
