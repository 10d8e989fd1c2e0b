#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <centricity/core/error.hpp>
#include <centricity/source/interaction_columns.hpp>

namespace {

namespace cc = centricity;
using cc::source::ColumnUse;
using cc::source::guess_columns;
using cc::source::InteractionColumnNames;
using testing::HasSubstr;

// "customer=CustomerID time=InvoiceDate ..."
std::string guessed(const std::vector<std::string>& header,
                    const InteractionColumnNames& given = {}) {
  std::string text;
  for (const ColumnUse& use : guess_columns(header, given)) {
    text += (text.empty() ? "" : " ") + use.meaning + "=" + use.column;
  }
  return text;
}

TEST(InteractionColumns, are_guessed_from_headers_as_they_are) {
  EXPECT_EQ(guessed({"customer_id", "date", "quantity", "value"}),
            "customer=customer_id time=date amount=value quantity=quantity");
  EXPECT_EQ(guessed({"master_id", "customer_id", "date", "quantity", "value"}),
            "customer=customer_id time=date amount=value quantity=quantity");
  EXPECT_EQ(guessed({"InvoiceNo",
                     "StockCode",
                     "Quantity",
                     "InvoiceDate",
                     "UnitPrice",
                     "CustomerID",
                     "Country"}),
            "customer=CustomerID time=InvoiceDate quantity=Quantity price=UnitPrice "
            "order=InvoiceNo product=StockCode");
  EXPECT_EQ(guessed({"Invoice",
                     "StockCode",
                     "Description",
                     "Quantity",
                     "InvoiceDate",
                     "Price",
                     "Customer ID",
                     "Country"}),
            "customer=Customer ID time=InvoiceDate quantity=Quantity price=Price order=Invoice "
            "product=StockCode");
  EXPECT_EQ(guessed({"Id", "Date", "Price"}), "customer=Id time=Date amount=Price");
  EXPECT_EQ(guessed({"cust", "date"}), "customer=cust time=date");
  EXPECT_EQ(guessed({"date", "id"}), "customer=id time=date");
  EXPECT_EQ(guessed({"order_id", "user", "created_at", "total"}),
            "customer=user time=created_at amount=total order=order_id");
  EXPECT_EQ(guessed({"Customer ID (hashed)", "Date of sale", "Revenue (EUR)"}),
            "customer=Customer ID (hashed) time=Date of sale amount=Revenue (EUR)");
}

TEST(InteractionColumns, say_why) {
  const std::vector<std::string> header{"buyer_id", "the date", "paid out"};
  const auto uses = guess_columns(header, {.amount = "paid out"});
  ASSERT_EQ(uses.size(), 3U);
  EXPECT_EQ(uses[0].reason, "a usual name of it");
  EXPECT_EQ(uses[1].reason, "the only name that speaks of it");
  EXPECT_EQ(uses[2], (ColumnUse{"amount", "paid out", false, "as you said"}));
}

TEST(InteractionColumns, are_as_the_caller_says) {
  EXPECT_EQ(guessed({"customer", "account", "date", "amount"},
                    {.customer = "account", .amount = std::string{cc::source::no_column}}),
            "customer=account time=date");
  EXPECT_EQ(guessed({"date", "amount"}, {.customer = "-"}), "time=date amount=amount");
  EXPECT_EQ(guessed({"Id", "Date", "Price"}, {.price = "Price"}),
            "customer=Id time=Date price=Price");
}

TEST(InteractionColumns, are_asked_for_where_they_cannot_be_guessed) {
  const auto error_of = [](const std::vector<std::string>& header,
                           const InteractionColumnNames& given = {}) -> std::string {
    try {
      (void)guess_columns(header, given);
    } catch (const cc::Error& error) {
      EXPECT_EQ(error.code(), cc::ErrorCode::invalid_data);
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(error_of({"seq", "date", "known_customer"}),
              testing::AllOf(HasSubstr("which column is the customer"),
                             HasSubstr("Name it as `customer`"),
                             HasSubstr("seq, date, known_customer")));
  EXPECT_THAT(error_of({"customer", "date from", "date to"}),
              HasSubstr("which column is the time"));
  EXPECT_THAT(
      error_of({"customer", "date"}, {.amount = "amt"}),
      testing::AllOf(HasSubstr("no column 'amt' to read as amount"), HasSubstr("customer, date")));
}

}  // namespace
