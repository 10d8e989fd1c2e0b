#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/json.hpp>
#include <centricity/report/privacy.hpp>
#include <centricity/report/text.hpp>

namespace {

using namespace centricity;
using namespace centricity::report;

using Counts = std::vector<std::int64_t>;

Document counted(const Counts& counts) {
  Table table{.columns = {{.name = "Group"}, {.name = "People", .role = ColumnRole::cell_size}}};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    table.rows.push_back({"g" + std::to_string(i), counts[i]});
  }
  return {.blocks = {table}};
}

Table only_table(const Document& document) { return std::get<Table>(document.blocks.front()); }

// What a reader sees: the counts, -1 where withheld.
Counts published(const Counts& counts, std::int64_t minimum) {
  const Document document = protect(counted(counts), {.minimum_cell = minimum});
  Counts seen;
  const Table table = only_table(document);
  for (const auto& row : table.rows) {
    const auto* count = std::get_if<std::int64_t>(&row[1]);
    seen.push_back(count != nullptr ? *count : -1);
  }
  return seen;
}

std::vector<Counts> all_tables(std::size_t rows, std::int64_t largest) {
  std::vector<Counts> tables{{}};
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<Counts> longer;
    for (const Counts& table : tables) {
      for (std::int64_t count = 0; count <= largest; ++count) {
        longer.push_back(table);
        longer.back().push_back(count);
      }
    }
    tables = std::move(longer);
  }
  return tables;
}

std::int64_t sum(const Counts& counts) {
  std::int64_t total = 0;
  for (const std::int64_t count : counts) total += count;
  return total;
}

// The reader knows the rules, the table as published and, unless all of it is withheld, its total.
// Of every withheld count at least two values must be possible.
void expect_nothing_can_be_derived(std::size_t rows,
                                   std::int64_t largest,
                                   std::int64_t minimum,
                                   bool total_is_a_row) {
  std::map<std::pair<Counts, std::int64_t>, std::vector<std::set<std::int64_t>>> possible;
  for (Counts counts : all_tables(rows, largest)) {
    const std::int64_t total = sum(counts);
    if (total_is_a_row) counts.push_back(total);
    const Counts seen = published(counts, minimum);
    const bool any_shown = std::any_of(seen.begin(), seen.end(), [](auto c) { return c >= 0; });
    auto& values = possible[{seen, any_shown && !total_is_a_row ? total : -1}];
    values.resize(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      values[i].insert(counts[i]);
      ASSERT_TRUE(counts[i] == 0 || counts[i] >= minimum || seen[i] == -1);
    }
  }
  for (const auto& [key, values] : possible) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (key.first[i] >= 0) continue;
      EXPECT_GE(values[i].size(), 2U) << "row " << i << " of " << testing::PrintToString(key);
    }
  }
}

TEST(Suppression, no_count_of_any_small_table_can_be_derived) {
  for (std::size_t rows = 1; rows <= 4; ++rows) {
    for (std::int64_t minimum = 3; minimum <= 4; ++minimum) {
      // Twice the room above the minimum, so that the border of the tables tried is not felt.
      expect_nothing_can_be_derived(rows, minimum + 4, minimum, false);
    }
  }
  expect_nothing_can_be_derived(5, 5, 3, false);
}

TEST(Suppression, a_total_among_the_rows_gives_nothing_away) {
  for (std::size_t rows = 1; rows <= 4; ++rows) expect_nothing_can_be_derived(rows, 6, 3, true);
}

