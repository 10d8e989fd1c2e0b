#include <cmath>
#include <numbers>

#include <centricity/gap/kano_curve.hpp>

namespace centricity::inline v0::gap {

KanoCurve make_kano_curve(KanoCurveShape shape, double better, double worse) noexcept {
  constexpr double e = std::numbers::e;
  const double rise = better - worse;
  switch (shape) {
    case KanoCurveShape::attractive:
      return {.shape = shape, .a = rise / (e - 1.0), .b = worse - rise / (e - 1.0)};
    case KanoCurveShape::must_be:
      return {.shape = shape, .a = -e * rise / (e - 1.0), .b = worse + e * rise / (e - 1.0)};
    case KanoCurveShape::linear:
      break;
  }
  return {.shape = KanoCurveShape::linear, .a = rise, .b = worse};
}

std::optional<KanoCurve> make_kano_curve(const KanoAnalysis& analysis) noexcept {
  if (!analysis.category || !analysis.better.defined() || !analysis.worse.defined()) {
    return std::nullopt;
  }
  const double better = *analysis.better.value;
  const double worse = *analysis.worse.value;
  switch (*analysis.category) {
    case KanoCategory::attractive:
      return make_kano_curve(KanoCurveShape::attractive, better, worse);
    case KanoCategory::one_dimensional:
      return make_kano_curve(KanoCurveShape::linear, better, worse);
    case KanoCategory::must_be:
      return make_kano_curve(KanoCurveShape::must_be, better, worse);
    case KanoCategory::indifferent:
    case KanoCategory::reverse:
    case KanoCategory::questionable:
      break;
  }
  return std::nullopt;
}

double satisfaction(const KanoCurve& curve, double x) noexcept {
  switch (curve.shape) {
    case KanoCurveShape::attractive:
      return curve.a * std::exp(x) + curve.b;
    case KanoCurveShape::must_be:
      return curve.a * std::exp(-x) + curve.b;
    case KanoCurveShape::linear:
      break;
  }
  return curve.a * x + curve.b;
}

}  // namespace centricity::inline v0::gap
