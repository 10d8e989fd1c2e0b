#include <centricity/core/fit_report.hpp>

namespace centricity::inline v0 {

std::string_view to_string(FitStatus status) noexcept {
  switch (status) {
    case FitStatus::not_run:
      return "not_run";
    case FitStatus::converged:
      return "converged";
    case FitStatus::boundary:
      return "boundary";
    case FitStatus::iteration_limit:
      return "iteration_limit";
    case FitStatus::failed:
      return "failed";
  }
  return "unknown";
}

}  // namespace centricity::inline v0
