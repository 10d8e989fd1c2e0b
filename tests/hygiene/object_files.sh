#!/bin/sh
# object_files.sh LIBRARY: nothing of ours runs before main (Boost.Math fills its tables then, in the
# two sources of src/numeric that include it), and no symbol of Eigen's own name is in our objects,
# where it could meet the application's (see CENTRICITY_ISOLATE_EIGEN).
set -eu
symbols=$(nm -C --defined-only "$1")
wrong=0

if echo "$symbols" | grep -E '_GLOBAL__(sub_)?I' | grep -vE 'I_(special_functions|distributions)\.cpp'; then
  echo "the library has dynamic initialisers"
  wrong=1
fi
if echo "$symbols" | grep -E '(^|[^_[:alnum:]])Eigen::'; then
  echo "the library has symbols in namespace Eigen"
  wrong=1
fi
exit $wrong
