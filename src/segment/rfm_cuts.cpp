#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include <centricity/core/error.hpp>
#include <centricity/segment/rfm_cuts.hpp>

#include "core/text.hpp"
#include "segment/classes.hpp"
#include "segment/score.hpp"

namespace centricity::inline v0::segment {
namespace {

void check_cuts(const std::vector<double>& cuts, std::size_t count, const char* column) {
  const auto finite = [](double cut) { return std::isfinite(cut); };
  if (cuts.size() == count && count >= 1 && count <= 9 &&
      std::all_of(cuts.begin(), cuts.end(), finite) && std::is_sorted(cuts.begin(), cuts.end())) {
    return;
  }
  throw Error{ErrorCode::invalid_argument,
              std::string{"the cuts of "} + column + " do not divide it into classes",
              "Give 1 to 9 finite cuts in ascending order, as many for every column.",
              {.column = column}};
}

}  // namespace

int score_count(const RfmCuts& cuts) {
  const std::size_t count = cuts.recency.size();
  check_cuts(cuts.recency, count, "recency");
  check_cuts(cuts.frequency, count, "frequency");
  if (!cuts.monetary.empty()) {
    check_cuts(cuts.monetary, count, "monetary");
  }
  return static_cast<int>(count) + 1;
}

RfmScore score_rfm(const RfmCuts& cuts, const RfmValues& customer) {
  check(customer);
  return score(cuts, customer);
}

void check(const RfmValues& customer, std::optional<std::uint64_t> row) {
  const auto refuse = [&](const char* column, double value, const char* hint) {
    throw Error{ErrorCode::invalid_data,
                std::string{column} + " is " + number_text(value, 6),
                hint,
                {.row = row, .column = column}};
  };
  if (!std::isfinite(customer.recency) || customer.recency < 0.0) {
    refuse("recency", customer.recency, "Give the days since the last purchase, 0 or more.");
  }
  if (!std::isfinite(customer.frequency) || customer.frequency < 1.0) {
    refuse("frequency", customer.frequency, "Give the number of purchases, 1 or more.");
  }
  if (customer.monetary && !std::isfinite(*customer.monetary)) {
    refuse("monetary", *customer.monetary, "Leave spend that is not known absent.");
  }
}

RfmScore score(const RfmCuts& cuts, const RfmValues& customer) noexcept {
  const int best = static_cast<int>(cuts.recency.size()) + 1;
  RfmScore result{
      .recency = static_cast<std::uint8_t>(best + 1 - class_of(cuts.recency, customer.recency)),
      .frequency = static_cast<std::uint8_t>(class_of(cuts.frequency, customer.frequency))};
  if (customer.monetary && !cuts.monetary.empty()) {
    result.monetary = static_cast<std::uint8_t>(class_of(cuts.monetary, *customer.monetary));
  }
  return result;
}

}  // namespace centricity::inline v0::segment
