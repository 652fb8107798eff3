// Input to verdict: read, evaluate, waive, decide, report.
//
// Thread rule: an Engine is made once, then const; Check may run on any number
// of threads at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancelled.h"
#include "base/clock.h"
#include "base/result.h"
#include "document/document.h"
#include "gate/finding.h"
#include "policy/plain_rules.h"
#include "policy/policy_set.h"
#include "readers/input.h"

namespace connectguard {

struct CollectedFinding;

enum class Verdict : std::uint8_t { kAllow, kDeny, kUndecided };
std::string_view VerdictName(
    Verdict verdict);  // "allowed", "denied", "undecided"

enum class OnUnknown : std::uint8_t {
  kDeny,   // An UNKNOWN at or above the threshold makes the verdict undecided.
  kWarn,   // It is reported and lets the plan pass.
  kAllow,  // It is counted only.
};

struct GateOptions {
  std::string pack = "baseline";
  std::vector<std::string> only;  // Policy ids; empty: all of the pack.
  std::vector<std::string> skip;
  std::vector<std::string> parameters;  // `ID.name=value` each.
  Severity fail_on = Severity::kLow;  // Below it, violations are reported only.
  OnUnknown on_unknown = OnUnknown::kWarn;
  bool closed_world = false;
  // Judge rules as cfn-guard does, its traps included.
  bool guard_compat = false;
  // Of the policies none, only the rules that have no header.
  bool only_rules = false;
  // Whether waivers in the input are heard (waivers.h).
  bool waivers = true;
};

struct GateCounts {
  int policies = 0;  // Chosen.
  int passed = 0;
  int failed = 0;
  int unknown = 0;
  int skipped = 0;  // Nothing in the input that they speak of.
  int errors = 0;
  int waived = 0;     // Failed or unknown, and all of that waived.
  int resources = 0;  // Planned resources in the input.
};

// The verdict on one input.
struct GateReport {
  Verdict verdict = Verdict::kAllow;
  std::string input;         // Its name.
  std::string input_kind;    // "terraform plan", "cloudformation template".
  std::string input_sha256;  // Of its bytes, in hex.
  // The binary plan that was given with it, so that a pipeline can prove that
  // it applies what was judged; both empty when there was none.
  std::string plan_file;
  std::string plan_file_sha256;
  // By which a Lambda Hook is to answer; empty for other inputs.
  std::string client_request_token;
  std::string policy_revision;
  std::vector<Finding> findings;  // Worst first, then in input order.
  GateCounts counts;
  // True when no chosen policy had anything to judge; said loudly.
  bool nothing_matched = false;
  // What a reader must know to trust the verdict, a sentence each without
  // capital and period: "the plan is partial ...".
  std::vector<std::string> notes;
};

// One input of a run: its report, or why there is none.
struct CheckedInput {
  std::string input;  // Its name.
  Result<GateReport> report;
};

class Engine {
 public:
  // `policies` must outlive the engine, and so must `rules`: rules without a
  // header, which are judged as well, whatever the options choose.
  Engine(const PolicySet* policies, const Clock* clock,
         const PlainRules* rules = nullptr)
      : policies_(policies), clock_(clock), rules_(rules) {}

  // `cancelled` is asked between policies, of a large input by several threads
  // at once.
  Result<GateReport> Check(Input input, const GateOptions& options,
                           const Cancelled& cancelled = {}) const;
  // For an input that was read already; its name, digest and text are those of
  // the document's first file.
  Result<GateReport> CheckDocument(const Document& document,
                                   const GateOptions& options,
                                   const Cancelled& cancelled = {}) const;

  const PolicySet& policies() const { return *policies_; }

 private:
  Result<std::vector<const Policy*>> Choose(const GateOptions& options) const;
  std::string Revision() const;
  // Answers what is to be said of the waivers.
  std::vector<std::string> Waive(const Document& document,
                                 std::span<const Policy* const> chosen,
                                 const GateOptions& options,
                                 std::vector<CollectedFinding>* findings) const;

  const PolicySet* policies_;
  const Clock* clock_;
  const PlainRules* rules_;
};

}  // namespace connectguard
