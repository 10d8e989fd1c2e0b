#include <algorithm>

#include <centricity/core/estimate.hpp>

#include "core/text.hpp"

namespace centricity::inline v0 {
namespace {

std::string_view in_words(Undefined reason) {
  switch (reason) {
    case Undefined::no:
      return "no value was given";
    case Undefined::missing_input:
      return "something it needs is missing";
    case Undefined::too_few:
      return "too few observations";
    case Undefined::no_variation:
      return "all observations are equal";
    case Undefined::infinite:
      return "the quantity is infinite or does not exist";
    case Undefined::division_by_zero:
      return "the denominator is, or may be, zero";
    case Undefined::unusable_fit:
      return "the fit behind it is not usable";
    case Undefined::suppressed:
      return "withheld, the group is too small";
  }
  return "unknown reason";
}

std::string_view abbreviation(IntervalKind kind) {
  switch (kind) {
    case IntervalKind::confidence:
      return "CI";
    case IntervalKind::prediction:
      return "PI";
    case IntervalKind::credible:
      return "CrI";
  }
  return "interval";
}

}  // namespace

std::string_view to_string(IntervalKind kind) noexcept {
  switch (kind) {
    case IntervalKind::confidence:
      return "confidence";
    case IntervalKind::prediction:
      return "prediction";
    case IntervalKind::credible:
      return "credible";
  }
  return "unknown";
}

std::string_view to_string(Method method) noexcept {
  switch (method) {
    case Method::none:
      return "none";
    case Method::count:
      return "count";
    case Method::closed_form:
      return "closed_form";
    case Method::wald:
      return "wald";
    case Method::adjusted_wald:
      return "adjusted_wald";
    case Method::score:
      return "score";
    case Method::student_t:
      return "student_t";
    case Method::likelihood:
      return "likelihood";
    case Method::profile_likelihood:
      return "profile_likelihood";
    case Method::delta:
      return "delta";
    case Method::bootstrap:
      return "bootstrap";
    case Method::simulation:
      return "simulation";
  }
  return "unknown";
}

std::string_view to_string(Undefined reason) noexcept {
  switch (reason) {
    case Undefined::no:
      return "no";
    case Undefined::missing_input:
      return "missing_input";
    case Undefined::too_few:
      return "too_few";
    case Undefined::no_variation:
      return "no_variation";
    case Undefined::infinite:
      return "infinite";
    case Undefined::division_by_zero:
      return "division_by_zero";
    case Undefined::unusable_fit:
      return "unusable_fit";
    case Undefined::suppressed:
      return "suppressed";
  }
  return "unknown";
}

std::string to_text(const Estimate& estimate, int digits) {
  if (!estimate.value) {
    return "undefined: " + std::string{in_words(estimate.undefined)};
  }
  std::string uncertainty;
  if (estimate.standard_error) {
    uncertainty = "SE " + number_text(*estimate.standard_error, std::min(digits, 2));
  }
  if (estimate.interval) {
    const Interval& interval = *estimate.interval;
    uncertainty += uncertainty.empty() ? "" : ", ";
    uncertainty += number_text(100.0 * interval.level, 6) + "% ";
    uncertainty += abbreviation(interval.kind);
    uncertainty += " " + number_text(interval.lower, digits);
    uncertainty += " to " + number_text(interval.upper, digits);
  }
  const std::string value = number_text(*estimate.value, digits);
  return uncertainty.empty() ? value : value + " (" + uncertainty + ")";
}

}  // namespace centricity::inline v0
