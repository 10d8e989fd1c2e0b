#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <centricity/core/rng.hpp>
#include <centricity/report/html.hpp>
#include <centricity/report/json.hpp>
#include <centricity/report/text.hpp>

#include "report/markup.hpp"
#include "report/markup_reader.hpp"
#include "report/utf8.hpp"

namespace {

using namespace centricity;
using namespace centricity::report;
using centricity_tests::Element;
using centricity_tests::is_clean_utf8;
using centricity_tests::read_markup;
using centricity_tests::unescape;

constexpr std::array payloads{"<script>alert(1)</script>",
                              "\"><img src=x onerror=alert(1)>",
                              "' onmouseover='alert(1)",
                              "</title><script>alert(1)</script>",
                              "</style><svg onload=alert(1)>",
                              "javascript:alert(1)",
                              "&lt;b&gt; &amp; &#60;",
                              "]]><!-- --><![CDATA[",
                              "a\x1b[31mred\x1b[0m\x07",
                              "\xc2\x9b"
                              "31m",
                              "\xe2\x80\xae"
                              "drawkcab",
                              "\xc0\xbcscript\xc0\xbe",
                              "\xed\xa0\x80 surrogate \xf4\x90\x80\x80",
                              "https://example.org/x.js",
                              "{{7*7}} ${7*7} `id`",
                              "\"},\"schema\":2,\"x\":{\""};

// Bytes that break things, more often than chance would have them.
std::string random_text(Rng& rng) {
  static constexpr std::string_view sharp =
      "<>&\"'/=;`\\{}\n\r\t\x1b\xc2\x9b\xe2\x80\xae\xff\xed\xa0\xf0";
  std::string text;
  const auto length = static_cast<std::size_t>(uniform_index(rng, 40));
  while (text.size() < length) {
    text += bernoulli(rng, 0.4) ? sharp[uniform_index(rng, sharp.size())]
                                : static_cast<char>(uniform_index(rng, 256));
  }
  return text;
}

Document everywhere(const std::string& text) {
  const Format format{.unit = text};
  const Axis axis{.label = text, .format = format};
  const Axis names{.label = text, .categories = {text, text + "2"}};
  const Estimate half{.value = 0.5, .interval = Interval{.lower = 0.1, .upper = 0.9}};
  return {.id = text,
          .title = text,
          .blocks = {Paragraph{text},
                     Notice{Severity::error, text},
                     Figures{{{text, half, format, text}}},
                     Table{.title = text,
                           .caption = text,
                           .columns = {{.name = text, .format = format, .help = text}},
                           .rows = {{Cell{text}}, {Cell{half}}}},
                     Chart{.title = text,
                           .caption = text,
                           .x = axis,
                           .y = axis,
                           .series = {{.name = text,
                                       .mark = Mark::points,
                                       .x = {1, 2},
                                       .y = {1, 2},
                                       .labels = {text, text}},
                                      {.name = text, .x = {1, 2}, .y = {3, 4}}},
                           .reference_lines = {{.at = 1.5, .vertical = true, .label = text}}},
                     Chart{.title = text,
                           .x = names,
                           .y = axis,
                           .series = {{.name = text, .mark = Mark::bars, .y = {1, 2}}},
                           .horizontal = true},
                     Chart{.title = text,
                           .x = names,
                           .series = {{.name = text, .mark = Mark::bars, .y = {1, 2}}}},
                     HeatMap{.title = text,
                             .caption = text,
                             .x = names,
                             .y = names,
                             .format = format,
                             .values = {1, 2, 3, std::nullopt}}},
          .sections = {{.title = text}, {.title = text}}};
}

TEST(Escape, random_texts_come_back) {
  Rng rng{1};
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = random_text(rng);
    const std::string escaped = escape(text);
    EXPECT_EQ(escaped.find_first_of("<>\"'"), std::string::npos);
    EXPECT_EQ(unescape(escaped), clean(text));
  }
}

TEST(Clean, leaves_only_clean_utf8) {
  Rng rng{2};
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = clean(random_text(rng));
    ASSERT_TRUE(is_clean_utf8(text)) << text;
    EXPECT_EQ(clean(text), text);
  }
  for (const char* payload : payloads) EXPECT_TRUE(is_clean_utf8(clean(payload)));
}

