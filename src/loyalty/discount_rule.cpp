#include "loyalty/discount_rule.hpp"

#include <algorithm>
#include <array>
#include <numbers>

#include <centricity/core/error.hpp>

#include "numeric/gauss_legendre.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// What comes later than this is worth less than rounding: exp(-30).
constexpr double most_interest = 30.0;

/// Windows of more periods than this are those of a continuous rate.
constexpr double most_periods = 1e6;

Error bad(const char* what, const char* advice) {
  return {ErrorCode::invalid_argument, what, advice};
}

/// Of a period, after which its money comes.
double share_of(CashFlowTiming timing) {
  return timing == CashFlowTiming::period_start    ? 0.0
         : timing == CashFlowTiming::period_middle ? 0.5
                                                   : 1.0;
}

void add(DiscountRule& rule, double time, double weight) {
  if (time == 0.0) return;  // Nothing is bought in no time.
  rule.times.push_back(time);
  rule.weights.push_back(weight);
}

/// Every purchase at its own moment: by parts, so that the expected number is needed but not its
/// derivative. Where it bends depends on the customer, so panels grow with time: in log time what
/// is integrated is smooth.
void add_when_bought(const DiscountTerms& terms, DiscountRule& rule) {
  constexpr double growth = 6.0;
  constexpr double longest = 7.0;  // Interest within a panel.
  constexpr double first = 1e-8;   // Of the window: where time begins to be measured in logs.
  const auto discount = [&](double time) { return std::exp(-terms.rate * time); };
  add(rule, terms.from, -discount(terms.from));
  double begin = terms.from;
  if (begin == 0.0) {
    begin = first * terms.to;
    numeric::gauss_legendre(0.0, begin, [&](double time, double width) {
      add(rule, time, terms.rate * discount(time) * width);
    });
  }
  while (begin < terms.to) {
    const double end = std::min({begin * growth, begin + longest / terms.rate, terms.to});
    numeric::gauss_legendre(std::log(begin), std::log(end), [&](double log_time, double width) {
      const double time = std::exp(log_time);
      add(rule, time, terms.rate * discount(time) * time * width);
    });
    begin = end;
  }
  add(rule, terms.to, discount(terms.to));
}

/// All purchases of a period at one moment, summed by parts: each boundary between two periods
/// counts with what the one is worth more than the other. Periods begin now; those that the window
/// cuts keep their moment.
class Periods {
 public:
  explicit Periods(const DiscountTerms& terms) : terms_{terms} {
    first_ = std::floor(terms.from / terms.period);
    last_ = std::max(std::ceil(terms.to / terms.period) - 1.0, first_);
    if (!(last_ - first_ <= most_periods && last_ < 1e15)) {
      throw bad("there are more than a million periods in the window",
                "count purchases at their own moments (when_bought): it is the limit of short "
                "periods.");
    }
    share_ = share_of(terms.timing);
  }

  void add_to(DiscountRule& rule) const {
    constexpr double nodes = 16.0;
    add(rule, terms_.from, -discount(first_));
    // In blocks of boundaries that double in time, so that a few nodes stand for all of a block.
    for (double begin = first_ + 1.0; begin <= last_;) {
      const double boundaries = std::min(begin, last_ - begin + 1.0);
      if (terms_.discrete || boundaries <= nodes) {
        add(rule, begin * terms_.period, loss(begin));
        begin += 1.0;
      } else {
        add_block(rule, begin, boundaries);
        begin += boundaries;
      }
    }
    add(rule, terms_.to, discount(last_));
  }

 private:
  /// Today's worth of money of period k.
  [[nodiscard]] double discount(double k) const {
    return std::exp(-terms_.rate * (k + share_) * terms_.period);
  }

  /// How much less period k is worth than the one before.
  [[nodiscard]] double loss(double k) const {
    return -discount(k - 1.0) * std::expm1(-terms_.rate * terms_.period);
  }

