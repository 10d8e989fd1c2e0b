#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/purchase_timeline.hpp>

#include "summary/observed_window.hpp"
#include "summary/occasions.hpp"

namespace centricity::inline v0 {
namespace {

/// First day of the period that holds a day: the day, the Monday or the first of the month.
Day start_of_period(Day day, TimeUnit unit) noexcept {
  if (unit == TimeUnit::week) {
    return day - (std::chrono::weekday{day} - std::chrono::Monday);
  }
  if (unit == TimeUnit::month) {
    const std::chrono::year_month_day date{day};
    return Day{date.year() / date.month() / 1};
  }
  return day;
}

/// First day of the next period.
Day next_period(Day start, TimeUnit unit) noexcept {
  constexpr std::chrono::days at_most_a_month{31};
  if (unit == TimeUnit::month) {
    return start_of_period(start + at_most_a_month, unit);
  }
  return start + std::chrono::days{unit == TimeUnit::week ? 7 : 1};
}

/// The empty periods that hold these days.
std::vector<PurchasePeriod> periods_between(Day from, Day until, TimeUnit unit) {
  std::vector<PurchasePeriod> periods;
  for (Day start = start_of_period(from, unit); start <= until; start = next_period(start, unit)) {
    periods.push_back(
        {.start = start,
         .complete = start >= from && next_period(start, unit) <= until + std::chrono::days{1}});
  }
  return periods;
}

void add(PurchasePeriod& to, const PurchasePeriod& period) {
  to.buyers += period.buyers;
  to.new_customers += period.new_customers;
  to.purchases += period.purchases;
  to.revenue += period.revenue;
  to.anonymous_revenue += period.anonymous_revenue;
}

/// Days since 1970-01-01, as charts have them.
double position(const PurchasePeriod& period) noexcept {
  return static_cast<double>(period.start.time_since_epoch().count());
}

/// A series over the periods.
template <class Value>
Series series_of(const PurchaseTimeline& timeline, std::string name, Mark mark, Value value) {
  Series series{.name = std::move(name), .mark = mark};
  for (const PurchasePeriod& period : timeline.periods) {
    series.x.push_back(position(period));
    series.y.emplace_back(static_cast<double>(value(period)));
  }
  return series;
}

/// Says how many people stand behind each point.
Series with_people(Series series,
                   const PurchaseTimeline& timeline,
                   std::uint64_t PurchasePeriod::*people) {
  for (const PurchasePeriod& period : timeline.periods) {
    series.cell_sizes.push_back(static_cast<std::int64_t>(period.*people));
  }
  return series;
}

}  // namespace

PurchaseTimeline purchase_timeline(const PurchaseLedger& ledger,
                                   TimeUnit unit,
                                   const ObservationWindow& window,
                                   const Host& host) {
  if (unit != TimeUnit::day && unit != TimeUnit::week && unit != TimeUnit::month) {
    throw Error{ErrorCode::invalid_argument,
                "a timeline cannot be made by " + std::string{to_string(unit)},
                "Use day, week or month."};
  }
  const auto first_day = ledger.first_day();
  PurchaseTimeline result{.definition = ledger.definition(), .unit = unit};
  result.window = observed_window(result.definition, window, first_day, ledger.last_day());
  if (!result.window.until || !first_day) {
    return result;
  }
  result.window.from = result.window.from.value_or(*first_day);
  const Day from = *result.window.from;
  const Day until = *result.window.until;
  result.periods = periods_between(from, until, unit);
  const auto period_of = [&result, unit](Day day) -> PurchasePeriod& {
    const Day start = start_of_period(day, unit);
    return *std::lower_bound(
        result.periods.begin(),
        result.periods.end(),
        start,
        [](const PurchasePeriod& period, Day other) { return period.start < other; });
  };

  const DayOffset offset = result.definition.day_offset;
  OccasionMaker maker{result.definition.rules.refunds,
                      periods_of(result.definition, result.window)};
  RevenueAccount account;
  for (std::size_t party = 0; party < ledger.labels().size(); ++party) {
    if (party % 4'096 == 0) {
      stop_if_cancelled(host);
      report_progress(host,
                      "counting purchases by period",
                      static_cast<double>(party) / static_cast<double>(ledger.labels().size()));
    }
    const bool anonymous = ledger.labels()[party].empty();
    const std::span<const PurchaseEntry> inside = entries_within(ledger, party, from, until);
    for (const PurchaseEntry& entry : inside) {
      PurchasePeriod& period = period_of(day_of(entry.time, offset));
      (anonymous ? period.anonymous_revenue : period.revenue) += entry.spent + entry.refunded;
    }
    if (anonymous) {
      continue;
    }
    const PurchasePeriod* last = nullptr;
    for (const Occasion& purchase : maker.make(inside, account).purchases) {
      PurchasePeriod& period = period_of(purchase.day);
      ++period.purchases;
      period.buyers += &period != last ? 1U : 0U;
      period.new_customers += last == nullptr ? 1U : 0U;
      last = &period;
    }
  }
  report_progress(host, "counting purchases by period", 1.0);
  return result;
}

PurchaseTimeline merge(const PurchaseTimeline& left, const PurchaseTimeline& right) {
  if (left.periods.empty()) {
    return right;
  }
  if (right.periods.empty()) {
    return left;
  }
  require_same(left.definition, right.definition);
  require_same(left.window, right.window);
  if (left.unit != right.unit) {
    throw Error{ErrorCode::incompatible,
                "the timelines have periods of different length",
                "Make all parts by the same unit."};
  }
  PurchaseTimeline result = left;
  for (std::size_t i = 0; i < result.periods.size(); ++i) {
    add(result.periods[i], right.periods[i]);
  }
  return result;
}

Document describe(const PurchaseTimeline& timeline) {
  Document document{.id = "purchase_timeline", .title = "Purchases and revenue over time"};
  if (timeline.periods.empty()) {
    document.blocks.push_back(Paragraph{"There are no purchases."});
    return document;
  }
  const std::string unit{to_string(timeline.unit)};
  const Axis time{.label = "First day of the " + unit, .format = {.quantity = Quantity::day}};

  Chart revenue{.title = "Revenue by " + unit,
                .caption = "Purchases and refunds, each at its own time.",
                .x = time};
  revenue.y.label = "Revenue";
  revenue.y.format = {.quantity = Quantity::money, .decimals = 0};
  revenue.y.format.unit = timeline.definition.currency;
  revenue.series.push_back(
      with_people(series_of(timeline,
                            "Known customers",
                            Mark::line,
                            [](const PurchasePeriod& period) { return to_double(period.revenue); }),
                  timeline,
                  &PurchasePeriod::buyers));
  const auto has_anonymous = [](const PurchasePeriod& period) {
    return period.anonymous_revenue != Money{};
  };
  if (std::any_of(timeline.periods.begin(), timeline.periods.end(), has_anonymous)) {
    revenue.series.push_back(
        series_of(timeline, "Anonymous", Mark::dashed_line, [](const PurchasePeriod& period) {
          return to_double(period.anonymous_revenue);
        }));
  }
  document.blocks.emplace_back(std::move(revenue));

  Chart customers{.title = "Customers and purchases by " + unit,
                  .caption = "New customers buy for the first time within the data.",
                  .x = time};
  customers.y.label = "Number";
  customers.y.format.decimals = 0;
  const auto add_line = [&](const char* name,
                            Mark mark,
                            std::uint64_t PurchasePeriod::*count,
                            std::uint64_t PurchasePeriod::*people) {
    customers.series.push_back(with_people(
        series_of(timeline, name, mark, [count](const PurchasePeriod& p) { return p.*count; }),
        timeline,
        people));
  };
  add_line("Purchases", Mark::line, &PurchasePeriod::purchases, &PurchasePeriod::buyers);
  add_line("Buyers", Mark::line, &PurchasePeriod::buyers, &PurchasePeriod::buyers);
  add_line("New customers",
           Mark::dashed_line,
           &PurchasePeriod::new_customers,
           &PurchasePeriod::new_customers);
  document.blocks.emplace_back(std::move(customers));

  const auto incomplete = std::count_if(
      timeline.periods.begin(), timeline.periods.end(), [](const PurchasePeriod& period) {
        return !period.complete;
      });
  if (incomplete > 0) {
    document.blocks.push_back(Notice{.text = "The first or last " + unit +
                                             " is not complete: the data begin or end within it."});
  }
  return document;
}

}  // namespace centricity::inline v0
