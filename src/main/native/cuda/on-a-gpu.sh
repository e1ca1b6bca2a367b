#!/usr/bin/env bash
# All that only an NVIDIA GPU can show, within ten minutes:
#
#   src/main/native/cuda/on-a-gpu.sh [folder] > gpu.txt       folder of the builds, by default target
#
# Builds both op libraries for the GPU at hand, compares values and gradients with the CPU's under PyTorch 2.10 or later,
# measures Bi-WKV's bandwidth, looks with compute-sanitizer for accesses out of bounds and races, and lets Maven run CudaTest
# and CudaTrainingTest where it can resolve the profile gpu. Needs nvcc, CMake and Python with PyTorch for CUDA. Each part has
# its own limit of time; one that cannot run says why. Ends with 1 if a part failed. For docs/performance.md. Not run so far.
set -uo pipefail
cd "$(dirname "$0")/../../../.."
builds=${1:-target}
failed=0 passed=0 skipped=0
part() {  # seconds, name, command
  local limit=$1 name=$2
  shift 2
  echo "== $name"
  if timeout "$limit" "$@" 2>&1; then passed=$((passed + 1)); else
    echo "== $name FAILED with $? (124: over $limit s)"
    failed=$((failed + 1))
  fi
}
skip() { echo "== $1 skipped: $2"; skipped=$((skipped + 1)); }

nvidia-smi --query-gpu=name,driver_version,compute_cap,memory.total --format=csv,noheader || { echo "no NVIDIA GPU here" >&2; exit 1; }
command -v nvcc >/dev/null || { echo "nvcc is not on the PATH" >&2; exit 1; }
target=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader | head -n 1 | tr -d .)
build=$builds/native-gpu
part 150 "build for sm_$target" bash -c "cmake -S src/main/native -B '$build' -DCMAKE_BUILD_TYPE=Release -DRWKV_SSS_CUDA=ON \
  -DCMAKE_CUDA_ARCHITECTURES=$target-real -DRWKV_SSS_OUTPUT='$PWD/$build/out' > '$build.log' 2>&1 &&
  cmake --build '$build' --parallel $(nproc) >> '$build.log' 2>&1 || { tail -n 40 '$build.log'; exit 1; }"
export RWKV_SSS_LIBRARY=$PWD/$build/out/librwkv_sss.so RWKV_SSS_CUDA_LIBRARY=$PWD/$build/out/librwkv_sss_cuda.so
export RWKV_SSS_FUZZ=100 PYTHONUNBUFFERED=1
if python3 -c 'import torch; assert torch.cuda.is_available() and tuple(map(int, torch.__version__.split("+")[0].split(".")[:2])) >= (2, 10)' 2>/dev/null; then
  cd src/test/python
  part 90 "Bi-WKV: values, gradients, orders" python3 -m unittest -v test_ops.BiWkvCudaTest
  part 60 "fused operations: values, gradients" python3 -m unittest -v test_fused_ops
  part 45 "Bi-WKV: bandwidth" python3 bench_cuda.py
  if command -v compute-sanitizer >/dev/null; then
    for tool in memcheck racecheck; do
      part 45 "compute-sanitizer $tool" compute-sanitizer --tool $tool --error-exitcode 1 python3 bench_cuda.py --check
    done
  else
    skip compute-sanitizer "it is not on the PATH"
  fi
  cd ../../..
else
  skip "PyTorch's parts" "python3 has no PyTorch 2.10 or later that sees the GPU"
fi
if command -v mvn >/dev/null && mvn -o -q -B -Pgpu dependency:resolve -DincludeScope=runtime >/dev/null 2>&1; then
  part 150 "CudaTest, CudaTrainingTest" mvn -o -B -q -Pgpu test -Dtest=CudaTest,CudaTrainingTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Drwkvsss.cuda.library="$RWKV_SSS_CUDA_LIBRARY"
else
  skip "CudaTest, CudaTrainingTest" "Maven, or the artifacts of the profile gpu, are not here (mvn -Pgpu test-compile fetches them)"
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
