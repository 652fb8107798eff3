// Answers about IAM policies as data, described in README.md. Private to
// report/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/iam_writer.h"

namespace connectguard {

void WriteJsonIamCan(const IamCanReport& report, const PolicySources& sources,
                     std::ostream& out);
void WriteJsonIamAtMost(const IamAtMostReport& report,
                        const PolicySources& sources, std::ostream& out);
void WriteJsonIamDiff(const IamDiffReport& report, const PolicySources& sources,
                      std::ostream& out);
void WriteJsonIamLint(std::span<const IamLintedFile> files,
                      const PolicySources& sources, std::ostream& out);
void WriteJsonIamExplanation(const IamExplanation& explanation,
                             const PolicySources& sources, std::ostream& out);

}  // namespace connectguard
