#pragma once

/// @file
/// Everything: one include for those who do not want to choose. The bridges of interop/ are not
/// part of it, because they need other libraries.

#include <centricity/version.hpp>
