#include <cmath>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/gap/sample_size.hpp>
#include <centricity/statistics/distributions.hpp>

namespace centricity::inline v0::gap {
namespace {

double quantile(double p, const char* what) {
  const auto z = statistics::normal_quantile(p);
  if (!z) {
    throw Error(ErrorCode::invalid_argument,
                std::string(what) + " must lie between 0 and 1",
                "",
                {.column = what});
  }
  return *z;
}

std::uint64_t whole(double answers) {
  constexpr double most = 1e15;  // more than there are people, and still an exact double
  if (!(answers <= most)) {
    throw Error(ErrorCode::limit_exceeded,
                "no survey can be as precise as asked",
                "Ask for a wider interval or a larger difference.");
  }
  return static_cast<std::uint64_t>(std::ceil(answers));
}

ExpectedSpread spread(double variance, double design_effect) {
  if (!(variance > 0.0) || !(design_effect > 0.0) || !std::isfinite(design_effect)) {
    throw Error(ErrorCode::invalid_argument,
                "answers without any spread need no plan",
                "Give the shares you expect, and a design effect above 0.");
  }
  return {.variance = variance, .design_effect = design_effect};
}

double squared(double x, const char* what) {
  if (!(x > 0.0) || !std::isfinite(x)) {
    throw Error(
        ErrorCode::invalid_argument, std::string(what) + " must be positive", "", {.column = what});
  }
  return x * x;
}

}  // namespace

ExpectedSpread net_promoter_spread(double promoters, double detractors, double design_effect) {
  if (!(promoters >= 0.0) || !(detractors >= 0.0) || !(promoters + detractors <= 1.0)) {
    throw Error(ErrorCode::invalid_argument,
                "promoters and detractors must be shares that add up to at most 1");
  }
  const double score = promoters - detractors;
  return spread(promoters + detractors - score * score, design_effect);
}

ExpectedSpread share_spread(double share, double design_effect) {
  return spread(share * (1.0 - share), design_effect);
}

std::uint64_t answers_for_interval(const ExpectedSpread& expected,
                                   double half_width,
                                   double level) {
  const double z = quantile(0.5 * (1.0 + level), "level");
  return whole(expected.design_effect * expected.variance * z * z /
               squared(half_width, "half_width"));
}

std::uint64_t answers_for_difference(const ExpectedSpread& expected,
                                     double difference,
                                     double power,
                                     double level) {
  const double z = quantile(0.5 * (1.0 + level), "level") + quantile(power, "power");
  return whole(2.0 * expected.design_effect * expected.variance * z * z /
               squared(difference, "difference"));
}

}  // namespace centricity::inline v0::gap
