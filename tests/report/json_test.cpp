#include <cmath>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <centricity/report/json.hpp>

#include "report/sample.hpp"

namespace {

using namespace centricity;
using centricity::report::to_json;
using nlohmann::json;

json block_of(Block block) {
  return json::parse(to_json({.blocks = {std::move(block)}}))["blocks"][0];
}

TEST(Json, of_every_block) {
  EXPECT_EQ(block_of(Paragraph{"words"}), json::parse(R"({"kind":"paragraph","text":"words"})"));
  EXPECT_EQ(block_of(Notice{Severity::warning, "mind"}),
            json::parse(R"({"kind":"notice","severity":"warning","text":"mind"})"));
  EXPECT_EQ(block_of(Figures{{{"Alive",
                               {.value = 0.25,
                                .standard_error = 0.5,
                                .interval = Interval{.lower = 0, .upper = 1, .level = 0.9},
                                .n = 7,
                                .method = Method::wald},
                               {.quantity = Quantity::percent, .decimals = 1, .unit = "u"},
                               "help"}}}),
            json::parse(R"({"kind":"figures","figures":[{"name":"Alive","estimate":{"value":0.25,
              "std_error":0.5,"lower":0.0,"upper":1.0,"level":0.9,"interval":"confidence","n":7,
              "method":"wald"},"format":{"quantity":"percent","decimals":1,"unit":"u"},
              "help":"help"}]})"));
  EXPECT_EQ(block_of(Table{.title = "t",
                           .caption = "c",
                           .columns = {{.name = "n", .format = {.decimals = 3}, .help = "h"}},
                           .rows = {{Cell{}},
                                    {"text"},
                                    {std::int64_t{9007199254740993}},
                                    {0.1},
                                    {std::nan("")},
                                    {Money{12345}},
                                    {date(1997, 9, 30)},
                                    {undefined_estimate(Undefined::too_few, 2)},
                                    {undefined_estimate(Undefined::suppressed, 2)}}}),
            json::parse(R"({"kind":"table","title":"t","caption":"c","columns":[{"name":"n",
              "role":"value","format":{"quantity":"number","decimals":3,"unit":""},"help":"h"}],
              "rows":[[null],["text"],[9007199254740993],[0.1],[null],[1.2345],["1997-09-30"],
              [{"undefined":"too_few","n":2}],[{"undefined":"suppressed"}]]})"));
  const json chart = block_of(Chart{.title = "t",
                                    .x = {.categories = {"a", "b"}, .lowest = 0.0},
                                    .series = {{.name = "s",
                                                .mark = Mark::dashed_line,
                                                .y = {1, std::nullopt},
                                                .lower = {0, 0},
                                                .upper = {2, 2},
                                                .labels = {"p", "q"}}},
                                    .reference_lines = {{.at = 2, .vertical = true, .label = "r"}},
                                    .horizontal = true});
  EXPECT_EQ(chart["series"], json::parse(R"([{"name":"s","mark":"dashed_line","y":[1.0,null],
      "lower":[0.0,null],"upper":[2.0,null],"labels":["p","q"]}])"));
  EXPECT_EQ(chart["reference_lines"], json::parse(R"([{"at":2.0,"vertical":true,"label":"r"}])"));
  EXPECT_EQ(chart["x"]["categories"], json::parse(R"(["a","b"])"));
  EXPECT_EQ(chart["x"]["lowest"], 0.0);
  EXPECT_EQ(chart["horizontal"], true);
  EXPECT_EQ(block_of(HeatMap{.x = {.categories = {"a"}},
                             .y = {.categories = {"b", "c"}},
                             .values = {1.5, std::nullopt}})["values"],
            json::parse("[1.5,null]"));
}

TEST(Json, of_a_document_has_schema_first_and_sections_within) {
  const std::string text = to_json(centricity_tests::sample_document(), {.indent = -1});
  EXPECT_TRUE(text.starts_with(R"({"schema":1,"id":"sample","title":)"));
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const json document = json::parse(text);
  ASSERT_EQ(document["sections"].size(), 5U);
  EXPECT_EQ(document["sections"][2]["sections"][0]["id"], "holdout");
  EXPECT_FALSE(document["sections"][0].contains("schema"));
  EXPECT_FALSE(json::parse(to_json(centricity_tests::odd_document())).empty());
}

}  // namespace
