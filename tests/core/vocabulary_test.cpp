#include <type_traits>

#include <gtest/gtest.h>

#include <centricity/core/chart.hpp>
#include <centricity/core/document.hpp>
#include <centricity/core/error.hpp>
#include <centricity/core/estimate.hpp>
#include <centricity/core/fit_report.hpp>
#include <centricity/core/format.hpp>
#include <centricity/core/host.hpp>
#include <centricity/core/ids.hpp>
#include <centricity/core/labels.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/rng.hpp>
#include <centricity/core/scale.hpp>
#include <centricity/core/table.hpp>
#include <centricity/core/time.hpp>
#include <centricity/core/validation_report.hpp>

using namespace centricity;

namespace {

// A vector of them grows by moving, and a swap cannot fail.
template <class... Types>
constexpr bool move_without_throwing = ((std::is_nothrow_move_constructible_v<Types> &&
                                         std::is_nothrow_move_assignable_v<Types>)&&...);

// Written with designated initializers.
template <class... Types>
constexpr bool are_aggregates = (std::is_aggregate_v<Types> && ...);

// Copied as bytes: they hold no memory, so scoring allocates nothing.
template <class... Types>
constexpr bool are_plain_bytes = (std::is_trivially_copyable_v<Types> && ...);

static_assert(are_aggregates<Axis,
                             Chart,
                             Column,
                             Document,
                             Duration,
                             Estimate,
                             Example,
                             Figure,
                             Figures,
                             Finding,
                             FitReport,
                             Format,
                             HeatMap,
                             Host,
                             Interval,
                             Location,
                             LogRecord,
                             Money,
                             Notice,
                             Paragraph,
                             Progress,
                             ReferenceLine,
                             Scale,
                             Series,
                             Table,
                             ValidationReport>);
static_assert(move_without_throwing<Axis,
                                    Block,
                                    Cell,
                                    Chart,
                                    Column,
                                    Document,
                                    Figures,
                                    Finding,
                                    FitReport,
                                    HeatMap,
                                    Labels,
                                    Series,
                                    Table,
                                    ValidationReport>);
static_assert(
    are_plain_bytes<Code, Day, Duration, Estimate, Instant, Interval, Money, PartyId, Rng, Scale>);
static_assert(sizeof(Money) == 8 && sizeof(PartyId) == 4 && sizeof(Code) == 4);
static_assert(!std::is_convertible_v<PartyId, Code> && !std::is_convertible_v<int, PartyId>);
static_assert(!std::is_convertible_v<double, Duration> && !std::is_convertible_v<double, Money>);
static_assert(!std::is_default_constructible_v<Rng> && !std::is_convertible_v<int, Rng>,
              "a seed is always explicit");

TEST(Ids, are_positions) {
  EXPECT_EQ(index(PartyId{7}), 7U);
  EXPECT_EQ(index(Code{9}), 9U);
  EXPECT_LT(PartyId{7}, PartyId::none);
}

TEST(Document, is_a_value_made_of_values) {
  const Document document{
      .id = "bg_nbd",
      .title = "Will they come back?",
      .blocks = {Paragraph{.text = "p"},
                 Notice{.severity = Severity::warning, .text = "n"},
                 Figures{.figures = {{.name = "r", .estimate = {.value = 0.243}}}},
                 Table{.columns = {{.name = "c"}}, .rows = {{Money{1}}, {std::monostate{}}}},
                 Chart{.series = {{.x = {1.0}, .y = {std::nullopt}}}},
                 HeatMap{.values = {1.0, std::nullopt}}},
      .sections = {{.id = "part"}}};
  Document copy = document;
  EXPECT_EQ(copy, document);
  std::get<Table>(copy.blocks[3]).rows[1][0] = 0.0;  // missing is not 0
  EXPECT_NE(copy, document);
}

}  // namespace
