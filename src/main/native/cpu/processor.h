// Which vector instructions this processor has and this system keeps: a kernel may run only where both hold.
//
// Not __builtin_cpu_supports: its table belongs to the compiler's runtime, which not every toolchain links.
#pragma once

namespace rwkv_sss {

bool runs_avx2();    // with FMA
bool runs_avx512();  // F, DQ, BW and VL

}  // namespace rwkv_sss
