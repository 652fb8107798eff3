// Answers about IAM policies as text: a verdict first, then what it rests on.
// Private to report/. SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/iam_writer.h"

namespace connectguard {

void WriteTextIamCan(const IamCanReport& report, const PolicySources& sources,
                     bool colour, std::ostream& out);
void WriteTextIamAtMost(const IamAtMostReport& report,
                        const PolicySources& sources, bool colour,
                        std::ostream& out);
void WriteTextIamDiff(const IamDiffReport& report, const PolicySources& sources,
                      bool colour, std::ostream& out);
void WriteTextIamLint(std::span<const IamLintedFile> files,
                      const PolicySources& sources, bool colour,
                      std::ostream& out);
void WriteTextIamExplanation(const IamExplanation& explanation,
                             const PolicySources& sources, bool colour,
                             std::ostream& out);

}  // namespace connectguard
