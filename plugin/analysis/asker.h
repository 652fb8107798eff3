// Who asks, a command line or a program, as far as answers depend on it: how
// hints name the parts of a question, and whether anybody still waits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/cancelled.h"
#include "base/result.h"

namespace connectguard {

// Each stands where a hint says what to do: "`--accounts same`".
struct AskerWords {
  std::string_view action;
  std::string_view policies;       // Of which one has to be given.
  std::string_view resource_side;  // What says whom a resource lets in.
  std::string_view as_resource;    // Give a policy with principals so.
  std::string_view as_identity;    // Give a policy without principals so.
  std::string_view full_access;    // Attach FullAWSAccess as well.
  std::string_view same_account;
  std::string_view other_account;
  std::string_view value_or_absence;  // The two ways to speak of a key.
};

struct Asker {
  const AskerWords& words;
  // Asked while a question is worked on.
  Cancelled cancelled = {};
};

// kCancelled when nobody waits any more. Called once an answer is there too:
// one that was cut short is none.
Status CheckStillAsked(const Asker& asker);

}  // namespace connectguard
