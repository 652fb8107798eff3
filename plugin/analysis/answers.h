// What there is to say about IAM policies when somebody asks: the answer of a
// question, and what explains it.
//
// Pointers lead into the policies that were asked about.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iam/changes.h"
#include "iam/dangers.h"
#include "iam/finding.h"
#include "iam/policy.h"
#include "iam/questions.h"
#include "iam/refusal.h"

namespace connectguard {

// "yes", "no", "unknown".
std::string_view VerdictWord(IamVerdict verdict);

// Of the witness; empty without one.
std::string_view ActionOf(const IamAnswer& answer);

// "resource", "principal", "condition".
std::string_view PartName(NearMiss::Part part);
// What of the statement does not fit.
const Value& ValueOf(const NearMiss& miss);

// "Allows nothing more" is what was asked; readers ask for "any".
IamVerdict AnyGained(const IamGains& gains);

struct IamCanReport {
  std::string question;  // As ToString of a request says it.
  IamAnswer answer;
  // Of yes: whether all that was asked about is allowed.
  std::optional<IamAnswer> always = {};
  // Of no.
  std::optional<IamRefusal> refusal = {};
  std::string hint = {};  // What to ask instead; may be empty.
};

struct IamAtMostReport {
  std::string candidate;
  std::string reference;
  IamAnswer answer;
};

struct IamDiffReport {
  std::string before;
  std::string after;
  IamGains gained;
  IamGains lost;
};

struct IamLintedFile {
  std::string name;
  const IamPolicy* policy = nullptr;
  std::vector<IamFinding> findings = {};
};

struct IamExplanation {
  std::string name;
  const IamPolicy* policy = nullptr;
  // Of identity policies.
  std::optional<std::vector<EscalationPath>> escalation = {};
  // Of resource and trust policies.
  std::optional<IamAnswer> public_access = {};
  std::size_t errors = 0;  // Of lint.
  std::size_t warnings = 0;
};

}  // namespace connectguard
