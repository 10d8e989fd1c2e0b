#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/source/load_features.hpp>

namespace cc = centricity;
namespace source = centricity::source;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(LoadFeatures, TellsNumbersFromTextsAndPutsRowsInOrder) {
  const auto loaded = source::parse_features(
      "age,Customer ID,channel\n"
      "40,b,web\n"
      ",c,shop\n"
      "30,a,\n"
      "50,,web\n"
      "60,d\n");
  EXPECT_EQ(loaded.customer, "Customer ID");
  EXPECT_THAT(loaded.lines, ElementsAre(4u, 2u, 3u));
  EXPECT_EQ(loaded.rows, 5u);
  ASSERT_EQ(loaded.features.rows(), 3u);
  EXPECT_EQ(loaded.features.labels[0], "a");
  ASSERT_EQ(loaded.features.numeric.size(), 1u);
  EXPECT_THAT(loaded.features.numeric[0].values,
              ElementsAre(std::optional{30.0}, std::optional{40.0}, std::nullopt));
  ASSERT_EQ(loaded.features.categorical.size(), 1u);
  EXPECT_EQ(loaded.features.categorical[0].categories[0], "shop");
  EXPECT_THAT(loaded.features.categorical[0].values,
              ElementsAre(cc::Code::none, cc::Code{1}, cc::Code{0}));
  EXPECT_FALSE(validate(loaded.features).has_errors());
  EXPECT_EQ(loaded.report.count("no_customer"), 1u);
  EXPECT_EQ(loaded.report.count("too_few_fields"), 1u);
}

TEST(LoadFeatures, ReadsTheColumnsNamedAndCodesAsTexts) {
  const auto loaded =
      source::parse_features("id;region;age\n1;10;5\n2;20;6\n",
                             {.customer = "id", .features = {"region"}, .categorical = {"region"}});
  EXPECT_TRUE(loaded.features.numeric.empty());
  ASSERT_EQ(loaded.features.categorical.size(), 1u);
  EXPECT_EQ(loaded.features.categorical[0].name, "region");
}

TEST(LoadFeatures, RefusesACustomerTwiceAndColumnsThereAreNot) {
  const auto refusal = [](std::string_view text, const source::FeaturesOptions& options) {
    try {
      (void)source::parse_features(text, options);
    } catch (const cc::Error& error) {
      return std::string{error.what()};
    }
    return std::string{"accepted"};
  };
  EXPECT_THAT(refusal("id,age\na,1\nb,2\na,3\n", {}),
              AllOf(HasSubstr("customer a has a second row"), HasSubstr("line 4")));
  EXPECT_THAT(refusal("id,age\na,1\n", {.features = {"height"}}), HasSubstr("height"));
}
