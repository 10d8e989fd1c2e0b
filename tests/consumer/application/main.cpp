// An application that knows nothing of centricity but its public headers.

#include <cstdio>
#include <string>

#include <centricity/centricity.hpp>

bool works_with_eigen();
bool works_with_spdlog();

int main() {
  bool works = std::string(centricity::version()) == CENTRICITY_VERSION;
#ifdef WITH_eigen
  works = works && works_with_eigen();
#endif
#ifdef WITH_spdlog
  works = works && works_with_spdlog();
#endif
  std::printf("centricity %s %s\n", centricity::version(), works ? "works" : "does not work");
  return works ? 0 : 1;
}
