#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include <centricity/core/error.hpp>
#include <centricity/summary/covariate_counts.hpp>

#include "core/stop_check.hpp"
#include "core/text.hpp"

namespace centricity::inline v0 {
namespace {

/// Where the rows of the customers are.
std::vector<std::size_t> rows_of(const PurchaseHistories& histories, const FeatureTable& features) {
  const ValidationReport report = validate(features);
  if (!features.begin.empty() || report.has_errors()) {
    report.throw_if_errors();
    throw Error(ErrorCode::invalid_argument,
                "the covariates hold for a time only",
                "give one row a customer, without begin and end.");
  }
  std::vector<std::size_t> rows;
  rows.reserve(histories.size());
  std::size_t missing = 0;
  std::string first;
  for (std::size_t i = 0; i < histories.size(); ++i) {
    const std::optional<std::size_t> row = find(features, histories.labels[i]);
    if (!row && missing++ == 0) first = printable(histories.labels[i]);
    rows.push_back(row.value_or(0));
  }
  if (missing > 0) {
    throw Error(ErrorCode::invalid_data,
                "customer " + first + " has no row in the covariates" +
                    (missing > 1 ? ", nor have " + std::to_string(missing - 1) + " others" : ""),
                "Give every customer who bought a row.");
  }
  return rows;
}

template <class Feature>
const Feature* find_feature(const std::vector<Feature>& features, std::string_view name) {
  const auto found = std::find_if(
      features.begin(), features.end(), [&](const Feature& of) { return of.name == name; });
  return found == features.end() ? nullptr : &*found;
}

Error no_feature(const std::string& name, const FeatureTable& features) {
  std::string there;
  for (const NumericFeature& of : features.numeric) there += " " + printable(of.name);
  for (const CategoricalFeature& of : features.categorical) there += " " + printable(of.name);
  return {ErrorCode::invalid_argument,
          "there is no covariate " + printable(name),
          "these there are:" + there + "."};
}

/// An error about one customer.
class Complaint {
 public:
  Complaint(const PurchaseHistories& histories,
            std::span<const std::size_t> rows,
            std::span<const std::uint64_t> lines)
      : histories_{histories}, rows_{rows}, lines_{lines} {}

  [[nodiscard]] Error operator()(std::size_t customer,
                                 const std::string& feature,
                                 const std::string& what,
                                 const std::string& hint) const {
    Location where{.column = feature};
    if (lines_.empty()) {
      where.row = rows_[customer];
    } else {
      where.line = lines_[rows_[customer]];
    }
    return {ErrorCode::invalid_data,
            "customer " + printable(histories_.labels[customer]) + what,
            hint,
            std::move(where)};
  }

 private:
  const PurchaseHistories& histories_;
  std::span<const std::size_t> rows_;
  std::span<const std::uint64_t> lines_;
};

/// Fills one column of a table of customers.
void fill(const FeatureTable& features,
          const CovariateColumn& column,
          const std::vector<std::size_t>& rows,
          std::span<const CovariateColumn> columns,
          const Complaint& complaint,
          std::size_t stride,
          double* out) {
  const std::string hint = "Give every customer who bought a value, or leave the covariate out.";
  if (column.category.empty()) {
    const NumericFeature* feature = find_feature(features.numeric, column.feature);
    if (feature == nullptr) {
      if (find_feature(features.categorical, column.feature) == nullptr) {
        throw no_feature(column.feature, features);
      }
      throw Error(ErrorCode::invalid_data,
                  "the covariate " + printable(column.feature) + " is not a number everywhere",
                  "the model was fitted on numbers.");
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::optional<double> value = feature->values[rows[i]];
      if (!value) throw complaint(i, column.feature, " has no " + printable(column.feature), hint);
      out[i * stride] = *value;
    }
    return;
  }
  const CategoricalFeature* feature = find_feature(features.categorical, column.feature);
  if (feature == nullptr) {
    if (find_feature(features.numeric, column.feature) == nullptr) {
      throw no_feature(column.feature, features);
    }
    throw Error(ErrorCode::invalid_data,
                "the covariate " + printable(column.feature) + " is a number",
                "the model was fitted on categories.");
  }
  const auto known = [&](std::string_view category) {
    return std::any_of(columns.begin(), columns.end(), [&](const CovariateColumn& of) {
      return of.feature == column.feature && (of.category == category || of.reference == category);
    });
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Code code = feature->values[rows[i]];
    if (code == Code::none) {
      throw complaint(i, column.feature, " has no " + printable(column.feature), hint);
    }
    const std::string_view category = feature->categories[index(code)];
    if (category != column.category && !known(category)) {
      throw complaint(i,
                      column.feature,
                      " is of a category that the model does not know, " + printable(category),
                      "Fit again with such customers, or leave them out.");
    }
    out[i * stride] = category == column.category ? 1.0 : 0.0;
  }
}

}  // namespace

std::string name_of(const CovariateColumn& column) {
  return column.category.empty() ? column.feature : column.feature + " = " + column.category;
}

std::vector<CovariateColumn> covariate_columns(const PurchaseHistories& histories,
                                               const FeatureTable& features,
                                               std::span<const std::string> names) {
  const std::vector<std::size_t> rows = rows_of(histories, features);
  std::vector<std::string> wanted{names.begin(), names.end()};
  if (wanted.empty()) {
    for (const NumericFeature& of : features.numeric) wanted.push_back(of.name);
    for (const CategoricalFeature& of : features.categorical) wanted.push_back(of.name);
  }
  std::vector<CovariateColumn> columns;
  for (const std::string& name : wanted) {
    if (find_feature(features.numeric, name) != nullptr) {
      columns.push_back({.feature = name});
      continue;
    }
    const CategoricalFeature* feature = find_feature(features.categorical, name);
    if (feature == nullptr) throw no_feature(name, features);
    std::vector<bool> seen(feature->categories.size());
    for (const std::size_t row : rows) {
      if (feature->values[row] != Code::none) seen[index(feature->values[row])] = true;
    }
    std::optional<std::string> reference;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      if (!seen[i]) continue;
      const std::string category{feature->categories[i]};
      if (reference) {
        columns.push_back({.feature = name, .category = category, .reference = *reference});
      } else {
        reference = category;
      }
    }
    if (columns.empty() || columns.back().feature != name) {  // All are of the same category.
      columns.push_back({.feature = name, .category = reference.value_or("?")});
    }
  }
  return columns;
}

