#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include <centricity/core/rng.hpp>
#include <centricity/loyalty/purchase_model.hpp>

/// The models of purchase counts as the stories they tell, one plain loop each: what simulations in
/// tests are held against, knowing nothing of the formulas.
namespace stories {

/// The life of one customer after their first purchase, in the unit of the parameters.
struct Story {
  std::vector<double> purchases{};                        ///< Times, up to the end of the story.
  double left = std::numeric_limits<double>::infinity();  ///< Alive before, not from then on.
};

/// Buys at a rate of their own and never leaves.
inline Story tell(const centricity::loyalty::NbdParameters& is, double end, centricity::Rng& rng) {
  Story story;
  const double rate = centricity::gamma(rng, is.r) / is.alpha;
  for (double time = centricity::exponential(rng) / rate; time <= end;
       time += centricity::exponential(rng) / rate) {
    story.purchases.push_back(time);
  }
  return story;
}

/// Buys after every k-th step, taken at a rate of their own, and then may leave.
/// @param from_the_first  whether they may leave after their first purchase already
template <class Parameters>
Story tell(const Parameters& is, int k, bool from_the_first, double end, centricity::Rng& rng) {
  Story story;
  const double rate = centricity::gamma(rng, is.r) / is.alpha;
  const double leaves = centricity::beta(rng, is.a, is.b);
  if (from_the_first && centricity::bernoulli(rng, leaves)) story.left = 0.0;
  for (double time = 0.0; story.left > time;) {
    for (int step = 0; step < k; ++step) time += centricity::exponential(rng) / rate;
    if (time > end) break;
    story.purchases.push_back(time);
    if (centricity::bernoulli(rng, leaves)) story.left = time;
  }
  return story;
}

inline Story tell(const centricity::loyalty::BgNbdParameters& is,
                  double end,
                  centricity::Rng& rng) {
  return tell(is, 1, false, end, rng);
}

inline Story tell(const centricity::loyalty::MbgNbdParameters& is,
                  double end,
                  centricity::Rng& rng) {
  return tell(is, 1, true, end, rng);
}

inline Story tell(const centricity::loyalty::BgCnbdParameters& is,
                  double end,
                  centricity::Rng& rng) {
  return tell(is, static_cast<int>(is.k), false, end, rng);
}

inline Story tell(const centricity::loyalty::MbgCnbdParameters& is,
                  double end,
                  centricity::Rng& rng) {
  return tell(is, static_cast<int>(is.k), true, end, rng);
}

/// Buys at a rate of their own until a moment that comes at another rate of their own.
inline Story tell(const centricity::loyalty::ParetoNbdParameters& is,
                  double end,
                  centricity::Rng& rng) {
  Story story;
  const double rate = centricity::gamma(rng, is.r) / is.alpha;
  story.left = centricity::exponential(rng) * is.beta / centricity::gamma(rng, is.s);
  for (double time = centricity::exponential(rng) / rate; time <= std::fmin(end, story.left);
       time += centricity::exponential(rng) / rate) {
    story.purchases.push_back(time);
  }
  return story;
}

/// At each opportunity may have left, else may buy. Who is gone at the next opportunity has left.
inline Story tell(const centricity::loyalty::BgBbParameters& is, double end, centricity::Rng& rng) {
  Story story;
  const double buys = centricity::beta(rng, is.alpha, is.beta);
  const double leaves = centricity::beta(rng, is.gamma, is.delta);
  for (double time = 1.0; time <= end + 1.0; time += 1.0) {
    if (centricity::bernoulli(rng, leaves)) {
      story.left = time - 1.0;
      break;
    }
    if (time <= end && centricity::bernoulli(rng, buys)) story.purchases.push_back(time);
  }
  return story;
}

}  // namespace stories
