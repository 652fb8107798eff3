// What the policies say of the flows of tests/flow/flows, in a file beside
// each. CONNECTGUARD_UPDATE_GOLDENS=1 rewrites these files instead.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "gate/engine.h"
#include "gate/functions.h"
#include "policy/policy_set.h"
#include "readers/input.h"

namespace connectguard {
namespace {

namespace fs = std::filesystem;

const fs::path kFlows =
    fs::path(CONNECTGUARD_SOURCE_DIR) / "tests" / "flow" / "flows";

std::string TextOf(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> FlowFiles() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFlows)) {
    const fs::path ending = entry.path().extension();
    if (ending == ".json" || ending == ".yml") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

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

std::string ReportOf(const fs::path& path) {
  const auto report = AllPolicies().Check(
      {.name = path.filename().string(), .bytes = TextOf(path)},
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
  const char* update = std::getenv("CONNECTGUARD_UPDATE_GOLDENS");
  const bool rewrite = update != nullptr && *update == '1';
  const std::vector<fs::path> files = FlowFiles();
  EXPECT_GE(files.size(), 36u);
  for (const fs::path& path : files) {
    const std::string report = ReportOf(path);
    fs::path golden = path;
    golden.replace_extension(".policies");
    if (rewrite) {
      std::ofstream(golden) << report;
      continue;
    }
    EXPECT_EQ(TextOf(golden), report) << golden;
  }
}

}  // namespace
}  // namespace connectguard
