#!/bin/sh
# exported_symbols.sh SHARED_LIBRARY: the shared library exports centricity::v0 and nothing else, but
# for the weak templates of the standard library, which libstdc++ itself declares visible. Before the
# name of a function template stands what it returns.
set -eu
exported=$(nm -DC --defined-only "$1" | sed -E 's/^[0-9a-f]* *//')
ours='^[A-Za-z] ((typeinfo|typeinfo name|vtable) for |double )?centricity::v0::'
others=$(echo "$exported" | grep -vE "$ours" | grep -vE '^[WVu] (.*(std|__gnu_cxx)::|operator (new|delete))' || true)

echo "$(echo "$exported" | grep -cE "$ours") symbols of centricity::v0 exported"
if [ -n "$others" ]; then
  printf 'and these, which should be hidden:\n%s\n' "$others"
  exit 1
fi
