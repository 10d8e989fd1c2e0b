#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/records/view.hpp>

#include "records/text_hash.hpp"

namespace {

using namespace centricity;

Instant at(std::int64_t second) { return Instant{std::chrono::seconds{second}}; }

TEST(Dictionary, NumbersTextsInOrderOfAppearance) {
  Dictionary words;
  EXPECT_EQ(words.find("a"), Code::none);
  std::vector<std::string> texts;
  for (int i = 0; i < 5'000; ++i) {
    texts.push_back(std::string(static_cast<std::size_t>(i % 20), 'x') + std::to_string(i));
    EXPECT_EQ(index(words.encode(texts.back())), static_cast<std::uint32_t>(i));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(index(words.encode(texts[i])), i);
    EXPECT_EQ(index(words.find(texts[i])), i);
    EXPECT_EQ(words.text(Code{static_cast<std::uint32_t>(i)}), texts[i]);
  }
  EXPECT_EQ(words.size(), texts.size());
  EXPECT_EQ(words.encode(""), Code::none);
  EXPECT_EQ(words.text(Code::none), "");
  EXPECT_EQ(words.find("never"), Code::none);
  Dictionary copy = words;
  EXPECT_EQ(copy, words);
  copy.encode("more");
  EXPECT_NE(copy, words);
}

TEST(Dictionary, KeepsTextsThatCrowdTheSamePlaces) {
  // All are at home in the same one of 4,096 slots, so that few can stand in the table.
  std::vector<std::string> texts;
  for (std::uint32_t number = 0; texts.size() < 3'000; ++number) {
    std::string text = std::to_string(number);
    if ((hash_of(text) & 0xFFFU) == 7) {
      texts.push_back(std::move(text));
    }
  }
  Dictionary words;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(words.find(texts[i]), Code::none);
    EXPECT_EQ(index(words.encode(texts[i])), i);
    EXPECT_EQ(index(words.encode(texts[i / 2])), i / 2);
  }
  EXPECT_EQ(words.find("never"), Code::none);
  for (std::size_t i = 0; i < 5'000; ++i) {  // The table grows.
    EXPECT_EQ(index(words.encode("word " + std::to_string(i))), texts.size() + i);
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  std::vector<Code> codes(views.size());
  words.encode(views, codes);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(index(codes[i]), i);
    EXPECT_EQ(index(words.find(texts[i])), i);
    EXPECT_EQ(words.text(codes[i]), texts[i]);
  }
}

RC_GTEST_PROP(Dictionary, EncodesManyAsOneByOne, (const std::vector<std::uint8_t>& numbers)) {
  std::vector<std::string> texts;
  for (const std::uint8_t number : numbers) {
    texts.push_back(std::string(number % 16, static_cast<char>('a' + number / 64)));
  }
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  Dictionary together;
  std::vector<Code> codes(views.size());
  together.encode(views, codes);
  Dictionary one_by_one;
  for (std::size_t i = 0; i < views.size(); ++i) {
    RC_ASSERT(codes[i] == one_by_one.encode(views[i]));
  }
  RC_ASSERT(together == one_by_one);
}

TEST(Names, AreReadBack) {
  for (std::size_t kind = 0; kind < interaction_kinds; ++kind) {
    const auto value = static_cast<InteractionKind>(kind);
    EXPECT_EQ(parse_interaction_kind(to_string(value)), value);
  }
  EXPECT_EQ(parse_interaction_kind("sale"), std::nullopt);
  EXPECT_EQ(parse_channel(to_string(Channel::third_party)), Channel::third_party);
  EXPECT_EQ(parse_stakeholder("employee"), Stakeholder::employee);
  EXPECT_EQ(to_string(Standard::entitled), "entitled");
}

