#include "source/kind_names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace centricity::inline v0::source {
namespace {

constexpr std::size_t longest_name = 32;  // bytes; none is as long

constexpr std::array purchases{"sale", "order", "buy", "bought", "invoice"};
constexpr std::array refunds{
    "return", "returned", "cancellation", "cancelled", "canceled", "credit", "chargeback"};

}  // namespace

std::optional<InteractionKind> kind_of_name(std::string_view name) {
  std::string lower{name.substr(0, longest_name)};
  for (char& byte : lower) {
    byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
  }
  if (const auto kind = parse_interaction_kind(lower)) {
    return kind;
  }
  if (std::ranges::find(purchases, lower) != purchases.end()) {
    return InteractionKind::purchase;
  }
  return std::ranges::find(refunds, lower) != refunds.end() ? std::optional{InteractionKind::refund}
                                                            : std::nullopt;
}

}  // namespace centricity::inline v0::source
