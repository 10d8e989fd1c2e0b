#pragma once

/// @file
/// Satisfaction as a function of fulfilment, through the two points that better and worse give.

#include <optional>

#include <centricity/export.hpp>
#include <centricity/gap/kano.hpp>

namespace centricity::inline v0::gap {

/// Shape of a satisfaction curve.
enum class KanoCurveShape : std::uint8_t {
  attractive,  ///< a e^x + b: delight grows faster and faster.
  linear,      ///< a x + b.
  must_be      ///< a e^-x + b: the first steps matter most.
};

/// s(x) with s(0) = worse and s(1) = better.
struct KanoCurve {
  KanoCurveShape shape = KanoCurveShape::linear;  ///< Form.
  double a = 0.0;                                 ///< Steepness.
  double b = 0.0;                                 ///< Level.
};

/// @param better in [0, 1]
/// @param worse  in [-1, 0]
/// @see Wang & Ji (2010), International Journal of Production Research 48, 6853-6872.
[[nodiscard]] CENTRICITY_EXPORT KanoCurve make_kano_curve(KanoCurveShape shape,
                                                          double better,
                                                          double worse) noexcept;

/// The curve of a feature by its category; absent if it has none, is indifferent, reverse or
/// questionable, or better and worse are undefined.
[[nodiscard]] CENTRICITY_EXPORT std::optional<KanoCurve> make_kano_curve(
    const KanoAnalysis& analysis) noexcept;

/// Satisfaction at fulfilment x in [0, 1].
[[nodiscard]] CENTRICITY_EXPORT double satisfaction(const KanoCurve& curve, double x) noexcept;

}  // namespace centricity::inline v0::gap
