#include "iam/finding.h"

#include "document/contents.h"

namespace connectguard {

void HideSensitive(std::vector<IamFinding>* findings) {
  for (IamFinding& finding : *findings) {
    if (finding.value != nullptr && HoldsSensitive(*finding.value)) {
      finding.message = "something is wrong here, and the value is sensitive";
      finding.hint.clear();
    }
  }
}

}  // namespace connectguard
