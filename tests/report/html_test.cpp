#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <centricity/report/html.hpp>

#include "report/markup_reader.hpp"
#include "report/sample.hpp"

namespace {

using namespace centricity;
using centricity::report::to_html;
using centricity_tests::Element;
using centricity_tests::odd_document;
using centricity_tests::read_markup;
using centricity_tests::sample_document;

std::string class_of(const Element& element) {
  const auto found = element.attributes.find("class");
  return found == element.attributes.end() ? "" : found->second;
}

std::size_t count(const std::vector<Element>& page,
                  const std::string& name,
                  const std::string& css) {
  return static_cast<std::size_t>(
      std::count_if(page.begin(), page.end(), [&](const Element& element) {
        return element.name == name && class_of(element).starts_with(css);
      }));
}

TEST(Page, holds_every_kind_of_block) {
  const auto page = read_markup(to_html(sample_document()));
  EXPECT_EQ(count(page, "h1", ""), 1U);
  EXPECT_EQ(count(page, "section", ""), 6U);
  EXPECT_EQ(count(page, "nav", ""), 1U);
  EXPECT_EQ(count(page, "p", "notice note"), 1U);
  EXPECT_EQ(count(page, "p", "notice warning"), 2U);
  EXPECT_EQ(count(page, "p", "notice error"), 1U);
  EXPECT_EQ(count(page, "dd", "value"), 6U);
  EXPECT_EQ(count(page, "dd", "value none"), 1U);
  EXPECT_EQ(count(page, "figure", "table"), 3U);
  EXPECT_EQ(count(page, "figure", "chart"), 11U);
  EXPECT_EQ(count(page, "svg", "wide"), 11U);
  EXPECT_EQ(count(page, "svg", "narrow"), 11U);
  EXPECT_EQ(count(page, "ul", "legend"), 2U);
}

TEST(Page, of_odd_charts_is_well_formed_and_holds_no_nonsense) {
  const std::string html = to_html(odd_document());
  for (const char* nonsense : {"nan", "inf\"", "NaN", "-inf", "Infinity"}) {
    EXPECT_EQ(html.find(nonsense), std::string::npos) << nonsense;
  }
  const auto page = read_markup(html);
  EXPECT_EQ(count(page, "svg", "wide"), count(page, "figure", "chart"));
  EXPECT_LT(html.size(), 3'000'000U) << "100,000 points are thinned";
}

TEST(Page, loads_nothing_and_runs_nothing) {
  for (const Document& document : {sample_document(), odd_document()}) {
    const std::string html = to_html(document);
    EXPECT_EQ(html.find("http:"), std::string::npos);
    EXPECT_EQ(html.find("https:"), std::string::npos);
    EXPECT_EQ(html.find("url("), std::string::npos);
    EXPECT_EQ(html.find("@import"), std::string::npos);
    bool policy = false;
    for (const Element& element : read_markup(html)) {
      EXPECT_NE(element.name, "script");
      for (const auto& [name, value] : element.attributes) {
        EXPECT_FALSE(name == "src" || name == "style" || name.starts_with("on")) << name;
        policy = policy || value.starts_with("default-src 'none'");
      }
    }
    EXPECT_TRUE(policy);
  }
}

TEST(Page, has_anchors_for_its_contents_and_no_id_twice) {
  const auto page = read_markup(to_html(sample_document()));
  std::map<std::string, int> ids;
  for (const Element& element : page) {
    if (element.attributes.contains("id")) ++ids[element.attributes.at("id")];
  }
  for (const auto& [id, times] : ids) EXPECT_EQ(times, 1) << id;
  std::size_t links = 0;
  for (const Element& element : page) {
    if (element.name != "a") continue;
    ++links;
    EXPECT_TRUE(ids.contains(element.attributes.at("href").substr(1)));
  }
  EXPECT_EQ(links, 6U);
}

TEST(Page, every_picture_has_a_name_for_those_who_cannot_see_it) {
  for (const Element& element : read_markup(to_html(sample_document()))) {
    if (element.name == "svg" && element.attributes.contains("role")) {
      EXPECT_FALSE(element.attributes.at("aria-label").empty());
    }
    EXPECT_TRUE(element.name != "th" || element.attributes.contains("scope"));
  }
}

TEST(Page, is_the_same_every_time) {
  EXPECT_EQ(to_html(sample_document()), to_html(sample_document()));
}

TEST(Page, of_an_empty_document_is_a_page) {
  EXPECT_EQ(count(read_markup(to_html({})), "main", ""), 1U);
}

}  // namespace
