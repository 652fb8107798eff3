#include "gate/decide.h"

namespace connectguard {
namespace {

bool Blocks(const Finding& finding, const GateOptions& options) {
  if (finding.waiver) {
    return false;
  }
  switch (finding.status) {
    case FindingStatus::kError:
      return true;
    case FindingStatus::kViolation:
      return finding.severity >= options.fail_on;
    case FindingStatus::kUnknown:
      return options.on_unknown == OnUnknown::kDeny &&
             finding.severity >= options.fail_on;
  }
  return true;
}

}  // namespace

Verdict Decide(const GateOptions& options, std::vector<Finding>* findings) {
  if (options.on_unknown == OnUnknown::kAllow) {
    std::erase_if(*findings, [](const Finding& finding) {
      return finding.status == FindingStatus::kUnknown;
    });
  }
  Verdict verdict = Verdict::kAllow;
  for (Finding& finding : *findings) {
    finding.blocking = Blocks(finding, options);
    if (!finding.blocking || verdict == Verdict::kDeny) {
      continue;
    }
    verdict = finding.status == FindingStatus::kUnknown ? Verdict::kUndecided
                                                        : Verdict::kDeny;
  }
  return verdict;
}

}  // namespace connectguard
