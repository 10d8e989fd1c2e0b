#include "source/issue_tally.hpp"

#include <string>

#include "core/text.hpp"

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t longest_example = 80;  // bytes

struct Words {
  std::string_view kind;
  Severity severity;
  std::string_view message;
  std::string_view hint;
};

constexpr std::array<Words, issues> words{{
    {"too_few_fields",
     Severity::error,
     "Rows with fewer fields than the header were set aside",
     "Look for a line break in a field that is not in quotes"},
    {"too_many_fields",
     Severity::error,
     "Rows with more fields than the header were set aside",
     "Look for a delimiter in a field that is not in quotes"},
    {"broken_quote",
     Severity::error,
     "Rows with a quote that is not closed, or with text behind the closing one, were set aside",
     "Double the quotes within quotes; if quotes are plain text in this file, read it without"},
    {"long_field",
     Severity::error,
     "Rows with a field longer than CsvLimits::field_bytes were set aside",
     "Raise the limit, or look for a quote that is not closed"},
    {"nul_byte",
     Severity::error,
     "Rows with a byte 0 were set aside",
     "Check that the file is whole, and that it is text"},
    {"empty_row", Severity::note, "Rows of delimiters alone were set aside", ""},
    {"no_time",
     Severity::error,
     "Rows without a time were set aside",
     "An interaction without a time cannot be used"},
    {"bad_time",
     Severity::error,
     "Rows whose time cannot be read were set aside",
     "Write it as 1997-09-30 or 1997-09-30T12:00:00Z"},
    {"ambiguous_time",
     Severity::error,
     "Rows with a date that may be day/month or month/day were set aside",
     "Say the order of dates: day first (dmy) or month first (mdy)"},
    {"bad_amount",
     Severity::error,
     "Rows whose amount cannot be read were set aside",
     "If it has a thousands separator, a decimal comma, a currency sign or a word for a missing "
     "value, say so in the dialect"},
    {"amount_too_large",
     Severity::error,
     "Rows whose amount is beyond 922 million million were set aside",
     "Check the unit, and whether a point separates thousands"},
    {"bad_quantity",
     Severity::error,
     "Rows whose quantity cannot be read were set aside",
     "See bad_amount"},
    {"bad_price",
     Severity::error,
     "Rows whose price cannot be read were set aside",
     "See bad_amount"},
    {"bad_number",
     Severity::error,
     "Rows with a number that cannot be read were set aside",
     "See bad_amount"},
    {"negative_duration",
     Severity::error,
     "Rows with a negative duration were set aside",
     "Look for clocks that were passed over midnight"},
    {"unknown_kind",
     Severity::warning,
     "Rows with an unknown kind of interaction are kept as kind other",
     "Use purchase, refund, complaint, service_contact, delivery, notice, charge, promise, "
     "treatment, contract_start, contract_change, contract_end, referral or other"},
    {"unknown_channel",
     Severity::warning,
     "Rows with an unknown channel are kept as channel other",
     "Use own_site, own_shop, phone, mail, third_party or other"},
    {"no_customer",
     Severity::warning,
     "Rows without a customer are kept as anonymous",
     "They count as revenue, and in no model of customers"},
    {"no_amount",
     Severity::warning,
     "Rows without an amount are kept; their amount is unknown, not zero",
     ""},
    {"zero_amount", Severity::note, "Rows of zero amount are kept", ""},
    {"rounded_amount",
     Severity::note,
     "Amounts with more than four decimals were rounded",
     "Money is exact to 1/10,000"},
    {"refund", Severity::note, "Rows with a negative amount or quantity are refunds", ""},
    {"refund_order",
     Severity::note,
     "Refunds whose order begins with a letter the other orders do not have: cancellations",
     "If every order that begins so is a cancellation, say it as the refund prefix"},
    {"refund_sign",
     Severity::warning,
     "Refunds by kind or order with a positive amount were recorded as negative",
     "Check that the amount is what was given back"},
    {"sign_conflict",
     Severity::warning,
     "Rows whose amount and quantity have different signs; the amount decides",
     ""},
    {"repeated_day",
     Severity::note,
     "Purchases on a day on which the customer had bought before",
     "Models that merge by day count them as one"},
    {"latin1_text",
     Severity::warning,
     "Rows with text that is not UTF-8 were read as Latin-1",
     "Save the file as UTF-8"},
    {"no_value",
     Severity::error,
     "Rows that lack a number that is needed were set aside",
     "See the columns"},
    {"bad_history",
     Severity::error,
     "Rows that no customer can have were set aside",
     "Repeats are whole and not negative, 0 <= recency <= age, recency is 0 without repeats and "
     "more with them unless times were rounded, and the count is positive; are all times in one "
     "unit?"},
    {"negative_weight",
     Severity::error,
     "Rows with a negative weight were set aside",
     "A weight says how many people stand behind a row"},
    {"unknown_stakeholder",
     Severity::error,
     "Rows of an unknown kind of stakeholder were set aside",
     "Use customer, prospect, partner, employee or shareholder"},
    {"unknown_item",
     Severity::error,
     "Rows about an item that the codebook does not declare were set aside",
     "Declare it, or look for a misspelling"},
    {"no_answers",
     Severity::warning,
     "Rows without any answer were set aside",
     "They count as asked, not as answered"},
    {"no_answer", Severity::note, "Answers not given; they are missing, never 0", ""},
    {"bad_answer",
     Severity::error,
     "Answers that are no number were left out",
     "Say in the dialect which words mean no answer"},
    {"off_scale",
     Severity::error,
     "Answers off the scale of their question were left out",
     "Declare the scale it was asked on, or say in the dialect which codes mean no answer"},
    {"unknown_code",
     Severity::error,
     "Kano answers other than 1, 2, 3, 4 and 5 were left out",
     "1 is like, 5 is dislike; say in the dialect which codes mean no answer"},
    {"repeated_answer",
     Severity::warning,
     "Rows that answer what the same respondent had answered at the same moment",
     "Look for forms that were sent twice; scores take both answers and count the respondent once"},
}};

}  // namespace

