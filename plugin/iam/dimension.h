// The theory of one dimension: whether one value (or for a condition key, one
// set of values) passes all the tests asked of it. Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "iam/budget.h"
#include "iam/formula.h"
#include "iam/key_facts.h"

namespace connectguard {

// A test with its set chosen, to be true or false.
struct DimensionTest {
  RequestTestKind kind = RequestTestKind::kIn;
  const ValueSet* set = nullptr;
  bool holds = true;
};

struct Dimension {
  RequestDimension dimension = RequestDimension::kAction;
  std::string key = {};
  std::string key_name = {};
  KeyFacts facts = {};
  // Several values can be told apart from one: a set operator is used, or the
  // table says that the key has several.
  bool may_have_several = false;
  ValueDomain domain = {};
};

// On kFound, `values` has the one value, or those of the key.
SearchOutcome FindValues(const Dimension& dimension,
                         std::span<const DimensionTest> tests,
                         SearchBudget* budget,
                         std::vector<std::string>* values);

}  // namespace connectguard
