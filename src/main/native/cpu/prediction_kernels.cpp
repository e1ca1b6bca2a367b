// The joined steps of a prediction for one instruction set: compiled once per set, with RWKV_SSS_ISA naming it.
#include "cpu/step_channel_mix.h"
#include "cpu/step_convolve.h"
#include "cpu/step_gate_mix.h"
#include "cpu/step_linear.h"

#define RWKV_SSS_JOIN_(a, b) a##b
#define RWKV_SSS_JOIN(a, b) RWKV_SSS_JOIN_(a, b)
#define RWKV_SSS_TEXT_(a) #a
#define RWKV_SSS_TEXT(a) RWKV_SSS_TEXT_(a)

namespace rwkv_sss {

const PredictionKernels& RWKV_SSS_JOIN(prediction_kernels_, RWKV_SSS_ISA)() {
    static const PredictionKernels table = {RWKV_SSS_TEXT(RWKV_SSS_ISA), linear, gate_mix, channel_mix, convolve_joined};
    return table;
}

}  // namespace rwkv_sss
