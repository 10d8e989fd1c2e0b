#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/saved_model.hpp>

#include "core/text.hpp"
#include "loyalty/all_models.hpp"
#include "loyalty/fit_counts.hpp"
#include "numeric/distributions.hpp"

namespace centricity::inline v0::loyalty {
namespace {

constexpr std::string_view first_line = "centricity purchase model 1";

/// No saved model is longer.
constexpr std::size_t most_bytes = 1024;

Error refusal(const char* what) { return {ErrorCode::invalid_data, what, "Save the model again."}; }

/// FNV-1a, 64 bits: two texts that differ in one byte never have the same.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string hex(std::uint64_t value) {
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(value));
  return digits.data();
}

class Writer {
 public:
  template <class... Values>
  void line(std::string_view key, const Values&... values) {
    text_ += key;
    (add(values), ...);
    text_ += '\n';
  }

  [[nodiscard]] std::string signed_text() && {
    const std::string checksum = hex(hash_of(text_));
    line("checksum", std::string_view{checksum});
    return std::move(text_);
  }

 private:
  void add(std::string_view word) { text_.append(" ").append(word); }

  template <class Number>
  requires std::is_arithmetic_v<Number>

  void add(Number number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    add(std::string_view{digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  template <class Number, std::size_t N>
  void add(const std::array<Number, N>& numbers) {
    for (const Number number : numbers) add(number);
  }

  std::string text_{};
};

/// Reads what Writer wrote, word by word.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  void expect(std::string_view key) {
    if (word() != key) throw refusal("the saved model is not in order");
  }

  /// A word without the blank before or after it.
  std::string_view word() {
    const std::size_t begin = text_.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return {};
    const std::size_t end = text_.find_first_of(" \n", begin);
    const std::string_view found = text_.substr(begin, end - begin);
    text_.remove_prefix(end == std::string_view::npos ? text_.size() : end);
    return found;
  }

  template <class Number>
  void read(Number& number) {
    const std::string_view digits = word();
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || rest != end) throw refusal("the saved model holds no number");
  }

  template <class Number, std::size_t N>
  void read(std::array<Number, N>& numbers) {
    for (Number& number : numbers) read(number);
  }

  template <class Value>
  void line(std::string_view key, Value& value) {
    expect(key);
    read(value);
  }

 private:
  std::string_view text_;
};

template <std::size_t N>
constexpr std::size_t triangle = N*(N + 1) / 2;

template <std::size_t N>
std::array<double, triangle<N>> upper(const std::array<double, N * N>& symmetric) {
  std::array<double, triangle<N>> result{};
  for (std::size_t i = 0, k = 0; i < N; ++i) {
    for (std::size_t j = i; j < N; ++j, ++k) result[k] = symmetric[i * N + j];
  }
  return result;
}

template <std::size_t N>
std::array<double, N * N> symmetric(const std::array<double, triangle<N>>& upper) {
  std::array<double, N * N> result{};
  for (std::size_t i = 0, k = 0; i < N; ++i) {
    for (std::size_t j = i; j < N; ++j, ++k) result[i * N + j] = result[j * N + i] = upper[k];
  }
  return result;
}

template <class P, class E, std::size_t N>
std::string text_of(const PurchaseFit<P, E, N>& fit) {
  std::array<int, N> identified{};
  const std::array<Estimate, N> estimates = estimates_in_order(fit);
  for (std::size_t i = 0; i < N; ++i) identified[i] = estimates[i].standard_error ? 1 : 0;
  Writer writer;
  writer.line(first_line);
  writer.line("model", ModelOf<P>::key);
  writer.line("unit", to_string(fit.parameters.unit));
  writer.line("status", to_string(fit.report.status));
  writer.line("parameters", ModelOf<P>::values(fit.parameters));
  writer.line("identified", identified);
  writer.line("log_covariance", upper<N>(fit.log_covariance));
  writer.line("log_likelihood", fit.log_likelihood);
  writer.line("customers", fit.customers);
  writer.line("repeaters", fit.repeaters);
  writer.line("tuples", fit.tuples);
  writer.line("level", fit.level);
  writer.line("penalty", fit.penalty);
  return std::move(writer).signed_text();
}

Estimate parameter(
    double value, double log_variance, bool identified, double level, std::uint64_t n) {
  Estimate estimate{.value = value, .n = n, .method = Method::likelihood};
  if (!identified) return estimate;
  const double log_error = std::sqrt(log_variance);
  const double reach = numeric::two_sided_normal(level) * log_error;
  estimate.standard_error = value * log_error;
  estimate.interval = Interval{value * std::exp(-reach), value * std::exp(reach), level};
  return estimate;
}

