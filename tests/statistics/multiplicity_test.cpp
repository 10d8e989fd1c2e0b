#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/statistics/multiplicity.hpp>

namespace cc = centricity;
namespace st = centricity::statistics;
using testing::DoubleNear;
using testing::ElementsAre;

namespace {

auto near(double x) { return DoubleNear(x, 1e-15); }

}  // namespace

// By hand: 5 tests, p = .01 k.
TEST(Multiplicity, ByHand) {
  const std::array p{0.03, 0.01, 0.05, 0.02, 0.04};
  EXPECT_THAT(st::holm(p), ElementsAre(near(0.09), near(0.05), near(0.09), near(0.08), near(0.09)));
  EXPECT_THAT(st::benjamini_hochberg(p),
              ElementsAre(near(0.05), near(0.05), near(0.05), near(0.05), near(0.05)));
  EXPECT_TRUE(st::holm({}).empty());
}

// The definition of step-down and step-up: significant at alpha if and only if the procedure says.
RC_GTEST_PROP(Multiplicity, AdjustedValuesDecideAsTheProcedures, ()) {
  std::vector<double> p;
  for (const int i : *rc::gen::container<std::vector<int>>(8, rc::gen::inRange(0, 1001))) {
    p.push_back(i / 1000.0);
  }
  const double alpha = *rc::gen::inRange(1, 500) / 1000.0 + 1.7e-4;  // off the grid of p
  std::vector<double> sorted = p;
  std::sort(sorted.begin(), sorted.end());
  double holm_cut = -1.0;
  for (std::size_t k = 0; k < sorted.size() && sorted[k] * static_cast<double>(8 - k) <= alpha;
       ++k) {
    holm_cut = sorted[k];
  }
  double bh_cut = -1.0;
  for (std::size_t k = 0; k < sorted.size(); ++k) {
    if (sorted[k] * 8.0 / static_cast<double>(k + 1) <= alpha) bh_cut = sorted[k];
  }
  const auto holm = st::holm(p);
  const auto bh = st::benjamini_hochberg(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    RC_ASSERT((holm[i] <= alpha) == (p[i] <= holm_cut));
    RC_ASSERT((bh[i] <= alpha) == (p[i] <= bh_cut));
    RC_ASSERT(holm[i] >= bh[i] && bh[i] >= p[i]);
  }
}

TEST(Multiplicity, NamesABadPValue) {
  try {
    (void)st::holm(std::array{0.5, std::nan("")});
    FAIL() << "NaN passed";
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.where().row, 1u);
  }
}
