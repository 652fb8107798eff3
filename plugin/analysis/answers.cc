#include "analysis/answers.h"

namespace connectguard {

std::string_view VerdictWord(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return "yes";
    case IamVerdict::kNo:
      return "no";
    case IamVerdict::kUnknown:
      break;
  }
  return "unknown";
}

}  // namespace connectguard
