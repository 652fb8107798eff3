// Text that is put together from left to right. The operands of `+` may be
// evaluated in any order, those of `<<` may not (since C++17), and the order
// matters where each operand makes random choices.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace connectguard::differential {

class Text {
 public:
  Text& operator<<(std::string_view part) {
    text_ += part;
    return *this;
  }
  Text& operator<<(char part) {
    text_ += part;
    return *this;
  }
  Text& operator<<(int part) {
    text_ += std::to_string(part);
    return *this;
  }
  operator std::string() const { return text_; }

 private:
  std::string text_;
};

}  // namespace connectguard::differential
