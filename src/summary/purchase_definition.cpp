#include <array>

#include <centricity/summary/purchase_definition.hpp>

#include "records/names.hpp"

namespace centricity::inline v0 {
namespace {

constexpr std::array<std::string_view, 4> grain_names{"none", "day", "week", "month"};
constexpr std::array<std::string_view, 4> policy_names{"net_order", "net_day", "keep", "drop"};

}  // namespace

std::string_view to_string(MergeGrain grain) noexcept { return name_of(grain_names, grain); }

std::string_view to_string(RefundPolicy policy) noexcept { return name_of(policy_names, policy); }

std::optional<MergeGrain> parse_merge_grain(std::string_view name) noexcept {
  return named<MergeGrain>(grain_names, name);
}

std::optional<RefundPolicy> parse_refund_policy(std::string_view name) noexcept {
  return named<RefundPolicy>(policy_names, name);
}

}  // namespace centricity::inline v0
