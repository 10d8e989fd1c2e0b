#include <vector>

#include <gtest/gtest.h>

#include <centricity/interop/eigen.hpp>

namespace centricity {
namespace {

TEST(AsEigen, views_the_callers_values_without_a_copy) {
  std::vector<double> values{1.0, 2.0, 4.0};

  EXPECT_EQ(interop::as_eigen(values).sum(), 7.0);
  EXPECT_EQ(interop::as_eigen(values).data(), values.data());

  interop::as_writable_eigen(values) *= 2.0;
  EXPECT_EQ(values, (std::vector<double>{2.0, 4.0, 8.0}));
}

TEST(AsEigen, an_empty_span_is_an_empty_vector) { EXPECT_EQ(interop::as_eigen({}).size(), 0); }

}  // namespace
}  // namespace centricity
