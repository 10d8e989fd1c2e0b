#include "summary/label_order.hpp"

#include <utility>

#include <centricity/core/error.hpp>

#include "core/stop_check.hpp"

namespace centricity::inline v0 {
namespace {

/// A label and its first eight bytes as a number in byte order, which decides most comparisons.
struct Key {
  std::uint64_t prefix = 0;
  std::uint32_t position = 0;
};

std::uint64_t prefix_of(std::string_view label) noexcept {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    prefix = prefix << 8 | (i < label.size() ? static_cast<unsigned char>(label[i]) : 0U);
  }
  return prefix;
}

}  // namespace

std::optional<std::size_t> find_sorted(const Labels& labels, std::string_view label) noexcept {
  std::size_t begin = 0;
  std::size_t end = labels.size();
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (labels[middle] < label) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin < labels.size() && labels[begin] == label ? std::optional{begin} : std::nullopt;
}

std::vector<std::uint32_t> in_byte_order(const Labels& labels,
                                         std::vector<std::uint32_t> positions,
                                         const Host& host) {
  std::vector<Key> keys;
  keys.reserve(positions.size());
  StopCheck stop_check{host};
  for (const std::uint32_t position : positions) {
    stop_check.step();
    keys.push_back({prefix_of(labels[position]), position});
  }
  sort(host, keys.begin(), keys.end(), [&labels](const Key& left, const Key& right) {
    return left.prefix != right.prefix ? left.prefix < right.prefix
                                       : labels[left.position] < labels[right.position];
  });
  for (std::size_t i = 0; i < keys.size(); ++i) {
    positions[i] = keys[i].position;
  }
  return positions;
}

LabelUnion union_of(const Labels& left, const Labels& right, const Host& host) {
  LabelUnion result;
  StopCheck stop_check{host};
  result.left.reserve(left.size());
  result.right.reserve(right.size());
  while (result.left.size() < left.size() || result.right.size() < right.size()) {
    stop_check.step();
    const std::size_t i = result.left.size();
    const std::size_t j = result.right.size();
    const bool from_left = i < left.size() && (j == right.size() || left[i] <= right[j]);
    const bool from_right = j < right.size() && (i == left.size() || right[j] <= left[i]);
    const std::size_t place = result.labels.size();
    result.labels.push_back(from_left ? left[i] : right[j]);
    if (from_left) {
      result.left.push_back(place);
    }
    if (from_right) {
      result.right.push_back(place);
    }
  }
  return result;
}

LabelUnion disjoint_union_of(const Labels& left, const Labels& right) {
  LabelUnion result = union_of(left, right);
  if (result.labels.size() != left.size() + right.size()) {
    throw Error{ErrorCode::incompatible,
                "a customer is in both parts",
                "Merge parts that share no customer, or merge their ledgers."};
  }
  return result;
}

}  // namespace centricity::inline v0
