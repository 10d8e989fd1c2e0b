#include <array>
#include <cstddef>
#include <vector>

#include <centricity/core/error.hpp>
#include <centricity/statistics/response_surface.hpp>

namespace centricity::inline v0::statistics {

ResponseSurface fit_response_surface(std::span<const double> x,
                                     std::span<const double> y,
                                     std::span<const double> outcome,
                                     double center,
                                     const SurveyDesign& design,
                                     const LeastSquaresOptions& options) {
  if (x.size() != y.size()) {
    throw Error(ErrorCode::incompatible, "the two scores differ in length");
  }
  std::array<std::vector<double>, 5> terms;
  for (auto& term : terms) term.resize(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double cx = x[i] - center;
    const double cy = y[i] - center;
    terms[0][i] = cx;
    terms[1][i] = cy;
    terms[2][i] = cx * cx;
    terms[3][i] = cx * cy;
    terms[4][i] = cy * cy;
  }
  const std::array<std::span<const double>, 5> columns{
      terms[0], terms[1], terms[2], terms[3], terms[4]};
  ResponseSurface surface{.fit = fit_least_squares(columns, outcome, design, options)};
  const auto along = [&](std::array<double, 6> factors) {
    return linear_combination(surface.fit, factors);
  };
  surface.congruence_slope = along({0, 1, 1, 0, 0, 0});
  surface.congruence_curvature = along({0, 0, 0, 1, 1, 1});
  surface.incongruence_slope = along({0, 1, -1, 0, 0, 0});
  surface.incongruence_curvature = along({0, 0, 0, 1, -1, 1});
  return surface;
}

}  // namespace centricity::inline v0::statistics
