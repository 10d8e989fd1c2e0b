#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/likelihood_ratio.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/nesting.hpp"
#include "numeric/distributions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

/// P(X > x) of chi-square, which is 0 for certain without degrees of freedom.
double tail(double x, int degrees_of_freedom) {
  if (degrees_of_freedom == 0) return x > 0.0 ? 0.0 : 1.0;
  return numeric::chi_square_tail(x, degrees_of_freedom);
}

double p_value_of(const LikelihoodRatio& test) {
  const double all = tail(test.statistic, test.restrictions);
  if (test.nested == NestedAt::interior) return all;
  return 0.5 * (tail(test.statistic, test.restrictions - 1) + all);
}

std::string p_text(double p) { return p < 1e-4 ? "below 0.0001" : number_text(p, 2); }

std::string words_about(const LikelihoodRatio& test) {
  if (!test.p_value) {
    return "The larger model fits worse than the smaller one it contains: its maximum was not "
           "found, or the two are not of the same data.";
  }
  const std::string p = " (likelihood ratio " + number_text(test.statistic, 4) + ", p " +
                        (*test.p_value < 1e-4 ? "" : "= ") + p_text(*test.p_value) + ")";
  return *test.p_value < 0.05
             ? "The larger model fits better than chance alone explains" + p + "."
             : "The larger model fits no better than chance alone explains" + p + ".";
}

/// What two fits must share to be of the same data, as far as they tell.
struct Data {
  std::uint64_t customers = 0;
  std::uint64_t repeaters = 0;
  std::uint64_t tuples = 0;
  TimeUnit unit{};

  friend bool operator==(const Data&, const Data&) = default;
};

Data data_of(const PurchaseModel& model) {
  return std::visit(
      [](const auto& fit) {
        return Data{fit.customers, fit.repeaters, fit.tuples, fit.parameters.unit};
      },
      model);
}

bool penalized(const PurchaseModel& model) {
  return std::visit([](const auto& fit) { return fit.penalty > 0.0; }, model);
}

int searched(const PurchaseModel& model) {
  return std::visit(
      []<class P, class E, std::size_t N>(const PurchaseFit<P, E, N>&) {
        return static_cast<int>(free_parameters<P>);
      },
      model);
}

/// Steps to a purchase: 1 but for (M)BG/CNBD-k.
double steps_of(const PurchaseModel& model) {
  return std::visit(
      [](const auto& fit) {
        if constexpr (requires { fit.parameters.k; }) {
          return fit.parameters.k;
        } else {
          return 1.0;
        }
      },
      model);
}

void check_nested(const PurchaseModel& nested, const PurchaseModel& larger) {
  const std::string inner{title(name_of(nested))};
  const std::string outer{title(name_of(larger))};
  const Nesting how = nesting(name_of(larger), name_of(nested));
  if (how == Nesting::none) {
    throw Error(ErrorCode::invalid_argument,
                outer + " does not contain " + inner,
                "a likelihood ratio needs a model and a larger one it is a case of, in this order; "
                "compare others by BIC (compare_models).");
  }
  if (how == Nesting::single_step || steps_of(larger) != 1.0) {
    throw Error(ErrorCode::invalid_argument,
                outer + " and " + inner + " differ by the number of steps to a purchase",
                "k is a whole number, for which the likelihood ratio has no known distribution; "
                "compare them by BIC (compare_models).");
  }
  if (!report_of(nested).usable() || !report_of(larger).usable()) {
    throw Error(ErrorCode::invalid_argument,
                "a likelihood ratio needs two usable fits",
                "look at the diagnosis of the fits.");
  }
  if (penalized(nested) || penalized(larger)) {
    throw Error(ErrorCode::invalid_argument,
                "a fit with a penalty has not the largest likelihood there is",
                "fit both without a penalty.");
  }
  if (data_of(nested) != data_of(larger)) {
    throw Error(ErrorCode::incompatible,
                "the two fits are not of the same data",
                "fit both to the same counts, in the same unit.");
  }
}

}  // namespace

LikelihoodRatio likelihood_ratio(double nested, double larger, int restrictions, NestedAt where) {
  if (!std::isfinite(nested) || !std::isfinite(larger) || restrictions < 1) {
    throw Error(ErrorCode::invalid_argument,
                "there is nothing to compare",
                "both log-likelihoods are finite and the larger model has more parameters.");
  }
  LikelihoodRatio test{.statistic = std::max(0.0, 2.0 * (larger - nested)),
                       .restrictions = restrictions,
                       .nested = where};
  if (larger >= nested - same_likelihood) test.p_value = p_value_of(test);
  test.words = words_about(test);
  return test;
}

LikelihoodRatio likelihood_ratio(const PurchaseModel& nested, const PurchaseModel& larger) {
  check_nested(nested, larger);
  LikelihoodRatio test = likelihood_ratio(log_likelihood(nested),
                                          log_likelihood(larger),
                                          searched(larger) - searched(nested),
                                          NestedAt::edge);
  if (test.p_value) {
    test.words += *test.p_value < 0.05 ? " Customers leave for good."
                                       : " There is no sign that anybody leaves for good.";
  }
  return test;
}

}  // namespace centricity::inline v0::loyalty
