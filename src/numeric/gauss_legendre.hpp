#pragma once

/// @file
/// Integrals over one panel. Our own table: Boost's header of quadratures includes <iostream>,
/// whose static object runs before the host's main.

#include <array>
#include <cstddef>

namespace centricity::inline v0::numeric {

/// Calls `visit(node, weight)` for the ten points of the Gauss-Legendre rule on [from, to]: the sum
/// of weight * f(node) is the integral of f, exact for polynomials up to degree 19.
/// @see Abramowitz & Stegun (1964), table 25.4.
template <class Visit>
void gauss_legendre(double from, double to, const Visit& visit) {
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
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    visit(middle - half * nodes[i], half * weights[i]);
    visit(middle + half * nodes[i], half * weights[i]);
  }
}

}  // namespace centricity::inline v0::numeric
