#pragma once

/// @file
/// Sums that lose no digits however many terms there are.

#include <cmath>

namespace centricity::inline v0::numeric {

/// Neumaier's compensated sum: the error does not grow with the number of terms.
/// @see Neumaier (1974), ZAMM 54, 39-51.
class Sum {
 public:
  void add(double term) {
    const double next = total_ + term;
    compensation_ +=
        std::abs(total_) >= std::abs(term) ? (total_ - next) + term : (term - next) + total_;
    total_ = next;
  }

  [[nodiscard]] double value() const { return total_ + compensation_; }

 private:
  double total_ = 0.0;
  double compensation_ = 0.0;
};

}  // namespace centricity::inline v0::numeric
