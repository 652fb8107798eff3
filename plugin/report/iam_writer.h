// Answers about IAM policies as text or data.
//
// Units: places are those of the files that the policies were read from.
// Thread rule: pure functions of their arguments; the stream is the caller's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>
#include <vector>

#include "analysis/answers.h"
#include "base/result.h"
#include "document/document.h"
#include "gate/finding.h"
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