TEST(Suppression, examples) {
  EXPECT_EQ(published({20, 30, 40}, 11), (Counts{20, 30, 40}));
  EXPECT_EQ(published({5, 30, 40}, 11), (Counts{-1, -1, 40}));
  EXPECT_EQ(published({5, 6, 40}, 11), (Counts{-1, -1, 40}));
  EXPECT_EQ(published({5, 5, 40, 50}, 11), (Counts{-1, -1, -1, 50})) << "5 and 5 are half of 10";
  EXPECT_EQ(published({2, 3, 40, 50}, 11), (Counts{-1, -1, -1, 50})) << "2 and 3 are too few";
  EXPECT_EQ(published({5, 30, 30, 40}, 11), (Counts{-1, -1, -1, 40})) << "both or none of a size";
  EXPECT_EQ(published({0, 30, 40}, 11), (Counts{0, 30, 40})) << "nobody is nobody";
  EXPECT_EQ(published({0, 5, 40}, 11), (Counts{0, -1, -1}));
  EXPECT_EQ(published({5, 0}, 11), (Counts{-1, -1})) << "all or nothing";
  EXPECT_EQ(published({1, 2, 3}, 1), (Counts{1, 2, 3}));
}

RC_GTEST_PROP(Suppression, IsTheSameWhenRepeatedAndInAnyOrder, ()) {
  const auto raw = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 60));
  const Counts counts{raw.begin(), raw.end()};
  const Document once = protect(counted(counts));
  RC_ASSERT(protect(once) == once);
  Counts backwards{counts.rbegin(), counts.rend()};
  Counts seen = published(counts, 11);
  std::reverse(seen.begin(), seen.end());
  RC_ASSERT(published(backwards, 11) == seen);
}

