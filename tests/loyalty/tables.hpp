#pragma once

#include <array>
#include <cstddef>

#include <gtest/gtest.h>

#include <centricity/core/time.hpp>
#include <centricity/loyalty/purchase_answers.hpp>

#include "loyalty/models.hpp"
#include "support/near.hpp"

/// Whether answers with known parameters are those of tables made elsewhere, in 40 digits.
namespace tables {

/// Relative errors allowed; of log-likelihoods near zero, absolute ones of 1e-12.
struct Tolerances {
  double log_likelihood = 0.0;
  double alive = 0.0;
  double expected = 0.0;
};

/// Compares the kernels at hard points.
/// @param rows with a history, a horizon and the answers
/// @param shape_of takes a row
template <class Rows, class ShapeOf>
void expect_kernels(const Rows& rows, const ShapeOf& shape_of, const Tolerances& allowed) {
  std::size_t number = 0;
  for (const auto& row : rows) {
    SCOPED_TRACE(testing::Message() << "row " << ++number << ": x " << row.repeats << ", t_x "
                                    << row.recency << ", T " << row.age << ", t " << row.horizon);
    const auto shape = shape_of(row);
    const centricity::loyalty::Observed seen{row.repeats, row.recency, row.age};
    support::expect_relative(
        log_likelihood(shape, seen), row.log_likelihood, allowed.log_likelihood, 1e-12);
    support::expect_relative(probability_alive(shape, seen), row.alive, allowed.alive, 1e-300);
    support::expect_relative(
        expected_purchases(shape, seen, row.horizon), row.expected, allowed.expected, 1e-300);
  }
}

/// Compares public answers at an ordinary point: age 38 6/7 weeks, horizon 39 weeks.
template <class Point, class Parameters>
void expect_answers(const Point& at, const Parameters& parameters) {
  const centricity::PurchaseHistory history{.repeats = at.repeats,
                                            .recency = centricity::weeks(at.recency),
                                            .age = centricity::days(272)};
  support::expect_relative(log_likelihood(parameters, history), at.log_likelihood, 1e-10);
  support::expect_relative(probability_alive(parameters, history), at.alive, 1e-10);
  support::expect_relative(
      expected_purchases(parameters, history, centricity::weeks(39)), at.expected, 1e-10);
}

/// Compares public answers about a new customer: expected purchases after 1, 13, 39, 52 and 104
/// weeks, and probabilities of 0 to 10 in 39 weeks.
template <class Row, class Parameters>
void expect_new_customer(const Row& row, const Parameters& parameters) {
  constexpr std::array<double, 5> horizons{1, 13, 39, 52, 104};
  for (std::size_t i = 0; i < horizons.size(); ++i) {
    support::expect_relative(
        expected_purchases(parameters, centricity::weeks(horizons[i])), row.expected[i], 1e-10);
  }
  for (std::size_t n = 0; n < row.probabilities.size(); ++n) {
    support::expect_relative(probability_of_purchases(parameters, n, centricity::weeks(39)),
                             row.probabilities[n],
                             1e-10);
  }
}

}  // namespace tables
