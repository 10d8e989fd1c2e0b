#pragma once

/// @file
/// Sends the library's log records to a spdlog logger. Link `centricity::spdlog`.

#include <spdlog/logger.h>

namespace centricity::inline v0::interop {}
