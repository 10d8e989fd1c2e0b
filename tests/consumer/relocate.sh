#!/bin/sh
# relocate.sh FROM TO: copies an installed prefix, and fails if anything in it names where it was.
set -eu
from=$1
to=$2

rm -rf "$to"
cp -R "$from" "$to"
if grep -rIlF "$from" "$to"; then
  echo "the files above name the prefix they were installed to" >&2
  exit 1
fi
