// What there is to test below a path: policies and plain rules files, each with
// its files of tests, and files of tests that belong to nothing.
//
// A file of tests stands in the folder `tests` beside its rules. That of a
// policy has exactly one name (layout.h), those of plain rules have names after
// test_names.h. What lies below a folder `tests` is no rules file.
//
// Thread rule: a pure function of what is on the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"

namespace connectguard {

struct RulesToTest {
  std::string path;
  Result<std::string> text;
  bool is_policy = false;          // It has a metadata header.
  std::vector<std::string> tests;  // Of plain rules, by path.
};

struct ThingsToTest {
  std::vector<RulesToTest> rules;    // By path.
  std::vector<Diagnostic> problems;  // Files of tests without rules.
};

// `path` is a folder, or one rules file of any name. An error when there are no
// rules at all.
Result<ThingsToTest> FindThingsToTest(const FileReader& files,
                                      std::string_view path);

}  // namespace connectguard
