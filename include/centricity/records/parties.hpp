#pragma once

/// @file
/// Who the firm deals with, and what is known of them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <centricity/core/ids.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/records/chunked_column.hpp>
#include <centricity/records/dictionary.hpp>

namespace centricity::inline v0 {

/// What a party is to the firm.
enum class Stakeholder : std::uint8_t { customer, prospect, partner, employee, shareholder };

/// Name as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Stakeholder stakeholder) noexcept;

/// The name back again; absent if there is none like it.
[[nodiscard]] CENTRICITY_EXPORT std::optional<Stakeholder> parse_stakeholder(
    std::string_view name) noexcept;

/// The seven factors by which customers differ (names of attributes with a common meaning; any
/// other attribute may stand beside them).
namespace factor {
inline constexpr std::string_view size = "size";                          ///< How large they are.
inline constexpr std::string_view purchase_purpose = "purchase_purpose";  ///< What they buy for.
inline constexpr std::string_view nature_of_products =
    "nature_of_products";                             ///< What kind of product they need.
inline constexpr std::string_view income = "income";  ///< What they earn.
inline constexpr std::string_view growth_potential =
    "growth_potential";                                     ///< How far they may grow.
inline constexpr std::string_view geography = "geography";  ///< Where they are.
inline constexpr std::string_view specialization =
    "specialization";  ///< How much made to measure they require.
}  // namespace factor

/// A value of an attribute: a number or a text.
using AttributeValue = std::variant<double, std::string>;

/// One attribute of one party, as the outside sees it.
struct Attribute {
  std::string_view party{};              ///< Label; not empty.
  std::string_view name{};               ///< One of `factor`, or any other; not empty.
  AttributeValue value{};                ///< Finite number, or text.
  std::optional<Instant> valid_from{};   ///< First moment it holds; absent: always had.
  std::optional<Instant> valid_until{};  ///< First moment it no longer holds; absent: still does.
};

/// One party as the outside sees it.
struct Party {
  std::string_view label{};                         ///< The caller's id; not empty.
  Stakeholder stakeholder = Stakeholder::customer;  ///< What it is to the firm.
  std::optional<Instant> acquired_at{};             ///< When the relation began, if known.
};

/// All parties, by PartyId in order of first appearance, and their attributes in long form.
struct Parties {
  Dictionary labels{};                       ///< The caller's ids.
  ChunkedColumn<Stakeholder> stakeholder{};  ///< Absent: customer.
  ChunkedColumn<Instant> acquired_at{};      ///< When the relation began, if known.

  Dictionary attribute_names{};                    ///< Texts of `attribute_name`.
  Dictionary attribute_texts{};                    ///< Texts of `attribute_text`.
  ChunkedColumn<PartyId> attribute_party{};        ///< One row for each attribute of a party.
  ChunkedColumn<Code> attribute_name{};            ///< Of `attribute_names`.
  ChunkedColumn<double> attribute_number{};        ///< Its value, if it is a number.
  ChunkedColumn<Code> attribute_text{};            ///< Its value, if it is a text.
  ChunkedColumn<Instant> attribute_valid_from{};   ///< First moment it holds.
  ChunkedColumn<Instant> attribute_valid_until{};  ///< First moment it no longer holds.

  /// Number of parties.
  [[nodiscard]] std::size_t size() const noexcept { return labels.size(); }

  /// The party with this label; `PartyId::none` if there is none.  O(length).
  [[nodiscard]] PartyId find(std::string_view label) const noexcept {
    return PartyId{index(labels.find(label))};
  }

  /// The caller's id of a party; empty for `PartyId::none`.
  [[nodiscard]] std::string_view label(PartyId party) const noexcept {
    return labels.text(Code{index(party)});
  }

  friend bool operator==(const Parties&, const Parties&) = default;
};

/// The values of one attribute by party, as they were known at a moment: the last row that was
/// valid then.  Shape [parties.size()]; absent where nothing was valid.  O(attributes).
[[nodiscard]] CENTRICITY_EXPORT std::vector<std::optional<AttributeValue>> attribute_as_of(
    const Parties& parties, std::string_view name, Instant time);

}  // namespace centricity::inline v0
