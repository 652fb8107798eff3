// What cfn-guard 3.1.1 printed for the inputs beside it.
#pragma once

#include <string>
#include <string_view>

#include "support/process.h"

namespace connectguard {

// A file below tests/cfn_guard/recorded.
inline std::string Recorded(std::string_view path) {
  return ReadSourceFile("tests/cfn_guard/recorded/" + std::string(path));
}

}  // namespace connectguard
