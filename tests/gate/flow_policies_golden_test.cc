// What the policies say of the flows of tests/flow/flows, in a file beside
// each.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "policy/policy_set.h"
#include "readers/input.h"
#include "support/flow_files.h"
#include "support/golden_file.h"

namespace connectguard {
namespace {

const Engine& AllPolicies() {
  static const FunctionTable functions = DefaultFunctions();
  static const PolicySet policies = *PolicySet::Embedded(functions);
  static const SystemClock clock;
  static const Engine engine(&policies, &clock);
  return engine;
}

// All policies that speak of flows.
GateOptions FlowPolicies() {
  GateOptions options;
  options.pack = "strict";
  for (const Policy& policy : AllPolicies().policies().policies()) {
    const auto& types = policy.metadata.resources;
    if (std::ranges::find(types, "AWS::Connect::ContactFlow") != types.end()) {
      options.only.push_back(policy.metadata.id);
    }
  }
  return options;
}

// A finding in two lines: what, where it stands, and what was found there.
std::string LineOf(const Finding& finding) {
  const std::string& said = finding.status == FindingStatus::kUnknown
                                ? finding.reason
                                : finding.message;
  std::string line = fmt::format("{} {}", FindingStatusName(finding.status),
                                 finding.policy_id);
  for (const std::string& part : {finding.resource, finding.path}) {
    line += part.empty() ? "" : " " + part;
  }
  return fmt::format("{}\n  {}\n", line, said);
}

std::string ReportOf(const std::filesystem::path& path) {
  const auto report = AllPolicies().Check(
      {.name = path.filename().string(), .bytes = TextOfFile(path)},
      FlowPolicies());
  if (!report) {
    return "error: " + report.error().diagnostic.message + "\n";
  }
  std::string text = fmt::format(
      "passed {}, failed {}, unknown {}, skipped {}\n", report->counts.passed,
      report->counts.failed, report->counts.unknown, report->counts.skipped);
  for (const Finding& finding : report->findings) {
    text += LineOf(finding);
  }
  return text;
}

TEST(FlowPoliciesGoldenTest, FindingsAreThoseOfTheFiles) {
  const std::vector<std::filesystem::path> files = FilesOfFlows();
  EXPECT_GE(files.size(), 36u);
  for (const std::filesystem::path& path : files) {
    ExpectGoldenFile(Beside(path, ".policies"), ReportOf(path));
  }
}

}  // namespace
}  // namespace connectguard
