// Answers the queries that the document's index by type knows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "guard/ast.h"

namespace connectguard {

class Evaluator;
struct Scope;

// For a query of the document that starts with `Section.*[ Type == X`, or with
// alternatives of that form: what its first clause selects, in the order of the
// document. X is a string or a variable that holds one. More clauses may follow
// in the filter. Nullopt when the query has another form or the index is no
// answer; then it must be walked.
std::optional<std::vector<const Value*>> NodesOfTypesAsked(Evaluator& evaluator,
                                                           const Query& query,
                                                           Scope& scope);

// Whether the query goes through all of a section of the document that is empty
// or not there.
bool IsOfEmptySection(const Query& query, const Value& document);

}  // namespace connectguard
