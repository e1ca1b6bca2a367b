// The joined steps of a prediction for one instruction set: compiled once per set, with RWKV_SSS_ISA naming it.
#include "cpu/isa_name.h"
#include "cpu/step_channel_mix.h"
#include "cpu/step_convolve.h"
#include "cpu/step_gate_mix.h"
#include "cpu/step_linear.h"

namespace rwkv_sss {

const PredictionKernels& RWKV_SSS_OF_ISA(prediction_kernels_)() {
  static const PredictionKernels table = {RWKV_SSS_ISA_TEXT, linear, gate_mix, channel_mix, convolve_joined};
  return table;
}

}  // namespace rwkv_sss
