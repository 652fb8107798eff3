// Random rules files, in which every construct of the language occurs and most
// lines say something about a given document: queries walk down that document,
// and what they reach is compared with values that are equal or nearly so.
// Most files parse, and most rules have a status; some must not.
//
//   rules_writer.cc    files, rules, blocks, clauses
//   query_writer.cc    queries and filters
//   literal_writer.cc  literals, regular expressions, function calls
//
// Every item (`let`, `rule`) of a file starts at the beginning of a line, and
// nothing else does, so that files can be taken apart as text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "differential/node.h"
#include "differential/random.h"

namespace connectguard::differential {

class RulesWriter {
 public:
  // The document must outlive the writer.
  RulesWriter(const Node& document, Random* random)
      : document_(document), random_(*random) {}

  std::string WriteFile();

 private:
  struct Variable {
    std::string name;
    // One of its values; null when that is not known.
    const Node* value = nullptr;
    // Holds the name of a key.
    bool names_key = false;
  };
  struct Callable {
    std::string name;
    int parameters = 0;
  };
  // Where a line stands; not everything may stand everywhere.
  enum class Level { kRule, kBlock, kFilter, kCondition };

  // --- rules_writer.cc -------------------------------------------------------
  std::string WriteRule(int number);
  std::string WriteParameterizedRule();
  // Lines in braces; `scope` is a value that they are about, or null.
  std::string WriteBlock(const Node* scope, Level level, int depth);
  std::string WriteLine(const Node* scope, Level level, int depth);
  std::string WriteConditions(const Node* scope, int depth);
  std::string WriteAlternative(const Node* scope, Level level, int depth);
  std::string WriteQueryBlock(const Node* scope, int depth);
  std::string WriteTypeBlock(int depth);
  std::string WriteReference();
  std::string WriteCall(const Node* scope, int depth);
  std::string WriteClause(const Node* scope, int depth);
  std::string WriteUnary(const std::string& query, const Node* reached);
  std::string WriteBinary(const std::string& query, const Node* scope,
                          const Node* reached, int depth);
  std::string WriteRight(const Node* scope, const Node* reached, bool list,
                         int depth);
  std::string WriteAssignment(const Node* scope, int depth);
  std::string WriteMessage();
  std::string Space();
  std::string Not();

  // --- query_writer.cc -------------------------------------------------------
  // Sets `reached` to a value that the query selects, or to null.
  std::string WriteQuery(const Node* scope, int depth, const Node** reached);
  std::string WriteStart(const Node* scope, const Node** at, bool* key_last);
  std::string WriteStep(const Node** at, bool* key_last, int depth);
  std::string WriteMapStep(const Node** at, bool* key_last, int depth);
  std::string WriteListStep(const Node** at, bool* key_last, int depth);
  std::string WriteOddStep(int depth);
  std::string WriteFilter(const Node* element, int depth);
  std::string WriteKeysFilter(const Node* map);
  std::string WriteKey(const std::string& key);
  std::string CaptureName();
  const Variable* AnyVariable(bool names_key);

  // --- literal_writer.cc -----------------------------------------------------
  // Equal or near to `near`, when that is not null.
  std::string WriteLiteral(const Node* near);
  std::string WriteLiteralOf(const Node& node);
  std::string WriteListLiteral(const Node* near);
  std::string WriteString(std::string_view text);
  std::string WriteRegex(std::string_view near);
  std::string WriteRange(const Node& near);
  std::string WriteFunction(const Node* scope, int depth);
  std::string WriteTextQuery(const Node* scope);

  const Node& document_;
  Random& random_;
  std::deque<Node> literals_;  // Of the variables that are bound to some.
  std::vector<Variable> variables_;
  std::vector<Callable> callable_;
  std::vector<std::string> referable_;
  std::vector<std::string> captures_;
  int names_ = 0;
};

}  // namespace connectguard::differential
