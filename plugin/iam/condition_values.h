// The values of one condition, as the set that the operator compares with.
// Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "iam/conditions.h"

namespace connectguard {

// Certainly in `lower`, perhaps in `upper`; the same set when all is clear.
struct ConditionValues {
  const ValueSet* lower = nullptr;
  const ValueSet* upper = nullptr;
  std::vector<const IamHole*> holes = {};
};

ConditionValues ReadConditionValues(const Value& values,
                                    const ConditionOperator& op,
                                    VariableReading reading,
                                    FormulaStore* store,
                                    std::vector<IamFinding>* findings);

// The text of a string, number or boolean; nullopt for anything else.
std::optional<std::string> IamScalarText(const Value& value);

// `value` itself, or what its list holds.
std::span<const Value> OneOrMany(const Value& value);

// A hole for a value of kind unknown.
const IamHole* HoleOf(const Value& unknown, FormulaStore* store);

}  // namespace connectguard
