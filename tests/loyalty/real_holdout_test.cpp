// The models on real customers: what the hold-out says of each, printed, and that it does not hide
// where prediction intervals miss. Skipped where the data are not installed.
//
// Of customers, with the ends of intervals shared out, 76 to 80% are within their 80% interval on
// CDNOW, 78 to 82% on the grocery log (66% by NBD, which lets nobody leave) and 74 to 77% in Online
// Retail, whose test is its season; of the totals hardly one holds: they are off by 12 to 25%, NBD
// by more.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/time.hpp>
#include <centricity/loyalty/holdout.hpp>
#include <centricity/source/load_csv.hpp>

#include "support/data.hpp"
#include "support/files.hpp"

namespace cc = centricity;
namespace loyalty = centricity::loyalty;
using testing::HasSubstr;

namespace {

/// A log of purchases and the last day the models may see.
struct Log {
  std::string_view file{};
  cc::Day calibration_until{};
};

const Log logs[] = {
    {"cdnow_sample.csv", cc::date(1997, 9, 30)},
    {"cdnow_master.csv", cc::date(1997, 9, 30)},
    {"btydplus_groceryElog.csv", cc::date(2006, 12, 31)},
    {"online_retail_uci352.csv.gz", cc::date(2011, 8, 31)},
};

using Case = std::tuple<std::size_t, loyalty::ModelName>;

std::string name_of(const testing::TestParamInfo<Case>& info) {
  const auto [log, model] = info.param;
  std::string name{logs[log].file.substr(0, logs[log].file.find('.'))};
  name += "_" + std::string{loyalty::to_string(model)};
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

class RealHoldout : public testing::TestWithParam<Case> {};

}  // namespace

TEST_P(RealHoldout, SaysWhetherIntervalsHold) {
  const auto [log, model] = GetParam();
  const auto file = support::data_file(logs[log].file);
  if (!file) GTEST_SKIP() << support::no_data(logs[log].file);
  const support::TemporaryDirectory folder;
  std::filesystem::path plain = *file;
  if (file->extension() == ".gz") {
    plain = folder.path() / "log.csv";
    const std::string command = "gzip -dc '" + file->string() + "' > '" + plain.string() + "'";
    if (std::system(command.c_str()) != 0) GTEST_SKIP() << "there is no gzip here";
  }
  const cc::source::Loaded loaded = cc::source::load_csv({.interactions = plain.string()});
  cc::PurchaseLedger ledger;
  ledger.add(loaded.base);
  const loyalty::HoldoutEvaluation evaluation = loyalty::evaluate_holdout(
      ledger, {.calibration_until = logs[log].calibration_until, .model = model, .draws = 100});
  ASSERT_TRUE(loyalty::report_of(evaluation.fit).usable());
  const loyalty::PredictionCheck& check = evaluation.predictions;
  std::cout << "  " << evaluation.customers << " customers; " << evaluation.words << "\n  "
            << check.words << '\n';
  EXPECT_GE(*check.inside.value, *check.inside_part.value - 0.05);
  const bool as_claimed = *check.inside_part.value >= 0.75 && *check.inside_part.value <= 0.85;
  EXPECT_EQ(as_claimed, check.words.find("The intervals are too") == std::string::npos);
  EXPECT_EQ(check.total_holds, check.words.find("misses") == std::string::npos);
  EXPECT_EQ(evaluation.tenths.size(), 10u);
}

INSTANTIATE_TEST_SUITE_P(Loyalty,
                         RealHoldout,
                         testing::Combine(testing::Range<std::size_t>(0, std::size(logs)),
                                          testing::ValuesIn(loyalty::model_names().begin(),
                                                            loyalty::model_names().end())),
                         name_of);
