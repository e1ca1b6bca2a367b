#!/usr/bin/env bash
# Builds the programs that test the native kernels for Windows and runs them under wine64:
#
#   native-programs.sh <build folder that cross/build.sh configured> <wine's folder>
set -euo pipefail
(($# == 2)) || { echo "usage: native-programs.sh <build folder> <wine's folder>" >&2; exit 2; }
wine=/usr/lib/wine/wine64
[ -x "$wine" ] || wine=$(command -v wine64 || command -v wine) || { echo "there is no wine64 here; install wine64" >&2; exit 1; }
export WINEPREFIX=$2 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" ZIG_GLOBAL_CACHE_DIR=${RWKV_SSS_ZIG_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/rwkv-sss-zig}/cache
mkdir -p "$WINEPREFIX"
cmake -DCMAKE_CROSSCOMPILING_EMULATOR="$wine" "$1" > "$1/tests.log"
cmake --build "$1" --parallel 2 --target rwkv_sss_tests >> "$1/tests.log" 2>&1 || { tail -n 40 "$1/tests.log" >&2; exit 1; }
cd "$1"
# One after the other: two first starts of wine would both make its folder.
ctest --output-on-failure
