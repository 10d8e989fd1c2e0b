#include <array>

#include <centricity/records/parties.hpp>

#include "records/names.hpp"

namespace centricity::inline v0 {
namespace {

constexpr std::array<std::string_view, 5> stakeholder_names{
    "customer", "prospect", "partner", "employee", "shareholder"};

}  // namespace

std::string_view to_string(Stakeholder stakeholder) noexcept {
  return name_of(stakeholder_names, stakeholder);
}

std::optional<Stakeholder> parse_stakeholder(std::string_view name) noexcept {
  return named<Stakeholder>(stakeholder_names, name);
}

std::vector<std::optional<AttributeValue>> attribute_as_of(const Parties& parties,
                                                           std::string_view name,
                                                           Instant time) {
  std::vector<std::optional<AttributeValue>> values(parties.size());
  const Code wanted = parties.attribute_names.find(name);
  if (wanted == Code::none) {
    return values;
  }
  for (std::size_t row = 0; row < parties.attribute_name.size(); ++row) {
    const auto valid_from = parties.attribute_valid_from[row];
    const auto valid_until = parties.attribute_valid_until[row];
    if (parties.attribute_name[row] != wanted || (valid_from && time < *valid_from) ||
        (valid_until && time >= *valid_until)) {
      continue;
    }
    auto& value = values[index(parties.attribute_party[row])];
    if (const auto number = parties.attribute_number[row]) {
      value = *number;
    } else {
      value = std::string{parties.attribute_texts.text(parties.attribute_text[row])};
    }
  }
  return values;
}

}  // namespace centricity::inline v0
