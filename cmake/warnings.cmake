# Warnings of our own build. Never exported: linked as $<BUILD_INTERFACE:centricity_warnings>, and
# empty when centricity is part of somebody else's project.
add_library(centricity_warnings INTERFACE)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(centricity_warnings INTERFACE
    $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:
      -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
      $<$<BOOL:${CENTRICITY_WARNINGS_AS_ERRORS}>:-Werror>>
    # g++ 12 sees an overlap in optimised string + string (GCC bug 105651; src/core/error.cpp), and
    # an unset string in optimised lists of aggregates that hold an empty one
    # (src/loyalty/tracking.cpp).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>
    $<$<CXX_COMPILER_ID:MSVC>:/W4 $<$<BOOL:${CENTRICITY_WARNINGS_AS_ERRORS}>:/WX>>)
endif()
