#pragma once

/// @file
/// Do days the model has not seen fit its parameters? Answered without a fit.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/loyalty/drift.hpp>

#include "core/stop_check.hpp"
#include "loyalty/models.hpp"
#include "numeric/delta_method.hpp"
#include "numeric/distributions.hpp"
#include "numeric/maximize.hpp"
#include "numeric/sum.hpp"

namespace centricity::inline v0::loyalty {

/// Customers whose history has gone on alike; `before` is `{}` for those who were not known.
struct Passage {
  Observed before{};
  Observed after{};
  double customers = 1.0;

  [[nodiscard]] auto key() const {
    return std::tie(
        before.repeats, before.recency, before.age, after.repeats, after.recency, after.age);
  }
};

/// Those alike in one, sorted.
inline void merge_alike(std::vector<Passage>& passages, const Host& host) {
  sort(host, passages.begin(), passages.end(), [](const Passage& left, const Passage& right) {
    return left.key() < right.key();
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    if (kept > 0 && passages[kept - 1].key() == passages[i].key()) {
      passages[kept - 1].customers += passages[i].customers;
    } else {
      passages[kept++] = passages[i];
    }
  }
  passages.resize(kept);
}

/// Sums over customers of the derivatives of the log-likelihood of their new days in the logs of
/// the parameters, and of their products: u and J.
template <std::size_t M>
struct ScoreSums {
  std::array<numeric::Sum, M> u{};
  std::array<numeric::Sum, M * M> j{};
};

/// The log-likelihood of the new days given the old is that of all days less that of the old ones.
template <class P, class E, std::size_t N, std::size_t M = free_parameters<P>>
[[nodiscard]] ScoreSums<M> score_sums(const PurchaseFit<P, E, N>& fit,
                                      const std::vector<Passage>& passages,
                                      const Host& host) {
  constexpr std::size_t chunk = 256;
  const std::array<double, N> at = ModelOf<P>::values(fit.parameters);
  std::vector<ScoreSums<M>> chunks((passages.size() + chunk - 1) / chunk);
  run(host, chunks.size(), [&](std::size_t piece) {
    const std::size_t end = std::min((piece + 1) * chunk, passages.size());
    for (std::size_t i = piece * chunk; i < end; ++i) {
      const Passage& passage = passages[i];
      const std::array<double, N> score = numeric::log_gradient(
          [&](const std::array<double, N>& values) {
            const auto shape = ModelOf<P>::shape(values);
            return log_likelihood(shape, passage.after) - log_likelihood(shape, passage.before);
          },
          at);
      for (std::size_t a = 0; a < M; ++a) {
        chunks[piece].u[a].add(passage.customers * score[a]);
        for (std::size_t b = 0; b < M; ++b) {
          chunks[piece].j[a * M + b].add(passage.customers * score[a] * score[b]);
        }
      }
    }
  });
  ScoreSums<M> all;
  for (const ScoreSums<M>& sums : chunks) {
    for (std::size_t a = 0; a < M; ++a) all.u[a].add(sums.u[a].value());
    for (std::size_t a = 0; a < M * M; ++a) all.j[a].add(sums.j[a].value());
  }
  return all;
}

/// u' (J + J V J)^-1 u, chi-square if the parameters, known with covariance V, still hold.
/// @param passages in which directions without information are left out
template <class P, class E, std::size_t N>
[[nodiscard]] DriftTest score_test(const PurchaseFit<P, E, N>& fit,
                                   std::vector<Passage> passages,
                                   const Host& host) {
  constexpr std::size_t M = free_parameters<P>;
  DriftTest test{.customers = passages.size()};
  merge_alike(passages, host);
  const ScoreSums<M> sums = score_sums(fit, passages, host);
  const auto j = [&](std::size_t a, std::size_t b) { return sums.j[a * M + b].value(); };
  std::array<double, M> scale{};
  std::array<double, M * M> covariance{};
  for (std::size_t a = 0; a < M; ++a) {
    for (std::size_t b = 0; b < M; ++b) {
      numeric::Sum entry;
      entry.add(j(a, b));
      for (std::size_t c = 0; c < M; ++c) {
        for (std::size_t d = 0; d < M; ++d) {
          entry.add(j(a, c) * fit.log_covariance[c * N + d] * j(d, b));
        }
      }
      covariance[a * M + b] = entry.value();
    }
    // A parameter of which the days say nothing has neither a score nor a variance of it.
    scale[a] = covariance[a * M + a] > 0.0 ? 1.0 / std::sqrt(covariance[a * M + a]) : 0.0;
  }
  for (std::size_t a = 0; a < M; ++a) {
    for (std::size_t b = 0; b < M; ++b) covariance[a * M + b] *= scale[a] * scale[b];
  }
  const numeric::SymmetricEigen eigen = numeric::symmetric_eigen(covariance, M);
  for (std::size_t k = 0; k < M; ++k) {
    constexpr double flat = 1e-10;
    if (!(eigen.values[k] > flat)) continue;
    double along = 0.0;
    for (std::size_t a = 0; a < M; ++a) along += eigen.vectors[k][a] * scale[a] * sums.u[a].value();
    test.statistic += along * along / eigen.values[k];
    ++test.degrees_of_freedom;
  }
  if (test.degrees_of_freedom > 0 && std::isfinite(test.statistic)) {
    test.p_value = numeric::chi_square_tail(test.statistic, test.degrees_of_freedom);
  }
  return test;
}

}  // namespace centricity::inline v0::loyalty
