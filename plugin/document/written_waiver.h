// A waiver as the author of the input wrote it beside a resource: that what a
// policy finds there is known and accepted. Readers find waivers; whether one
// counts is the gate's to say (gate/waivers.h).
//
// Thread rule: plain data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/source.h"

namespace connectguard {

struct WrittenWaiver {
  SourceSpan place;
  // The addresses that it stands at, without instance keys: of resources, and
  // of module calls or nested stacks with all that is in them. Empty when it
  // stands at nothing that a policy could speak of.
  std::vector<std::string> at = {};
  // False when the input has nothing of `at` in it, as of a resource whose
  // condition is false: then nothing follows from its not being needed.
  bool in_input = true;
  // Ids of policies, or names of rules.
  std::vector<std::string> policies = {};
  // Rules of other tools may be among these names.
  bool may_name_others = false;
  // As written; empty when left out.
  std::string reason = {};
  std::string until = {};  // A day, `2027-01-31`.
  std::string owner = {};
  std::string ticket = {};
  // Why it cannot be understood, a clause; empty when it can.
  std::string problem = {};
};

}  // namespace connectguard