TEST(Clean, leaves_good_text_alone) {
  for (const char* text : {"", "plain", "Müller & Søn, 5 €", "日本語", "🙂 ok", "Z̈"}) {
    EXPECT_EQ(clean(text), text);
  }
  EXPECT_EQ(clean("a\tb\nc"), "a b c");
  EXPECT_EQ(clean("\x1b[31m"), "\uFFFD[31m");
  EXPECT_EQ(clean("\xc0\xbc"), "\uFFFD\uFFFD");
}

TEST(Html, random_texts_of_paragraphs_come_back) {
  Rng rng{3};
  Document document{.title = "Random"};
  std::vector<std::string> expected;
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = random_text(rng);
    document.blocks.emplace_back(Paragraph{text});
    expected.push_back(clean(text));
  }
  std::vector<std::string> found;
  for (const Element& element : read_markup(to_html(document))) {
    if (element.name == "p") found.push_back(element.text);
  }
  EXPECT_EQ(found, expected);
}

// No payload adds an element or an attribute that a harmless word does not.
TEST(Html, payloads_stay_text_everywhere) {
  std::vector<std::string> texts{payloads.begin(), payloads.end()};
  Rng rng{4};
  for (int i = 0; i < 200; ++i) texts.push_back(random_text(rng));
  for (const std::string& text : texts) {
    const std::string page = to_html(everywhere(text));
    ASSERT_TRUE(is_clean_utf8(page)) << text;
    bool in_title = false;
    for (const Element& element : read_markup(page)) {
      static const std::vector<std::string> names{
          "html",  "head",  "meta",  "title", "style", "body",   "main",       "h1",
          "h2",    "p",     "b",     "nav",   "ol",    "li",     "a",          "section",
          "dl",    "div",   "dt",    "dd",    "small", "figure", "figcaption", "span",
          "table", "thead", "tbody", "tr",    "th",    "td",     "details",    "summary",
          "ul",    "svg",   "desc",  "path",  "rect",  "circle", "text",       "footer"};
      EXPECT_THAT(names, testing::Contains(element.name)) << text;
      for (const auto& [name, value] : element.attributes) {
        EXPECT_FALSE(name.starts_with("on")) << text;
        EXPECT_NE(name, "src");
        EXPECT_NE(name, "style");
        EXPECT_TRUE(name != "href" || value.starts_with("#s")) << value;
      }
      if (element.name == "title" && element.parents.size() == 2) {
        in_title = element.text == clean(text);
      }
    }
    EXPECT_TRUE(in_title) << text;
  }
}

TEST(Json, texts_come_back) {
  std::vector<std::string> texts{payloads.begin(), payloads.end()};
  Rng rng{5};
  for (int i = 0; i < 10'000; ++i) texts.push_back(random_text(rng));
  Document document;
  for (const std::string& text : texts) document.blocks.emplace_back(Paragraph{text});
  const std::string written = to_json(document);
  EXPECT_EQ(written.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(written.find("\u2028"), std::string::npos);
  const auto json = nlohmann::json::parse(written);
  ASSERT_EQ(json["blocks"].size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& text = json["blocks"][i]["text"].get_ref<const std::string&>();
    // Bytes that are not UTF-8 are replaced; all others, controls too, are data and come back.
    if (nlohmann::json(text).dump() ==
        nlohmann::json(texts[i]).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
      continue;
    }
    ADD_FAILURE() << "text " << i;
  }
}

TEST(Json, payloads_everywhere_leave_the_shape) {
  const auto shape = nlohmann::json::parse(to_json(everywhere("word")));
  for (const char* payload : payloads) {
    const auto json = nlohmann::json::parse(to_json(everywhere(payload)));
    EXPECT_EQ(json["schema"], 1);
    EXPECT_EQ(json.flatten().size(), shape.flatten().size()) << payload;
  }
}

TEST(Text, payloads_cannot_drive_a_terminal) {
  for (const char* payload : payloads) {
    EXPECT_TRUE(is_clean_utf8(to_text(everywhere(payload)))) << payload;
  }
}

}  // namespace
