#include <set>

#include <gtest/gtest.h>

#include <centricity/core/estimate.hpp>

using centricity::Estimate;
using centricity::IntervalKind;
using centricity::Method;
using centricity::Undefined;
using centricity::undefined_estimate;

namespace {

TEST(Estimate, is_written_with_its_uncertainty) {
  const Estimate estimate{.value = 0.24259451,
                          .standard_error = 0.012557,
                          .interval{{.lower = 0.21919, .upper = 0.26850}}};
  EXPECT_EQ(to_text(estimate), "0.2426 (SE 0.013, 95% CI 0.2192 to 0.2685)");
  EXPECT_EQ(to_text(estimate, 3), "0.243 (SE 0.013, 95% CI 0.219 to 0.269)");
  EXPECT_EQ(to_text(estimate, 1), "0.2 (SE 0.01, 95% CI 0.2 to 0.3)");
}

TEST(Estimate, leaves_out_what_is_unknown) {
  EXPECT_EQ(to_text(Estimate{.value = 23570}), "23570");
  EXPECT_EQ(to_text(Estimate{.value = 2.5, .standard_error = 0.25}), "2.5 (SE 0.25)");
  EXPECT_EQ(to_text(Estimate{.value = 2.5, .interval{{.lower = 2, .upper = 3}}}),
            "2.5 (95% CI 2 to 3)");
}

TEST(Estimate, names_kind_and_level_of_its_interval) {
  const auto with = [](double level, IntervalKind kind) {
    return to_text(
        Estimate{.value = 2.5, .interval{{.lower = 2, .upper = 3, .level = level, .kind = kind}}});
  };
  EXPECT_EQ(with(0.8, IntervalKind::prediction), "2.5 (80% PI 2 to 3)");
  EXPECT_EQ(with(0.999, IntervalKind::credible), "2.5 (99.9% CrI 2 to 3)");
}

TEST(Estimate, without_a_value_says_why) {
  EXPECT_EQ(to_text(undefined_estimate(Undefined::too_few)), "undefined: too few observations");
  EXPECT_EQ(undefined_estimate(Undefined::too_few, 3).n, 3U);
  EXPECT_FALSE(undefined_estimate(Undefined::too_few).defined());
  EXPECT_EQ(to_text(Estimate{}), "undefined: no value was given");
}

TEST(Estimate, has_different_words_for_every_reason) {
  std::set<std::string> words;
  std::set<std::string_view> names;
  for (int reason = 0; reason <= static_cast<int>(Undefined::suppressed); ++reason) {
    words.insert(to_text(undefined_estimate(static_cast<Undefined>(reason))));
    names.insert(to_string(static_cast<Undefined>(reason)));
  }
  EXPECT_EQ(words.size(), 8U);
  EXPECT_EQ(names.size(), 8U);
  EXPECT_FALSE(names.contains("unknown"));
}

TEST(Estimate, enumerations_have_their_names) {
  EXPECT_EQ(to_string(IntervalKind::confidence), "confidence");
  EXPECT_EQ(to_string(IntervalKind::prediction), "prediction");
  EXPECT_EQ(to_string(IntervalKind::credible), "credible");
  EXPECT_EQ(to_string(Undefined::division_by_zero), "division_by_zero");

  std::set<std::string_view> methods;
  for (int method = 0; method <= static_cast<int>(Method::simulation); ++method) {
    methods.insert(to_string(static_cast<Method>(method)));
  }
  EXPECT_EQ(methods,
            (std::set<std::string_view>{"none",
                                        "count",
                                        "closed_form",
                                        "wald",
                                        "adjusted_wald",
                                        "score",
                                        "student_t",
                                        "likelihood",
                                        "profile_likelihood",
                                        "delta",
                                        "bootstrap",
                                        "simulation"}));
}

}  // namespace
