#pragma once

/// @file
/// Who the customers are, and how much attention each group should get: segments by recency,
/// frequency and monetary value (RFM).

#include <cstdint>
#include <string>
#include <vector>

#include <centricity/core/document.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/validation_report.hpp>
#include <centricity/export.hpp>
#include <centricity/segment/rfm_cuts.hpp>
#include <centricity/segment/rfm_scores.hpp>
#include <centricity/segment/rfm_segments.hpp>
#include <centricity/summary/purchase_histories.hpp>
#include <centricity/summary/segmentation.hpp>

namespace centricity::inline v0::segment {

/// One group in numbers.  Counts and shares are exact for the customers given; means have t
/// intervals, which take the customers as a sample and the cuts as given.
struct RfmProfile {
  RfmSegment segment = RfmSegment::champions;  ///< Which group.
  std::uint64_t customers = 0;                 ///< How many.
  Estimate share_of_customers{};               ///< Of all customers, in [0, 1].
  Estimate spend{};           ///< Sum of the spend that is known, currency units; n: how many know.
  Estimate share_of_spend{};  ///< Of all spend that is known.
  Estimate mean_recency{};    ///< Days from the last purchase to the end of observation.
  Estimate mean_frequency{};  ///< Purchases.
  Estimate mean_spend{};      ///< Of those whose spend is known, currency units.

  friend bool operator==(const RfmProfile&, const RfmProfile&) = default;
};

/// Customers in named groups.
struct RfmSegmentation {
  RfmCuts cuts{};                      ///< For `score_rfm(cuts, customer)`.
  std::vector<RfmScore> scores{};      ///< By customer, in the order of the histories.
  Segmentation segmentation{};         ///< The group of every customer, under their label.
  std::vector<RfmProfile> profiles{};  ///< One a group, in the order of `RfmSegment`.
  Estimate gini{};       ///< Of spend: 0 all spend alike ... 1 one spends all; undefined `infinite`
                         ///< where refunds leave a customer below zero.
  Estimate top_share{};  ///< Share of spend of the top fifth of customers; likewise.
  std::string currency{};     ///< Of spend; empty: not declared.
  ValidationReport report{};  ///< What is unusual about the scores and the spend.

  friend bool operator==(const RfmSegmentation&, const RfmSegmentation&) = default;
};

/// What is scored: days since the last purchase, purchases, and total spend, which is unknown where
/// that of any purchase is.  Shape [histories.size()].  O(n).
[[nodiscard]] CENTRICITY_EXPORT std::vector<RfmValues> rfm_values(
    const PurchaseHistories& histories);

/// Groups customers by the quantiles of their own population.  O(n log n).
/// @throws Error as `score_rfm`
[[nodiscard]] CENTRICITY_EXPORT RfmSegmentation segment_by_rfm(const PurchaseHistories& histories,
                                                               const RfmOptions& options = {});

/// Groups customers by given cuts, e.g. those of last year or of the whole firm.  O(n log n).
/// @throws Error as `score_rfm`; `invalid_data` if there is no customer
[[nodiscard]] CENTRICITY_EXPORT RfmSegmentation segment_by_rfm(const PurchaseHistories& histories,
                                                               const RfmCuts& cuts);

/// Notices, key figures, a map of recency by value, customers beside spend, and a table of groups.
///
/// The table has the exact sizes of groups that are sums of cells of the map, so shares in the map
/// are rounded to steps of 1% or 22 customers, whichever is more: together they give no small cell
/// away.  Fewer than 220 customers get no map.
[[nodiscard]] CENTRICITY_EXPORT Document describe(const RfmSegmentation& segmentation);

}  // namespace centricity::inline v0::segment
