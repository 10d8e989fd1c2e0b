#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/labels.hpp>

using centricity::Labels;

namespace {

RC_GTEST_PROP(Labels, give_back_what_was_put_in, (const std::vector<std::string>& texts)) {
  Labels labels;
  for (const std::string& text : texts) {
    labels.push_back(text);
  }
  RC_ASSERT(labels.size() == texts.size());
  RC_ASSERT(labels.empty() == texts.empty());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    RC_ASSERT(labels[i] == texts[i]);
  }
}

TEST(Labels, hold_empty_texts_and_bytes_of_any_kind) {
  Labels labels;
  labels.push_back("");
  labels.push_back(std::string_view{"a\0b", 3});
  labels.push_back("");
  EXPECT_EQ(labels.size(), 3U);
  EXPECT_EQ(labels[0], "");
  EXPECT_EQ(labels[1], (std::string_view{"a\0b", 3}));
  EXPECT_EQ(labels[2], "");
}

TEST(Labels, can_append_a_text_of_their_own) {
  Labels labels;
  labels.push_back("a text too long for a small string");
  for (std::size_t i = 0; i < 100; ++i) {
    labels.push_back(labels[i]);  // the text moves while it is copied
  }
  EXPECT_EQ(labels[100], "a text too long for a small string");
}

TEST(Labels, are_equal_if_every_text_is) {
  Labels left;
  Labels right;
  left.push_back("ab");
  left.push_back("c");
  right.push_back("a");
  right.push_back("bc");
  EXPECT_NE(left, right);
  EXPECT_EQ(left, Labels{left});
}

}  // namespace
