#pragma once

/// @file
/// Pareto/NBD log-likelihood of a whole base with its gradient and Hessian. The costly part depends
/// on (x, t_x) or (x, T) alone and is worked out once for each distinct pair.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/host.hpp>

#include "loyalty/pareto_nbd_kernels.hpp"
#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty::pareto_nbd {

/// The base in the order the sums want it. 16 bytes a distinct history.
class Likelihood {
 public:
  explicit Likelihood(std::vector<Tuple> tuples, const Host& host = {});

  /// Log-likelihood and its derivatives in (r, alpha, s, beta). The same bits for any executor.
  void evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const;

  [[nodiscard]] double customers() const { return customers_; }

  [[nodiscard]] double repeaters() const { return repeaters_; }

  /// Repeat purchases of all customers over the time they were watched.
  [[nodiscard]] double purchase_rate() const { return rate_of(purchases_, time_); }

  /// 1 where there is nobody.
  [[nodiscard]] double mean_age() const { return customers_ > 0.0 ? time_ / customers_ : 1.0; }

  /// Where to begin a search: with the right mean rate; for bases in which most buy once; for those
  /// in which some leave at once and others never.
  [[nodiscard]] std::array<std::array<double, 4>, 3> starts() const;

  /// Says what the data cannot tell when the likelihood is flat along a direction of log
  /// parameters.
  [[nodiscard]] std::string explain_flat(std::span<const double> parameters,
                                         std::span<const double> direction) const;

 private:
  struct Repeats {
    double repeats = 0.0;
    double customers = 0.0;
  };

  struct Pair {
    double repeats = 0.0;
    double time = 0.0;
  };

  struct Row {
    std::uint32_t last = 0;  ///< Position in lasts_.
    std::uint32_t age = 0;   ///< Position in ages_.
    double customers = 0.0;
  };

  std::vector<Repeats> repeats_{};
  std::vector<Pair> lasts_{};  ///< Distinct (x, t_x).
  std::vector<Pair> ages_{};   ///< Distinct (x, T).
  std::vector<Row> rows_{};    ///< By repeats, recency and age.
  double customers_ = 0.0;
  double repeaters_ = 0.0;
  double purchases_ = 0.0;
  double time_ = 0.0;
};

}  // namespace centricity::inline v0::loyalty::pareto_nbd
