#include <centricity/version.hpp>

#if defined(__FAST_MATH__)
#error "centricity needs NaN, infinity and a fixed order of sums: build it without -ffast-math"
#endif

namespace centricity::inline v0 {

const char* version() noexcept { return CENTRICITY_VERSION; }

}  // namespace centricity::inline v0
