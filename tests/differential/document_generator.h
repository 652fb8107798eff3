// Random documents for rules to be judged on: small, with values that are
// equal, nearly equal, or equal but for their type, so that comparisons can go
// either way.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "differential/node.h"
#include "differential/random.h"

namespace connectguard::differential {

// The text of a document and what kind of file it stands in.
struct DocumentText {
  bool yaml = false;
  std::string text;
};

// Half of them shaped like a CloudFormation template.
Node RandomDocument(Random* random);
// The same document with some places changed, removed or added.
Node Varied(const Node& document, Random* random);
DocumentText RandomlyWritten(const Node& document, Random* random);

Node RandomScalar(Random* random);
// A value that is easily taken for this one: another case, type or nesting.
Node NearlyEqual(const Node& node, Random* random);
// The key in another spelling: `SecurityGroups`, `security_groups`, ...
std::string OtherSpelling(std::string_view key, Random* random);

// The types of the resources in documents shaped like templates.
const std::vector<std::string>& ResourceTypes();

}  // namespace connectguard::differential
