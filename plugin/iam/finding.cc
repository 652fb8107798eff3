#include "iam/finding.h"

#include <algorithm>

namespace connectguard {

bool HasSensitive(const Value& value) {
  if (value.sensitive) {
    return true;
  }
  switch (value.kind) {
    case Kind::kList:
      return std::any_of(value.AsList().begin(), value.AsList().end(),
                         HasSensitive);
    case Kind::kMap:
      return std::any_of(
          value.AsMap().begin(), value.AsMap().end(),
          [](const Member& member) { return HasSensitive(member.value); });
    default:
      return false;
  }
}

void HideSensitive(std::vector<IamFinding>* findings) {
  for (IamFinding& finding : *findings) {
    if (finding.value != nullptr && HasSensitive(*finding.value)) {
      finding.message = "something is wrong here, and the value is sensitive";
      finding.hint.clear();
    }
  }
}

}  // namespace connectguard
