// The Condition element of a statement as a formula.
//
// What AWS does not document stands as a hole: an operator that does not exist,
// a value of the wrong type under it, a key with several values under an
// operator for one. So the statement neither counts as matching nor as not
// matching where that matters.
//
// Source: IAM User Guide, reference_policies_elements_condition; read 2026-11.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/value.h"
#include "iam/finding.h"
#include "iam/formula.h"
#include "iam/operators.h"
#include "iam/pattern_reader.h"

namespace connectguard {

// One operator applied to one key.
struct ConditionClause {
  std::optional<ConditionOperator> op =
      {};  // Nullopt when there is no such one.
  std::string_view operator_text;
  std::string_view key;
  const Value* values = nullptr;
  const Formula* formula = nullptr;
};

struct ConditionElement {
  std::vector<ConditionClause> clauses = {};
  const Formula* formula = nullptr;
};

// `question`: not AWS evaluates the conditions, they say what is asked: an
// operator for one value means exactly one, whatever the key.
ConditionElement ReadConditions(const Value& condition, VariableReading reading,
                                bool question, FormulaStore* store,
                                std::vector<IamFinding>* findings);

}  // namespace connectguard
