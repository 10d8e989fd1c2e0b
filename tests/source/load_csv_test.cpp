#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/source/load_csv.hpp>

#include "support/data.hpp"
#include "support/files.hpp"

namespace {

namespace cc = centricity;
using cc::InteractionKind;
using cc::Money;
using cc::source::Loaded;
using cc::source::parse_csv;
using testing::HasSubstr;

constexpr Money money(std::int64_t ticks) { return Money{ticks}; }

TEST(LoadCsv, loads_a_simple_file) {
  const Loaded loaded = parse_csv(
      "customer_id,date,quantity,value\n"
      "00001,1997-01-01,1,11.77\n"
      "00002,1997-01-12T10:00:00Z,5,77.00\n"
      "00001,1997-01-12,2,0.005\n");
  const cc::Interactions& rows = loaded.base.interactions();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(loaded.base.parties().label(rows.party[0]), "00001");
  EXPECT_EQ(rows.party[0], rows.party[2]);
  EXPECT_EQ(rows.time[0], cc::start_of(cc::date(1997, 1, 1)));
  EXPECT_EQ(rows.time[1], cc::start_of(cc::date(1997, 1, 12)) + std::chrono::hours{10});
  EXPECT_EQ(rows.quantity[1], 5.0);
  EXPECT_EQ(rows.amount[0], money(117'700));
  EXPECT_EQ(rows.amount[2], money(50));
  EXPECT_TRUE(rows.kind.absent());
  EXPECT_TRUE(rows.order.absent());
  EXPECT_TRUE(loaded.report.findings.empty()) << to_text(loaded.report);
  EXPECT_EQ(loaded.summary.kept, 3U);
  EXPECT_EQ(loaded.summary.revenue, money(887'750));
  EXPECT_EQ(loaded.summary.dialect.delimiter, ',');
}

TEST(LoadCsv, multiplies_quantity_and_price_exactly) {
  const Loaded loaded = parse_csv(
      "customer,date,quantity,price\n"
      "a,2020-01-01,3,0.335\n"
      "a,2020-01-02,0.3333,0.333\n"  // 0.1109889
      "a,2020-01-03,-2,1.25\n"
      "a,2020-01-04,,1.25\n");
  const cc::Interactions& rows = loaded.base.interactions();
  EXPECT_EQ(rows.amount[0], money(10'050));
  EXPECT_EQ(rows.amount[1], money(1'110));
  EXPECT_EQ(rows.amount[2], money(-25'000));
  EXPECT_EQ(rows.amount[3], std::nullopt);
  EXPECT_EQ(rows.kind[2], InteractionKind::refund);
  EXPECT_EQ(loaded.report.count("rounded_amount"), 1U);
  EXPECT_EQ(loaded.report.count("refund"), 1U);
  EXPECT_EQ(loaded.report.count("no_amount"), 1U);
  EXPECT_EQ(loaded.summary.revenue, money(10'050 + 1'110 - 25'000));
}

TEST(LoadCsv, sets_bad_rows_aside_with_their_revenue) {
  const Loaded loaded = parse_csv(
      "customer,date,amount\n"
      "a,2020-01-01,1.00\n"
      "a,2020-02-30,2.50\n"
      "b,yesterday,4.25\n"
      "b,2020-01-01,12.x\n"
      "b,,3\n"
      "c,2020-01-02\n"
      "c,2020-01-03,8,extra\n"
      "\"c,2020-01-04,16\n"
      ",,\n"
      "d,2020-01-05,32\n");
  EXPECT_EQ(loaded.summary.rows, 10U);
  EXPECT_EQ(loaded.summary.kept, 2U);
  EXPECT_EQ(loaded.summary.revenue, money(330'000));
  using cc::source::SetAside;
  EXPECT_THAT(loaded.summary.set_aside,
              testing::ElementsAre(SetAside{"bad_time", 2, money(67'500), 0},
                                   SetAside{"bad_amount", 1, money(0), 1},
                                   SetAside{"no_time", 1, money(30'000), 0},
                                   SetAside{"too_few_fields", 1, money(0), 1},
                                   SetAside{"too_many_fields", 1, money(0), 1},
                                   SetAside{"broken_quote", 1, money(0), 1},
                                   SetAside{"empty_row", 1, money(0), 0}));
  EXPECT_EQ(total_revenue(loaded.summary), money(427'500));
  const cc::Finding& first = loaded.report.findings.front();
  EXPECT_EQ(first.kind, "bad_time");
  EXPECT_EQ(first.severity, cc::Severity::error);
  EXPECT_EQ(first.examples[0].where, (cc::Location{.line = 3, .row = 1, .column = "date"}));
  EXPECT_EQ(first.examples[0].text, "2020-02-30");
}

TEST(LoadCsv, keeps_rows_without_a_customer) {
  const Loaded loaded = parse_csv("customer,date,amount\n,2020-01-01,5\nNA,2020-01-01,0\n",
                                  {.dialect = {.missing = {"NA"}}});
  EXPECT_EQ(loaded.base.interactions().size(), 2U);
  EXPECT_EQ(loaded.base.parties().size(), 0U);
  EXPECT_EQ(loaded.report.count("no_customer"), 2U);
  EXPECT_EQ(loaded.report.count("zero_amount"), 1U);
}

TEST(LoadCsv, tells_refunds_from_purchases) {
  const std::string_view text =
      "customer,date,order,quantity,amount\n"
      "a,2020-01-01,1001,1,10\n"
      "a,2020-01-02,C1001,-1,-10\n"
      "b,2020-01-02,C1002,-1,0\n"
      "b,2020-01-03,A7,1,5\n"
      "b,2020-01-03,A8,1,-5\n"
      "b,2020-01-04,1003,-1,7\n";
  const Loaded loaded = parse_csv(text);
  const cc::Interactions& rows = loaded.base.interactions();
  EXPECT_EQ(rows.kind[0], InteractionKind::purchase);
  EXPECT_EQ(rows.kind[1], InteractionKind::refund);
  EXPECT_EQ(rows.kind[2], InteractionKind::refund);
  EXPECT_EQ(rows.kind[5], InteractionKind::purchase);
  EXPECT_EQ(loaded.report.count("refund"), 3U);
  EXPECT_EQ(loaded.report.count("refund_order"), 2U);  // C; A begins purchases too.
  EXPECT_EQ(loaded.report.count("sign_conflict"), 2U);

  const Loaded said =
      parse_csv("customer,date,order,amount\na,2020-01-01,C1,10\n", {.refund_prefix = "C"});
  EXPECT_EQ(said.base.interactions().kind[0], InteractionKind::refund);
  EXPECT_EQ(said.base.interactions().amount[0], money(-100'000));
  EXPECT_EQ(said.report.count("refund_sign"), 1U);
  EXPECT_EQ(said.summary.revenue, money(-100'000));
}

TEST(LoadCsv, reads_every_column_of_an_interaction) {
  const Loaded loaded = parse_csv(
      "who,when,what,how,desk,agent,ticket,result,told,waited,served,due,sku\n"
      "a,2020-01-01 10:30,complaint,phone,desk 1,Eve,t1,resolved,9.99,30,61.5,2020-01-02,p1\n"
      "a,2020-01-01 11:30,Sale,fax,,,,,,,,,\n"
      "a,2020-01-01 11:30,dance,,,,,,,-1,,,\n",
      {.columns = {.customer = "who",
                   .time = "when",
                   .kind = "what",
                   .channel = "how",
                   .touchpoint = "desk",
                   .handled_by = "agent",
                   .case_id = "ticket",
                   .outcome = "result",
                   .disclosed_amount = "told",
                   .wait = "waited",
                   .service_duration = "served",
                   .promised_time = "due"}});
  const cc::Interactions& rows = loaded.base.interactions();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.kind[0], InteractionKind::complaint);
  EXPECT_EQ(rows.channel[0], cc::Channel::phone);
  EXPECT_EQ(rows.touchpoints.text(rows.touchpoint[0]), "desk 1");
  EXPECT_EQ(rows.handlers.text(rows.handled_by[0]), "Eve");
  EXPECT_EQ(rows.cases.text(rows.case_id[0]), "t1");
  EXPECT_EQ(rows.outcomes.text(rows.outcome[0]), "resolved");
  EXPECT_EQ(rows.disclosed_amount[0], money(99'900));
  EXPECT_EQ(rows.wait[0], std::chrono::seconds{30});
  EXPECT_EQ(rows.service_duration[0], std::chrono::seconds{61});
  EXPECT_EQ(rows.promised_time[0], cc::start_of(cc::date(2020, 1, 2)));
  EXPECT_EQ(rows.products.text(rows.product[0]), "p1");
  EXPECT_EQ(rows.kind[1], InteractionKind::purchase);
  EXPECT_EQ(rows.channel[1], cc::Channel::other);
  EXPECT_EQ(rows.wait[1], std::nullopt);
  EXPECT_EQ(loaded.report.count("unknown_channel"), 1U);
  EXPECT_EQ(loaded.report.count("negative_duration"), 1U);
  EXPECT_EQ(loaded.report.count("no_amount"), 0U);  // The file has no money at all.
}

TEST(LoadCsv, asks_for_the_order_of_dates_instead_of_guessing) {
  const std::string_view text = "customer,date,amount\na,03/04/2010,1\n";
  try {
    (void)parse_csv(text);
    FAIL();
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    EXPECT_THAT(error.what(), HasSubstr("03/04/2010"));
    EXPECT_THAT(error.hint(), HasSubstr("day first (dmy)"));
    EXPECT_EQ(error.where(), (cc::Location{.line = 2, .row = 0, .column = "date"}));
  }
  const auto day = [&](cc::source::DateOrder order) {
    const Loaded loaded = parse_csv(text, {.dialect = {.dates = order}});
    return cc::day_of(*loaded.base.interactions().time[0]);
  };
  EXPECT_EQ(day(cc::source::DateOrder::day_month_year), cc::date(2010, 4, 3));
  EXPECT_EQ(day(cc::source::DateOrder::month_day_year), cc::date(2010, 3, 4));
}

TEST(LoadCsv, reads_european_files) {
  const Loaded loaded = parse_csv(
      "Kunde;Datum;Betrag\nM\xFCller;03.04.2010;\x80 1.234,50\nM\xC3\xBCller;3.4.2010;7,5\n",
      {.dialect = {.decimal_point = ',',
                   .grouping = '.',
                   .dates = cc::source::DateOrder::day_month_year,
                   .currency_sign = "\x80"}});
  EXPECT_EQ(loaded.base.parties().size(), 1U);
  EXPECT_EQ(loaded.base.parties().label(cc::PartyId{0}), "M\xC3\xBCller");
  EXPECT_EQ(loaded.report.count("latin1_text"), 1U);
  EXPECT_EQ(loaded.report.count("repeated_day"), 1U);
  EXPECT_EQ(loaded.summary.revenue, money(12'420'000));
}

TEST(LoadCsv, counts_repeated_days_in_any_order) {
  std::string text = "customer,date,amount\n";
  std::uint64_t expected = 0;
  std::set<std::pair<unsigned, unsigned>> seen;
  unsigned state = 1;
  for (int i = 0; i < 5'000; ++i) {
    state = state * 1'664'525U + 1'013'904'223U;
    const unsigned customer = (state >> 8U) % 50U;
    // The first customers in order of time, the others not.
    const unsigned day = customer < 20U ? static_cast<unsigned>(i) / 200U : (state >> 16U) % 28U;
    expected += seen.insert({customer, day}).second ? 0U : 1U;
    text += std::to_string(customer) + ",2020-02-" + (day < 9 ? "0" : "") +
            std::to_string(day + 1) + ",1\n";
  }
  EXPECT_EQ(parse_csv(text).report.count("repeated_day"), expected);
}

TEST(LoadCsv, makes_the_base_that_adding_row_by_row_makes) {
  cc::CustomerBase expected;
  std::string text = "customer,date,amount\n";
  unsigned state = 7;
  for (int i = 0; i < 3'000; ++i) {
    state = state * 1'664'525U + 1'013'904'223U;
    const std::string customer = state % 11U == 0 ? "" : "c" + std::to_string((state >> 8U) % 700U);
    const bool has_amount = state % 501U != 0;
    const std::int64_t hundredths = static_cast<std::int64_t>((state >> 12U) % 500U) - 20;
    const cc::Instant time = cc::start_of(cc::date(2020, 1, 1)) + std::chrono::hours{i};
    text += customer + "," + cc::to_text(time) + ",";
    text += has_amount ? std::to_string(hundredths) + "e-2\n" : "\n";
    expected.add(cc::Interaction{
        .party = customer,
        .time = time,
        .kind = has_amount && hundredths < 0 ? InteractionKind::refund : InteractionKind::purchase,
        .amount = has_amount ? std::optional{money(hundredths * 100)} : std::nullopt});
  }
  const Loaded loaded = parse_csv(text);
  EXPECT_GT(loaded.report.count("no_amount"), 0U);
  EXPECT_TRUE(loaded.base == expected);
}

TEST(LoadCsv, refuses_revenue_beyond_the_range_of_money) {
  EXPECT_THROW((void)parse_csv("customer,date,amount\n"
                               "a,2020-01-01,900000000000000\na,2020-01-02,900000000000000\n"),
               cc::Error);
  const Loaded loaded = parse_csv(
      "customer,date,amount\na,2020-01-01,900000000000000\na,2020-01-02,-900000000000000\n");
  EXPECT_EQ(loaded.summary.revenue, money(0));
}

TEST(LoadCsv, says_why_a_file_cannot_be_opened) {
  const support::TemporaryDirectory folder;
  const auto reason = [](const std::string& path) -> std::string {
    try {
      (void)cc::source::load_csv({.interactions = path});
    } catch (const cc::Error& error) {
      EXPECT_EQ(error.code(), cc::ErrorCode::io);
      EXPECT_THAT(error.what(), HasSubstr(path));
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(reason((folder.path() / "absent.csv").string()), HasSubstr("No such file"));
  EXPECT_THAT(reason(folder.path().string()), HasSubstr("Is a directory"));
}

// --- Real files --------------------------------------------------------------------------------

// Sums the last column of a file without quotes in hundredths; nothing of the library.
std::int64_t naive_sum_of_last_column(const std::filesystem::path& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  std::int64_t hundredths = 0;
  while (std::getline(in, line)) {
    const std::string value = line.substr(line.rfind(',') + 1);
    const auto point = value.find('.');
    std::string digits = value.substr(0, point);
    digits += point == std::string::npos ? "00" : (value.substr(point + 1) + "00").substr(0, 2);
    hundredths += std::stoll(digits);
  }
  return hundredths;
}

TEST(LoadCsv, ties_to_cdnow) {
  const auto file = support::data_file("cdnow_master.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_master.csv");
  const Loaded loaded = cc::source::load_csv({.interactions = file->string()});
  EXPECT_EQ(loaded.base.parties().size(), 23'570U);
  EXPECT_EQ(loaded.summary.kept, 69'659U);
  EXPECT_EQ(loaded.summary.rows, 69'659U);
  EXPECT_EQ(loaded.report.count("zero_amount"), 80U);
  EXPECT_EQ(loaded.report.count("repeated_day"), 2'068U);
  EXPECT_EQ(loaded.report.findings.size(), 2U) << to_text(loaded.report);
  EXPECT_EQ(loaded.summary.revenue, money(25'003'156'300));
  EXPECT_EQ(loaded.summary.revenue, money(naive_sum_of_last_column(*file) * 100));
  EXPECT_EQ(loaded.summary.bytes, std::filesystem::file_size(*file));
}

TEST(LoadCsv, guesses_the_right_id_of_the_cdnow_sample) {
  const auto file = support::data_file("cdnow_sample.csv");
  if (!file) GTEST_SKIP() << support::no_data("cdnow_sample.csv");
  const Loaded loaded = cc::source::load_csv({.interactions = file->string()});
  EXPECT_EQ(loaded.summary.columns[0].column, "customer_id");
  EXPECT_EQ(loaded.base.parties().size(), 2'357U);
  EXPECT_EQ(loaded.summary.kept, 6'919U);
  EXPECT_EQ(loaded.report.count("repeated_day"), 223U);
  EXPECT_EQ(loaded.summary.revenue, money(2'440'919'400));
}

// quantity × price in 1/1000, summed without the library: fields 2 and 4 of lines in which only the
// others are quoted and no field holds a comma before them.
std::int64_t naive_online_retail_revenue(const std::string& bytes) {
  std::int64_t thousandths = 0;
  std::size_t begin = bytes.find('\n') + 1;
  while (begin < bytes.size()) {
    std::size_t end = bytes.find('\n', begin);
    end = end == std::string::npos ? bytes.size() : end;
    std::string fields[7];
    std::size_t field = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (bytes[i] == ',') {
        ++field;
      } else {
        fields[field] += bytes[i];
      }
    }
    const std::string& price = fields[4];
    const auto point = price.find('.');
    std::string digits = price.substr(0, point);
    digits += point == std::string::npos ? "000" : (price.substr(point + 1) + "000").substr(0, 3);
    thousandths += std::stoll(fields[2]) * std::stoll(digits);
    begin = end + 1;
  }
  return thousandths;
}

TEST(LoadCsv, ties_to_online_retail) {
  const auto packed = support::data_file("online_retail_uci352.csv.gz");
  if (!packed) GTEST_SKIP() << support::no_data("online_retail_uci352.csv.gz");
  try {
    (void)cc::source::load_csv({.interactions = packed->string()});
    FAIL() << "read a compressed file";
  } catch (const cc::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("compressed with gzip"));
  }
  const support::TemporaryDirectory folder;
  const auto file = folder.path() / "online_retail.csv";
  if (std::system(("gzip -dc '" + packed->string() + "' > '" + file.string() + "'").c_str()) != 0) {
    GTEST_SKIP() << "there is no gzip here";
  }
  const Loaded loaded = cc::source::load_csv({.interactions = file.string()});
  EXPECT_EQ(loaded.summary.rows, 541'909U);
  EXPECT_EQ(loaded.summary.kept, 541'909U);
  EXPECT_EQ(loaded.report.count("no_customer"), 135'080U);
  EXPECT_EQ(loaded.report.count("refund_order"), 9'288U);
  EXPECT_EQ(loaded.report.count("rounded_amount"), 0U);
  EXPECT_EQ(loaded.base.parties().size(), 4'372U);
  EXPECT_EQ(loaded.summary.revenue,
            money(naive_online_retail_revenue(support::read_bytes(file)) * 10));
}

}  // namespace
