#!/usr/bin/env bash
# What ptxas reports of every CUDA kernel, as CSV: target,registers,stack_bytes,spill_stores,spill_loads,kernel
#
#   src/main/native/cuda/registers.sh [target ...] > registers.csv     targets: 75 80 86 90 100 120
#
# Ends with a line for each target, which begins with #, and with exit status 1 if a kernel of Bi-WKV spills. Needs nvcc
# and no GPU; minutes of compile time for each target.
set -euo pipefail
cd "$(dirname "$0")/.."
(($#)) || set -- 75 80 86 90 100 120
object=$(mktemp)
trap 'rm -f "$object"' EXIT
compile() {
  for target in "$@"; do
    for source in cuda/*.cu; do
      nvcc -std=c++17 -O3 -I. -Iinclude -gencode "arch=compute_$target,code=sm_$target" -Xptxas=-v -cubin "$source" \
        -o "$object" 2>&1
    done
  done
}
compile "$@" | awk '
  /error/ { print > "/dev/stderr"; failed = 1 }
  /Compiling entry function/ { gsub("\x27", "", $0); kernel = $7; target = $9 }
  /spill stores/ { stack = $1; stores = $5; loads = $9 }
  /Used [0-9]+ registers/ {
    print target "," $5 "," stack "," stores "," loads "," kernel
    ++kernels[target]
    if (stores + loads > 0) { ++spilling[target]; if (kernel !~ /run_pass/) failed = 1 }
  }
  END {
    for (t in kernels) print "# " t ": " kernels[t] " kernels, " spilling[t] + 0 " of them spill"
    exit failed
  }' | c++filt
