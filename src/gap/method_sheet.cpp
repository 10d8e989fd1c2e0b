#include <string>
#include <vector>

#include <centricity/gap/method_sheet.hpp>
#include <centricity/statistics/proportion.hpp>

namespace centricity::inline v0::gap {
namespace {

Cell known(const std::string& text) { return text.empty() ? Cell{} : Cell{text}; }

Cell known(const std::optional<Day>& day) { return day ? Cell{*day} : Cell{}; }

Cell known(Asked asked) {
  switch (asked) {
    case Asked::before:
      return std::string{"before the experience"};
    case Asked::after:
      return std::string{"after the experience"};
    case Asked::unknown:
      break;
  }
  return {};
}

Cell weighting(const MethodSheet& sheet) {
  if (!sheet.weighted) return std::string{"none"};
  return sheet.weighting.empty() ? std::string{"weighted, it is not said how"} : sheet.weighting;
}

}  // namespace

Estimate response_rate(const MethodSheet& sheet) {
  if (!sheet.invited || *sheet.invited < sheet.answered) {
    return undefined_estimate(Undefined::missing_input, sheet.answered);
  }
  return statistics::proportion(sheet.answered, *sheet.invited);
}

Document describe(const MethodSheet& sheet) {
  Table table{.columns = {{.name = "What"}, {.name = "How", .format = {.decimals = 0}}}};
  const auto row = [&table](const char* what, Cell how) {
    table.rows.push_back({std::string{what}, std::move(how)});
  };
  row("Wording", known(sheet.wording));
  row("Scale", to_text(sheet.scale));
  row("First day", known(sheet.first_day));
  row("Last day", known(sheet.last_day));
  row("Who could be asked", known(sheet.frame));
  row("Invited", sheet.invited ? Cell{static_cast<std::int64_t>(*sheet.invited)} : Cell{});
  row("Answered", static_cast<std::int64_t>(sheet.answered));
  row("Left out", static_cast<std::int64_t>(sheet.missing));
  row("Weights", weighting(sheet));
  row("Expectation asked", known(sheet.asked));

  Document document{.id = "method_sheet", .title = "How it was asked"};
  document.blocks.emplace_back(std::move(table));
  const Estimate rate = response_rate(sheet);
  document.blocks.emplace_back(Figures{{{.name = "Response rate",
                                         .estimate = rate,
                                         .format = {.quantity = Quantity::percent, .decimals = 0},
                                         .help = "Answers per person invited."}}});
  if (!rate.defined()) {
    document.blocks.emplace_back(Notice{
        Severity::note, "The response rate is unknown: those who did not answer may differ."});
  }
  return document;
}

}  // namespace centricity::inline v0::gap
