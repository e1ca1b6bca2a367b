#!/usr/bin/env bash
# The op libraries for Windows and macOS, built on Linux x86-64 by Zig's clang:
#
#   build.sh <folder of the builds> <folder that receives windows-x86_64/, macosx-arm64/, macosx-x86_64/>
#
# Needs CMake, make, Python 3 with pip, and llvm-objdump. The compiler comes from PyPI once, by pip, which compares its digest
# (zig.txt). It and what it compiles of its own runtime, minutes of work, lie in RWKV_SSS_ZIG_HOME, by default
# ~/.cache/rwkv-sss-zig. Fails where one library cannot be built or an object lacks the instructions it is named after.
set -euo pipefail
(($# == 2)) || { echo "usage: build.sh <folder of the builds> <folder of the libraries>" >&2; exit 2; }
mkdir -p "$1" "$2"
builds=$(cd "$1" && pwd) libraries=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
home=${RWKV_SSS_ZIG_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/rwkv-sss-zig}
mkdir -p "$home"
for program in cmake make python3 llvm-objdump; do
  command -v $program >/dev/null || { echo "build.sh needs $program, which is not installed" >&2; exit 1; }
done

version=$(sed -n 's/^ziglang==\([^ ]*\).*/\1/p' "$here/zig.txt")
zig=$home/ziglang-$version/ziglang/zig
if [ ! -x "$zig" ]; then
  part=$(mktemp -d "$home/part.XXXXXX")
  if ! python3 -m pip install --quiet --no-deps --only-binary :all: --require-hashes --target "$part" -r "$here/zig.txt"; then
    rm -rf "$part"
    echo "Zig $version could not be fetched from PyPI: go online once, or set RWKV_SSS_ZIG_HOME to a folder that has ziglang-$version" >&2
    exit 1
  fi
  rm -rf "$home/ziglang-$version"
  mv "$part" "$home/ziglang-$version"
fi
export ZIG_GLOBAL_CACHE_DIR=$home/cache
# Of the project itself nothing is kept there.
export ZIG_LOCAL_CACHE_DIR=$builds/zig-local

for system in windows-x86_64 macosx-arm64 macosx-x86_64; do
  build=$builds/native-$system
  mkdir -p "$build"
  if ! {
    cmake -S "$here/.." -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_TOOLCHAIN_FILE=cmake/zig.cmake \
      -DRWKV_SSS_ZIG="$zig" -DRWKV_SSS_SYSTEM=$system -DRWKV_SSS_OUTPUT="$build/out" &&
      cmake --build "$build" --parallel 2 &&
      (cd "$build" && ctest --output-on-failure -R '^instructions_')
  } > "$build/build.log" 2>&1; then
    tail -n 40 "$build/build.log" >&2
    echo "the op library for $system was not built; all that was said is in $build/build.log" >&2
    exit 1
  fi
  rm -rf "${libraries:?}/$system"
  mkdir "$libraries/$system"
  # Without the import library and whatever else a linker writes beside.
  find "$build/out" -maxdepth 1 -type f \( -name '*.dll' -o -name '*.dylib' \) -exec cp {} "$libraries/$system/" \;
done
(cd "$libraries" && sha256sum windows-x86_64/* macosx-arm64/* macosx-x86_64/*)
