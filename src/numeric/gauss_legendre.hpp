#pragma once

/// @file
/// Integrals over one panel. Our own table: Boost's header of quadratures includes <iostream>,
/// whose static object runs before the host's main.

#include <array>
#include <cstddef>

namespace centricity::inline v0::numeric {

/// Integral of f over [from, to] by the Gauss-Legendre rule of ten points: exact for polynomials up
/// to degree 19.
/// @see Abramowitz & Stegun (1964), table 25.4.
template <class Function>
[[nodiscard]] double gauss_legendre(const Function& f, double from, double to) {
  constexpr std::array<double, 5> nodes{0.14887433898163121088,
                                        0.43339539412924719080,
                                        0.67940956829902440623,
                                        0.86506336668898451073,
                                        0.97390652851717172008};
  constexpr std::array<double, 5> weights{0.29552422471475287017,
                                          0.26926671930999635509,
                                          0.21908636251598204400,
                                          0.14945134915058059315,
                                          0.06667134430868813759};
  const double middle = 0.5 * (from + to);
  const double half = 0.5 * (to - from);
  double sum = 0.0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    sum += weights[i] * (f(middle - half * nodes[i]) + f(middle + half * nodes[i]));
  }
  return half * sum;
}

}  // namespace centricity::inline v0::numeric
