#include "policy/policy_header.h"

#include <array>
#include <cstddef>

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"low", "medium", "high",
                                                    "critical"};

}  // namespace

std::string_view SeverityName(Severity severity) {
  return kNames[static_cast<std::size_t>(severity)];
}

std::optional<Severity> SeverityFromName(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      return static_cast<Severity>(i);
    }
  }
  return std::nullopt;
}

}  // namespace connectguard
