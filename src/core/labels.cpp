#include <centricity/core/labels.hpp>

namespace centricity::inline v0 {

void Labels::push_back(std::string_view text) {
  // A push_back that ran out of memory half-way may have left text without an end: drop it.
  text_.resize(empty() ? 0 : ends_.back());
  text_.append(text);
  ends_.push_back(text_.size());
}

}  // namespace centricity::inline v0
