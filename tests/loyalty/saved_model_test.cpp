#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/loyalty/saved_model.hpp>

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using cc::weeks;
using testing::HasSubstr;

namespace {

const cc::PurchaseHistory once{.age = weeks(30)};

loyalty::PurchaseModel fitted(loyalty::ModelName name) {
  cc::PurchaseCounts counts{.unit = cc::TimeUnit::week};
  for (int age = 20; age < 40; ++age) {
    counts.counts.push_back({0, 0, double(age), 30});
    for (int x = 1; x < 12; ++x) {
      for (const double share : {0.3, 0.8}) {
        const double recency = std::max(double(x), std::floor(share * age));
        counts.counts.push_back({double(x), recency, double(age), 12.0 / x});
      }
    }
  }
  return loyalty::fit_model(name, counts);
}

std::string refusal(const std::string& text) {
  try {
    (void)loyalty::parse_model(text);
  } catch (const cc::Error& error) {
    EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
    return error.what();
  }
  return "accepted";
}

/// A path that is gone at the end.
struct Path {
  std::string name = testing::TempDir() + "centricity_saved_model_test.txt";

  Path() { std::remove(name.c_str()); }

  ~Path() { std::remove(name.c_str()); }
};

}  // namespace

TEST(SavedModel, OfAnyKindPredictsWithTheSameBits) {
  for (const loyalty::ModelName name : loyalty::model_names()) {
    const loyalty::PurchaseModel model = fitted(name);
    ASSERT_TRUE(loyalty::report_of(model).usable()) << loyalty::to_string(name);
    const std::string text = to_text(model);
    EXPECT_LT(text.size(), 1024u);
    const loyalty::PurchaseModel again = loyalty::parse_model(text);
    EXPECT_EQ(loyalty::name_of(again), name);
    EXPECT_EQ(loyalty::parameters_of(again), loyalty::parameters_of(model));
    EXPECT_EQ(loyalty::report_of(again).status, loyalty::report_of(model).status);
    EXPECT_EQ(loyalty::log_likelihood(again), loyalty::log_likelihood(model));
    EXPECT_EQ(probability_alive(again, once), probability_alive(model, once));
    EXPECT_EQ(expected_purchases(again, once, weeks(9)), expected_purchases(model, once, weeks(9)));
    const auto before = loyalty::estimates_of(model);
    const auto after = loyalty::estimates_of(again);
    for (std::size_t i = 0; i < before.size(); ++i) {
      EXPECT_EQ(after[i].estimate, before[i].estimate) << before[i].name;
    }
    EXPECT_EQ(to_text(again), text);
  }
}

TEST(SavedModel, IsRefusedWhenCutOrChanged) {
  const std::string text = to_text(fitted(loyalty::ModelName::mbg_nbd));
  for (std::size_t length = 0; length < text.size(); ++length) {
    EXPECT_NE(refusal(text.substr(0, length)), "accepted") << length;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      EXPECT_NE(refusal(flipped), "accepted") << i << ", bit " << bit;
    }
  }
  EXPECT_THAT(refusal(text + "\n"), HasSubstr("cut off"));
  EXPECT_THAT(refusal(text.substr(0, text.size() - 5)), HasSubstr("cut off"));
  std::string other = text;
  other.replace(other.find("mbg-nbd"), 7, "bgm-nbd");
  EXPECT_THAT(refusal(other), HasSubstr("changed"));
  EXPECT_THAT(refusal("{\"model\": \"bg-nbd\"}"), HasSubstr("no saved model"));
  EXPECT_THAT(refusal(std::string(5000, 'x')), HasSubstr("no saved model"));
}

TEST(SavedModel, TakesThePlaceOfTheOldFile) {
  const Path path;
  EXPECT_THROW((void)loyalty::load_model(path.name), cc::Error);
  save_model(fitted(loyalty::ModelName::bg_nbd), path.name);
  save_model(fitted(loyalty::ModelName::pareto_nbd), path.name);
  EXPECT_EQ(loyalty::name_of(loyalty::load_model(path.name)), loyalty::ModelName::pareto_nbd);
  EXPECT_THROW(save_model(loyalty::BgNbdFit{}, path.name), cc::Error);
  EXPECT_EQ(loyalty::name_of(loyalty::load_model(path.name)), loyalty::ModelName::pareto_nbd);
  EXPECT_THROW(save_model(fitted(loyalty::ModelName::bg_nbd), path.name + "/no/such/folder"),
               cc::Error);
}
