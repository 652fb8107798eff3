// Which files of cases belong to which rules files, as cfn-guard 3.x's `test`
// pairs them.
//
// Thread rule: pure functions of what is on the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"

namespace connectguard {

struct TestedRulesFile {
  std::string path;
  std::string prefix;              // Its name without .guard or .ruleset.
  std::vector<std::string> tests;  // In the order in which they run.
};

struct TestPairs {
  std::vector<TestedRulesFile> rules;
  // What the user may not expect of the pairing, a sentence each.
  std::vector<std::string> warnings;
};

// Every rules file below `folder`, with the files in the folder `tests` beside
// it. A file of tests goes to the first rules file, by name, with whose prefix
// its own name begins.
Result<TestPairs> PairTests(const FileReader& files, std::string_view folder);

// The files of cases below a folder; a file answers itself. Names that end
// otherwise than the reference likes are left out, with a warning when the
// user named the file.
struct TestFiles {
  std::vector<std::string> paths;
  std::vector<std::string> warnings;
};
Result<TestFiles> FindTestFiles(const FileReader& files, std::string_view path,
                                bool by_modification);

}  // namespace connectguard
