#include "gate/exit_code.h"

#include <algorithm>

namespace connectguard {

int ExitCodeOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return kExitAllowed;
    case Verdict::kDeny:
      return kExitDenied;
    case Verdict::kUndecided:
      return kExitUndecided;
  }
  return kExitInternal;
}

int ExitCodeOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return kExitUsage;
    case ErrorCode::kBadInput:
    case ErrorCode::kLimit:
      return kExitBadInput;
    case ErrorCode::kMissing:
      return kExitMissing;
    case ErrorCode::kUnavailable:
      return kExitUnavailable;
    case ErrorCode::kCancelled:
    case ErrorCode::kInternal:
      return kExitInternal;
  }
  return kExitInternal;
}

Verdict WorstVerdict(std::span<const CheckedInput> inputs) {
  Verdict worst = Verdict::kAllow;
  for (const CheckedInput& input : inputs) {
    if (!input.report || worst == Verdict::kDeny) {
      continue;
    }
    if (input.report->verdict != Verdict::kAllow) {
      worst = input.report->verdict;
    }
  }
  return worst;
}

int ExitCodeOf(std::span<const CheckedInput> inputs) {
  int error = 0;
  for (const CheckedInput& input : inputs) {
    if (!input.report) {
      error = std::max(error, ExitCodeOf(input.report.error().code));
    }
  }
  return error != 0 ? error : ExitCodeOf(WorstVerdict(inputs));
}

}  // namespace connectguard