TEST(Suppression, withholds_every_number_of_the_row_and_says_so) {
  const Estimate mean{.value = 3.25, .n = 4};
  const Document document{
      .blocks = {
          Table{.caption = "By segment.",
                .columns = {{.name = "Segment"},
                            {.name = "People", .role = ColumnRole::cell_size},
                            {.name = "Revenue"},
                            {.name = "Mean"},
                            {.name = "First"},
                            {.name = "Advice"}},
                .rows = {{"small", std::int64_t{4}, Money{77777}, mean, date(1999, 9, 9), "call"},
                         {"next", std::int64_t{20}, Money{88888}, 4.75, Cell{}, "write"},
                         {"large", std::int64_t{900}, Money{99990000}, 5.5, Cell{}, "wait"}}}}};
  const Table table = only_table(protect(document));
  for (const std::size_t row : {0U, 1U}) {
    for (const std::size_t column : {1U, 2U, 3U}) {
      const auto* cell = std::get_if<Estimate>(&table.rows[row][column]);
      ASSERT_NE(cell, nullptr);
      EXPECT_EQ(*cell, undefined_estimate(Undefined::suppressed));
    }
  }
  EXPECT_EQ(table.rows[0][0], Cell{"small"});
  EXPECT_EQ(table.rows[0][5], Cell{"call"});
  EXPECT_EQ(table.rows[2], std::get<Table>(document.blocks[0]).rows[2]);
  EXPECT_TRUE(table.caption.starts_with("By segment. Rows of fewer than 11 people are withheld"));
  for (const std::string& text : {to_html(document), to_json(document), to_text(document)}) {
    for (const char* secret : {"3.25", "7.78", "8.89", "4.75", "1999-09-09"}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
    EXPECT_NE(text.find("fewer than 11"), std::string::npos);
  }
}

TEST(Suppression, a_size_that_is_not_known_is_small) {
  Document document = counted({50, 60, 70});
  auto& rows = std::get<Table>(document.blocks[0]).rows;
  for (const Cell& unknown : {Cell{},
                              Cell{"few"},
                              Cell{std::nan("")},
                              Cell{-3.0},
                              Cell{std::int64_t{-1}},
                              Cell{undefined_estimate(Undefined::too_few)}}) {
    rows[1][1] = unknown;
    EXPECT_EQ(only_table(protect(document)).rows[1][1],
              Cell{undefined_estimate(Undefined::suppressed)});
  }
  rows[1][1] = 0.5;  // half a person is somebody
  EXPECT_EQ(only_table(protect(document)).rows[1][1],
            Cell{undefined_estimate(Undefined::suppressed)});
}

TEST(Suppression, pictures_of_small_cells_are_withheld_as_well) {
  const Document document{.blocks = {Chart{.x = {.categories = {"a", "b", "c"}},
                                           .series = {{.mark = Mark::bars,
                                                       .y = {123.25, 234.5, 345.75},
                                                       .lower = {111.5, 222.25, 333.5},
                                                       .upper = {144.25, 255.75, 366.5},
                                                       .cell_sizes = {3, 40, 50}}}},
                                     HeatMap{.x = {.categories = {"a", "b", "c"}},
                                             .y = {.categories = {"r"}},
                                             .values = {423.25, 534.5, 645.75},
                                             .cell_sizes = {3, 40, 50}}}};
  for (const std::string& text : {to_html(document), to_json(document), to_text(document)}) {
    for (const char* secret : {"123.25", "111.5", "144.25", "234.5", "222.25", "423.25", "534.5"}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << secret;
    }
    EXPECT_NE(text.find("345.75"), std::string::npos);
    EXPECT_NE(text.find("645.75"), std::string::npos);
    EXPECT_EQ(text.find("cell_sizes"), std::string::npos);
  }
}

Document named() {
  return {.blocks = {Table{.columns = {{.name = "Customer", .role = ColumnRole::identifier},
                                       {.name = "Value"}},
                           .rows = {{"zoe@example.org", 3.0},
                                    {std::int64_t{4711}, 2.0},
                                    {Cell{}, 1.5},
                                    {"zoe@example.org", 1.0}}},
                     Chart{.x = {.categories = {"4711", "adam@example.org"}, .identifiers = true},
                           .series = {{.mark = Mark::bars, .y = {2, 1}}},
                           .horizontal = true}}};
}

TEST(Identifiers, are_ranks_unless_told_to_show) {
  const Document document = protect(named());
  const auto rows = only_table(document).rows;
  EXPECT_EQ(rows[0][0], Cell{"#1"});
  EXPECT_EQ(rows[1][0], Cell{"#2"});
  EXPECT_EQ(rows[2][0], Cell{});
  EXPECT_EQ(rows[3][0], Cell{"#1"});
  EXPECT_EQ(std::get<Chart>(document.blocks[1]).x.categories,
            (std::vector<std::string>{"#2", "#3"}));
  EXPECT_EQ(protect(document), document);
  for (const std::string& text : {to_html(named()), to_json(named()), to_text(named())}) {
    EXPECT_EQ(text.find("example.org"), std::string::npos);
    EXPECT_EQ(text.find("4711"), std::string::npos);
  }
  const Privacy open{.show_identifiers = true};
  EXPECT_NE(to_html(named(), {.privacy = open}).find("zoe@example.org"), std::string::npos);
  EXPECT_NE(to_json(named(), {.privacy = open}).find("adam@example.org"), std::string::npos);
  EXPECT_NE(to_text(named(), {.privacy = open}).find("4,711"), std::string::npos);
}

TEST(Protect, refuses_documents_that_do_not_fit) {
  const auto refused = [](Block block) {
    try {
      static_cast<void>(protect({.blocks = {std::move(block)}}));
    } catch (const Error& error) {
      return error.code() == ErrorCode::invalid_data;
    }
    return false;
  };
  EXPECT_TRUE(refused(Table{.columns = {{}, {}}, .rows = {{Cell{}}}}));
  EXPECT_TRUE(refused(Chart{.series = {{.x = {1, 2}, .y = {1}}}}));
  EXPECT_TRUE(refused(Chart{.series = {{.y = {1, 2}, .lower = {0, 1}}}}));
  EXPECT_TRUE(refused(Chart{.series = {{.y = {1, 2}, .labels = {"a"}}}}));
  EXPECT_TRUE(refused(Chart{.x = {.categories = {"a"}}, .series = {{.y = {1, 2}}}}));
  EXPECT_TRUE(refused(Chart{.series = {{.x = {std::nan("")}, .y = {1}}}}));
  EXPECT_TRUE(refused(HeatMap{.x = {.categories = {"a"}}, .y = {.categories = {"b"}}}));
  for (const std::int64_t minimum : {-1, 0, 2}) {
    EXPECT_THROW(static_cast<void>(protect({}, {.minimum_cell = minimum})), Error);
  }
  EXPECT_EQ(protect({}), Document{});
}

}  // namespace
