#include <gtest/gtest.h>

#include <centricity/version.hpp>

TEST(Version, headers_and_library_belong_together) {
  EXPECT_STREQ(centricity::version(), CENTRICITY_VERSION);
}