std::string_view kind_of(Issue issue) noexcept {
  return words[static_cast<std::size_t>(issue)].kind;
}

Issue issue_of(RowProblem problem) noexcept {
  switch (problem) {
    case RowProblem::too_few_fields:
      return Issue::too_few_fields;
    case RowProblem::too_many_fields:
      return Issue::too_many_fields;
    case RowProblem::long_field:
      return Issue::long_field;
    case RowProblem::nul_byte:
      return Issue::nul_byte;
    case RowProblem::none:
    case RowProblem::broken_quote:
      break;
  }
  return Issue::broken_quote;
}

Finding& IssueTally::finding(Issue issue) {
  std::size_t& position = position_[static_cast<std::size_t>(issue)];
  if (position == none) {
    position = findings_.size();
    const Words& w = words[static_cast<std::size_t>(issue)];
    findings_.push_back({.kind = std::string{w.kind},
                         .severity = w.severity,
                         .message = std::string{w.message},
                         .hint = std::string{w.hint}});
  }
  return findings_[position];
}

void IssueTally::add(Issue issue,
                     const CsvReader& reader,
                     std::string_view column,
                     std::string_view text) {
  Finding& found = finding(issue);
  ++found.count;
  if (found.examples.size() < ValidationReport::max_examples) {
    found.examples.push_back(
        {.where = {.line = reader.line(), .row = reader.row(), .column = std::string{column}},
         .text = printable(text, longest_example)});
  }
}

void IssueTally::add_many(Issue issue, std::uint64_t count) {
  if (count > 0) {
    finding(issue).count += count;
  }
}

ValidationReport IssueTally::report() const { return {.findings = findings_}; }

}  // namespace centricity::inline v0::source
