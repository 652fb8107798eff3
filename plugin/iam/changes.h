// What one set of policies permits beyond another, action by action: the answer
// of AtMost, told in more than one witness.
//
// Thread rule: pure functions; policies must outlive the answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "iam/action_table.h"
#include "iam/questions.h"

namespace connectguard {

// An entry of an Action list by which something is permitted that was not.
struct IamGain {
  const IamStatement* statement = nullptr;
  // The entry, or all that NotAction lists.
  const Value* action = nullptr;
  IamRequest witness = {};
  bool certain = true;  // False when it depends on something unknown.
  // The actions of today that are certainly gained by the entry, by name; empty
  // when it takes too many to ask about each.
  std::vector<const KnownAction*> actions = {};
};

struct IamGains {
  // Yes: nothing is permitted that was not.
  IamAnswer at_most = {};
  // In the order of the document; one for each witness. None are listed where
  // they could tell sensitive values.
  std::vector<IamGain> gains = {};
  // False when there may be others.
  bool complete = true;
};

// What `after` permits and `before` does not.
IamGains Gains(PolicySpan before, PolicySpan after,
               const QuestionOptions& options = {});

}  // namespace connectguard
