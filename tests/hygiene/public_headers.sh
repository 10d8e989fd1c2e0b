#!/bin/sh
# public_headers.sh FOLDER: public headers are short, cheap, and show nothing but the standard
# library. Only the bridges in interop/ may show another.
set -eu
cd "$1"
wrong=0

search() { grep -rnE --include='*.hpp' "$1" . || true; }

lengths() { find . -name '*.hpp' -exec wc -l {} \; | sort -n; }

# fail_on RULE: prints the lines on standard input, if any, as breaking the rule.
fail_on() {
  lines=$(cat)
  [ -n "$lines" ] || return 0
  printf '%s:\n%s\n' "$1" "$lines"
  wrong=1
}

own_or_standard='#include <(centricity/[a-z_/]+\.hpp|[a-z_0-9]+)>'
expensive='#include <(iostream|regex|filesystem|execution|random|ranges|thread|fstream|sstream)>'

fail_on "includes something other than the standard library" <<END
$(search '^ *#include' | grep -v '^\./interop/' | grep -vE "$own_or_standard")
END
fail_on "includes an expensive part of the standard library" <<END
$(search "$expensive")
END
fail_on "lacks #pragma once" <<END
$(grep -rL --include='*.hpp' '^#pragma once$' .)
END
fail_on "defines a macro" <<END
$(search '^ *#define')
END
fail_on "opens a namespace without spelling the version, centricity::inline v0" <<END
$(search '^ *namespace centricity' | grep -v 'namespace centricity::inline v0')
END
fail_on "is longer than 250 lines" <<END
$(lengths | awk '$1 > 250')
END

median=$(lengths | awk '{ length_of[NR] = $1 } END { print length_of[int((NR + 1) / 2)] }')
echo "median length of a public header: $median lines"
if [ "$median" -ge 120 ]; then
  echo "which is not below 120"
  wrong=1
fi
exit $wrong
