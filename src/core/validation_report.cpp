#include <algorithm>
#include <utility>

#include <centricity/core/validation_report.hpp>

#include "core/text.hpp"

namespace centricity::inline v0 {
namespace {

constexpr std::size_t longest_example = 80;  // bytes

Finding& finding_of(std::vector<Finding>& findings,
                    std::string_view kind,
                    Severity severity,
                    std::string_view message,
                    std::string_view hint) {
  const auto found = std::ranges::find(findings, kind, &Finding::kind);
  if (found != findings.end()) {
    found->severity = std::max(found->severity, severity);
    return *found;
  }
  return findings.emplace_back(Finding{.kind = std::string{kind},
                                       .severity = severity,
                                       .message = printable(message),
                                       .hint = printable(hint)});
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

// "  first at line 12, column date: "1997-02-30"", or less where less is known.
std::string first_example(const Finding& finding) {
  if (finding.examples.empty()) {
    return {};
  }
  const Example& example = finding.examples.front();
  const std::string place = to_text(example.where);
  std::string text = place.empty() ? "" : " at " + place;
  text += example.text.empty() ? "" : ": " + quoted(example.text);
  return text.empty() ? text : "  first" + text + "\n";
}

}  // namespace

std::string_view to_string(Severity severity) noexcept {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "unknown";
}

void ValidationReport::add(std::string_view kind,
                           Severity severity,
                           std::string_view message,
                           std::string_view hint,
                           Example example) {
  Finding& finding = finding_of(findings, kind, severity, message, hint);
  ++finding.count;
  if (finding.examples.size() < max_examples) {
    example.text = printable(example.text, longest_example);
    finding.examples.push_back(std::move(example));
  }
}

void ValidationReport::add_many(std::string_view kind,
                                Severity severity,
                                std::string_view message,
                                std::string_view hint,
                                std::uint64_t count) {
  if (count > 0) {
    finding_of(findings, kind, severity, message, hint).count += count;
  }
}

void ValidationReport::merge(const ValidationReport& later) {
  for (const Finding& theirs : later.findings) {
    Finding& ours = finding_of(findings, theirs.kind, theirs.severity, theirs.message, theirs.hint);
    ours.count += theirs.count;
    for (const Example& example : theirs.examples) {
      if (ours.examples.size() == max_examples) {
        break;
      }
      ours.examples.push_back(example);
    }
  }
}

std::uint64_t ValidationReport::count(std::string_view kind) const noexcept {
  const auto found = std::ranges::find(findings, kind, &Finding::kind);
  return found != findings.end() ? found->count : 0;
}

std::uint64_t ValidationReport::count(Severity severity) const noexcept {
  std::uint64_t total = 0;
  for (const Finding& finding : findings) {
    total += finding.severity == severity ? finding.count : 0;
  }
  return total;
}

void ValidationReport::throw_if_errors() const {
  const auto first = std::ranges::find(findings, Severity::error, &Finding::severity);
  if (first == findings.end()) {
    return;
  }
  std::string what = first->message;
  Location where;
  if (!first->examples.empty()) {
    const Example& example = first->examples.front();
    what += example.text.empty() ? "" : ": " + quoted(example.text);
    where = example.where;
  }
  const std::uint64_t errors = count(Severity::error);
  if (errors > 1) {
    what += ", the first of " + std::to_string(errors) + " errors";
  }
  throw Error{ErrorCode::invalid_data, what, first->hint, where};
}

std::string to_text(const ValidationReport& report) {
  if (report.findings.empty()) {
    return "Nothing unusual was found.\n";
  }
  std::string text;
  for (const Finding& finding : report.findings) {
    text += std::string{to_string(finding.severity)} + " " + finding.kind + ", " +
            std::to_string(finding.count) + (finding.count == 1 ? " time: " : " times: ") +
            finding.message + "\n" + first_example(finding);
    if (!finding.hint.empty()) {
      text += "  " + finding.hint + "\n";
    }
  }
  return text;
}

}  // namespace centricity::inline v0
