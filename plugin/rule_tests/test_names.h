// Which rules file a file of tests belongs to, by its name alone. For the rules
// of `tagging.guard`, in the folder `tests` beside it:
//
//   tagging_tests.yml    also _test, and - or . in place of _
//   tagging.yml
//   tagging_tests_owner.yml    a second file, by whatever stands behind
//
// and .yaml, .json or .jsn in place of .yml. All of these are files that
// cfn-guard runs on the same rules; but it goes by the beginning of a name, so
// that `tag.guard` would take them.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace connectguard {

// "tagging.guard" -> "tagging"; empty for names that rules files have not.
std::string_view StemOfRules(std::string_view name);

// Whether files of tests end as `name` does.
bool MayBeTests(std::string_view name);

// The stems that the tests of this name may be for: of `a_tests.yml` they are
// `a` and, should there be such a rules file, `a_tests`. The longest first.
std::vector<std::string_view> StemsOfTests(std::string_view name);

}  // namespace connectguard
