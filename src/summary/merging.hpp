#pragma once

#include <utility>

#include "summary/label_order.hpp"
#include "summary/observed_window.hpp"

namespace centricity::inline v0 {

/// Merges histories of different customers that were made in the same way; the empty ones are the
/// identity.
/// @param is_empty says whether histories are those of no data at all
/// @param join fills all but definition, window and labels of a result: `join(result, both)`
/// @throws Error `incompatible` if they differ in definition or window, or share a customer.
template <class Histories, class IsEmpty, class Join>
[[nodiscard]] Histories merge_disjoint(const Histories& left,
                                       const Histories& right,
                                       IsEmpty is_empty,
                                       Join join) {
  if (is_empty(left)) {
    return right;
  }
  if (is_empty(right)) {
    return left;
  }
  require_same(left.definition, right.definition);
  require_same(left.window, right.window);
  LabelUnion both = disjoint_union_of(left.labels, right.labels);
  Histories result{.definition = left.definition, .window = left.window};
  join(result, both);
  result.labels = std::move(both.labels);
  return result;
}

}  // namespace centricity::inline v0
