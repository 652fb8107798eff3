// Two questions with what is asked built in: ways to more privileges, and
// access for strangers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "iam/questions.h"

namespace connectguard {

// A known way from some permissions to those of another principal.
struct EscalationPath {
  std::string_view id;     // Stable: `pass-role-lambda-invoke`.
  std::string_view title;  // What one does on it.
  // For each action that it takes, in order. A step whose answer is no is not
  // there: then the way is not open.
  struct Step {
    std::string_view action;
    IamAnswer answer;
  };
  std::vector<Step> steps = {};
  // Yes when every step may be taken; no paths are not returned.
  IamVerdict verdict = IamVerdict::kYes;
};

// The ways of data/escalations.txt that the layers leave open, or may leave
// open. Which principals, functions and stacks there are is not looked at.
std::vector<EscalationPath> PrivilegeEscalation(
    const IamLayers& layers, const QuestionOptions& options = {});

// May strangers do anything by these policies of one resource? A stranger
// signs as somebody of an account that the policies do not name, or not at all;
// comes from no network or resource that they name (address ranges wider than
// /8, or /32 for IPv6, name none); and has all that one can choose for oneself.
// Yes comes with a request as witness.
IamAnswer PublicAccess(PolicySpan policies,
                       const QuestionOptions& options = {});

}  // namespace connectguard
