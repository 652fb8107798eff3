#include "analysis/asker.h"

namespace connectguard {

Status CheckStillAsked(const Asker& asker) {
  if (asker.cancelled && asker.cancelled()) {
    return Fail(ErrorCode::kCancelled, "the question was cancelled");
  }
  return {};
}

}  // namespace connectguard
