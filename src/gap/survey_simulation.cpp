#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>
#include <span>
#include <string_view>

#include <centricity/core/error.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/gap/survey_simulation.hpp>

namespace centricity::inline v0::gap {
namespace {

constexpr Scale scale{.lowest = 0.0, .highest = 10.0};

// Standard deviations of the answers: what people have in common in all their answers, and not.
constexpr double own_yardstick = 0.7;
constexpr double expectation_noise = 0.7;
constexpr double own_mood = 0.6;
constexpr double perception_noise = 1.1;
constexpr double tolerance_noise = 0.6;
constexpr double importance_noise = 0.9;
constexpr double outcome_noise = 0.7;

// Levels of the outcomes.
constexpr double satisfied_level = 6.0;
constexpr double satisfied_by_expectation = 0.3;
constexpr double recommend_level = 8.4;
constexpr double recommend_at = 6.0;  // perceptions at which `recommend` has its level

[[noreturn]] void refuse(const std::string& what, std::string hint, std::string column) {
  throw Error(ErrorCode::invalid_argument, what, std::move(hint), {.column = std::move(column)});
}

bool is_share(double value) { return value >= 0.0 && value <= 1.0; }

template <class Parts, class Share>
void check_shares(const Parts& parts, Share share, const char* column) {
  double sum = 0.0;
  for (const auto& part : parts) {
    if (!is_share(share(part))) refuse("a share is not in [0, 1]", "", column);
    sum += share(part);
  }
  if (!(std::abs(sum - 1.0) < 1e-9)) {
    refuse("the shares do not add up to 1", "Give at least one part, and all of them.", column);
  }
}

void check(const SurveySimulationOptions& options) {
  check_shares(
      options.contexts, [](const auto& part) { return part.share; }, "contexts");
  check_shares(
      options.contexts, [](const auto& part) { return part.sampled; }, "contexts");
  check_shares(
      options.segments, [](const auto& part) { return part.share; }, "segments");
  for (const SimulatedContext& context : options.contexts) {
    const auto is_price = [](double price) { return price >= 0.0 && std::isfinite(price); };
    if (context.prices.empty() || !std::ranges::all_of(context.prices, is_price)) {
      refuse("a context has no prices, or a negative one", "Give 0 where it is free.", "prices");
    }
    if (context.share > 0.0 && context.sampled == 0.0) {
      refuse("nobody stands for a context", "Sample some of its customers.", "sampled");
    }
  }
  if (options.attributes.empty()) refuse("there is nothing to ask about", "", "attributes");
  for (const SimulatedAttribute& attribute : options.attributes) {
    if (attribute.service.size() != options.contexts.size()) {
      refuse("'" + attribute.name + "' needs one service a context", "", "service");
    }
    for (const SimulatedService& service : attribute.service) {
      const auto is_frequency = [](double f) { return f >= 0.0 && std::isfinite(f); };
      const bool any = std::ranges::any_of(service.kano, [](double f) { return f > 0.0; });
      if (!any || !std::ranges::all_of(service.kano, is_frequency)) {
        refuse("the Kano frequencies of '" + attribute.name + "' are none", "", "kano");
      }
    }
  }
  if (!(options.reference_price > 0.0) || !(options.missing >= 0.0) || !(options.missing < 1.0) ||
      options.days < 1) {
    refuse("an option of the simulated survey is out of range",
           "The reference price must be positive, missing below 1, days at least 1.",
           "options");
  }
}

/// Position of the part that a number in [0, 1) falls on.
template <class Parts, class Share>
std::size_t pick(const Parts& parts, Share share, double total, double u) {
  double reached = 0.0;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    reached += share(parts[i]) / total;
    if (u < reached) return i;
  }
  return parts.size() - 1;
}

double on_scale(double answer) {
  return std::clamp(std::round(answer), scale.lowest, scale.highest);
}

/// Mean of on_scale(x) for normal x.
double answered_mean(double mean, double deviation) {
  double sum = scale.lowest;
  for (double answer = scale.lowest + 1.0; answer <= scale.highest; answer += 1.0) {
    sum += 0.5 * std::erfc((answer - 0.5 - mean) / (deviation * std::numbers::sqrt2));
  }
  return sum;
}

double desired_mean(const SurveySimulationOptions& options,
                    const SimulatedAttribute& attribute,
                    const SimulatedSegment& segment,
                    double price) {
  return attribute.expected + segment.expects +
         attribute.price_slope * std::log1p(price / options.reference_price);
}

struct KanoPair {
  int functional = 0;
  int dysfunctional = 0;
};

/// Any of the pairs of answers that make the category (of Berger's table).
KanoPair kano_pair(Rng& rng, KanoCategory category) {
  const auto middle = [&rng] { return 2 + static_cast<int>(uniform_index(rng, 3)); };
  switch (category) {
    case KanoCategory::must_be:
      return {middle(), 5};
    case KanoCategory::one_dimensional:
      return {1, 5};
    case KanoCategory::attractive:
      return {1, middle()};
    default:
      return {middle(), middle()};
  }
}

double total(const std::array<double, 4>& kano) { return kano[0] + kano[1] + kano[2] + kano[3]; }

Item item_of(const SimulatedAttribute& attribute) {
  return {.name = attribute.name,
          .dimension = attribute.dimension,
          .scale = scale,
          .importance_scale = scale,
          .asked = Asked::after};
}

class Respondent {
 public:
  Respondent(const SurveySimulationOptions& options, std::uint32_t k)
      : options_{options}, rng_{Rng{options.seed}.stream(k)} {
    context_ = pick(
        options.contexts, [](const auto& part) { return part.sampled; }, 1.0, uniform(rng_));
    segment_ = pick(
        options.segments, [](const auto& part) { return part.share; }, 1.0, uniform(rng_));
    const SimulatedContext& context = options.contexts[context_];
    price_ = context.prices[uniform_index(rng_, context.prices.size())];
    yardstick_ = own_yardstick * normal(rng_);
    mood_ = own_mood * normal(rng_);
    char label[16];
    std::snprintf(label, sizeof label, "R%06u", k + 1);
    label_ = label;
    const auto day =
        static_cast<int>(uniform_index(rng_, static_cast<std::uint64_t>(options.days)));
    time_ = start_of(options.first_day + std::chrono::days{day}) + std::chrono::hours{12};
  }

