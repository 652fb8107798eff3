// Which clauses of a rules file are alternatives of each other.
//
// `A or B or C <<why>>` is one requirement: when it is not met, each of the
// three leaves a record, but a reader wants one finding, with the message,
// which the language gives to the last clause only.
//
// Thread rule: built once, then const.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "guard/ast.h"

namespace connectguard {

// One line of alternatives.
struct ClauseGroup {
  std::string_view message;  // Of the last clause that has one.
};

class ClauseGroups {
 public:
  // `rules` must outlive this.
  explicit ClauseGroups(const RuleFile& rules);

  // Null for a clause of another file, or of a condition or filter.
  const ClauseGroup* Of(const Clause& clause) const;

 private:
  void AddBlock(const Block& block);
  void AddLine(const Alternatives<Clause>& line);

  // By number of the clause.
  std::vector<const ClauseGroup*> group_of_;
  std::vector<std::unique_ptr<ClauseGroup>> groups_;
};

}  // namespace connectguard
