#include <cmath>

#include <centricity/core/scale.hpp>

#include "core/text.hpp"

namespace centricity::inline v0 {
namespace {

constexpr double tolerance = 1e-9;

}  // namespace

bool contains(const Scale& scale, double answer) noexcept {
  const bool inside = answer >= scale.lowest - tolerance && answer <= scale.highest + tolerance;
  if (!inside || scale.step == 0.0) {
    return inside;
  }
  const double nearest =
      scale.lowest + std::round((answer - scale.lowest) / scale.step) * scale.step;
  return std::abs(answer - nearest) <= tolerance;
}

double oriented(const Scale& scale, double answer) noexcept {
  return scale.reversed ? scale.lowest + scale.highest - answer : answer;
}

std::string to_text(const Scale& scale) {
  constexpr int digits = 6;
  std::string text =
      number_text(scale.lowest, digits) + " to " + number_text(scale.highest, digits);
  if (scale.step == 0.0) {
    text += ", continuous";
  } else if (scale.step != 1.0) {
    text += " in steps of " + number_text(scale.step, digits);
  }
  if (scale.reversed) {
    text += ", reversed";
  }
  return text;
}

}  // namespace centricity::inline v0
