// Which requests are asked about, as people say it, made into a query.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/asker.h"
#include "base/result.h"
#include "document/document.h"
#include "iam/policy.h"

namespace connectguard {

// A condition key, and the values of which it has one.
struct AskedKey {
  std::string key;
  std::vector<std::string> values;
};

// Lists are alternatives; what is empty may be anything.
struct IamQuestion {
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::string principal;  // An ARN, an account, a service ...
  std::vector<AskedKey> conditions;
  std::vector<std::string> absent;  // Keys that the request does not have.
};

// The query lives in `document`. kUsage for a question that is not clear.
Result<std::unique_ptr<const IamQuery>> MakeQuery(const IamQuestion& question,
                                                  const Asker& asker,
                                                  Document* document);

// `connect:DeleteInstance on any resource by ... with ...`.
std::string ToString(const IamQuestion& question);

// What is odd about the question though it can be asked: actions that AWS does
// not have.
std::vector<Diagnostic> Warnings(const IamQuestion& question);

}  // namespace connectguard
