// Recognises the queries that the document's index by type answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "guard/ast.h"

namespace connectguard {

// The string X of a query that starts with `Section.*[ Type == X`, and the
// section; null when the query has another form. More clauses may follow in the
// filter.
const Value* TypeAsked(const Query& query, std::string_view* section);

}  // namespace connectguard
