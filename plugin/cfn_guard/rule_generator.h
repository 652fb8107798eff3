// Rules that say what a CloudFormation template has, as cfn-guard 3.x's
// `rulegen` writes them: for each resource type a variable and a rule, in which
// every property has to be one of the values that it has in the template.
//
// Types, properties and values stand in the order of the template; the
// reference's order is different at every run. What it would write in a way
// that does not parse, or that says something else (quotes, backslashes, line
// breaks, blanks at the ends, keys that need quotes, exponents), is written
// here as the language asks for. What the language cannot say at all stands as
// a comment where the clause would be.
//
// Thread rule: a pure function.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "document/document.h"

namespace connectguard {

// `root` is the template, read from the document's first file. An error is
// worded as the reference words it.
Result<std::string> GenerateRules(const Document& document, const Value& root);

}  // namespace connectguard
