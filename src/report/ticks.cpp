#include "report/ticks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <utility>

#include <centricity/core/time.hpp>

#include "report/words.hpp"

namespace centricity::inline v0::report {
namespace {

constexpr double tolerance = 1e-9;  // of a step

struct Step {
  double mantissa = 1.0;  // 1, 2 or 5
  int exponent = 0;

  // k steps; dividing by a power of ten is exact where multiplying by its inverse is not.
  [[nodiscard]] double times(double k) const {
    return exponent < 0 ? k * mantissa / std::pow(10.0, -exponent)
                        : k * mantissa * std::pow(10.0, exponent);
  }

  [[nodiscard]] Step next() const {
    if (mantissa == 1.0) return {2.0, exponent};
    if (mantissa == 2.0) return {5.0, exponent};
    return {1.0, exponent + 1};
  }
};

double first_multiple(const Range& range, const Step& step) {
  return std::ceil(range.lowest / step.times(1) - tolerance);
}

double last_multiple(const Range& range, const Step& step) {
  return std::floor(range.highest / step.times(1) + tolerance);
}

int finest_exponent(const Format& format) {
  const int decimals = std::clamp(format.decimals, 0, 12);
  return format.quantity == Quantity::percent ? -decimals - 2 : -decimals;
}

// The finest step that gives at most so many ticks, and at least two if the format allows it.
Step nice_step(const Range& range, const Format& format, int most) {
  const double rough = (range.highest - range.lowest) / most;
  Step step{1.0, static_cast<int>(std::floor(std::log10(rough)))};
  const Step finest{1.0, finest_exponent(format)};
  const bool allowed = last_multiple(range, finest) > first_multiple(range, finest);
  if (allowed && step.exponent < finest.exponent) step = finest;
  while (last_multiple(range, step) - first_multiple(range, step) + 1 > most) step = step.next();
  return step;
}

int decimals_of(double step) {
  return std::max(0, -static_cast<int>(std::floor(std::log10(step) + tolerance)));
}

struct Multiple {
  double factor = 1.0;
  const char* name = "";
};

// Thousands or more where that makes the labels shorter.
Multiple multiple_of(double largest, double step) {
  constexpr std::array multiples{
      Multiple{1e9, "billion"}, Multiple{1e6, "million"}, Multiple{1e3, "thousand"}};
  for (const Multiple& multiple : multiples) {
    if (largest >= 100 * std::min(multiple.factor, 1e4) &&
        decimals_of(step / multiple.factor) <= 2) {
      return multiple;
    }
  }
  return {};
}

std::vector<std::string> number_labels(const std::vector<double>& at,
                                       double largest,
                                       double step,
                                       Quantity quantity,
                                       std::string& name) {
  std::vector<std::string> labels;
  const bool percent = quantity == Quantity::percent;
  if (largest >= 1e15 || step < 1e-10) {
    const int significant = 2 + static_cast<int>(std::floor(std::log10(largest / step)));
    for (const double value : at) {
      labels.push_back(write_significant(percent ? 100 * value : value, significant));
      if (percent) labels.back() += '%';
    }
    return labels;
  }
  const Multiple multiple = percent ? Multiple{} : multiple_of(largest, step);
  name = multiple.name;
  const Format format{.quantity = quantity,
                      .decimals = decimals_of(percent ? 100 * step : step / multiple.factor)};
  for (const double value : at) labels.push_back(write(value / multiple.factor, format));
  return labels;
}

Ticks number_ticks(const Range& range, const Format& format, int most) {
  const Step step = nice_step(range, format, most);
  Ticks ticks;
  const double last = last_multiple(range, step);
  for (double k = first_multiple(range, step); k <= last; ++k) {
    ticks.at.push_back(k == 0.0 ? 0.0 : step.times(k));
  }
  const double largest = std::max(std::abs(range.lowest), std::abs(range.highest));
  ticks.labels = number_labels(ticks.at, largest, step.times(1), format.quantity, ticks.multiple);
  return ticks;
}

// Calendar steps; a month is counted from January of year 0, a week from a Monday.
enum class Calendar { day, week, month, year };

struct CalendarStep {
  Calendar unit = Calendar::day;
  int count = 1;
  double days = 1.0;  // about
};

constexpr std::array calendar_steps{CalendarStep{Calendar::day, 1, 1},
                                    CalendarStep{Calendar::day, 2, 2},
                                    CalendarStep{Calendar::week, 1, 7},
                                    CalendarStep{Calendar::week, 2, 14},
                                    CalendarStep{Calendar::month, 1, 30.4},
                                    CalendarStep{Calendar::month, 2, 60.8},
                                    CalendarStep{Calendar::month, 3, 91.2},
                                    CalendarStep{Calendar::month, 6, 182.5},
                                    CalendarStep{Calendar::year, 1, 365},
                                    CalendarStep{Calendar::year, 2, 730},
                                    CalendarStep{Calendar::year, 5, 1826},
                                    CalendarStep{Calendar::year, 10, 3652},
                                    CalendarStep{Calendar::year, 20, 7305},
                                    CalendarStep{Calendar::year, 50, 18262},
                                    CalendarStep{Calendar::year, 100, 36524},
                                    CalendarStep{Calendar::year, 500, 182621},
                                    CalendarStep{Calendar::year, 1000, 365243}};

std::chrono::year_month_day civil(double day) {
  return Day{std::chrono::days{static_cast<int>(std::floor(day))}};
}

double day_number(int year, unsigned month) {
  const Day day = std::chrono::year{year} / std::chrono::month{month} / 1;
  return static_cast<double>(day.time_since_epoch().count());
}

double first_at_or_after(double lowest, const CalendarStep& step) {
  switch (step.unit) {
    case Calendar::day:
      return std::ceil(lowest / step.count) * step.count;
    case Calendar::week: {
      constexpr double monday = 4;  // 1970-01-05
      const double length = 7.0 * step.count;
      return std::ceil((lowest - monday) / length) * length + monday;
    }
    case Calendar::month:
    case Calendar::year:
      break;
  }
  const auto date = civil(lowest);
  const int months = step.count * (step.unit == Calendar::year ? 12 : 1);
  int index = int{date.year()} * 12 + static_cast<int>(unsigned{date.month()}) - 1;
  index -= (index % months + months) % months;
  const auto start = [](int i) {
    return day_number((i - (i % 12 + 12) % 12) / 12, static_cast<unsigned>((i % 12 + 12) % 12) + 1);
  };
  while (start(index) < lowest) index += months;
  return start(index);
}

std::vector<double> positions(const Range& range, const CalendarStep& step) {
  std::vector<double> result;
  for (double at = first_at_or_after(range.lowest, step); at <= range.highest;
       at = first_at_or_after(at + 1, step)) {
    result.push_back(at);
  }
  return result;
}

std::string calendar_label(double at, const CalendarStep& step, bool with_year) {
  constexpr std::array<const char*, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto date = civil(at);
  const std::string year = std::to_string(int{date.year()});
  if (step.unit == Calendar::year) return year;
  std::string label = months.at(unsigned{date.month()} - 1);
  if (step.unit != Calendar::month) label = std::to_string(unsigned{date.day()}) + " " + label;
  return with_year ? label + " " + year : label;
}

Ticks day_ticks(const Range& range, int most) {
  const double length = range.highest - range.lowest;
  const CalendarStep* step = &calendar_steps.back();
  for (const CalendarStep& candidate : calendar_steps) {
    if (length / candidate.days <= most + 1 &&
        positions(range, candidate).size() <= static_cast<std::size_t>(most)) {
      step = &candidate;
      break;
    }
  }
  Ticks ticks;
  int year = 0;
  for (const double at : positions(range, *step)) {
    const int own = int{civil(at).year()};
    ticks.labels.push_back(calendar_label(at, *step, ticks.at.empty() || own != year));
    ticks.at.push_back(at);
    year = own;
  }
  return ticks;
}

bool is_calendar(const Range& range, const Format& format) {
  constexpr double first = -719162;  // 0001-01-01
  constexpr double last = 2932896;   // 9999-12-31
  return format.quantity == Quantity::day && range.lowest >= first && range.highest <= last;
}

}  // namespace

Range drawable(double lowest, double highest, const Format& format) {
  constexpr double huge = 4e307;
  double low = std::clamp(std::min(lowest, highest), -huge, huge);
  double high = std::clamp(std::max(lowest, highest), -huge, huge);
  const double magnitude = std::max(std::abs(low), std::abs(high));
  const double finest = Step{1.0, finest_exponent(format)}.times(1);
  if (magnitude < 1e-300) return {0.0, format.quantity == Quantity::day ? 1.0 : finest};
  // Closer than this the digits of the ticks could not tell them apart.
  if (high - low <= 1e-9 * magnitude) {
    const double wide = 0.1 * magnitude;
    const double room = format.quantity == Quantity::day ? 1.0 : wide;
    low -= room;
    high += room;
  }
  return {low, high};
}

Range widened(const Range& range, const Format& format, int most) {
  if (format.quantity == Quantity::day) return range;
  const auto first = [&](const Step& step) {
    return std::floor(range.lowest / step.times(1) + tolerance);
  };
  const auto last = [&](const Step& step) {
    return std::ceil(range.highest / step.times(1) - tolerance);
  };
  Step step = nice_step(range, format, most);
  while (last(step) - first(step) > most) step = step.next();
  return {step.times(first(step)), step.times(last(step))};
}

Ticks ticks_within(const Range& range, const Format& format, int most) {
  if (is_calendar(range, format)) return day_ticks(range, most);
  Format plain = format;
  if (plain.quantity == Quantity::day) plain.quantity = Quantity::number;
  return number_ticks(range, plain, most);
}

}  // namespace centricity::inline v0::report
