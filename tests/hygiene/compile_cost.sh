#!/bin/sh
# compile_cost.sh COMPILER INCLUDE_DIR...: what the umbrella header costs a user's translation unit,
# in lines after preprocessing, beside two headers that nearly every program includes. The times
# are printed for the curious; on a shared machine they prove nothing.
set -eu
compiler=$1
shift
flags="-std=c++20 -x c++"
for directory in "$@"; do flags="$flags -I$directory"; done

# shellcheck disable=SC2086  # flags are words
lines() { "$compiler" $flags -E -P - | wc -l; }

# shellcheck disable=SC2086
seconds() { (
  "$compiler" $flags -fsyntax-only -
  times
) | awk 'END { print $1 }'; }

common='#include <vector>
#include <string>'
umbrella='#include <centricity/centricity.hpp>'
common_lines=$(echo "$common" | lines)
umbrella_lines=$(echo "$umbrella" | lines)

echo "<vector> and <string>: $common_lines lines, $(echo "$common" | seconds)"
echo "centricity.hpp:        $umbrella_lines lines, $(echo "$umbrella" | seconds)"
if [ "$umbrella_lines" -gt $((3 * common_lines)) ]; then
  echo "the umbrella header is more than 3 times as long as <vector> and <string>"
  exit 1
fi
