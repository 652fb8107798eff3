// Recognises the queries that the document's index by type answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "guard/ast.h"

namespace connectguard {

struct TypeQuery {
  std::string_view section;
  // What the type may be: strings as written, or variables.
  std::vector<const Operand*> types;
};

// For a query that starts with `Section.*[ Type == X`, or with alternatives of
// that form. More clauses may follow in the filter.
std::optional<TypeQuery> ReadTypeQuery(const Query& query);

}  // namespace connectguard
