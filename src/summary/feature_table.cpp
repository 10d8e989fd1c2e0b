#include <algorithm>
#include <cmath>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/feature_table.hpp>

#include "summary/label_columns.hpp"

namespace centricity::inline v0 {
namespace {

/// Length of a column that may be left out.
void check_optional_length(ValidationReport& report, std::size_t length, std::size_t rows) {
  if (length != 0) {
    check_length(report, length, rows);
  }
}

ValidationReport check_lengths(const FeatureTable& table) {
  ValidationReport report;
  const std::size_t rows = table.rows();
  check_optional_length(report, table.begin.size(), rows);
  check_length(report, table.end.size(), table.begin.size());
  check_optional_length(report, table.weight.size(), rows);
  check_optional_length(report, table.outcome.size(), rows);
  for (const NumericFeature& feature : table.numeric) {
    check_length(report, feature.values.size(), rows);
  }
  for (const CategoricalFeature& feature : table.categorical) {
    check_length(report, feature.values.size(), rows);
  }
  return report;
}

void check_number(ValidationReport& report, std::optional<double> number) {
  if (number && !std::isfinite(*number)) {
    add_error(
        report, "not_finite", "a number is not finite", "Leave it absent if it is not known.");
  }
}

void check_intervals(ValidationReport& report, const FeatureTable& table) {
  for (std::size_t row = 0; row < table.begin.size(); ++row) {
    check_number(report, table.begin[row]);
    check_number(report, table.end[row]);
    if (!(table.begin[row] < table.end[row])) {
      add_error(report,
                "empty_interval",
                "an interval ends before or where it begins",
                "Let every interval end after its beginning.");
    }
    if (row > 0 && table.labels[row] == table.labels[row - 1] &&
        table.begin[row] < table.end[row - 1]) {
      add_error(report,
                "overlapping_intervals",
                "two intervals of a party overlap",
                "Let each interval begin where the one before it ends, or later.");
    }
  }
}

void check_names(ValidationReport& report, const FeatureTable& table) {
  std::vector<std::string_view> names;
  for (const NumericFeature& feature : table.numeric) {
    names.push_back(feature.name);
  }
  for (const CategoricalFeature& feature : table.categorical) {
    names.push_back(feature.name);
  }
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
    add_error(report, "repeated_feature", "two features have the same name", "Name them apart.");
  }
}

void check_categories(ValidationReport& report, const CategoricalFeature& feature) {
  for (std::size_t i = 1; i < feature.categories.size(); ++i) {
    if (feature.categories[i] <= feature.categories[i - 1]) {
      add_error(report,
                "category_order",
                "categories of " + feature.name + " are twice there or not in byte order",
                "Keep each category once and call in_label_order.");
    }
  }
  for (const Code value : feature.values) {
    if (value != Code::none && index(value) >= feature.categories.size()) {
      add_error(report,
                "unknown_category",
                "a row of " + feature.name + " has a category that does not exist",
                "Give the position of one of the categories.");
    }
  }
}

/// Renumbers the values of a feature; none stays none.
void renumber(std::vector<Code>& values, const std::vector<std::size_t>& places) {
  for (Code& value : values) {
    if (value != Code::none) {
      value = Code{static_cast<std::uint32_t>(places.at(index(value)))};
    }
  }
}

void sort_categories(CategoricalFeature& feature) {
  const auto order = in_byte_order(feature.categories, positions(feature.categories.size()), {});
  std::vector<std::size_t> places(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    places[order[place]] = place;
  }
  feature.categories = at(feature.categories, order);
  renumber(feature.values, places);
}

/// True if the two have the same features and optional columns.
bool same_shape(const FeatureTable& left, const FeatureTable& right) {
  const auto same_name = [](const auto& a, const auto& b) { return a.name == b.name; };
  const auto same_use = [](const auto& a, const auto& b) { return a.empty() == b.empty(); };
  return left.unit == right.unit && same_use(left.begin, right.begin) &&
         same_use(left.weight, right.weight) && same_use(left.outcome, right.outcome) &&
         std::equal(left.numeric.begin(),
                    left.numeric.end(),
                    right.numeric.begin(),
                    right.numeric.end(),
                    same_name) &&
         std::equal(left.categorical.begin(),
                    left.categorical.end(),
                    right.categorical.begin(),
                    right.categorical.end(),
                    same_name);
}

CategoricalFeature merged_feature(CategoricalFeature left,
                                  CategoricalFeature right,
                                  const LabelUnion& rows) {
  LabelUnion categories = union_of(left.categories, right.categories);
  renumber(left.values, categories.left);
  renumber(right.values, categories.right);
  return {.name = std::move(left.name),
          .categories = std::move(categories.labels),
          .values = merged(left.values, right.values, rows)};
}

}  // namespace

