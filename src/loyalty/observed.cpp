#include "loyalty/observed.hpp"

#include <cmath>
#include <string>
#include <string_view>

#include <centricity/core/error.hpp>

namespace centricity::inline v0::loyalty {
namespace {

/// The first of the numbers of a history that cannot be; empty if all can.
std::string_view impossible_column(double repeats, double recency, double age) {
  if (!(repeats >= 0.0 && std::isfinite(repeats) && std::floor(repeats) == repeats)) {
    return "repeats";
  }
  if (!(age >= 0.0 && std::isfinite(age))) return "age";
  if (!(recency >= 0.0 && recency <= age) || (repeats == 0.0 && recency > 0.0)) return "recency";
  return {};
}

}  // namespace

Observed observed(const PurchaseHistory& history, TimeUnit unit) {
  Observed seen{history.repeats, history.recency.in(unit), history.age.in(unit)};
  if (seen.recency > seen.age && seen.recency <= seen.age * (1.0 + 1e-12)) {
    seen.recency = seen.age;  // Equal but for the rounding of two units.
  }
  if (!impossible_column(seen.repeats, seen.recency, seen.age).empty()) {
    throw Error(ErrorCode::invalid_argument,
                "the purchase history is impossible",
                "repeats are whole; recency lies between 0 and the age, and is 0 without repeats.");
  }
  return seen;
}

std::vector<Tuple> tuples_of(const PurchaseCounts& counts, TimeUnit unit) {
  const double factor = Duration{1.0, counts.unit}.in(unit);
  const bool exact = !counts.resolution;  // A wait of some days may be rounded to none.
  std::vector<Tuple> tuples;
  tuples.reserve(counts.counts.size());
  for (const PurchaseCount& count : counts.counts) {
    std::string_view column = impossible_column(count.repeats, count.recency, count.age);
    if (column.empty() && exact && count.repeats > 0.0 && count.recency == 0.0) column = "recency";
    if (column.empty() && !(count.customers > 0.0 && std::isfinite(count.customers))) {
      column = "customers";
    }
    if (!column.empty()) {
      throw Error(ErrorCode::invalid_data,
                  "the purchase history is impossible",
                  "repeats are whole, recency lies between 0 and the age, is 0 without repeats and "
                  "more with them, and customers are more than 0.",
                  {.row = tuples.size(), .column = std::string{column}});
    }
    tuples.push_back(
        {{count.repeats, count.recency * factor, count.age * factor}, count.customers});
  }
  return tuples;
}

void require_whole(const PurchaseCounts& counts) {
  for (std::size_t row = 0; row < counts.counts.size(); ++row) {
    const double customers = counts.counts[row].customers;
    if (customers != std::floor(customers)) {
      throw Error(ErrorCode::invalid_data,
                  "there is a part of a customer, whom no chance can draw",
                  "give whole numbers of customers.",
                  {.row = row});
    }
  }
}

double time_in(Duration horizon, TimeUnit unit) {
  const double time = horizon.in(unit);
  if (!(time >= 0.0) || !std::isfinite(time)) {
    throw Error(ErrorCode::invalid_argument,
                "the horizon is not a length of time",
                "it must be a number that is not negative.");
  }
  return time;
}

void require_positive(std::span<const double> parameters,
                      std::string_view model,
                      std::string_view names) {
  for (const double value : parameters) {
    if (!(value > 0.0) || !std::isfinite(value)) {
      throw Error(ErrorCode::invalid_argument,
                  "a parameter of the " + std::string{model} + " model is not a positive number",
                  std::string{names} + " must all be greater than 0.");
    }
  }
}

}  // namespace centricity::inline v0::loyalty
