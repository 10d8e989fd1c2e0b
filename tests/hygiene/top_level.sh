#!/bin/sh
# top_level.sh ROOT: the folders of the repository are the agreed ones.
set -eu
cd "$1"
agreed='^(benchmarks|cmake|docs|examples|include|src|tests|\..*)$'

if ! git rev-parse --git-dir >/dev/null 2>&1; then
  echo 'not a git checkout: it may hold any folder'
  exit 0
fi
others=$(git ls-files | grep / | cut -d/ -f1 | sort -u | grep -vE "$agreed" || true)
[ -z "$others" ] && exit 0
printf 'folders nobody agreed to:\n%s\n' "$others"
exit 1
