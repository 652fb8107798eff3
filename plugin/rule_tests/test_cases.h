// A file of cases for rules, as `cfn-guard test` 3.x reads it:
//
//   - name: a bucket without encryption   # may be missing
//     input: {Resources: {...}}           # anything
//     expectations:
//       rules: {bucket_is_encrypted: FAIL}
//
// Keys that it does not know are ignored. The stricter reading of tests of our
// own policies is policy/test_spec.h.
//
// Thread rule: read once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "document/document.h"

namespace connectguard {

struct GuardTestCase {
  SourceSpan place;  // Of the case in its file.
  std::optional<std::string> name;
  const Value* input = nullptr;
  // What stands below `expectations.rules`; null when it is null.
  const Value* expectations = nullptr;
  // By rule, as written: a word that is no status matters only when the rules
  // file has the rule.
  std::map<std::string, std::string, std::less<>> expected;
};

struct GuardTestFile {
  std::unique_ptr<Document> document;  // Owns the inputs; one file.
  std::vector<GuardTestCase> cases;
};

// `path` is what diagnostics name. An empty file has no cases.
Result<GuardTestFile> ReadGuardTests(std::string path, std::string text);

}  // namespace connectguard