/// Adds one thing about one of six parties, or about nobody; the number decides everything.
void add(CustomerBase& base, std::uint32_t number) {
  const std::string who = number % 7 == 6 ? "" : "party " + std::to_string(number % 7);
  const std::string word = "word " + std::to_string(number / 7 % 5);
  const auto second = static_cast<std::int64_t>(number / 100);
  switch (number / 35 % 5) {
    case 0:
      if (!who.empty()) {
        base.add(Party{.label = who,
                       .stakeholder = static_cast<Stakeholder>(number % 5),
                       .acquired_at = number % 2 == 0 ? std::optional{at(second)} : std::nullopt});
      }
      break;
    case 1:
      if (!who.empty()) {
        base.add(Attribute{.party = who,
                           .name = word,
                           .value = number % 2 == 0 ? AttributeValue{word} : AttributeValue{2.5}});
      }
      break;
    case 2:
      base.add(Assessment{.respondent = who,
                          .time = at(second),
                          .item = "speed",
                          .touchpoint = word,
                          .perception = 1.0 + number % 7});
      break;
    default:
      base.add(Interaction{
          .party = who,
          .time = at(second),
          .kind = InteractionKind::purchase,
          .order = word,
          .product = number % 3 == 0 ? "" : word,
          .amount = number % 4 == 0 ? std::nullopt : std::optional{Money{number % 1'000}},
          .handled_by = number % 11 == 0 ? word : ""});
  }
}

std::string party_of(std::uint32_t number) { return "party " + std::to_string(number % 7); }

RC_GTEST_PROP(CustomerBase, ErasedEqualsNeverIngested, ()) {
  const auto numbers = *rc::gen::container<std::vector<std::uint32_t>>(
      rc::gen::inRange<std::uint32_t>(0, 1'000'000));
  const auto gone =
      *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, 6));
  CustomerBase erased;
  CustomerBase never;
  erased.declare({.name = "speed"});
  never.declare({.name = "speed"});
  for (const std::uint32_t number : numbers) {
    add(erased, number);
    const bool forgotten = std::any_of(
        gone.begin(), gone.end(), [number](std::uint32_t party) { return number % 7 == party; });
    if (!forgotten) {
      add(never, number);
    }
  }
  std::vector<std::string> labels{"unknown"};
  for (const std::uint32_t party : gone) {
    labels.push_back(party_of(party));
  }
  const std::vector<std::string_view> views(labels.begin(), labels.end());
  const std::size_t before = erased.parties().size();
  const std::size_t forgotten = erased.erase(views);
  RC_ASSERT(forgotten == before - erased.parties().size());
  RC_ASSERT(erased == never);
}

TEST(CustomerBase, CancelledErasureChangesNothing) {
  CustomerBase base;
  base.add(Interaction{.party = "a", .time = at(0)});
  const CustomerBase before = base;
  const std::string_view label = "a";
  EXPECT_THROW(base.erase({&label, 1}, {.cancelled = [] { return true; }}), Error);
  EXPECT_EQ(base, before);
}

TEST(CustomerBase, AProspectWhoBuysBecomesACustomer) {
  CustomerBase base;
  base.add(Party{.label = "a", .stakeholder = Stakeholder::prospect});
  base.add(Party{.label = "b", .stakeholder = Stakeholder::prospect});
  base.add(Party{.label = "a"});
  EXPECT_EQ(base.parties().stakeholder[0], Stakeholder::customer);
  EXPECT_EQ(base.parties().stakeholder[1], Stakeholder::prospect);
  base.add(Party{.label = "b"});
  CustomerBase always;
  always.add(Party{.label = "a"});
  always.add(Party{.label = "b"});
  EXPECT_EQ(base, always);
}

TEST(CustomerBase, ColumnsAndRowsAreTheSame) {
  CustomerBase by_row;
  CustomerBase by_column;
  const PartyId a = by_column.add(Party{.label = "a"});
  by_row.add(Party{.label = "a"});
  const std::vector<PartyId> party{a, PartyId::none};
  const std::vector<Instant> time{at(5), at(6)};
  const std::vector<InteractionKind> kind{InteractionKind::purchase, InteractionKind::refund};
  const std::vector<Money> amount{Money{7}, Money{-7}};
  by_column.add(InteractionColumns{.party = party, .time = time, .kind = kind, .amount = amount});
  by_row.add(Interaction{.party = "a", .time = at(5), .amount = Money{7}});
  by_row.add(Interaction{.time = at(6), .kind = InteractionKind::refund, .amount = Money{-7}});
  EXPECT_EQ(by_row, by_column);
}

RC_GTEST_PROP(CustomerBase, RowsTogetherAreThoseOneByOne, ()) {
  const auto name = [] { return *rc::gen::element<std::string>("", "a", "b", "c", "d"); };
  const auto maybe = [] { return *rc::gen::inRange(0, 3) > 0; };
  const auto n = *rc::gen::inRange<std::size_t>(0, 200);
  std::vector<std::array<std::string, 4>> texts(n);
  std::vector<Interaction> rows(n);
  // A file either has a column or not; a row of it may lack the value.
  const bool has_order = maybe();
  const bool has_quantity = maybe();
  const bool may_lack_amount = maybe();
  for (std::size_t i = 0; i < n; ++i) {
    texts[i] = {name(), has_order ? name() : "", name(), name()};
    rows[i] = {.party = texts[i][0],
               .time = at(*rc::gen::inRange(0, 100)),
               .kind = maybe() ? InteractionKind::purchase : InteractionKind::delivery,
               .channel = maybe() ? Channel::unknown : Channel::mail,
               .order = texts[i][1],
               .product = texts[i][2],
               .outcome = texts[i][3]};
    if (has_quantity && maybe()) rows[i].quantity = 2.0;
    if (!may_lack_amount || maybe()) rows[i].amount = Money{static_cast<std::int64_t>(i)};
    if (maybe()) rows[i].promised_time = at(5);
    if (maybe()) rows[i].wait = std::chrono::seconds{3};
  }
  CustomerBase one_by_one;
  one_by_one.add(Party{.label = "c"});
  CustomerBase together = one_by_one;
  for (const Interaction& row : rows) one_by_one.add(row);
  together.add(rows);
  RC_ASSERT(together == one_by_one);
}

