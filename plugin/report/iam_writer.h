// Answers about IAM policies as text or data.
//
// Units: places are those of the files that the policies were read from.
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "gate/finding.h"
#include "iam/changes.h"
#include "iam/dangers.h"
#include "iam/finding.h"
#include "iam/policy.h"
#include "iam/questions.h"
#include "iam/refusal.h"
#include "report/writer.h"

namespace connectguard {

// What policies were read from; must outlive the writing.
class PolicySources {
 public:
  void Add(const Document& document) { documents_.push_back(&document); }

  // Without a file when the value is of none of the documents.
  FindingPlace PlaceOf(const Value& value) const;

 private:
  std::vector<const Document*> documents_;
};

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

// "yes", "no", "unknown".
std::string_view VerdictWord(IamVerdict verdict);

// Each: kInternal when the stream does not take it all.
Status WriteIamCan(const IamCanReport& report, const PolicySources& sources,
                   const ReportOptions& options, std::ostream& out);
Status WriteIamAtMost(const IamAtMostReport& report,
                      const PolicySources& sources,
                      const ReportOptions& options, std::ostream& out);
Status WriteIamDiff(const IamDiffReport& report, const PolicySources& sources,
                    const ReportOptions& options, std::ostream& out);
Status WriteIamLint(std::span<const IamLintedFile> files,
                    const PolicySources& sources, const ReportOptions& options,
                    std::ostream& out);
Status WriteIamExplanation(const IamExplanation& explanation,
                           const PolicySources& sources,
                           const ReportOptions& options, std::ostream& out);

}  // namespace connectguard
