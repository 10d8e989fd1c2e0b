#include <gtest/gtest.h>

#include <centricity/core/fit_report.hpp>

using centricity::FitReport;
using centricity::FitStatus;

namespace {

TEST(FitReport, is_usable_only_when_the_fit_has_an_answer) {
  EXPECT_FALSE(FitReport{}.usable());
  EXPECT_TRUE((FitReport{.status = FitStatus::converged}.usable()));
  EXPECT_TRUE((FitReport{.status = FitStatus::boundary}.usable()));
  EXPECT_FALSE((FitReport{.status = FitStatus::iteration_limit}.usable()));
  EXPECT_FALSE((FitReport{.status = FitStatus::failed}.usable()));
}

TEST(FitStatus, has_its_name) {
  EXPECT_EQ(to_string(FitStatus::not_run), "not_run");
  EXPECT_EQ(to_string(FitStatus::converged), "converged");
  EXPECT_EQ(to_string(FitStatus::boundary), "boundary");
  EXPECT_EQ(to_string(FitStatus::iteration_limit), "iteration_limit");
  EXPECT_EQ(to_string(FitStatus::failed), "failed");
}

}  // namespace
