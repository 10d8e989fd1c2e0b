#pragma once

#include <string>

#include <centricity/core/error.hpp>

namespace support {

/// What an action that is refused says, or "accepted".
template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const centricity::Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace support
