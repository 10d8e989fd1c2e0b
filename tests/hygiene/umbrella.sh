#!/bin/sh
# umbrella.sh INCLUDE: centricity.hpp includes every public header but the bridges, sorted.
set -eu
cd "$1"

expected=$(find centricity -name '*.hpp' ! -path '*/interop/*' ! -name centricity.hpp | sort |
  sed 's/.*/#include <&>/')
expected=$(printf '%s\n#include <centricity/version.hpp>\n' "$expected" | LC_ALL=C sort)
actual=$(grep '^#include' centricity/centricity.hpp | LC_ALL=C sort)

[ "$expected" = "$actual" ] && exit 0
echo "centricity.hpp lacks:"
echo "$expected" | grep -vxF "$actual" || true
echo "and has, though no such header is public:"
echo "$actual" | grep -vxF "$expected" || true
exit 1
