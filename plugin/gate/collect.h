// What the evaluator recorded about one policy, as findings for a reader.
//
// One finding for each policy, resource, clause and value; at most
// kMaxFindingsPerResource for each policy and resource. A rule that did not
// pass always leaves at least one finding, even when it recorded no clause.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "document/document.h"
#include "gate/finding.h"
#include "guard/evaluator.h"
#include "policy/policy.h"

namespace connectguard {

// Enough to see the pattern; a list with hundreds of entries hides the rest.
inline constexpr std::size_t kMaxFindingsPerResource = 20;

enum class PolicyStatus : std::uint8_t {
  kPassed,
  kFailed,
  kUnknown,
  kSkipped,
  kError,
};

// The worst of its rules: error, failed, unknown, passed; skipped when all are.
PolicyStatus StatusOf(const Evaluation& evaluation);

struct CollectedFinding {
  // The number of the resource in the input; deleted ones stand behind the
  // planned ones, and what concerns no resource stands first.
  std::size_t order = 0;
  Finding finding;
  // How many findings of the policy in the resource it stands for besides.
  std::size_t withheld = 0;
};

// What all findings of the policy have in common. The rule (null: none in
// particular) makes it one of severity low when it warns, and gives the title
// when the file is one of plain rules.
Finding FindingOf(const Policy& policy, const Rule* rule);

void CollectFindings(const Policy& policy, const Evaluation& evaluation,
                     const Document& document,
                     std::vector<CollectedFinding>* findings);

// Worst first: what is waived behind all else, and then by severity, then
// errors, violations and unknowns, then in input order, then as collected.
std::vector<Finding> SortFindings(std::vector<CollectedFinding> findings);

}  // namespace connectguard
