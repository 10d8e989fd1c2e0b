#pragma once

/// @file
/// The fields of an interaction, by number.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <centricity/source/interaction_columns.hpp>

namespace centricity::inline v0::source {

/// The members of InteractionColumnNames, in their order.
enum class Field : std::uint8_t {
  customer,
  time,
  amount,
  quantity,
  price,
  order,
  product,
  kind,
  channel,
  touchpoint,
  handled_by,
  case_id,
  outcome,
  disclosed_amount,
  wait,
  service_duration,
  promised_time
};
inline constexpr std::size_t field_kinds = 17;

/// A field and how files call it.
struct FieldName {
  std::string_view name{};  ///< Of the member.
  std::string InteractionColumnNames::*member = nullptr;
  std::string_view spellings{};  ///< Lower case, letters and digits only; the most telling first.
  std::string_view words{};      ///< A column with one of these words speaks of the matter,
  std::string_view beside{};     ///< if it has one of these too, or there are none.
};

[[nodiscard]] const std::array<FieldName, field_kinds>& field_names() noexcept;

}  // namespace centricity::inline v0::source
