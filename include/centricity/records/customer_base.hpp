#pragma once

/// @file
/// The one data model: parties, their interactions and their assessments.

#include <span>
#include <string>
#include <string_view>

#include <centricity/core/host.hpp>
#include <centricity/records/assessments.hpp>
#include <centricity/records/interactions.hpp>
#include <centricity/records/parties.hpp>

namespace centricity::inline v0 {

/// What holds for every row of a base.
struct BaseDefinition {
  std::string currency{};   ///< ISO 4217 code of every Money; empty: not declared.
  DayOffset day_offset{0};  ///< Local clock minus UTC; decides what a day is.

  friend bool operator==(const BaseDefinition&, const BaseDefinition&) = default;
};

/// Many interactions of already coded parties at once; spans are empty or of equal length.
struct InteractionColumns {
  std::span<const PartyId> party{};         ///< `PartyId::none`: anonymous.
  std::span<const Instant> time{};          ///< Required.
  std::span<const InteractionKind> kind{};  ///< Empty: all purchases.
  std::span<const Money> amount{};          ///< Empty: unknown.
};

/// Everything known about a firm's parties.  A value: copy it, compare it, keep several.
///
/// Every `add` checks its rows first and throws Error `invalid_data` without changing anything:
/// a purchase of a negative amount or a refund of a positive one, a negative duration, a number
/// that is not finite, an answer off its scale.
class CENTRICITY_EXPORT CustomerBase {
 public:
  /// An empty base of this currency, day offset and so on.
  explicit CustomerBase(BaseDefinition definition = {});

  /// Adds a party or renews what is known of it: its kind, and where given when it was acquired.
  /// @return its id.
  PartyId add(const Party& party);

  /// Adds one attribute of a party, which is added too if it is new.
  void add(const Attribute& attribute);

  /// Adds one interaction; its party is added too if it is new.
  void add(const Interaction& interaction);

  /// Adds many, as if one by one; several times as fast.
  void add(std::span<const Interaction> interactions);

  /// Adds many interactions of known parties.  O(rows), no copy beyond the columns.
  /// @throws Error `invalid_argument` if a party is not of this base.
  void add(const InteractionColumns& columns);

  /// Declares an item of a survey.  @throws Error `incompatible` if it was declared otherwise.
  void declare(const Item& item);

  /// Adds one assessment of a declared item; its respondent is added too if it is new.
  void add(const Assessment& assessment);

  /// Forgets these parties: afterwards the base equals, bit for bit, one that never saw them.
  /// Unknown labels are ignored.  O(everything): the base is written anew.
  /// @return how many parties were forgotten.
  std::size_t erase(std::span<const std::string_view> labels, const Host& host = {});

  /// What all of it has in common.
  [[nodiscard]] const BaseDefinition& definition() const noexcept { return definition_; }

  /// Who they are.
  [[nodiscard]] const Parties& parties() const noexcept { return parties_; }

  /// What happened.
  [[nodiscard]] const Interactions& interactions() const noexcept { return interactions_; }

  /// What they said.
  [[nodiscard]] const Assessments& assessments() const noexcept { return assessments_; }

  friend bool operator==(const CustomerBase&, const CustomerBase&) = default;

 private:
  BaseDefinition definition_{};
  Parties parties_{};
  Interactions interactions_{};
  Assessments assessments_{};
};

}  // namespace centricity::inline v0
