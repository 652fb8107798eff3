#include "guard/outcome.h"

namespace connectguard {

std::string_view StatusName(RuleStatus status) {
  switch (status) {
    case RuleStatus::kPass:
      return "PASS";
    case RuleStatus::kFail:
      return "FAIL";
    case RuleStatus::kSkip:
      return "SKIP";
    case RuleStatus::kUnknown:
      return "UNKNOWN";
  }
  return "";
}

}  // namespace connectguard
