#pragma once

/// @file
/// Kano analysis of a feature: what it is, how much better its presence and how much worse its
/// absence makes satisfaction, and how sure that is.  Model page: docs/models/kano.md.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/export.hpp>
#include <centricity/gap/kano_answers.hpp>

namespace centricity::inline v0::gap {

/// What becomes of contradictory (questionable) answers.
enum class Questionable : std::uint8_t {
  in_base,  ///< They count in the base of category shares and strengths (usual).
  dropped   ///< They are left out as if not given.
};

/// What becomes of reverse answers.
enum class Reverse : std::uint8_t {
  kept,   ///< They are category R and, with Q, outside of better and worse (usual).
  turned  ///< The two answers are exchanged first: the feature is taken as its opposite.
};

/// How to analyse.
struct KanoOptions {
  KanoTable table = KanoTable::berger;                ///< Evaluation table.
  Questionable questionable = Questionable::in_base;  ///< Policy for Q.
  Reverse reverse = Reverse::kept;                    ///< Policy for R.
  double fong_z = 1.65;                               ///< Of Fong's test; 1.65 as published.
  double level = 0.95;                                ///< Coverage, in (0, 1).
};

/// What a feature is to its customers.
struct KanoAnalysis {
  std::array<double, kano_categories> weight{};   ///< By category, after the policies.
  std::array<Estimate, kano_categories> share{};  ///< They add up to 1; Wilson's intervals.
  std::optional<KanoCategory> category{};         ///< Absent: "no class", Fong's test says so.
  std::optional<KanoCategory> most_frequent{};    ///< The mode; absent without answers or in a tie.
  std::optional<KanoCategory> two_step{};         ///< Mode of the larger of (O,A,M) and (I,R,Q).
  Estimate better{};             ///< (A+O)/(A+O+M+I), in [0, 1]: what presence gains.
  Estimate worse{};              ///< -(O+M)/(A+O+M+I), in [-1, 0]: what absence costs.
  double covariance = 0.0;       ///< Of better and worse.
  Estimate total_strength{};     ///< (A+O+M)/base.
  Estimate category_strength{};  ///< (largest − second)/base.
  double fong_difference = 0.0;  ///< Largest − second, in respondents.
  double fong_critical = 0.0;    ///< The class is significant if the difference is at least this.
  double chi_square = 0.0;       ///< Of M, O, A, I against equal shares, 3 degrees of freedom.
  Estimate functional{};         ///< Mean score of presence, -2 to 4 (DuMouchel 1993).
  Estimate dysfunctional{};      ///< Mean score of absence, -2 to 4.
  std::uint64_t n = 0;           ///< Respondents in the base.
  std::uint64_t missing = 0;     ///< Respondents without both answers.
  KanoOptions options{};         ///< As used.
};

/// @return estimates undefined `too_few` without answers; better and worse undefined
///         `division_by_zero` if all answers are R or Q.
/// @throws Error `invalid_argument` for a bad level or fong_z <= 0.
/// @see Berger et al. (1993), Center for Quality of Management Journal 2(4); Fong (1996), the same
///      5(3); Lee & Newcomb (1997), Quality Management Journal 4(3) (strengths); DuMouchel (1993).
[[nodiscard]] CENTRICITY_EXPORT KanoAnalysis analyze_kano(const KanoAnswers& answers,
                                                          const KanoOptions& options = {});

/// Is the feature the same thing to all groups (contexts, prices, segments)?
struct KanoContexts {
  std::vector<KanoAnalysis> groups{};  ///< One a group.
  double chi_square = 0.0;             ///< Homogeneity of M, O, A, I over groups, Kish-corrected.
  double degrees_of_freedom = 0.0;     ///< (non-empty rows − 1)(non-empty columns − 1).
  std::optional<double> p_value{};     ///< Absent with fewer than two groups or categories.
  bool switches = false;               ///< True if two groups have different significant classes.
};

/// Pearson's chi-square over effective counts; errors as above.
[[nodiscard]] CENTRICITY_EXPORT KanoContexts
analyze_kano_contexts(std::span<const KanoAnswers> groups, const KanoOptions& options = {});

/// A feature and what it is.
struct KanoFeature {
  std::string name{};                 ///< For tables and charts.
  KanoAnalysis analysis{};            ///< What it is.
  std::optional<double> stability{};  ///< Share of resamples with the same class; absent: unknown.
};

/// The table of features and the plane of better against worse.
[[nodiscard]] CENTRICITY_EXPORT Document describe(std::span<const KanoFeature> features);

/// One feature in several contexts: its class in each, and whether one rule can serve them all.
/// @param names one a group
/// @throws Error `incompatible` if names and groups differ in number.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const KanoContexts& contexts,
                                                  std::span<const std::string> names);

}  // namespace centricity::inline v0::gap