ValidationReport validate(const FeatureTable& table) {
  ValidationReport report = check_lengths(table);
  if (report.has_errors()) {
    return report;
  }
  check_labels(report, table.labels, table.begin.empty());
  check_intervals(report, table);
  check_names(report, table);
  for (const NumericFeature& feature : table.numeric) {
    for (const auto& value : feature.values) {
      check_number(report, value);
    }
  }
  for (const CategoricalFeature& feature : table.categorical) {
    check_categories(report, feature);
  }
  for (const double weight : table.weight) {
    check_number(report, weight);
    if (weight < 0) {
      add_error(report, "negative_weight", "a weight is negative", "Use weights >= 0.");
    }
  }
  for (const auto& outcome : table.outcome) {
    check_number(report, outcome);
  }
  return report;
}

FeatureTable in_label_order(FeatureTable table) {
  check_lengths(table).throw_if_errors();
  auto places = in_byte_order(table.labels, positions(table.rows()), {});
  if (!table.begin.empty()) {
    std::stable_sort(places.begin(), places.end(), [&table](std::uint32_t a, std::uint32_t b) {
      return table.labels[a] != table.labels[b] ? table.labels[a] < table.labels[b]
                                                : table.begin[a] < table.begin[b];
    });
    table.begin = at(table.begin, places);
    table.end = at(table.end, places);
  }
  table.labels = at(table.labels, places);
  for (NumericFeature& feature : table.numeric) {
    feature.values = at(feature.values, places);
  }
  for (CategoricalFeature& feature : table.categorical) {
    feature.values = at(feature.values, places);
    sort_categories(feature);
  }
  if (!table.weight.empty()) {
    table.weight = at(table.weight, places);
  }
  if (!table.outcome.empty()) {
    table.outcome = at(table.outcome, places);
  }
  validate(table).throw_if_errors();
  return table;
}

FeatureTable merge(const FeatureTable& left, const FeatureTable& right) {
  if (left.rows() == 0) {
    return right;
  }
  if (right.rows() == 0) {
    return left;
  }
  if (!same_shape(left, right)) {
    throw Error{ErrorCode::incompatible,
                "the tables have different features, units or optional columns",
                "Give all parts the same columns in the same order."};
  }
  LabelUnion both = disjoint_union_of(left.labels, right.labels);
  FeatureTable result{.unit = left.unit};
  if (!left.begin.empty()) {
    result.begin = merged(left.begin, right.begin, both);
    result.end = merged(left.end, right.end, both);
  }
  for (std::size_t i = 0; i < left.numeric.size(); ++i) {
    result.numeric.push_back(
        {.name = left.numeric[i].name,
         .values = merged(left.numeric[i].values, right.numeric[i].values, both)});
  }
  for (std::size_t i = 0; i < left.categorical.size(); ++i) {
    result.categorical.push_back(merged_feature(left.categorical[i], right.categorical[i], both));
  }
  if (!left.weight.empty()) {
    result.weight = merged(left.weight, right.weight, both);
  }
  if (!left.outcome.empty()) {
    result.outcome = merged(left.outcome, right.outcome, both);
  }
  result.labels = std::move(both.labels);
  return result;
}

std::optional<std::size_t> find(const FeatureTable& table, std::string_view label) noexcept {
  return find_sorted(table.labels, label);
}

}  // namespace centricity::inline v0