/// The rest of a text whose model and unit have been read.
template <class P, class E, std::size_t N>
void read_fit(Reader& reader, TimeUnit unit, PurchaseFit<P, E, N>& fit) {
  reader.expect("status");
  const std::string_view status = reader.word();
  fit.report.status =
      status == to_string(FitStatus::converged) ? FitStatus::converged : FitStatus::boundary;
  if (fit.report.status == FitStatus::boundary) {
    fit.report.diagnosis.emplace_back(
        "The data did not tell all parameters: those without a standard error are not known.");
  }
  std::array<double, N> values{};
  std::array<int, N> identified{};
  std::array<double, triangle<N>> covariance{};
  reader.line("parameters", values);
  reader.line("identified", identified);
  reader.line("log_covariance", covariance);
  reader.line("log_likelihood", fit.log_likelihood);
  reader.line("customers", fit.customers);
  reader.line("repeaters", fit.repeaters);
  reader.line("tuples", fit.tuples);
  reader.line("level", fit.level);
  reader.line("penalty", fit.penalty);
  require_positive(values, ModelOf<P>::name, ModelOf<P>::symbols);
  if (!(fit.level > 0.0 && fit.level < 1.0)) throw refusal("the level of the saved model is none");
  if (!(fit.penalty >= 0.0)) throw refusal("the penalty of the saved model is negative");
  if (fit.penalty > 0.0) fit.report.diagnosis.emplace_back(penalized_words);
  fit.log_covariance = symmetric<N>(covariance);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    fit.parameters = {values[I]..., unit};
    fit.estimates = {parameter(
        values[I], fit.log_covariance[I * N + I], identified[I] == 1, fit.level, fit.customers)...};
  }
  (std::make_index_sequence<N>{});
}

/// A fit of the model of this name, empty.
template <std::size_t I = 0>
PurchaseModel empty_model(ModelName name) {
  if constexpr (I + 1 < std::variant_size_v<PurchaseModel>) {
    if (static_cast<std::size_t>(name) != I) return empty_model<I + 1>(name);
  }
  return PurchaseModel{std::in_place_index<I>};
}

/// The text without its last line, which must hold its checksum.
std::string_view checked(std::string_view text) {
  constexpr std::string_view last_line = "checksum ";
  if (text.size() > most_bytes || !text.starts_with(first_line)) {
    throw Error(ErrorCode::invalid_data,
                "this is no saved model, or one of another version",
                "it begins with \"" + std::string{first_line} + "\".");
  }
  const std::size_t at = text.rfind(last_line);
  if (at == std::string_view::npos || text.back() != '\n' ||
      text.size() != at + last_line.size() + 17) {
    throw refusal("the saved model was cut off");
  }
  if (text.substr(at + last_line.size(), 16) != hex(hash_of(text.substr(0, at)))) {
    throw refusal("the saved model was changed: its checksum is another");
  }
  return text.substr(0, at);
}

Error not_written(const std::string& file) {
  return {ErrorCode::io,
          "the model could not be written to " + printable(file),
          "Check that the folder exists and may be written to."};
}

}  // namespace

std::string to_text(const PurchaseModel& model) {
  if (!report_of(model).usable()) {
    throw Error(ErrorCode::invalid_argument,
                "a fit that is not usable cannot be saved",
                "look at its diagnosis.");
  }
  return std::visit([](const auto& fit) { return text_of(fit); }, model);
}

PurchaseModel parse_model(std::string_view text) {
  Reader reader{checked(text).substr(first_line.size())};
  reader.expect("model");
  const std::optional<ModelName> name = parse_model_name(reader.word());
  reader.expect("unit");
  const std::optional<TimeUnit> unit = parse_time_unit(reader.word());
  if (!name || !unit) throw refusal("the saved model is of a kind or unit that is not known");
  PurchaseModel model = empty_model(*name);
  std::visit([&](auto& fit) { read_fit(reader, *unit, fit); }, model);
  if (to_text(model) != text) throw refusal("the saved model is not as it was saved");
  return model;
}

void save_model(const PurchaseModel& model, const std::string& file) {
  const std::string text = to_text(model);
  // Of another name for other content, so that two who save at once do not write into one file.
  const std::string beside = file + "." + hex(hash_of(text)) + ".part";
  {
    std::ofstream out{beside, std::ios::binary | std::ios::trunc};
    out << text << std::flush;
    if (!out) {
      std::remove(beside.c_str());
      throw not_written(file);
    }
  }
  std::error_code error;
  std::filesystem::rename(beside, file, error);
  if (error) {
    std::remove(beside.c_str());
    throw not_written(file);
  }
}

PurchaseModel load_model(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text(most_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) {
    throw Error(ErrorCode::io,
                "the model could not be read from " + printable(file),
                "Check that the file exists and may be read.");
  }
  return parse_model(text);
}

}  // namespace centricity::inline v0::loyalty
