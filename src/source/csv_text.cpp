#include "source/csv_text.hpp"

#include <charconv>
#include <cstdint>

namespace centricity::inline v0::source {

std::string decimal_text(Money amount) {
  const std::uint64_t ticks = amount.ticks < 0 ? 0 - static_cast<std::uint64_t>(amount.ticks)
                                               : static_cast<std::uint64_t>(amount.ticks);
  constexpr auto scale = static_cast<std::uint64_t>(Money::scale);
  std::string fraction = std::to_string(scale + ticks % scale).substr(1);
  while (fraction.size() > 2 && fraction.back() == '0') fraction.pop_back();
  return (amount.ticks < 0 ? "-" : "") + std::to_string(ticks / scale) + "." + fraction;
}

std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace centricity::inline v0::source