TEST(CustomerBase, ABadRowAmongManyIsNamedAndNoneIsAdded) {
  CustomerBase base;
  const std::vector<Interaction> rows{
      {.party = "a"}, {.party = "b"}, {.party = "c", .amount = Money{-1}}};
  try {
    base.add(rows);
    ADD_FAILURE() << "not refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.where().row, 2u);
    EXPECT_EQ(error.where().column, "amount");
  }
  EXPECT_EQ(base, CustomerBase{});
}

TEST(CustomerBase, BadRowsAreRefusedAndChangeNothing) {
  CustomerBase base;
  base.declare({.name = "speed"});
  const CustomerBase before = base;
  const auto refused = [&base](const auto& row, const char* column) {
    try {
      base.add(row);
      ADD_FAILURE() << "not refused: " << column;
    } catch (const Error& error) {
      EXPECT_EQ(error.where().column, column) << error.what();
    }
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  refused(Interaction{.amount = Money{-1}}, "amount");
  refused(Interaction{.kind = InteractionKind::refund, .amount = Money{1}}, "amount");
  refused(Interaction{.time = Instant::max()}, "time");
  refused(Interaction{.quantity = nan}, "quantity");
  refused(Interaction{.wait = std::chrono::seconds{-1}}, "wait");
  refused(Party{}, "label");
  refused(Attribute{.party = "a", .name = "size", .value = nan}, "value");
  refused(Attribute{.party = "a", .value = 1.0}, "name");
  refused(Assessment{.item = "unknown"}, "item");
  refused(Assessment{.item = "speed", .perception = 8.0}, "perception");
  refused(Assessment{.item = "speed", .functional = 6}, "functional");
  const std::vector<Instant> times(2);
  const std::vector<Money> negative{Money{0}, Money{-1}};
  const std::vector<PartyId> stranger{PartyId{0}, PartyId{1}};
  refused(InteractionColumns{.time = times, .amount = negative}, "amount");
  refused(InteractionColumns{.party = stranger, .time = times}, "party");
  refused(InteractionColumns{.time = times, .amount = std::span{negative}.first(1)}, "amount");
  EXPECT_THROW(base.declare({.name = "speed", .wording = "How fast?"}), Error);
  EXPECT_EQ(base, before);
  EXPECT_THROW(CustomerBase(BaseDefinition{.day_offset = std::chrono::hours{19}}), Error);
}

TEST(Parties, AttributesAreReadAsOfATime) {
  CustomerBase base;
  base.add(Attribute{.party = "a", .name = "size", .value = "small", .valid_until = at(10)});
  base.add(Attribute{.party = "a", .name = "size", .value = 12.0, .valid_from = at(10)});
  base.add(Party{.label = "b"});
  const auto before = attribute_as_of(base.parties(), factor::size, at(9));
  const auto after = attribute_as_of(base.parties(), factor::size, at(10));
  EXPECT_EQ(before[0], AttributeValue{"small"});
  EXPECT_EQ(after[0], AttributeValue{12.0});
  EXPECT_EQ(after[1], std::nullopt);
  EXPECT_EQ(attribute_as_of(base.parties(), "income", at(0))[0], std::nullopt);
}

TEST(CustomerBase, RefusesAKindThatIsNone) {
  CustomerBase base;
  const auto none = static_cast<InteractionKind>(200);
  const std::vector<Instant> times{at(1), at(2)};
  const std::vector<InteractionKind> kinds{InteractionKind::purchase, none};
  EXPECT_THROW(base.add(Interaction{.party = "a", .time = at(1), .kind = none}), Error);
  EXPECT_THROW(base.add(InteractionColumns{.time = times, .kind = kinds}), Error);
  EXPECT_EQ(base, CustomerBase{});
}

TEST(BaseView, ShowsAWindowKindsAndParties) {
  CustomerBase base;
  const PartyId a = base.add(Party{.label = "a"});
  const PartyId b = base.add(Party{.label = "b"});
  BaseView view = as_of(base, at(10));
  const auto sale = InteractionKind::purchase;
  EXPECT_TRUE(view.contains(sale, a, at(9)));
  EXPECT_TRUE(view.contains(sale, PartyId::none, at(9)));
  EXPECT_FALSE(view.contains(sale, a, at(10)));
  view.from = at(5);
  EXPECT_FALSE(view.contains(sale, a, at(4)));
  view.kinds = {InteractionKind::purchase, InteractionKind::refund};
  EXPECT_FALSE(view.contains(InteractionKind::complaint, a, at(6)));
  view.parties = {false, true};
  EXPECT_FALSE(view.contains(a));
  EXPECT_TRUE(view.contains(b));
  EXPECT_FALSE(view.contains(PartyId::none));
  view.parties = {true};  // Made before b came.
  EXPECT_TRUE(view.contains(a));
  EXPECT_FALSE(view.contains(b));
}

}  // namespace
