#include <algorithm>
#include <optional>

#include <centricity/core/error.hpp>
#include <centricity/source/interaction_columns.hpp>

#include "core/text.hpp"
#include "source/column_names.hpp"
#include "source/interaction_fields.hpp"

namespace centricity::inline v0::source {
namespace {

using Names = InteractionColumnNames;

constexpr std::array<FieldName, field_kinds> names{{
    {"customer",
     &Names::customer,
     "customerid customernumber customernr customerno customernum customercode customerkey "
     "customerref customeruniqueid customer custid custno cust clientid clientno client userid "
     "user memberid member accountid accountnumber accountno account shopperid shopper buyerid "
     "buyer consumerid householdid householdkey household personid partyid party contactid "
     "visitorid subscriberid guestid loyaltyid loyaltycardid cardid cardno kundennummer kundennr "
     "kundenid kunde customeremail email customername id",
     "customer cust client user member account shopper buyer consumer household",
     "id no nr num number code key ref"},
    {"time",
     &Names::time,
     "transactiondatetime transactiondate transactiontime transdate purchasedate purchasetime "
     "purchasedat purchasetimestamp orderdatetime orderdate ordertime orderedat "
     "orderpurchasetimestamp invoicedate invoicetime saledate salesdate datetime timestamp date "
     "eventtimestamp eventtime eventdate occurredat createdat createdon processedat paidat day "
     "time ts datum bestelldatum kaufdatum",
     "date datetime timestamp time",
     ""},
    {"amount",
     &Names::amount,
     "amount totalamount orderamount transactionamount saleamount salesamount purchaseamount "
     "netamount grossamount amountpaid lineamount linetotal ordertotal totalprice ordervalue "
     "transactionvalue purchasevalue salesvalue totalvalue grandtotal total revenue netrevenue "
     "totalrevenue sales netsales totalsales turnover spend totalspend spent amountspent spending "
     "monetaryvalue value paymentvalue payment paid subtotal betrag umsatz",
     "amount revenue spend turnover",
     ""},
    {"quantity",
     &Names::quantity,
     "quantity qty orderquantity quantityordered units unitssold numberofitems itemcount numitems "
     "items pieces menge anzahl",
     "quantity qty",
     ""},
    {"price",
     &Names::price,
     "unitprice priceperunit priceeach itemprice productprice price saleprice sellingprice "
     "einzelpreis preis",
     "",
     ""},
    {"order",
     &Names::order,
     "orderid orderno ordernumber ordernr invoiceid invoiceno invoicenumber transactionid "
     "transactionno transactionnumber transid receiptid receiptno receiptnumber basketid basket "
     "billid billno ticketid order invoice transaction receipt bestellnummer rechnungsnummer",
     "",
     ""},
    {"product",
     &Names::product,
     "productid productcode productno productsku sku stockcode itemid itemcode articleid "
     "articleno articlenumber product item article ean artikelnummer artikel",
     "",
     ""},
    {"kind", &Names::kind, "kind interactionkind interactiontype", "", ""},
    {"channel", &Names::channel, "", "", ""},
    {"touchpoint", &Names::touchpoint, "", "", ""},
    {"handled_by", &Names::handled_by, "", "", ""},
    {"case_id", &Names::case_id, "", "", ""},
    {"outcome", &Names::outcome, "", "", ""},
    {"disclosed_amount", &Names::disclosed_amount, "", "", ""},
    {"wait", &Names::wait, "", "", ""},
    {"service_duration", &Names::service_duration, "", "", ""},
    {"promised_time", &Names::promised_time, "", "", ""},
}};

// Names of columns that the caller did not give away already.
class Guesser {
 public:
  Guesser(std::span<const std::string> header, const Names& given)
      : header_{header}, taken_(header.size(), false) {
    for (const std::string& name : header) {
      words_.push_back(words_of(name));
    }
    for (const FieldName& field : names) {
      for (std::size_t i = 0; i < header.size(); ++i) {
        taken_[i] = taken_[i] || header[i] == given.*field.member;
      }
    }
  }

  // The column with the most telling of the usual spellings.
  std::optional<ColumnUse> by_spelling(const FieldName& field) {
    const auto found = find_spelling(words_, taken_, field.spellings);
    return take(found.value_or(header_.size()), field, "a usual name of it");
  }

  // The only column with one of the words.
  std::optional<ColumnUse> by_word(const FieldName& field) {
    std::size_t found = header_.size();
    for (std::size_t i = 0; i < header_.size(); ++i) {
      const bool speaks = !taken_[i] && has_word(words_[i], field.words) &&
                          (field.beside.empty() || has_word(words_[i], field.beside));
      if (speaks && found < header_.size()) {
        return std::nullopt;
      }
      found = speaks ? i : found;
    }
    return take(found, field, "the only name that speaks of it");
  }

 private:
  std::optional<ColumnUse> take(std::size_t i, const FieldName& field, const char* reason) {
    if (i == header_.size()) {
      return std::nullopt;
    }
    taken_[i] = true;
    return ColumnUse{.meaning = std::string{field.name},
                     .column = header_[i],
                     .guessed = true,
                     .reason = reason};
  }

  std::span<const std::string> header_;
  std::vector<std::string> words_{};
  std::vector<bool> taken_;
};

ColumnUse named(std::span<const std::string> header,
                const FieldName& field,
                const std::string& column) {
  if (std::ranges::find(header, column) == header.end()) {
    throw Error{
        ErrorCode::invalid_data,
        "There is no column '" + printable(column) + "' to read as " + std::string{field.name},
        "The columns are: " + list_of(header)};
  }
  return {.meaning = std::string{field.name}, .column = column, .reason = "as you said"};
}

}  // namespace

const std::array<FieldName, field_kinds>& field_names() noexcept { return names; }

std::vector<ColumnUse> guess_columns(std::span<const std::string> header,
                                     const InteractionColumnNames& given) {
  Guesser guesser{header, given};
  std::array<std::optional<ColumnUse>, field_kinds> found;
  for (std::size_t i = 0; i < field_kinds; ++i) {
    const std::string& column = given.*names[i].member;
    if (!column.empty() && column != no_column) {
      found[i] = named(header, names[i], column);
    } else if (column.empty()) {
      found[i] = guesser.by_spelling(names[i]);
    }
  }
  for (std::size_t i = 0; i < field_kinds; ++i) {
    if (!found[i] && (given.*names[i].member).empty()) {
      found[i] = guesser.by_word(names[i]);
    }
  }
  for (const Field required : {Field::customer, Field::time}) {
    const FieldName& field = names[static_cast<std::size_t>(required)];
    const bool none = required == Field::customer && given.customer == no_column;
    if (!found[static_cast<std::size_t>(required)] && !none) {
      throw Error{
          ErrorCode::invalid_data,
          "Cannot tell which column is the " + std::string{field.name},
          "Name it as `" + std::string{field.name} + "`; the columns are: " + list_of(header)};
    }
  }
  auto& amount = found[static_cast<std::size_t>(Field::amount)];
  auto& price = found[static_cast<std::size_t>(Field::price)];
  const bool has_quantity = found[static_cast<std::size_t>(Field::quantity)].has_value();
  if (!amount && given.amount.empty() && price && price->guessed && !has_quantity) {
    amount = ColumnUse{.meaning = "amount",
                       .column = price->column,
                       .guessed = true,
                       .reason = "a price, and there is neither an amount nor a quantity"};
    price.reset();
  }
  std::vector<ColumnUse> uses;
  for (auto& use : found) {
    if (use) {
      uses.push_back(*std::move(use));
    }
  }
  return uses;
}

}  // namespace centricity::inline v0::source