CovariatePatterns covariate_patterns(const PurchaseHistories& histories,
                                     const FeatureTable& features,
                                     std::span<const CovariateColumn> columns,
                                     std::span<const std::uint64_t> lines) {
  if (columns.empty() || (!lines.empty() && lines.size() != features.rows())) {
    throw Error(ErrorCode::invalid_argument,
                columns.empty() ? "there are no covariates" : "lines are not those of the table",
                columns.empty() ? "name at least one." : "give one line a row, or none.");
  }
  const std::vector<std::size_t> rows = rows_of(histories, features);
  const Complaint complaint{histories, rows, lines};
  CovariatePatterns result{.columns = {columns.begin(), columns.end()}};
  const std::size_t width = columns.size();
  std::vector<double> values(rows.size() * width);
  for (std::size_t k = 0; k < width; ++k) {
    fill(features, columns[k], rows, columns, complaint, width, values.data() + k);
  }
  const auto pattern = [&](std::uint32_t i) { return std::span{values}.subspan(i * width, width); };
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return std::ranges::lexicographical_compare(pattern(left), pattern(right));
  });
  result.of_customer.resize(rows.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto mine = pattern(order[i]);
    if (i == 0 || !std::ranges::equal(mine, pattern(order[i - 1]))) {
      result.values.insert(result.values.end(), mine.begin(), mine.end());
    }
    result.of_customer[order[i]] = static_cast<std::uint32_t>(result.size() - 1);
  }
  result.report.add_many("unknown_customers",
                         Severity::note,
                         "Rows of covariates belong to nobody who bought",
                         "Nothing, if they are customers of another time.",
                         features.rows() - rows.size());
  return result;
}

CovariateCounts covariate_counts(const PurchaseHistories& histories,
                                 const CovariatePatterns& patterns,
                                 const Host& host) {
  if (patterns.of_customer.size() != histories.size()) {
    throw Error(ErrorCode::incompatible,
                "the patterns are of other customers than the histories",
                "make them from these histories.");
  }
  CovariateCounts result{.definition = histories.definition,
                         .window = histories.window,
                         .unit = histories.unit,
                         .columns = patterns.columns,
                         .patterns = patterns.values};
  const auto key = [&](std::uint32_t i) {
    return std::tuple{
        patterns.of_customer[i], histories.repeats[i], histories.recency[i], histories.age[i]};
  };
  std::vector<std::uint32_t> order(histories.size());
  std::iota(order.begin(), order.end(), 0U);
  sort(host, order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return key(left) < key(right);
  });
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::uint32_t i = order[k];
    if (k > 0 && key(order[k - 1]) == key(i)) {
      result.counts.back().of.customers += 1.0;
    } else {
      result.counts.push_back(
          {{static_cast<double>(histories.repeats[i]), histories.recency[i], histories.age[i], 1.0},
           patterns.of_customer[i]});
    }
  }
  return result;
}

PurchaseCounts without_covariates(const CovariateCounts& counts) {
  PurchaseCounts result{
      .definition = counts.definition, .window = counts.window, .unit = counts.unit};
  std::vector<PurchaseCount> all;
  all.reserve(counts.counts.size());
  for (const CovariateCount& count : counts.counts) all.push_back(count.of);
  const auto key = [](const PurchaseCount& of) { return std::tie(of.repeats, of.recency, of.age); };
  std::stable_sort(all.begin(), all.end(), [&](const PurchaseCount& a, const PurchaseCount& b) {
    return key(a) < key(b);
  });
  for (const PurchaseCount& count : all) {
    if (!result.counts.empty() && key(result.counts.back()) == key(count)) {
      result.counts.back().customers += count.customers;
    } else {
      result.counts.push_back(count);
    }
  }
  return result;
}

}  // namespace centricity::inline v0
