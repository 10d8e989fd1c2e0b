#pragma once

/// @file
/// What happened between the firm and its parties.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <centricity/core/ids.hpp>
#include <centricity/core/money.hpp>
#include <centricity/core/time.hpp>
#include <centricity/export.hpp>
#include <centricity/records/chunked_column.hpp>
#include <centricity/records/dictionary.hpp>

namespace centricity::inline v0 {

/// What kind of thing happened.
enum class InteractionKind : std::uint8_t {
  purchase,         ///< Goods or services bought: an amount >= 0.
  refund,           ///< A return or cancellation: an amount <= 0.
  complaint,        ///< The party complains.
  service_contact,  ///< A call, visit, ticket or chat.
  delivery,         ///< Something arrives.
  notice,           ///< The firm announces something.
  charge,           ///< The firm takes money, fees included.
  promise,          ///< The firm commits to a time, price or result.
  treatment,        ///< A campaign, gift or test arm the party was exposed to.
  contract_start,   ///< A contract begins.
  contract_change,  ///< Its terms change.
  contract_end,     ///< It ends.
  referral,         ///< The party brings another.
  other             ///< Anything else.
};
inline constexpr std::size_t interaction_kinds = 14;  ///< How many kinds there are.

/// Who the party met.
enum class Channel : std::uint8_t { unknown, own_site, own_shop, phone, mail, third_party, other };

/// Names as written above.
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(InteractionKind kind) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::string_view to_string(Channel channel) noexcept;

/// One row as the outside sees it.  An empty text or optional is a value that is not known.
struct Interaction {
  std::string_view party{};                                ///< Label; empty: anonymous.
  Instant time{};                                          ///< When it happened.
  InteractionKind kind = InteractionKind::purchase;        ///< What it was.
  Channel channel = Channel::unknown;                      ///< Where.
  std::string_view order{};                                ///< Order or invoice it belongs to.
  std::string_view product{};                              ///< Product or service.
  std::optional<double> quantity{};                        ///< Units.
  std::optional<Money> unit_price{};                       ///< Of one unit.
  std::optional<Money> amount{};                           ///< Of the row.
  std::optional<Money> disclosed_amount{};                 ///< What the party had been told.
  std::string_view touchpoint{};                           ///< Desk, page, route, ...
  std::string_view handled_by{};                           ///< Employee or team.
  std::string_view case_id{};                              ///< Matter it belongs to.
  std::optional<std::chrono::seconds> wait{};              ///< From asking to being served; >= 0.
  std::optional<std::chrono::seconds> service_duration{};  ///< Of the service itself; >= 0.
  std::optional<Instant> promised_time{};                  ///< When it had been promised for.
  std::string_view outcome{};                              ///< "resolved", "abandoned", ...
};

/// The names back again; absent if there is none like it.
[[nodiscard]] CENTRICITY_EXPORT std::optional<InteractionKind> parse_interaction_kind(
    std::string_view name) noexcept;
[[nodiscard]] CENTRICITY_EXPORT std::optional<Channel> parse_channel(
    std::string_view name) noexcept;

/// All rows, in the order they came.  A column nobody filled costs nothing.
struct Interactions {
  ChunkedColumn<PartyId> party{};                          ///< Who; absent: anonymous.
  ChunkedColumn<Instant> time{};                           ///< Present in every row.
  ChunkedColumn<InteractionKind> kind{};                   ///< Absent: purchase.
  ChunkedColumn<Channel> channel{};                        ///< Absent: unknown.
  ChunkedColumn<Code> order{};                             ///< Of `orders`.
  ChunkedColumn<Code> product{};                           ///< Of `products`.
  ChunkedColumn<double> quantity{};                        ///< Units.
  ChunkedColumn<Money> unit_price{};                       ///< Of one unit.
  ChunkedColumn<Money> amount{};                           ///< Of the row.
  ChunkedColumn<Money> disclosed_amount{};                 ///< What the party had been told.
  ChunkedColumn<Code> touchpoint{};                        ///< Of `touchpoints`.
  ChunkedColumn<Code> handled_by{};                        ///< Of `handlers`.
  ChunkedColumn<Code> case_id{};                           ///< Of `cases`.
  ChunkedColumn<std::chrono::seconds> wait{};              ///< From asking to being served.
  ChunkedColumn<std::chrono::seconds> service_duration{};  ///< Of the service itself.
  ChunkedColumn<Instant> promised_time{};                  ///< When it had been promised for.
  ChunkedColumn<Code> outcome{};                           ///< Of `outcomes`.

  Dictionary orders{};       ///< Texts of `order`.
  Dictionary products{};     ///< Texts of `product`.
  Dictionary touchpoints{};  ///< Texts of `touchpoint`.
  Dictionary handlers{};     ///< Texts of `handled_by`.
  Dictionary cases{};        ///< Texts of `case_id`.
  Dictionary outcomes{};     ///< Texts of `outcome`.

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return time.size(); }

  friend bool operator==(const Interactions&, const Interactions&) = default;
};

}  // namespace centricity::inline v0
