#include "cpu/bi_wkv_cpu.h"

namespace rwkv_sss {
namespace {

const Registry registered = Registry::kernels("CPU")
                                .implement("bi_wkv", boxed<bi_wkv_cpu>)
                                .implement("bi_wkv_backward", boxed<bi_wkv_backward_cpu>);

}  // namespace
}  // namespace rwkv_sss
