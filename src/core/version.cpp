#include <centricity/version.hpp>

#if defined(__FAST_MATH__)
#error "centricity tells missing values from NaN and sums in a fixed order: build without -ffast-math"
#endif

namespace centricity::inline v0 {

const char* version() noexcept { return CENTRICITY_VERSION; }

}  // namespace centricity::inline v0
