# What our own objects are compiled with and no consumer ever sees: the library, its tests and its
# benchmarks link $<BUILD_INTERFACE:centricity_private>.
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(Boost 1.74 REQUIRED)  # headers of Boost.Math
find_package(nlohmann_json 3.11 REQUIRED)
include(${CMAKE_CURRENT_LIST_DIR}/warnings.cmake)

add_library(centricity_private INTERFACE)
target_include_directories(centricity_private INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(centricity_private INTERFACE
  centricity_warnings Eigen3::Eigen Boost::headers nlohmann_json::nlohmann_json)

# The same sums with and without fused multiply-add, so that -march changes no result.
target_compile_options(centricity_private INTERFACE
  $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-ffp-contract=off>)

# An application that uses Eigen with other vector flags would share Eigen's weak functions with a
# static library of ours and crash; under a name of our own they cannot meet.
if(CENTRICITY_ISOLATE_EIGEN)
  target_compile_definitions(centricity_private INTERFACE Eigen=centricity_eigen)
endif()

# Boost declares its exception wrappers visible even where everything else is hidden.
target_compile_definitions(centricity_private INTERFACE BOOST_EXCEPTION_DISABLE)
