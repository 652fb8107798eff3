// An engine over the built-in policies, and plans to judge.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/clock.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "policy/policy_set.h"
#include "support/process.h"

namespace connectguard {

// Made once: parsing all policies for each test would be most of its time.
inline const Engine& BuiltInEngine() {
  static const FunctionTable functions = DefaultFunctions();
  static const PolicySet policies = *PolicySet::Embedded(functions);
  static const SystemClock clock;
  static const Engine engine(&policies, &clock);
  return engine;
}

inline std::string InsecurePlan() {
  return ReadSourceFile("examples/terraform/insecure/plan.json");
}

inline std::string SecurePlan() {
  return ReadSourceFile("examples/terraform/secure/plan.json");
}

// What a finding says, without where it stands in a file.
inline std::string Describe(const Finding& finding) {
  return fmt::format("{} {} {} {} {} {} [{}] {} / {} / {}", finding.policy_id,
                     FindingStatusName(finding.status), finding.resource,
                     finding.resource_type, finding.path, finding.blocking,
                     finding.found, finding.message, finding.reason,
                     finding.expected);
}

inline std::vector<std::string> Describe(const GateReport& report) {
  std::vector<std::string> texts;
  for (const Finding& finding : report.findings) {
    texts.push_back(Describe(finding));
  }
  return texts;
}

}  // namespace connectguard
