// Who wants to be told of each step of an evaluation, as it is taken: reports
// that show the whole way to a status, explanations, coverage of tests.
//
// Steps are nested: Begin and End are called in pairs, and what is called in
// between belongs to the step.
//
//   rule
//     conditions              its `when`
//     clause                  of its body, one after the other
//       conditions            `when` of a block
//       element               one value of the block's query
//         alternatives        `a or b`
//           clause
//             Selected        what its query selected
//             Checked         one value of it
//
// A rule that another one refers to by name is a step inside of the clause that
// asked first; later ones find its status at hand. A filter selects values and
// decides nothing: what happens inside of it is not told.
//
// What is handed over lives until the call returns, and what was selected until
// its clause ends; the tree of the rules and the values live on.
//
// Thread rule: called on the thread that evaluates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "document/value.h"
#include "guard/ast.h"
#include "guard/operators.h"
#include "guard/outcome.h"
#include "guard/query.h"

namespace connectguard {

enum class StepKind : std::uint8_t {
  kRule,
  kConditions,
  kAlternatives,
  kClause,
  kElement,
};

struct Step {
  StepKind kind = StepKind::kRule;
  const Rule* rule = nullptr;      // kRule.
  const Clause* clause = nullptr;  // kClause; kElement: that of the block.
  const Entry* element = nullptr;  // kElement.
};

class EvaluationObserver {
 public:
  virtual ~EvaluationObserver() = default;

  virtual void Begin(const Step& step) = 0;
  // The empty outcome stands for an error. `unknown`: a value on which an
  // outcome that is not certain depends, when there is one.
  virtual void End(const Step& step, Outcome outcome, const Value* unknown) = 0;

  // A variable that was asked for the first time in its scope, with its values.
  virtual void Bound(const Assignment&, Entries /*values*/) {}
  // What the query of a clause or block selected; for a comparison also what
  // stands on its right side.
  virtual void Selected(const Clause& clause, Entries left, Entries right) = 0;
  // What became of one of the values. The empty outcome stands for a value with
  // which there was nothing to compare.
  virtual void Checked(const Clause& clause, const Check& check) = 0;
};

}  // namespace connectguard
