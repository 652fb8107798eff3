// Verdicts and errors as exit codes, the same for every program of ours.
//
// 0 to 2 are verdicts; 64 and up are the codes of BSD's sysexits.h, so that a
// script can tell "the plan is bad" from "the check did not happen".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/result.h"
#include "gate/engine.h"

namespace connectguard {

inline constexpr int kExitAllowed = 0;
inline constexpr int kExitDenied = 1;
inline constexpr int kExitUndecided = 2;
inline constexpr int kExitUsage = 64;
inline constexpr int kExitBadInput = 65;
inline constexpr int kExitMissing = 66;
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitInternal = 70;

int ExitCodeOf(Verdict verdict);
int ExitCodeOf(ErrorCode code);

// The worst verdict of a run: denied, then undecided, then allowed. Inputs
// without a report are left out.
Verdict WorstVerdict(std::span<const CheckedInput> inputs);

// Of a whole run. An error beats every verdict, since what was not checked may
// be worse than what was; of several errors the highest code counts.
int ExitCodeOf(std::span<const CheckedInput> inputs);

}  // namespace connectguard
