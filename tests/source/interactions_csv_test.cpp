#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/document.hpp>
#include <centricity/source/interactions_csv.hpp>
#include <centricity/source/load_csv.hpp>

namespace {

namespace cc = centricity;

/// Texts that try a CSV reader: quotes, delimiters, line ends, spaces, other alphabets.
const std::vector<std::string> words{
    "a", "b c", " spaced ", "comma, comma", "\"quoted\"", "two\nlines", "čšž", "=1+1", "0017"};

rc::Gen<std::string> word() { return rc::gen::elementOf(words); }

/// A base with any of the columns; quantity is left out where it would make an amount.
rc::Gen<cc::CustomerBase> bases() {
  return rc::gen::exec([] {
    cc::CustomerBase base;
    const bool texts = *rc::gen::arbitrary<bool>();
    const bool numbers = *rc::gen::arbitrary<bool>();
    const int rows = *rc::gen::inRange(1, 12);
    for (int row = 0; row < rows; ++row) {
      const std::string party = *word(), order = *word(), product = *word(), outcome = *word();
      cc::Interaction interaction{
          .party = *rc::gen::arbitrary<bool>() ? party : std::string_view{},
          .time = cc::Instant{std::chrono::seconds{*rc::gen::inRange(0, 2'000'000'000)}}};
      const bool refund = *rc::gen::arbitrary<bool>();
      const std::int64_t ticks = *rc::gen::inRange<std::int64_t>(1, 10'000'000'000);
      interaction.kind = refund ? cc::InteractionKind::refund : cc::InteractionKind::purchase;
      if (numbers || row == 0) interaction.amount = cc::Money{refund ? -ticks : ticks};
      if (texts) {
        interaction.order = order;
        interaction.product = product;
        interaction.outcome = outcome;
        interaction.channel = cc::Channel::phone;
        interaction.wait = std::chrono::seconds{*rc::gen::inRange(0, 10'000)};
        interaction.promised_time = interaction.time + std::chrono::hours{24};
      }
      base.add(interaction);
    }
    return base;
  });
}

cc::source::LoadOptions all_columns() {
  return {.columns = {.customer = "customer",
                      .channel = "channel",
                      .outcome = "outcome",
                      .wait = "wait",
                      .promised_time = "promised_time"}};
}

cc::source::LoadOptions options_for(const cc::CustomerBase& base) {
  cc::source::LoadOptions options = all_columns();
  const cc::Interactions& rows = base.interactions();
  if (rows.party.absent()) options.columns.customer = "-";
  if (rows.channel.absent()) options.columns.channel = {};
  if (rows.outcome.absent()) options.columns.outcome = {};
  if (rows.wait.absent()) options.columns.wait = {};
  if (rows.promised_time.absent()) options.columns.promised_time = {};
  return options;
}

RC_GTEST_PROP(InteractionsCsv, ReadsBackWhatWasWritten, ()) {
  const cc::CustomerBase base = *bases();
  RC_PRE(!base.interactions().party.absent());
  const cc::source::Loaded read =
      cc::source::parse_csv(cc::source::to_csv(base), options_for(base));
  RC_ASSERT(read.summary.kept == base.interactions().size());
  RC_ASSERT(read.base == base);
}

TEST(InteractionsCsv, WritesOnlyColumnsThatHoldAnything) {
  cc::CustomerBase base;
  base.add(cc::Interaction{.party = "C1",
                           .time = cc::Instant{std::chrono::seconds{0}},
                           .kind = cc::InteractionKind::refund,
                           .amount = cc::Money{-12'500}});
  EXPECT_EQ(cc::source::to_csv(base),
            "customer,time,kind,amount\nC1,1970-01-01T00:00:00Z,refund,-1.25\n");
}

TEST(DescribeLoaded, AccountsForEveryRowAndCent) {
  const cc::source::Loaded loaded = cc::source::parse_csv(
      "customer,date,amount\nC1,2024-01-01,10.00\nC1,2024-02-30,5.25\nC2,2024-01-03,1.50\n");
  const cc::Document page = describe(loaded);
  const auto* account = std::get_if<cc::Table>(&page.blocks.at(2));
  ASSERT_NE(account, nullptr);
  const std::vector<cc::Cell>& kept = account->rows.front();
  const std::vector<cc::Cell>& file = account->rows.back();
  EXPECT_EQ(kept.at(1), cc::Cell{std::int64_t{2}});
  EXPECT_EQ(kept.at(2), cc::Cell{cc::Money{11'5000}});
  EXPECT_EQ(file.at(1), cc::Cell{std::int64_t{3}});
  EXPECT_EQ(file.at(2), cc::Cell{cc::Money{16'7500}});
  EXPECT_EQ(account->rows.size(), 3U);  // Kept, set aside for its date, the file.
}

}  // namespace
