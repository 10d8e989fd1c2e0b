#pragma once

/// @file
/// Key dissatisfiers and enhancers: which attributes fail those who are dissatisfied, and not
/// those who are content.  Model page: docs/models/reach_noise.md.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/drivers.hpp>

namespace centricity::inline v0::gap {

/// Which side of satisfaction is explained.
enum class ReachSide : std::uint8_t {
  dissatisfaction,  ///< Answers <= threshold, overall and on attributes.
  satisfaction      ///< Answers >= threshold.
};

/// What becomes of a missing answer to an attribute.
enum class MissingAnswers : std::uint8_t {
  left_out,  ///< Only respondents who answered everything take part: missing is not zero.
  shapka     ///< As in the program ShapKa: a missing answer is not a failure but stays in the base,
             ///< and negative Shapley values become 0.  For comparison with it only.
};

/// How to explain.
struct ReachNoiseOptions {
  ReachSide side = ReachSide::dissatisfaction;        ///< Which side.
  double overall_threshold = 0.0;                     ///< On the outcome.
  double attribute_threshold = 0.0;                   ///< On every attribute.
  MissingAnswers missing = MissingAnswers::left_out;  ///< Policy.
  double level = 0.95;                                ///< Coverage, in (0, 1).
};

/// A set of attributes: how many of the (dis)satisfied it reaches, and how many others.
struct ReachNoise {
  Estimate reach{};      ///< Share of the (dis)satisfied with at least one attribute of the set.
  Estimate noise{};      ///< The same share among the others.
  Estimate objective{};  ///< Reach − noise.
};

/// One attribute.
struct KeyAttribute {
  std::string name{};      ///< As given.
  std::size_t column = 0;  ///< Position as given.
  Estimate shapley{};      ///< Its fair part of reach − noise of all attributes.
  Estimate prevalence{};   ///< Share of all respondents with a (dis)satisfying answer to it.
  ReachNoise alone{};      ///< Of this attribute only.
  ReachNoise together{};   ///< Of this attribute and all before it in the list.
};

/// Attributes by falling Shapley value.
struct KeyAttributes {
  std::vector<KeyAttribute> attributes{};  ///< The list.
  std::size_t best_count = 0;              ///< How many of the list have the largest objective.
  std::uint64_t n = 0;                     ///< Respondents in the base.
  std::uint64_t left_out = 0;              ///< Respondents with a missing answer.
  ReachNoiseOptions options{};             ///< As used.
};

/// Shapley values of the game v(S) = reach(S) − noise(S), exactly and for any number of attributes:
/// each respondent's weight is shared equally among the attributes that fail him or her.
/// @param outcome shape [n]; NaN: not given, always left out of reach and noise
/// @return estimates undefined `too_few` where nobody is (dis)satisfied, or everybody is.
/// @throws Error `incompatible` if lengths differ; `invalid_data` for infinite answers and weights.
/// @par Complexity O(n a^2).
/// @see Conklin, Powaga & Lipovetsky (2004), European Journal of Operational Research 154, 819-827.
[[nodiscard]] CENTRICITY_EXPORT KeyAttributes
find_key_attributes(std::span<const DriverColumn> attributes,
                    std::span<const double> outcome,
                    std::span<const double> weights = {},
                    const ReachNoiseOptions& options = {});

/// Reach and noise of any set of attributes, by position.
/// @throws Error also `invalid_argument` for a position out of range.
[[nodiscard]] CENTRICITY_EXPORT ReachNoise reach_and_noise(std::span<const DriverColumn> attributes,
                                                           std::span<const std::size_t> set,
                                                           std::span<const double> outcome,
                                                           std::span<const double> weights = {},
                                                           const ReachNoiseOptions& options = {});

/// Bars of Shapley values, and the set to begin with.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const KeyAttributes& result);

}  // namespace centricity::inline v0::gap
