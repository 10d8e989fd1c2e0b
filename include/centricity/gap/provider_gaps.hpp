#pragma once

/// @file
/// What management believes, specifies, delivers and promises, against what customers expect and
/// perceive: the gaps inside the firm that make the customer's gap.
/// Model page: docs/models/provider_gaps.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/export.hpp>
#include <centricity/statistics/comparison.hpp>
#include <centricity/statistics/survey_design.hpp>

namespace centricity::inline v0::gap {

/// One item as six sources see it, all on one scale; NaN is an answer not given, an empty column a
/// source that was not asked.  Each source has rows of its own (customers, managers, ...), the same
/// rows in every item.  A column of one row is a fact, e.g. a specification: known exactly.
struct ProviderItem {
  std::string name{};                   ///< For tables and charts.
  Scale scale{};                        ///< Of all six.
  std::span<const double> expected{};   ///< By customers; shape [customers].
  std::span<const double> perceived{};  ///< By the same customers, row by row.
  std::span<const double> believed{};   ///< What managers think customers expect; [managers].
  std::span<const double> specified{};  ///< What the standards ask for; [standards].
  std::span<const double> delivered{};  ///< What audits or mystery visits found; [visits].
  std::span<const double> promised{};   ///< What was communicated; [promises].
};

/// The gaps.  All are "what came of it minus what it should have been": below 0 something is lost.
enum class ProviderGap : std::uint8_t {
  knowledge,      ///< Gap 1: believed − expected.
  standards,      ///< Gap 2: specified − believed.
  delivery,       ///< Gap 3: delivered − specified.
  communication,  ///< Gap 4: delivered − promised.
  service,        ///< Gap 5: perceived − expected, paired by customer.
  notice          ///< Perceived − delivered, so that gap 5 = 1 + 2 + 3 + this.
};
inline constexpr std::size_t provider_gaps = 6;  ///< How many there are.

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(ProviderGap gap) noexcept;

/// Whether management knows what customers expect of an item.
enum class Imagined : std::uint8_t {
  unknown,        ///< The data do not say, or one side was not asked.
  overestimated,  ///< Customers expect less: management imagines an expectation.
  underestimated  ///< Customers expect more: management does not see an expectation.
};

/// One gap of one item.
struct ProviderItemGap {
  statistics::Comparison error{};      ///< Signed: below 0, too little.
  std::optional<double> p_adjusted{};  ///< Holm, over the items.
};

/// One item.
struct ProviderItemGaps {
  std::string name{};                                 ///< As given.
  Estimate expected{};                                ///< Mean.
  Estimate believed{};                                ///< Mean.
  std::array<ProviderItemGap, provider_gaps> gaps{};  ///< By ProviderGap.
  Imagined imagined = Imagined::unknown;              ///< From the adjusted test of gap 1.
};

/// One gap over all items that have it.
struct ProviderGapSummary {
  std::size_t items = 0;        ///< Items that have it.
  Estimate bias{};              ///< Mean signed error.
  Estimate rmse{};              ///< Root of the mean squared error, sampling error taken off.
  Estimate rmse_observed{};     ///< The same with it, as the means are; without an interval.
  Estimate rank_correlation{};  ///< Spearman's, of the two sides over the items.
  Estimate rank_concordance{};  ///< Kendall's tau-b.
};

/// All items and gaps.
struct ProviderGaps {
  std::vector<ProviderItemGaps> items{};                    ///< In the order given.
  std::array<ProviderGapSummary, provider_gaps> summary{};  ///< By ProviderGap.
  double level = 0.95;                                      ///< As used.
};

/// Bias and squared error take account of what the items of one source share, as the same people
/// answer them; the rank agreements take the items for a sample of items.
/// @param customers design of the customers' rows
/// @return gaps undefined `missing_input` where a source was not asked.
/// @throws Error `invalid_argument` without items; `incompatible` if scales or the rows of a source
///         differ between items (orientation may); `invalid_data` naming row and column of an
///         answer off its scale; design errors as in `mean`.
/// @par Complexity O(n k^2) for k items.
/// @see Parasuraman, Zeithaml & Berry (1985), Journal of Marketing 49(4), 41-50; (1988), Journal of
///      Retailing 64, 12-40.
[[nodiscard]] CENTRICITY_EXPORT ProviderGaps
measure_provider_gaps(std::span<const ProviderItem> items,
                      const statistics::SurveyDesign& customers = {},
                      double level = 0.95);

/// Where the customer's gap arises, what management believes beside what customers expect, and
/// which expectations are imagined.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const ProviderGaps& result);

}  // namespace centricity::inline v0::gap
