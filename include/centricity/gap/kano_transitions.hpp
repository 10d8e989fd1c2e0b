#pragma once

/// @file
/// How features age: attractive becomes one-dimensional becomes must-be.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/kano_answers.hpp>

namespace centricity::inline v0::gap {

/// Stages of a feature's life, in the order in which delight wears off.
enum class KanoStage : std::uint8_t {
  indifferent,      ///< Nobody expects it yet.
  attractive,       ///< It surprises.
  one_dimensional,  ///< It is compared.
  must_be           ///< It is taken for granted.
};
inline constexpr std::size_t kano_stages = 4;  ///< How many there are.

/// Chance of each stage in the next wave; rows are the stage now and add up to 1.
using KanoMatrix = std::array<std::array<double, kano_stages>, kano_stages>;

/// Share of features (or respondents) in each stage; they add up to 1.
using KanoShares = std::array<double, kano_stages>;

/// What two waves show.
struct KanoTransitions {
  std::array<std::array<Estimate, kano_stages>, kano_stages> chance{};  ///< Wilson; rows as above.
  std::array<std::array<std::uint64_t, kano_stages>, kano_stages> count{};  ///< Behind them.
  std::uint64_t n = 0;         ///< Pairs with a stage in both waves.
  std::uint64_t left_out = 0;  ///< Pairs with R, Q or no answer in a wave.
};

/// Maximum likelihood of a Markov chain from pairs (a feature, or a respondent's answer to one, in
/// two waves); absent is "no class" or no answer.
/// @return rows nobody was in are undefined `too_few`.
/// @throws Error `incompatible` if lengths differ.
/// @see Löfgren, Witell & Gustafsson (2011), TQM Journal 23, 235-252 (life cycle).
[[nodiscard]] CENTRICITY_EXPORT KanoTransitions
estimate_kano_transitions(std::span<const std::optional<KanoCategory>> before,
                          std::span<const std::optional<KanoCategory>> after,
                          double level = 0.95);

/// The matrix of the estimates; absent if a row is undefined.
[[nodiscard]] CENTRICITY_EXPORT std::optional<KanoMatrix> transition_matrix(
    const KanoTransitions& transitions) noexcept;

/// Shares after `waves` >= 0 more waves.
/// @throws Error `invalid_argument` unless rows and shares are chances that add up to 1 (1e-9).
[[nodiscard]] CENTRICITY_EXPORT KanoShares forecast_kano_shares(const KanoMatrix& matrix,
                                                                const KanoShares& now,
                                                                int waves);

/// Expected waves until must-be is first reached, by stage now (0 for must-be itself); undefined
/// `infinite` where it may never be reached.
[[nodiscard]] CENTRICITY_EXPORT std::array<Estimate, kano_stages> expected_waves_to_must_be(
    const KanoMatrix& matrix);

/// The matrix of chances, and how long until features are taken for granted.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const KanoTransitions& transitions);

}  // namespace centricity::inline v0::gap
