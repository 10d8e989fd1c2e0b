#pragma once

/// @file
/// Which column of a file of interactions means what.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <centricity/export.hpp>

namespace centricity::inline v0::source {

/// Named instead of a column: the file has none, and none is to be guessed.
inline constexpr std::string_view no_column = "-";

/// Names of columns.  Empty: guessed from the header where this is said, else not read.
struct InteractionColumnNames {
  std::string customer{};    ///< Guessed, required: who; an empty field is anonymous.
  std::string time{};        ///< Guessed, required: when.
  std::string amount{};      ///< Guessed: money of the row.
  std::string quantity{};    ///< Guessed: units; negative: given back.
  std::string price{};       ///< Guessed: of one unit; times quantity where there is no amount.
  std::string order{};       ///< Guessed: order, invoice or receipt.
  std::string product{};     ///< Guessed: product or service.
  std::string kind{};        ///< Guessed: a name of InteractionKind, "sale", "return", ...
  std::string channel{};     ///< A name of Channel.
  std::string touchpoint{};  ///< Desk, page, route, ...
  std::string handled_by{};  ///< Employee or team.
  std::string case_id{};     ///< Matter it belongs to.
  std::string outcome{};     ///< "resolved", "abandoned", ...
  std::string disclosed_amount{};  ///< What the party had been told.
  std::string wait{};              ///< Seconds from asking to being served.
  std::string service_duration{};  ///< Seconds of the service itself.
  std::string promised_time{};     ///< When it had been promised for.

  friend bool operator==(const InteractionColumnNames&, const InteractionColumnNames&) = default;
};

/// A column in use.
struct ColumnUse {
  std::string meaning{};  ///< Name of the member of InteractionColumnNames.
  std::string column{};   ///< Name in the file.
  bool guessed = false;   ///< False: the caller named it.
  std::string reason{};   ///< Why this one, in words.

  friend bool operator==(const ColumnUse&, const ColumnUse&) = default;
};

/// Finds the columns by their names: first the usual spellings ("customer_id", "CustomerID",
/// "cust", "client", ...; case, spaces and punctuation do not matter), then the only one that
/// speaks of the matter ("Customer ID (hashed)").  A price without amount and quantity is taken for
/// the amount.
/// @param header names of the columns
/// @param given  what the caller knows
/// @return the columns in use, in the order of the members above
/// @throws Error `invalid_data` if a column named is not there, or the customer or the time cannot
///         be guessed; it says which columns there are.
[[nodiscard]] CENTRICITY_EXPORT std::vector<ColumnUse> guess_columns(
    std::span<const std::string> header, const InteractionColumnNames& given = {});

}  // namespace centricity::inline v0::source
