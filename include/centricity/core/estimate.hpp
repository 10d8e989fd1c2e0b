#pragma once

/// @file
/// The answer to every question: a value with its uncertainty, or the reason why there is none.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// What an interval covers.
enum class IntervalKind : std::uint8_t {
  confidence,  ///< The unknown parameter or expectation, in repeated samples.
  prediction,  ///< A future observation.
  credible     ///< The parameter, given data and prior.
};

/// How an estimate and its uncertainty were obtained.
enum class Method : std::uint8_t {
  none,                ///< Not stated.
  count,               ///< Exact count or sum over the whole population; no sampling error.
  closed_form,         ///< A formula at known parameters.
  wald,                ///< Normal approximation.
  adjusted_wald,       ///< Agresti & Coull (1998) and relatives.
  score,               ///< Wilson (1927) and relatives.
  student_t,           ///< Student's t.
  likelihood,          ///< Maximum likelihood, inverse observed information, log-scale interval.
  profile_likelihood,  ///< Profile likelihood.
  delta,               ///< Delta method on a fit.
  bootstrap,           ///< Resampling.
  simulation           ///< Monte Carlo with a stated seed.
};

/// Why an estimate has no value.
enum class Undefined : std::uint8_t {
  no,                ///< It has one.
  missing_input,     ///< Something it needs is missing; missing is never 0.
  too_few,           ///< Not enough observations.
  no_variation,      ///< All observations are equal.
  infinite,          ///< The quantity does not exist, e.g. a mean that diverges.
  division_by_zero,  ///< A ratio whose denominator is, or may be, zero.
  unusable_fit,      ///< The fit behind it is not usable.
  suppressed         ///< Withheld: the cell is smaller than the privacy minimum.
};

/// Names as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(IntervalKind kind) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Method method) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Undefined reason) noexcept;

/// An interval and what it means.
struct Interval {
  double lower = 0.0;                            ///< Lower end.
  double upper = 0.0;                            ///< Upper end; >= lower.
  double level = 0.95;                           ///< Nominal coverage, in (0, 1).
  IntervalKind kind = IntervalKind::confidence;  ///< What it covers.

  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A value with its uncertainty, or the reason why there is none.  Holds no memory of its own.
struct Estimate {
  std::optional<double> value{};           ///< Finite; absent if and only if undefined.
  std::optional<double> standard_error{};  ///< >= 0, in the unit of the value.
  std::optional<Interval> interval{};      ///< Absent where none is known.
  std::uint64_t n = 0;                     ///< Observations behind it.
  Method method = Method::none;            ///< How it was obtained.
  Undefined undefined = Undefined::no;     ///< Why there is no value.

  /// True if there is a value.
  [[nodiscard]] bool defined() const noexcept { return value.has_value(); }

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

/// An estimate without a value.
[[nodiscard]] inline Estimate undefined_estimate(Undefined why, std::uint64_t n = 0) noexcept {
  return {.n = n, .undefined = why};
}

/// "0.2426 (SE 0.013, 95% CI 0.2186 to 0.2692)"; "undefined: too few observations".
/// PI marks a prediction interval, CrI a credible one; the standard error has two digits.
/// @param digits significant digits, 1 to 17; digits left of the point are always kept
[[nodiscard]] CENTRICITY_EXPORT std::string to_text(const Estimate& estimate, int digits = 4);

}  // namespace centricity::inline v0
