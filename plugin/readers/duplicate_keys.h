// Keys that stand more than once in one map of an input.
//
// RFC 8259 leaves open what they mean. All that reads plans takes the last one,
// and so does CloudFormation, for YAML and JSON alike and for logical ids too
// (https://github.com/go-to-k/cdk-real-drift/pull/1133 tells how it was asked,
// read 2026-11-30). A reader that is handed a DuplicateKeys does the same and
// tells of them; one that is not refuses them.
//
// Thread rule: plain data and pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"

namespace connectguard {

struct DuplicateKeys {
  struct Pair {
    std::string key;
    // Offsets of the key that is passed over and of the one that counts.
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  // At most limits::kMaxListedDuplicates.
  std::vector<Pair> listed = {};
  std::size_t count = 0;

  void Add(Pair pair);
};

// Sentences for the report, without capital and period.
std::vector<std::string> DuplicateKeyNotes(const DuplicateKeys& duplicates,
                                           const SourceFile& source);

}  // namespace connectguard
