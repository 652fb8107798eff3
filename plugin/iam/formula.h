// What a statement, a policy or a question says about a request, as a formula
// of tests of one dimension each: the action, the resource, the principal, or
// one condition key.
//
// A key's value is a finite set of values, empty when it is absent. Four tests
// say all that the operators of IAM say:
//
//   kIn       exactly one value, and it is in the set
//   kPresent  there is a value
//   kAll      every value is in the set (also when there is none)
//   kAny      some value is in the set
//   kSeveral  there are two values or more
//
// What is not known stands between two sets: a test is certainly true inside
// `lower` and may be true inside `upper`. Where they differ, `holes` say why.
//
// Source: IAM User Guide, reference_policies_elements_condition_operators and
// reference_policies_condition-single-vs-multi-valued-context-keys.
// Thread rule: immutable after building.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/value.h"
#include "iam/request.h"
#include "iam/value_set.h"

namespace connectguard {

// A part of a policy that cannot be read for certain, and why.
struct IamHole {
  const Value* value = nullptr;  // Where; may be null.
  std::string reason = {};       // A clause: `known after apply`.
};

enum class RequestDimension : std::uint8_t {
  kAction,
  kResource,
  kPrincipal,
  kKey
};
enum class RequestTestKind : std::uint8_t {
  kIn,
  kPresent,
  kAll,
  kAny,
  kSeveral,
};

struct RequestTest {
  RequestTestKind kind = RequestTestKind::kIn;
  RequestDimension dimension = RequestDimension::kAction;
  // In lower case, and as the policy spells it. For a key that follows from the
  // principal, `dimension` is kPrincipal and the sets are sets of principals.
  std::string key = {};
  std::string key_name = {};
  const ValueSet* lower = nullptr;  // Null for kPresent, kSeveral.
  const ValueSet* upper = nullptr;
  // Of a key that follows from the principal: the values of the key itself.
  const ValueSet* key_values = nullptr;
  std::vector<const IamHole*> holes = {};
  // Every request has the key.
  bool always_present = false;
  // Where the policy says it, and by which operator (without `Not`).
  const Value* source = nullptr;
  std::string_view operator_name = {};
};

// How a person would say it: `aws:PrincipalArn not in arn:aws:iam::*:role/A`.
std::string Words(const RequestTest& test, bool holds);

enum class FormulaKind : std::uint8_t {
  kTrue,
  kFalse,
  kTest,
  kNot,
  kAnd,
  kOr,
  kHole,  // True or false: `hole` says why nobody knows.
};

struct Formula {
  FormulaKind kind = FormulaKind::kTrue;
  const RequestTest* test = nullptr;
  const IamHole* hole = nullptr;
  std::vector<const Formula*> parts = {};
};

// Owns formulas and what they point to.
class FormulaStore {
 public:
  const Formula* True() const;
  const Formula* False() const;
  const Formula* Not(const Formula* part);
  const Formula* And(const std::vector<const Formula*>& parts);
  const Formula* Or(const std::vector<const Formula*>& parts);
  const Formula* Test(RequestTest test);
  const Formula* Hole(const IamHole* hole);

  const ValueSet* Keep(ValueSet set) {
    return &sets_.emplace_back(std::move(set));
  }
  // Of a value that is sensitive the reason is not told.
  const IamHole* Keep(IamHole hole);

 private:
  const Formula* Join(FormulaKind kind,
                      const std::vector<const Formula*>& parts);

  std::deque<Formula> formulas_;
  std::deque<RequestTest> tests_;
  std::deque<ValueSet> sets_;
  std::deque<IamHole> holes_;
};

// Named apart from Truth of guard/, of which this folder knows nothing.
enum class IamTruth : std::uint8_t { kFalse, kTrue, kUnknown };

// Gives the request what every request has and the formula asks about: a
// principal, keys that are always there. Without them it would be judged as one
// that nobody can make.
void Complete(const Formula& formula, IamRequest* request);

// Whether the formula holds of the request. Holes that keep the answer open are
// added to `holes`, which may be null.
IamTruth Evaluate(const Formula& formula, const IamRequest& request,
                  std::vector<const IamHole*>* holes);

}  // namespace connectguard
