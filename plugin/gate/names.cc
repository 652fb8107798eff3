#include "gate/engine.h"
#include "gate/finding.h"

namespace connectguard {

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return "allowed";
    case Verdict::kDeny:
      return "denied";
    case Verdict::kUndecided:
      return "undecided";
  }
  return "";
}

std::string_view FindingStatusName(FindingStatus status) {
  switch (status) {
    case FindingStatus::kViolation:
      return "violation";
    case FindingStatus::kUnknown:
      return "unknown";
    case FindingStatus::kError:
      return "error";
  }
  return "";
}

}  // namespace connectguard
