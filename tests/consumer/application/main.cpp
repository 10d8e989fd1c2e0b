// An application that knows nothing of centricity but its public headers.

#include <cstdio>
#include <string>

#include <centricity/centricity.hpp>

namespace cc = centricity;

bool works_with_eigen();
bool works_with_spdlog();

namespace {

bool is_the_version_it_was_compiled_for() {
  return std::string(cc::version()) == CENTRICITY_VERSION;
}

// Goes through most of the library, and through the Eigen inside it.
bool fits_a_model() {
  const cc::loyalty::Simulation market = cc::loyalty::simulate({.customers = 500});
  const cc::CustomerBase base = cc::loyalty::to_base(market);
  return cc::loyalty::fit_bg_nbd(cc::summarize_purchases(base)).report.usable();
}

bool catches_errors_by_type() {
  try {
    (void)cc::loyalty::probability_alive(cc::loyalty::BgNbdParameters{.r = -1.0}, {});
  } catch (const cc::Error& error) {
    return error.code() == cc::ErrorCode::invalid_argument;
  }
  return false;
}

}  // namespace

int main() {
  bool works = is_the_version_it_was_compiled_for() && fits_a_model() && catches_errors_by_type();
#ifdef WITH_eigen
  works = works && works_with_eigen() && fits_a_model();
#endif
#ifdef WITH_spdlog
  works = works && works_with_spdlog();
#endif
  std::printf("centricity %s %s\n", cc::version(), works ? "works" : "does not work");
  return works ? 0 : 1;
}
