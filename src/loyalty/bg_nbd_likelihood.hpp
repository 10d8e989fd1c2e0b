#pragma once

/// @file
/// BG/NBD or MBG/NBD log-likelihood of a whole base with its gradient and Hessian, as fast as it
/// can be: what depends on repeats, age or recency alone is worked out once for each distinct
/// value.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/host.hpp>

#include "loyalty/bg_nbd_kernels.hpp"
#include "numeric/maximize.hpp"

namespace centricity::inline v0::loyalty::bg_nbd {

using loyalty::Tuple;

/// Says what the data cannot tell when the likelihood is flat along a direction of log parameters.
[[nodiscard]] std::string explain_flat(std::span<const double> parameters,
                                       std::span<const double> direction);

/// The base in the order the sums want it. 16 bytes a distinct history that offered a chance to
/// leave.
class Likelihood {
 public:
  /// @param first  chances to leave at the first purchase, as in Shape
  explicit Likelihood(std::vector<Tuple> tuples, double first = 0.0, const Host& host = {});

  /// Log-likelihood and its derivatives in (r, alpha, a, b); `shape.first` is the constructor's.
  /// The same bits for any executor.
  /// @par Complexity One exp and one log for each distinct history that offered a chance to leave.
  void evaluate(const Shape& shape, const Host& host, numeric::Derivatives& out) const;

  [[nodiscard]] double customers() const { return customers_; }

  [[nodiscard]] double repeaters() const { return repeaters_; }

  /// Repeat purchases of all customers over the time they were watched.
  [[nodiscard]] double purchase_rate() const { return rate_of(purchases_, time_); }

  /// Where to begin a search: with the right mean rate; for bases in which most buy once.
  [[nodiscard]] std::array<std::array<double, 4>, 2> starts() const;

 private:
  struct Repeats {
    double repeats = 0.0;
    double customers = 0.0;
    std::size_t begin = 0;  ///< First of its rows; they end where those of the next begin.
  };

  struct Age {
    double age = 0.0;
    double customers = 0.0;
    double purchases = 0.0;
  };

  struct Row {
    std::uint32_t recency = 0;  ///< Position in recencies_.
    std::uint32_t age = 0;      ///< Position in ages_.
    double customers = 0.0;
  };

  struct Logs;
  struct Sums;
  [[nodiscard]] Sums sum_rows(const Shape& shape, const Logs& logs, std::size_t chunk) const;

  std::vector<Repeats> repeats_{};
  std::vector<Age> ages_{};
  std::vector<double> recencies_{};
  std::vector<Row> rows_{};  ///< Histories with a chance to leave, by repeats, recency and age.
  double customers_ = 0.0;
  double repeaters_ = 0.0;
  double purchases_ = 0.0;
  double time_ = 0.0;
};

}  // namespace centricity::inline v0::loyalty::bg_nbd
