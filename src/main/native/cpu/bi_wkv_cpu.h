// Bi-WKV on the CPU: allocation of the outputs and division of the work among libtorch's threads.
#pragma once

#include "registration/boxed.h"

namespace rwkv_sss {

void bi_wkv_cpu(Call& call);
void bi_wkv_backward_cpu(Call& call);

}  // namespace rwkv_sss
