// What the subcommands of `connectguard iam` have in common. Private to cli/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/environment.h"
#include "cli/iam.h"
#include "cli/policy_files.h"
#include "iam/questions.h"

namespace connectguard {

// The exit code of a command, or the error's, which is written.
int ExitOf(const Result<int>& exit, const Environment& environment);

// 0, 1 and 2 for yes, no and unknown.
int ExitCodeOf(IamVerdict verdict);

ReportOptions OptionsOf(const IamOutput& output,
                        const Environment& environment);

// On standard error: an answer about a policy with mistakes is an answer about
// what AWS would refuse.
void WarnOfMistakes(const PolicyFile& file, const Environment& environment);

void WriteWarning(Diagnostic warning, const Environment& environment);

}  // namespace connectguard
