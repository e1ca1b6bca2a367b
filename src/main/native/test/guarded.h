// An array of one of the stored number types with NaN in every element and a guard band before and behind it.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "rwkv_sss/bi_wkv_params.h"
#include "rwkv_sss/half_types.h"

namespace rwkv_sss_test {

using rwkv_sss::Element;

inline std::int64_t size_of(Element element) {
  return element == Element::float64 ? 8 : element == Element::float32 ? 4 : 2;
}

// The relative distance of neighbouring numbers.
inline double rounding_of(Element element) {
  return element == Element::float64   ? 2.3e-16
         : element == Element::float32 ? 1.2e-7
         : element == Element::float16 ? 9.8e-4
                                       : 7.9e-3;
}

class Guarded {
 public:
  Guarded(Element element, std::int64_t count)
      : element_(element), bytes_(std::size_t(count * size_of(element)) + 2 * band, band_byte) {
    for (std::int64_t i = 0; i < count; ++i) set(i, std::numeric_limits<double>::quiet_NaN());
  }

  void* data() { return bytes_.data() + band; }
  void set(std::int64_t i, double x) {
    char* at = bytes_.data() + band + i * size_of(element_);
    switch (element_) {
      case Element::float32: {
        const float y = float(x);
        std::memcpy(at, &y, sizeof y);
        break;
      }
      case Element::float64: std::memcpy(at, &x, sizeof x); break;
      case Element::float16: {
        rwkv_sss::Float16 y;
        rwkv_sss::from_real(float(x), y);
        std::memcpy(at, &y, sizeof y);
        break;
      }
      case Element::bfloat16: {
        rwkv_sss::BFloat16 y;
        rwkv_sss::from_real(float(x), y);
        std::memcpy(at, &y, sizeof y);
        break;
      }
    }
  }
  double get(std::int64_t i) const {
    const char* at = bytes_.data() + band + i * size_of(element_);
    switch (element_) {
      case Element::float32: {
        float y;
        std::memcpy(&y, at, sizeof y);
        return y;
      }
      case Element::float64: {
        double y;
        std::memcpy(&y, at, sizeof y);
        return y;
      }
      case Element::float16: {
        rwkv_sss::Float16 y;
        std::memcpy(&y, at, sizeof y);
        return rwkv_sss::to_real(y);
      }
      case Element::bfloat16: {
        rwkv_sss::BFloat16 y;
        std::memcpy(&y, at, sizeof y);
        return rwkv_sss::to_real(y);
      }
    }
    return 0;
  }
  bool band_intact() const {
    for (std::size_t i = 0; i < band; ++i) {
      if (bytes_[i] != band_byte || bytes_[bytes_.size() - 1 - i] != band_byte) return false;
    }
    return true;
  }
  bool operator==(const Guarded& other) const { return bytes_ == other.bytes_; }

 private:
  static constexpr std::size_t band = 256;
  static constexpr char band_byte = 0x5a;
  Element element_;
  std::vector<char> bytes_;
};

}  // namespace rwkv_sss_test
