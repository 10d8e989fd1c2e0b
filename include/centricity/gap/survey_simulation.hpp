#pragma once

/// @file
/// A made-up survey whose truth is known: what tests, demonstrations and planning start from.

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <centricity/core/host.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/kano_answers.hpp>
#include <centricity/records/customer_base.hpp>

namespace centricity::inline v0::gap {

/// Circumstances in which people are served, e.g. a free clinic.
struct SimulatedContext {
  std::string name{};            ///< E.g. "free clinic".
  double share = 0.0;            ///< Of the customers; the shares add up to 1.
  double sampled = 0.0;          ///< Of the respondents; weights make up for the difference.
  std::vector<double> prices{};  ///< Paid there, equally often; at least one, >= 0.
};

/// People who expect more or less than others, whatever it is.
struct SimulatedSegment {
  std::string name{};    ///< E.g. "under 40".
  double share = 0.0;    ///< Of customers and respondents; the shares add up to 1.
  double expects = 0.0;  ///< Points added to all their expectations.
};

/// What an attribute is like in one context.
struct SimulatedService {
  double perceived = 0.0;  ///< Mean perception.
  /// Relative frequency of the Kano categories must-be, one-dimensional, attractive, indifferent.
  std::array<double, 4> kano{};
};

/// One attribute of the service; all answers but the Kano pair are given from 0 to 10.
struct SimulatedAttribute {
  std::string name{};                       ///< E.g. "call answered at once".
  std::string dimension{};                  ///< E.g. "responsiveness".
  double expected = 0.0;                    ///< Mean desired level where nothing is paid.
  double price_slope = 0.0;                 ///< Points for each unit of ln(1 + price / p0).
  double importance = 0.0;                  ///< Mean stated importance.
  double effect = 0.0;                      ///< Points of `recommend` for a point of perception.
  std::vector<SimulatedService> service{};  ///< One a context.
};

/// A survey to simulate.
struct SurveySimulationOptions {
  std::uint32_t respondents = 900;               ///< How many.
  std::vector<SimulatedContext> contexts{};      ///< At least one.
  std::vector<SimulatedSegment> segments{};      ///< At least one; attribute `segment_name`.
  std::string segment_name = "age";              ///< Name of the attribute.
  std::vector<SimulatedAttribute> attributes{};  ///< At least one.
  double reference_price = 20.0;                 ///< p0 > 0.
  double tolerance = 2.0;    ///< Mean distance of the adequate level below the desired one.
  double gain_effect = 0.4;  ///< Points of `satisfied` for a point of mean gain.
  double loss_effect = 0.9;  ///< Points of `satisfied` lost for a point of mean loss.
  double missing = 0.01;     ///< Probability that an answer is left out, in [0, 1).
  Day first_day{std::chrono::year{2025} / 1 / 1};  ///< Of the field work, ...
  int days = 181;                                  ///< ... spread evenly over so many days; >= 1.
  std::string currency = "EUR";                    ///< Of the prices.
  std::uint64_t seed = 1;                          ///< The same seed gives the same survey.
};

/// The clinics of the mission's example: at the free one an unanswered call is taken as given, at
/// the paid one it is a failure.
///
/// Published: the effects on `recommend` are the points customers gave to the dimensions of service
/// quality, as usually cited after Zeithaml, Parasuraman & Berry (1990), Delivering Quality Service
/// (reliability 32, responsiveness 22, assurance 19, empathy 16, tangibles 11); loss_effect /
/// gain_effect is the 2.25 of Tversky & Kahneman (1992); the Kano frequencies, but those of the
/// call, are a published table (stp25kano).  All else is made up.
[[nodiscard]] CENTRICITY_EXPORT SurveySimulationOptions clinic_survey();

/// Simulates answers: a desired and an adequate level, a perception, an importance and a Kano pair
/// for each attribute; then `satisfied`, which follows from mean gain and loss over the attributes,
/// and `recommend`, which follows from the perceptions.  Answers are rounded and kept on the scale.
/// Respondent k draws from stream k of the seed.
/// @throws Error `invalid_argument` for bad options, `cancelled`.
/// @par Complexity O(respondents x attributes).
[[nodiscard]] CENTRICITY_EXPORT CustomerBase
simulate_survey(const SurveySimulationOptions& options = clinic_survey(), const Host& host = {});

/// What is true of an attribute in one context: means of the answers as rounded.
struct ServiceTruth {
  double desired = 0.0;    ///< Mean desired level.
  double perceived = 0.0;  ///< Mean perception.
  double better = 0.0;     ///< Kano: (A + O) / (A + O + M + I).
  double worse = 0.0;      ///< Kano: -(O + M) / (A + O + M + I).
};

/// What is true of an attribute.
struct AttributeTruth {
  ServiceTruth all{};                    ///< Of all customers.
  std::vector<ServiceTruth> contexts{};  ///< By context.
  double importance = 0.0;               ///< Mean stated importance.
};

/// The truth behind a survey, in closed form; one entry an attribute.  Errors as `simulate_survey`.
[[nodiscard]] CENTRICITY_EXPORT std::vector<AttributeTruth> truth_of(
    const SurveySimulationOptions& options);

}  // namespace centricity::inline v0::gap
