#pragma once

/// @file
/// Log-likelihoods that are sums over distinct histories, with their first two derivatives.

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include <centricity/core/host.hpp>

#include "core/stop_check.hpp"
#include "loyalty/observed.hpp"
#include "numeric/maximize.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {

/// A value, its gradient and the upper triangle of its Hessian, row by row.
template <std::size_t N>
struct Terms {
  static constexpr std::size_t second = N * (N + 1) / 2;

  double value = 0.0;
  std::array<double, N> gradient{};
  std::array<double, second> hessian{};
};

/// The distinct histories of a base, in an order of their own so that the order given does not
/// matter.
class SortedTuples {
 public:
  /// @throws Error `cancelled`
  explicit SortedTuples(std::vector<Tuple> tuples, const Host& host = {})
      : tuples_(std::move(tuples)) {
    sort(host, tuples_.begin(), tuples_.end(), [](const Tuple& left, const Tuple& right) {
      const auto key = [](const Tuple& t) {
        return std::tie(t.seen.repeats, t.seen.recency, t.seen.age, t.customers);
      };
      return key(left) < key(right);
    });
    for (const auto& [seen, customers] : tuples_) {
      customers_ += customers;
      purchases_ += customers * seen.repeats;
      time_ += customers * seen.age;
      if (seen.repeats > 0.0) repeaters_ += customers;
    }
  }

  /// By repeats, recency and age.
  [[nodiscard]] const std::vector<Tuple>& tuples() const { return tuples_; }

  [[nodiscard]] double customers() const { return customers_; }

  [[nodiscard]] double repeaters() const { return repeaters_; }

  /// Repeat purchases of all customers.
  [[nodiscard]] double purchases() const { return purchases_; }

  /// The same over the time they were watched.
  [[nodiscard]] double purchase_rate() const { return rate_of(purchases_, time_); }

  /// Adds up what `add(tuple, terms)` adds for each tuple, in chunks: the same bits for any
  /// executor.
  template <std::size_t N, class Add>
  void sum(const Host& host, const Add& add, numeric::Derivatives& out) const {
    constexpr std::size_t chunk = 1024;
    stop_if_cancelled(host);
    std::vector<Terms<N>> chunks((tuples_.size() + chunk - 1) / chunk);
    run(host, chunks.size(), [&](std::size_t i) {
      const std::size_t end = std::min((i + 1) * chunk, tuples_.size());
      for (std::size_t row = i * chunk; row < end; ++row) add(tuples_[row], chunks[i]);
    });
    numeric::Sum value;
    std::array<numeric::Sum, N> gradient{};
    std::array<numeric::Sum, Terms<N>::second> hessian{};
    for (const Terms<N>& terms : chunks) {
      value.add(terms.value);
      for (std::size_t i = 0; i < N; ++i) gradient[i].add(terms.gradient[i]);
      for (std::size_t i = 0; i < hessian.size(); ++i) hessian[i].add(terms.hessian[i]);
    }
    out.value = value.value();
    for (std::size_t i = 0, upper = 0; i < N; ++i) {
      out.gradient[i] = gradient[i].value();
      for (std::size_t j = i; j < N; ++j, ++upper) {
        out.hessian[i * N + j] = out.hessian[j * N + i] = hessian[upper].value();
      }
    }
  }

 private:
  std::vector<Tuple> tuples_;
  double customers_ = 0.0;
  double repeaters_ = 0.0;
  double purchases_ = 0.0;
  double time_ = 0.0;
};

}  // namespace centricity::inline v0::loyalty
