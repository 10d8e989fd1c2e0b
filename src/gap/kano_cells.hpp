#pragma once

/// @file
/// The 25 cells of a Kano pair, sorted into categories by the policies of an analysis.

#include <array>
#include <cstddef>
#include <optional>

#include <centricity/gap/kano.hpp>

namespace centricity::inline v0::gap {

/// Position of a category in an array.
[[nodiscard]] constexpr std::size_t at(KanoCategory category) noexcept {
  return static_cast<std::size_t>(category);
}

/// Weights by category.
struct KanoWeights {
  std::array<double, kano_categories> weight{};
  std::array<double, kano_categories> squared{};  ///< Sums of squared weights.

  [[nodiscard]] double total() const noexcept;
  [[nodiscard]] double total_squared() const noexcept;

  /// Kish's effective number of respondents; 0 without answers.
  [[nodiscard]] double effective_n() const noexcept;
};

/// The category of a cell under the policies; absent if its answers are dropped.
[[nodiscard]] std::optional<KanoCategory> category_of_cell(std::size_t functional,
                                                           std::size_t dysfunctional,
                                                           const KanoOptions& options);

/// The same with the other sign.
[[nodiscard]] Estimate negated(Estimate e);

[[nodiscard]] KanoWeights weights_by_category(const KanoAnswers& answers,
                                              const KanoOptions& options);

/// Fong's test: is the most frequent category really more frequent than the second?
struct FongTest {
  std::size_t first = 0;   ///< Most frequent category.
  std::size_t second = 0;  ///< Second.
  double difference = 0.0;
  double critical = 0.0;

  [[nodiscard]] bool significant() const noexcept {
    return difference > 0.0 && difference >= critical;
  }
};

[[nodiscard]] FongTest fong_test(const KanoWeights& weights, double z) noexcept;

}  // namespace centricity::inline v0::gap
