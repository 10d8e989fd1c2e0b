#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include <centricity/core/rng.hpp>

namespace centricity::inline v0 {
namespace {

// The output function of SplitMix64 (Steele, Lea & Flood 2014), a bijection of 64 bits.
constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

constexpr std::uint64_t golden_ratio = 0x9E3779B97F4A7C15U;  // 2^64 / phi, odd

struct Product {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

// All 128 bits of a * b, from 32-bit halves.
constexpr Product multiply(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t lower_half = 0xFFFFFFFFU;
  const std::uint64_t low = (a & lower_half) * (b & lower_half);
  const std::uint64_t cross = (a >> 32) * (b & lower_half) + (low >> 32);
  const std::uint64_t other = (a & lower_half) * (b >> 32) + (cross & lower_half);
  return {.high = (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32), .low = a * b};
}

// Marsaglia & Tsang (2000), shape >= 1.
double gamma_above_one(Rng& rng, double shape) {
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal(rng);
    const double root = 1.0 + c * x;
    if (root <= 0.0) {
      continue;
    }
    const double v = root * root * root;
    const double u = 1.0 - uniform(rng);
    const double squeeze = 1.0 - 0.0331 * (x * x) * (x * x);
    if (u < squeeze || std::log(u) < 0.5 * x * x + d * (1.0 - v + std::log(v))) {
      return d * v;
    }
  }
}

// log P(k | mean) for k >= 0 and mean >= 10, to about 1e-8 even at a mean of 1e15: the deviance
// is never made from the difference of large numbers (Loader 2000).
double log_poisson_probability(double k, double mean) {
  constexpr std::array factorials{1.0,
                                  1.0,
                                  2.0,
                                  6.0,
                                  24.0,
                                  120.0,
                                  720.0,
                                  5040.0,
                                  40320.0,
                                  362880.0,
                                  3628800.0,
                                  39916800.0,
                                  479001600.0,
                                  6227020800.0,
                                  87178291200.0,
                                  1307674368000.0};
  if (k < static_cast<double>(factorials.size())) {
    return k * std::log(mean) - mean - std::log(factorials[static_cast<std::size_t>(k)]);
  }
  const double t = (k - mean) / mean;
  const double deviance = mean * ((1.0 + t) * std::log1p(t) - t);
  const double k2 = k * k;
  const double stirling = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * k2)) / k2) / k;
  return -deviance - stirling - 0.5 * std::log(2.0 * std::numbers::pi * k);
}

// Sequential search of the cumulated probabilities, mean < 10.
std::uint64_t poisson_by_inversion(Rng& rng, double mean) {
  const double u = uniform(rng);
  double probability = std::exp(-mean);
  double cumulated = probability;
  std::uint64_t k = 0;
  while (u >= cumulated) {
    ++k;
    probability *= mean / static_cast<double>(k);
    if (cumulated + probability == cumulated) {
      break;  // the rounded probabilities sum to a little less than u
    }
    cumulated += probability;
  }
  return k;
}

// Algorithm PTRS of Hörmann (1993), mean >= 10.
std::uint64_t poisson_by_rejection(Rng& rng, double mean) {
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2.0);
  for (;;) {
    const double u = uniform(rng) - 0.5;
    const double v = 1.0 - uniform(rng);
    const double u_s = 0.5 - std::abs(u);
    const double k = std::floor((2.0 * a / u_s + b) * u + mean + 0.43);
    if (u_s >= 0.07 && v <= v_r) {
      return static_cast<std::uint64_t>(k);
    }
    if (k < 0.0 || (u_s < 0.013 && v > u_s)) {
      continue;
    }
    const double log_hat = std::log(v * inverse_alpha / (a / (u_s * u_s) + b));
    if (log_hat <= log_poisson_probability(k, mean)) {
      return static_cast<std::uint64_t>(k);
    }
  }
}

}  // namespace

Rng::Rng(std::uint64_t seed) noexcept : seed_{seed} {
  for (std::uint64_t& word : state_) {
    seed += golden_ratio;
    word = mix(seed);
  }
}

Rng Rng::stream(std::uint64_t k) const noexcept {
  // Different k give different seeds, because mix is a bijection; the inner mix keeps the streams
  // of neighbouring seeds apart.
  return Rng{mix(mix(seed_ ^ golden_ratio) + k * golden_ratio)};
}

std::uint64_t Rng::next() noexcept {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double uniform(Rng& rng) noexcept { return static_cast<double>(rng.next() >> 11) * 0x1p-53; }

std::uint64_t uniform_index(Rng& rng, std::uint64_t n) noexcept {
  n = std::max<std::uint64_t>(n, 1);
  Product product = multiply(rng.next(), n);
  if (product.low < n) {
    const std::uint64_t threshold = (0U - n) % n;
    while (product.low < threshold) {
      product = multiply(rng.next(), n);
    }
  }
  return product.high;
}

double normal(Rng& rng) noexcept {
  for (;;) {
    const double x = 2.0 * uniform(rng) - 1.0;
    const double y = 2.0 * uniform(rng) - 1.0;
    const double square = x * x + y * y;
    if (square > 0.0 && square < 1.0) {
      return x * std::sqrt(-2.0 * std::log(square) / square);
    }
  }
}

double exponential(Rng& rng) noexcept { return -std::log1p(-uniform(rng)); }

double gamma(Rng& rng, double shape) noexcept {
  return shape >= 1.0 ? gamma_above_one(rng, shape) : std::exp(log_gamma_draw(rng, shape));
}

double log_gamma_draw(Rng& rng, double shape) noexcept {
  if (!(shape > 0.0)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (shape >= 1.0) {
    return std::log(gamma_above_one(rng, shape));
  }
  // Gamma(shape) = Gamma(shape + 1) U^(1/shape).
  const double boosted = std::log(gamma_above_one(rng, shape + 1.0));
  return std::max(boosted - exponential(rng) / shape, std::numeric_limits<double>::lowest());
}

double beta(Rng& rng, double a, double b) noexcept {
  constexpr double least = std::numeric_limits<double>::min();
  constexpr double most = 1.0 - std::numeric_limits<double>::epsilon() / 2.0;
  const double log_first = log_gamma_draw(rng, a);
  const double log_second = log_gamma_draw(rng, b);
  return std::clamp(1.0 / (1.0 + std::exp(log_second - log_first)), least, most);
}

std::uint64_t poisson(Rng& rng, double mean) noexcept {
  constexpr double largest = 1e15;
  mean = mean > 0.0 ? std::min(mean, largest) : 0.0;  // NaN: 0
  return mean < 10.0 ? poisson_by_inversion(rng, mean) : poisson_by_rejection(rng, mean);
}

bool bernoulli(Rng& rng, double p) noexcept { return uniform(rng) < p; }

}  // namespace centricity::inline v0
