#pragma once

/// @file
/// Rising factorials of growing length with their derivatives.

#include <cmath>

#include "numeric/special_functions.hpp"

namespace centricity::inline v0::loyalty {

/// log Gamma(x + n) - log Gamma(x) and its first two derivatives in x, as n grows.
class Rising {
 public:
  explicit Rising(double x) : x_(x) {}

  void advance_to(double n) {
    if (n - n_ > 32.0 || n_ + 1.0 == n_) {  // Beyond 2^53 there is no next whole number.
      const double from = x_ + n_;
      value += numeric::log_rising_factorial(from, n - n_);
      first += numeric::digamma(x_ + n) - numeric::digamma(from);
      second += numeric::trigamma(x_ + n) - numeric::trigamma(from);
      n_ = n;
    }
    for (; n_ < n; n_ += 1.0) {
      const double inverse = 1.0 / (x_ + n_);
      value += std::log(x_ + n_);
      first += inverse;
      second -= inverse * inverse;
    }
  }

  double value = 0.0;
  double first = 0.0;
  double second = 0.0;

 private:
  double x_;
  double n_ = 0.0;
};

}  // namespace centricity::inline v0::loyalty
