#include <array>

#include <centricity/records/interactions.hpp>

#include "records/names.hpp"

namespace centricity::inline v0 {
namespace {

constexpr std::array<std::string_view, interaction_kinds> kind_names{"purchase",
                                                                     "refund",
                                                                     "complaint",
                                                                     "service_contact",
                                                                     "delivery",
                                                                     "notice",
                                                                     "charge",
                                                                     "promise",
                                                                     "treatment",
                                                                     "contract_start",
                                                                     "contract_change",
                                                                     "contract_end",
                                                                     "referral",
                                                                     "other"};

constexpr std::array<std::string_view, 7> channel_names{
    "unknown", "own_site", "own_shop", "phone", "mail", "third_party", "other"};

}  // namespace

std::string_view to_string(InteractionKind kind) noexcept { return name_of(kind_names, kind); }

std::string_view to_string(Channel channel) noexcept { return name_of(channel_names, channel); }

std::optional<InteractionKind> parse_interaction_kind(std::string_view name) noexcept {
  return named<InteractionKind>(kind_names, name);
}

std::optional<Channel> parse_channel(std::string_view name) noexcept {
  return named<Channel>(channel_names, name);
}

}  // namespace centricity::inline v0
