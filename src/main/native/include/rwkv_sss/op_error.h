// An error in the caller's arguments or in libtorch, with a sentence that says what was got, what was wanted and what
// to do. It never leaves the library: registration/boxed.h hands the text to libtorch.
#pragma once

#include <sstream>
#include <string>
#include <utility>

namespace rwkv_sss {

class OpError {
 public:
  explicit OpError(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

template <class... Parts>
std::string joined(const Parts&... parts) {
  std::ostringstream text;
  (text << ... << parts);
  return text.str();
}

// Throws if the condition is false; the parts of the message are only joined then.
template <class... Parts>
void require(bool condition, const Parts&... message) {
  if (!condition) throw OpError(joined(message...));
}

}  // namespace rwkv_sss
