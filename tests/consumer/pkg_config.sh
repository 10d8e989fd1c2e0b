#!/bin/sh
# pkg_config.sh COMPILER PKG_CONFIG_DIR SOURCE PROGRAM: builds and runs an application by pkg-config.
set -eu
export PKG_CONFIG_PATH="$2"

# shellcheck disable=SC2046  # flags are words
"$1" -std=c++20 $(pkg-config --cflags centricity) "$3" -o "$4" $(pkg-config --libs centricity)
"$4"
