// What kind of document a rules file speaks of: which keys it asks for and
// where, and with what it compares the values there. Read off the rules without
// evaluating them, so that documents can be made on which their clauses pass
// and fail.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "differential/node.h"
#include "guard/ast.h"

namespace connectguard::differential {

// What is said of the values at one place.
struct Shape {
  std::map<std::string, std::unique_ptr<Shape>> keys;
  std::unique_ptr<Shape> element;  // Of a list.
  std::unique_ptr<Shape> member;   // Of a map with any keys.
  // What the values here are compared with.
  std::vector<Node> values;
  // What they must not be.
  std::vector<Node> avoided;
  // Kinds that are asked for.
  std::vector<Node::Kind> kinds;

  Shape* Key(const std::string& key);
  Shape* Element();
  Shape* Member();
};

// The shape of the documents that the file is written for.
std::unique_ptr<Shape> ShapeOf(const RuleFile& rules);

}  // namespace connectguard::differential
