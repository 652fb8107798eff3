// A formula made ready for the solver: negations pushed down to the tests, the
// sets of tests chosen by a HoleReading, dimensions and literals numbered.
// Private to iam/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "iam/dimension.h"
#include "iam/solver.h"

namespace connectguard {

// Literals come in pairs: 2n says that a test holds, 2n + 1 that it does not.
using LiteralId = std::uint32_t;
inline LiteralId Opposite(LiteralId id) { return id ^ 1; }

enum class TableauNodeKind : std::uint8_t {
  kTrue,
  kFalse,
  kLiteral,
  kAnd,
  kOr
};
using TableauNodeId = std::uint32_t;

struct TableauNode {
  TableauNodeKind kind = TableauNodeKind::kTrue;
  LiteralId literal = 0;
  std::vector<TableauNodeId> parts = {};
};

class Tableau {
 public:
  Tableau(const Formula& formula, const SolverOptions& options);

  const SolverOptions& options() const { return options_; }
  TableauNodeId root() const { return root_; }
  const TableauNode& node(TableauNodeId id) const { return nodes_[id]; }
  TableauNodeId Negated(TableauNodeId id);

  const std::vector<Dimension>& dimensions() const { return dimensions_; }
  std::size_t DimensionOf(LiteralId id) const {
    return literals_[id / 2].dimension;
  }
  DimensionTest TestOf(LiteralId id) const;
  // The test of the formula behind a literal, and whether the literal says that
  // it holds.
  SolverBranch::Chosen SourceOf(LiteralId id) const {
    return {.test = literals_[id / 2].source, .holds = id % 2 == 0};
  }

  // The dimension of a key (of the principal, where it follows from that).
  // REQUIRES: a variable of the formula names the key.
  std::size_t DimensionOfKey(const std::string& key) const;
  // A pattern with a variable ties this dimension to another.
  bool IsTied(std::size_t dimension) const { return tied_[dimension]; }

 private:
  struct Literal {
    std::size_t dimension;
    DimensionTest test;
    const RequestTest* source;
  };

  TableauNodeId Build(const Formula& formula, bool holds);
  TableauNodeId BuildTest(const RequestTest& test, bool holds);
  TableauNodeId AddNode(TableauNode node);
  std::size_t AddDimension(RequestDimension dimension, const std::string& key,
                           const std::string& key_name);
  void TieVariables(const ValueSet& set, std::size_t dimension);
  // Notes the keys to which set operators are applied.
  void FindSetOperators(const Formula& formula);

  const SolverOptions options_;
  std::set<std::string> keys_of_several_;
  std::vector<Dimension> dimensions_;
  std::vector<bool> tied_;
  std::map<std::pair<RequestDimension, std::string>, std::size_t>
      dimension_numbers_;
  std::vector<Literal> literals_;
  std::map<std::pair<const RequestTest*, const ValueSet*>, LiteralId>
      literal_numbers_;
  std::vector<TableauNode> nodes_;
  std::unordered_map<TableauNodeId, TableauNodeId> negated_;
  TableauNodeId root_ = 0;
};

}  // namespace connectguard
