#pragma once

/// @file
/// Random numbers that are the same on every machine, compiler and number of threads.
///
/// The distributions of `<random>` give different draws under different standard libraries, so the
/// library has its own (docs/adr).  Bits, uniforms and indices are the same everywhere; the other
/// distributions up to the last bit of the C library's exp and log.  Not for secrets.

#include <array>
#include <cstdint>

#include <centricity/export.hpp>

namespace centricity::inline v0 {

/// The generator xoshiro256++ (Blackman & Vigna 2021, ACM TOMS 47(4)), seeded by SplitMix64.
///
/// Work item k of a parallel job draws from `stream(k)`, so results do not depend on threads.
class CENTRICITY_EXPORT Rng {
 public:
  /// The same seed gives the same draws.
  explicit Rng(std::uint64_t seed) noexcept;

  /// An independent generator for work item `k`; depends on the seed and k, not on draws made.
  [[nodiscard]] Rng stream(std::uint64_t k) const noexcept;

  /// The next 64 random bits.
  [[nodiscard]] std::uint64_t next() noexcept;

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_{};
};

/// Uniform in [0, 1), a multiple of 2^-53.
[[nodiscard]] CENTRICITY_EXPORT double uniform(Rng& rng) noexcept;

/// Uniform integer in [0, n), without bias (Lemire 2019); n >= 1 (0 is taken for 1).
[[nodiscard]] CENTRICITY_EXPORT std::uint64_t uniform_index(Rng& rng, std::uint64_t n) noexcept;

/// Standard normal (Marsaglia & Bray 1964, polar method).
[[nodiscard]] CENTRICITY_EXPORT double normal(Rng& rng) noexcept;

/// Exponential with mean 1.
[[nodiscard]] CENTRICITY_EXPORT double exponential(Rng& rng) noexcept;

/// Gamma with mean `shape` and scale 1; shape > 0, else NaN (Marsaglia & Tsang 2000).  Shapes far
/// below 1 give draws too small for a double, which are 0; see log_gamma_draw.
[[nodiscard]] CENTRICITY_EXPORT double gamma(Rng& rng, double shape) noexcept;

/// Natural logarithm of a Gamma draw; shape > 0, else NaN.  Finite for shapes far below 1, where
/// the draw itself underflows.
[[nodiscard]] CENTRICITY_EXPORT double log_gamma_draw(Rng& rng, double shape) noexcept;

/// Beta with mean a / (a + b); a, b > 0, else NaN.  Never exactly 0 or 1: the ends are the smallest
/// normal double and the largest below 1.
[[nodiscard]] CENTRICITY_EXPORT double beta(Rng& rng, double a, double b) noexcept;

/// Poisson with this mean; 0 <= mean <= 1e15, outside the nearest end, NaN is 0 (inversion below
/// 10, Hörmann 1993 PTRS above).
[[nodiscard]] CENTRICITY_EXPORT std::uint64_t poisson(Rng& rng, double mean) noexcept;

/// True with probability p; p <= 0 or NaN: never, p >= 1: always.
[[nodiscard]] CENTRICITY_EXPORT bool bernoulli(Rng& rng, double p) noexcept;

}  // namespace centricity::inline v0
