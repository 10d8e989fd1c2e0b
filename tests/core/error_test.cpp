#include <gtest/gtest.h>

#include <centricity/core/error.hpp>

using centricity::Error;
using centricity::ErrorCode;
using centricity::Location;

namespace {

TEST(Location, says_what_is_known) {
  EXPECT_EQ(to_text(Location{}), "");
  EXPECT_EQ(to_text(Location{.line = 12, .column = "amount"}), "line 12, column amount");
  EXPECT_EQ(to_text(Location{.row = 3}), "row 3");
  EXPECT_EQ(to_text(Location{.row = 0, .column = "T"}), "row 0, column T");
  EXPECT_EQ(to_text(Location{.column = "T"}), "column T");
}

TEST(Location, prefers_the_line_people_can_look_up) {
  EXPECT_EQ(to_text(Location{.line = 12, .row = 10}), "line 12");
}

TEST(Location, shortens_and_cleans_the_name_of_a_column) {
  EXPECT_EQ(to_text(Location{.column = "a\nb"}), "column a\\nb");
  EXPECT_LT(to_text(Location{.column = std::string(1'000'000, 'x')}).size(), 100U);
}

TEST(Error, says_what_where_and_what_to_do) {
  const Error error{ErrorCode::invalid_data,
                    "The date cannot be read",
                    "Write dates as 1997-09-30",
                    {.line = 12, .column = "date"}};
  EXPECT_STREQ(error.what(),
               "The date cannot be read (line 12, column date). Write dates as 1997-09-30.");
  EXPECT_EQ(error.code(), ErrorCode::invalid_data);
  EXPECT_EQ(error.hint(), "Write dates as 1997-09-30");
  EXPECT_EQ(error.where(), (Location{.line = 12, .column = "date"}));
}

TEST(Error, leaves_out_what_is_unknown) {
  EXPECT_STREQ((Error{ErrorCode::io, "The disk is full"}.what()), "The disk is full.");
  EXPECT_STREQ((Error{ErrorCode::io, "The disk is full", "Make room"}.what()),
               "The disk is full. Make room.");
}

TEST(Error, adds_no_second_full_stop) {
  EXPECT_STREQ((Error{ErrorCode::io, "Full.", "Make room!"}.what()), "Full. Make room!");
}

TEST(Error, is_one_line_whatever_it_quotes) {
  const Error error{ErrorCode::invalid_data, "No \"a\r\nFAKE\x1B[31m\"", "Do\nit"};
  EXPECT_STREQ(error.what(), "No \"a\\r\\nFAKE\\x1B[31m\". Do\\nit.");
}

TEST(Error, is_caught_as_the_standard_knows_it) {
  EXPECT_THROW(throw Error(ErrorCode::io, "x"), std::runtime_error);
}

TEST(ErrorCode, has_its_name) {
  EXPECT_EQ(to_string(ErrorCode::invalid_argument), "invalid_argument");
  EXPECT_EQ(to_string(ErrorCode::invalid_data), "invalid_data");
  EXPECT_EQ(to_string(ErrorCode::incompatible), "incompatible");
  EXPECT_EQ(to_string(ErrorCode::limit_exceeded), "limit_exceeded");
  EXPECT_EQ(to_string(ErrorCode::io), "io");
  EXPECT_EQ(to_string(ErrorCode::cancelled), "cancelled");
}

}  // namespace