  /// Sum over the boundaries of a block, interpolated at Chebyshev points: the error falls by 5.8 a
  /// node, as the expectation is smooth down to time 0.
  /// @see Berrut & Trefethen (2004), "Barycentric Lagrange interpolation", SIAM Review 46(3).
  void add_block(DiscountRule& rule, double begin, double boundaries) const {
    constexpr std::size_t n = 16;
    const double half = 0.5 * (boundaries - 1.0);
    std::array<double, n> node{};
    std::array<double, n> barycentric{};
    for (std::size_t i = 0; i < n; ++i) {
      const double angle =
          std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
      node[i] = begin + half * (1.0 - std::cos(angle));
      barycentric[i] = (i % 2 == 0 ? 1.0 : -1.0) * std::sin(angle);
    }
    std::array<double, n> weight{};
    for (double k = begin; k < begin + boundaries; k += 1.0) {
      std::array<double, n> share{};
      double sum = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        if (k == node[i]) {
          share = {};
          share[i] = sum = 1.0;
          break;
        }
        share[i] = barycentric[i] / (k - node[i]);
        sum += share[i];
      }
      const double factor = loss(k) / sum;
      for (std::size_t i = 0; i < n; ++i) weight[i] += factor * share[i];
    }
    for (std::size_t i = 0; i < n; ++i) add(rule, node[i] * terms_.period, weight[i]);
  }

  const DiscountTerms& terms_;
  double first_ = 0.0;  ///< Period in which the window begins, ...
  double last_ = 0.0;   ///< ... and ends.
  double share_ = 0.0;  ///< Of a period, after which its money comes.
};

}  // namespace

DiscountTerms discount_terms(TimeUnit unit,
                             bool discrete,
                             const ValueWindow& window,
                             const Discounting& discounting) {
  if (!discounting.timing) {
    throw bad("it is not said when the money of a period comes",
              "set Discounting::timing; it changes every value.");
  }
  if (!(discounting.annual_rate >= 0.0) || !std::isfinite(discounting.annual_rate)) {
    throw bad("the annual rate is out of range", "it is 0 or more; .1 is 10% a year.");
  }
  DiscountTerms terms{.from = window.from.in(unit),
                      .to = window.to.in(unit),
                      .rate = std::log1p(discounting.annual_rate) / years(1.0).in(unit),
                      .period = discounting.period.in(unit),
                      .timing = *discounting.timing,
                      .discrete = discrete};
  const bool window_is_one = terms.from >= 0.0 && terms.from <= terms.to;
  if (terms.rate > 0.0) terms.to = std::min(terms.to, terms.from + most_interest / terms.rate);
  if (!window_is_one || !std::isfinite(terms.to)) {
    throw bad("the window is none",
              "it begins now or later, does not end before, and ends unless the rate is positive.");
  }
  if (!(terms.period > 0.0) || !std::isfinite(terms.period)) {
    throw bad("the period is not a length of time", "it is more than 0.");
  }
  if (discrete && terms.timing == CashFlowTiming::when_bought) {
    terms.timing = CashFlowTiming::period_end;
    terms.period = 1.0;
  }
  return terms;
}

void check_margin(double margin) {
  if (!(margin > 0.0) || !std::isfinite(margin)) {
    throw bad("the margin is out of range", "it is a share of spend, more than 0.");
  }
}

double discount_at(const DiscountTerms& terms, double time) {
  if (terms.timing == CashFlowTiming::when_bought) return std::exp(-terms.rate * time);
  const double k = std::fmax(std::ceil(time / terms.period) - 1.0, 0.0);
  return std::exp(-terms.rate * (k + share_of(terms.timing)) * terms.period);
}

DiscountRule discount_rule(const DiscountTerms& terms) {
  DiscountRule rule;
  if (terms.from == terms.to) return rule;
  if (terms.rate == 0.0) {
    add(rule, terms.from, -1.0);
    add(rule, terms.to, 1.0);
  } else if (terms.timing == CashFlowTiming::when_bought) {
    add_when_bought(terms, rule);
  } else {
    Periods{terms}.add_to(rule);
  }
  return rule;
}

}  // namespace centricity::inline v0::loyalty