  void answer(CustomerBase& base) {
    base.add(Attribute{
        .party = label_, .name = options_.segment_name, .value = options_.segments[segment_].name});
    for (const SimulatedAttribute& attribute : options_.attributes) {
      base.add(judge(attribute));
    }
    const auto k = static_cast<double>(options_.attributes.size());
    base.add(
        outcome("satisfied",
                satisfied_level + (satisfied_by_expectation * expectation_ +
                                   options_.gain_effect * gain_ - options_.loss_effect * loss_) /
                                      k));
    base.add(outcome("recommend", recommend_level + recommend_));
  }

 private:
  [[nodiscard]] Assessment frame(std::string_view item) const {
    const SimulatedContext& context = options_.contexts[context_];
    return {.respondent = label_,
            .time = time_,
            .item = item,
            .context = context.name,
            .price = to_money(price_),
            .weight = context.share / context.sampled};
  }

  std::optional<double> given(double answer) {
    return bernoulli(rng_, options_.missing) ? std::nullopt : std::optional{answer};
  }

  Assessment judge(const SimulatedAttribute& attribute) {
    const SimulatedService& service = attribute.service[context_];
    const double desired =
        on_scale(desired_mean(options_, attribute, options_.segments[segment_], price_) +
                 yardstick_ + expectation_noise * normal(rng_));
    const double width = std::fmax(0.0, options_.tolerance + tolerance_noise * normal(rng_));
    const double perceived = on_scale(service.perceived + mood_ + perception_noise * normal(rng_));
    const double importance = on_scale(attribute.importance + importance_noise * normal(rng_));
    const auto category = static_cast<KanoCategory>(pick(
        service.kano, [](double f) { return f; }, total(service.kano), uniform(rng_)));
    const KanoPair pair = kano_pair(rng_, category);

    expectation_ += desired;
    gain_ += std::fmax(0.0, perceived - desired);
    loss_ += std::fmax(0.0, desired - perceived);
    recommend_ += attribute.effect * (perceived - recommend_at);

    Assessment row = frame(attribute.name);
    row.expectation[static_cast<std::size_t>(Standard::desired)] = given(desired);
    row.expectation[static_cast<std::size_t>(Standard::adequate)] =
        given(on_scale(desired - width));
    row.perception = given(perceived);
    row.importance = given(importance);
    if (!bernoulli(rng_, options_.missing)) {
      row.functional = pair.functional;
      row.dysfunctional = pair.dysfunctional;
    }
    return row;
  }

  Assessment outcome(std::string_view item, double mean) {
    Assessment row = frame(item);
    row.perception = given(on_scale(mean + outcome_noise * normal(rng_)));
    return row;
  }

  const SurveySimulationOptions& options_;
  Rng rng_;
  std::size_t context_ = 0;
  std::size_t segment_ = 0;
  double price_ = 0.0;
  double yardstick_ = 0.0;
  double mood_ = 0.0;
  std::string label_{};
  Instant time_{};
  // Sums over the attributes, as answered; what was left out has its effect too.
  double expectation_ = 0.0;
  double gain_ = 0.0;
  double loss_ = 0.0;
  double recommend_ = 0.0;
};

}  // namespace

