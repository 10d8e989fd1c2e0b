#include "output.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

namespace command_line {
namespace {

namespace cc = centricity;

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw cc::Error{cc::ErrorCode::io, "cannot write '" + path + "': " + why};
}

int terminal_width() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? std::clamp<int>(size.ws_col, 40, 120) : 80;
}

}  // namespace

void write(const std::string& path, std::string_view content) {
  if (path.empty()) {
    std::fwrite(content.data(), 1, content.size(), stdout);
    if (std::fflush(stdout) != 0) fail("standard output", std::strerror(errno));
    return;
  }
  const std::string unfinished = path + ".unfinished";
  std::ofstream file{unfinished, std::ios::binary};
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  std::error_code failure;
  if (!file) {
    failure = std::error_code{errno, std::generic_category()};
  } else {
    std::filesystem::rename(unfinished, path, failure);
  }
  if (failure) {
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    fail(path, failure.message());
  }
}

void print(const cc::Document& document, const cc::report::Privacy& privacy) {
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  write({},
        cc::report::to_text(document,
                            {.privacy = privacy, .width = terminal_width(), .styled = terminal}));
}

void show(const cc::Document& document, bool json, const cc::report::Privacy& privacy) {
  if (json) {
    write({}, cc::report::to_json(document, {.privacy = privacy}) + "\n");
  } else {
    print(document, privacy);
  }
}

nlohmann::ordered_json to_json(const cc::Estimate& estimate) {
  const auto or_null = [](std::optional<double> value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  };
  nlohmann::ordered_json json;
  json["value"] = or_null(estimate.value);
  json["std_error"] = or_null(estimate.standard_error);
  json["lower"] = estimate.interval ? nlohmann::ordered_json(estimate.interval->lower) : nullptr;
  json["upper"] = estimate.interval ? nlohmann::ordered_json(estimate.interval->upper) : nullptr;
  if (!estimate.defined()) json["undefined"] = cc::to_string(estimate.undefined);
  return json;
}

void append_row(std::string& out, const std::vector<std::string>& fields) {
  const std::vector<std::string_view> views(fields.begin(), fields.end());
  cc::source::append_csv_row(out, views);
}

std::string forecast_table(const cc::loyalty::CustomerForecasts& forecasts,
                           const cc::PurchaseHistories& histories,
                           cc::TimeUnit unit,
                           const cc::Host& host) {
  std::vector<std::string> header{"customer", "repeats", "recency", "age"};
  for (const std::string quantity : {"alive", "purchases", "spend", "value"}) {
    for (const char* part : {"", "_std_error", "_lower", "_upper"}) {
      header.push_back(quantity + part);
    }
  }
  std::string text;
  append_row(text, header);
  for (std::size_t i = 0; i < histories.size(); ++i) {
    if (i % 1024 == 0) cc::stop_if_cancelled(host);
    const cc::PurchaseHistory history = cc::history(histories, i);
    std::vector<std::string> row{std::string(histories.labels[i]),
                                 number(history.repeats),
                                 number(history.recency.in(unit)),
                                 number(history.age.in(unit))};
    const auto& [alive, purchases, spend, value] = forecasts.forecasts[i];
    for (const cc::Estimate& estimate : {alive, purchases, spend, value}) {
      row.push_back(number(estimate.value));
      row.push_back(number(estimate.standard_error));
      row.push_back(estimate.interval ? number(estimate.interval->lower) : std::string{});
      row.push_back(estimate.interval ? number(estimate.interval->upper) : std::string{});
    }
    append_row(text, row);
  }
  return text;
}

std::string number(std::optional<double> value) {
  if (!value) return {};
  char text[32];
  const auto [end, failure] = std::to_chars(text, text + sizeof text, *value);
  return failure == std::errc{} ? std::string(text, end) : std::string{};
}

}  // namespace command_line
