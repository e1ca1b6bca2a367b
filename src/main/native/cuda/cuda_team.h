// The threads of a CUDA block as the Team of segment_scan.h.
#pragma once

namespace rwkv_sss {

struct CudaTeam {
  template <class T>
  struct Private {
    T of;
    __device__ __forceinline__ explicit Private(const CudaTeam&) {}
    __device__ __forceinline__ T& operator[](int) { return of; }
  };
  template <class F>
  __device__ __forceinline__ void each(const F& f) {
    f(int(threadIdx.x));
    __syncthreads();
  }
  __device__ __forceinline__ bool any(Private<bool>& flag) { return __syncthreads_or(flag.of); }
};

}  // namespace rwkv_sss