SurveySimulationOptions clinic_survey() {
  // Kano frequencies M, O, A, I of the published table (docs/models/kano.md).
  constexpr std::array<double, 4> service_app{95, 123, 45, 33};
  constexpr std::array<double, 4> excellent_service{101, 54, 54, 81};
  constexpr std::array<double, 4> hotline{15, 24, 121, 124};
  constexpr std::array<double, 4> loan_machine{65, 87, 93, 51};
  constexpr std::array<double, 4> ready_to_use_return{9, 18, 83, 177};
  constexpr std::array<double, 4> surprising{5, 10, 60, 25};
  constexpr std::array<double, 4> expected{60, 20, 5, 15};
  return {.contexts = {{.name = "free clinic", .share = 0.7, .sampled = 0.5, .prices = {0}},
                       {.name = "paid clinic",
                        .share = 0.3,
                        .sampled = 0.5,
                        .prices = {20, 40, 60, 80, 120}}},
          .segments = {{.name = "under 40", .share = 0.35, .expects = 0.4},
                       {.name = "40 to 64", .share = 0.40},
                       {.name = "65 and over", .share = 0.25, .expects = -0.5}},
          .attributes = {{.name = "call answered at once",
                          .dimension = "responsiveness",
                          .expected = 2.0,
                          .price_slope = 1.5,
                          .importance = 7.9,
                          .effect = 0.22,
                          .service = {{2.6, surprising}, {2.6, expected}}},
                         {.name = "seen at the appointed time",
                          .dimension = "reliability",
                          .expected = 6.2,
                          .price_slope = 0.6,
                          .importance = 8.1,
                          .effect = 0.16,
                          .service = {{4.7, service_app}, {6.2, service_app}}},
                         {.name = "fees told in advance",
                          .dimension = "reliability",
                          .expected = 5.6,
                          .price_slope = 0.8,
                          .importance = 7.4,
                          .effect = 0.16,
                          .service = {{6.0, ready_to_use_return}, {5.0, excellent_service}}},
                         {.name = "doctor explains",
                          .dimension = "assurance",
                          .expected = 6.9,
                          .price_slope = 0.4,
                          .importance = 8.4,
                          .effect = 0.19,
                          .service = {{6.6, excellent_service}, {7.0, excellent_service}}},
                         {.name = "time for questions",
                          .dimension = "empathy",
                          .expected = 5.5,
                          .price_slope = 0.7,
                          .importance = 7.2,
                          .effect = 0.16,
                          .service = {{4.6, loan_machine}, {6.0, loan_machine}}},
                         {.name = "bright rooms",
                          .dimension = "tangibles",
                          .expected = 5.8,
                          .price_slope = 0.4,
                          .importance = 5.8,
                          .effect = 0.11,
                          .service = {{5.6, hotline}, {6.6, hotline}}}}};
}

CustomerBase simulate_survey(const SurveySimulationOptions& options, const Host& host) {
  check(options);
  CustomerBase base{{.currency = options.currency}};
  for (const SimulatedAttribute& attribute : options.attributes) base.declare(item_of(attribute));
  base.declare(
      {.name = "satisfied", .wording = "All in all, how satisfied are you?", .scale = scale});
  base.declare(
      {.name = "recommend", .wording = "How likely are you to recommend us?", .scale = scale});
  for (std::uint32_t k = 0; k < options.respondents; ++k) {
    stop_if_cancelled(host);
    Respondent{options, k}.answer(base);
  }
  return base;
}

std::vector<AttributeTruth> truth_of(const SurveySimulationOptions& options) {
  check(options);
  const double expectation_deviation = std::hypot(own_yardstick, expectation_noise);
  const double perception_deviation = std::hypot(own_mood, perception_noise);
  std::vector<AttributeTruth> truths;
  for (const SimulatedAttribute& attribute : options.attributes) {
    AttributeTruth truth{.importance = answered_mean(attribute.importance, importance_noise)};
    for (std::size_t c = 0; c < options.contexts.size(); ++c) {
      const SimulatedContext& context = options.contexts[c];
      const SimulatedService& service = attribute.service[c];
      ServiceTruth here{.perceived = answered_mean(service.perceived, perception_deviation),
                        .better = (service.kano[1] + service.kano[2]) / total(service.kano),
                        .worse = -(service.kano[0] + service.kano[1]) / total(service.kano)};
      for (const SimulatedSegment& segment : options.segments) {
        for (const double price : context.prices) {
          here.desired += segment.share / static_cast<double>(context.prices.size()) *
                          answered_mean(desired_mean(options, attribute, segment, price),
                                        expectation_deviation);
        }
      }
      truth.all.desired += context.share * here.desired;
      truth.all.perceived += context.share * here.perceived;
      truth.all.better += context.share * here.better;
      truth.all.worse += context.share * here.worse;
      truth.contexts.push_back(here);
    }
    truths.push_back(std::move(truth));
  }
  return truths;
}

}  // namespace centricity::inline v0::gap
