#include <array>

#include <centricity/records/assessments.hpp>

#include "records/names.hpp"

namespace centricity::inline v0 {

std::string_view to_string(Standard standard) noexcept {
  static constexpr std::array<std::string_view, standards> names{
      "predicted", "should", "adequate", "desired", "entitled"};
  return name_of(names, standard);
}

}  // namespace centricity::inline v0
