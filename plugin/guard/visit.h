// Goes through a tree of rules, outer nodes before those inside them, in the
// order in which they are evaluated within a clause: conditions before bodies,
// left sides before right sides.
//
// Derive from TreeVisitor, hide the functions of the nodes that matter, and
// call the base's to go on inside. Recursion is bounded by the parser's
// limits::kMaxRuleDepth.
//
// Thread rule: a visitor belongs to one thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <type_traits>
#include <variant>
#include <vector>

#include "guard/ast.h"

namespace connectguard {

// `kMutable`: whether the nodes may be changed on the way.
template <typename Derived, bool kMutable = false>
class TreeVisitor {
 public:
  template <typename T>
  using Node = std::conditional_t<kMutable, T, const T>;

  void VisitFile(Node<RuleFile>& file) {
    self().VisitAssignments(file.assignments);
    for (Node<Rule>& rule : file.rules) {
      self().VisitRule(rule);
    }
    for (Node<ParameterizedRule>& rule : file.parameterized_rules) {
      self().VisitParameterizedRule(rule);
    }
  }
  void VisitRule(Node<Rule>& rule) {
    self().VisitConditions(rule.conditions);
    self().VisitBlock(rule.body);
  }
  void VisitParameterizedRule(Node<ParameterizedRule>& rule) {
    self().VisitBlock(rule.body);
  }
  void VisitBlock(Node<Block>& block) {
    self().VisitAssignments(block.assignments);
    self().VisitConjunction(block.clauses);
  }
  void VisitAssignments(Node<std::vector<Assignment>>& assignments) {
    for (Node<Assignment>& assignment : assignments) {
      self().VisitAssignment(assignment);
    }
  }
  void VisitAssignment(Node<Assignment>& assignment) {
    self().VisitOperand(assignment.value);
  }
  // Of a `when`.
  void VisitConditions(Node<Conjunction<Clause>>& conditions) {
    self().VisitConjunction(conditions);
  }
  void VisitConjunction(Node<Conjunction<Clause>>& conjunction) {
    for (Node<Alternatives<Clause>>& alternatives : conjunction) {
      for (Node<Clause>& clause : alternatives) {
        self().VisitClause(clause);
      }
    }
  }
  void VisitClause(Node<Clause>& clause) {
    std::visit([this](auto& form) { self().VisitForm(form); }, clause.form);
  }

  void VisitForm(Node<UnaryClause>& clause) { self().VisitQuery(clause.query); }
  void VisitForm(Node<BinaryClause>& clause) {
    self().VisitQuery(clause.query);
    self().VisitOperand(clause.right);
  }
  void VisitForm(Node<RuleReference>&) {}
  void VisitForm(Node<RuleCall>& call) { self().VisitOperands(call.arguments); }
  void VisitForm(Node<QueryBlock>& block) {
    self().VisitQuery(block.query);
    self().VisitBlock(block.block);
  }
  void VisitForm(Node<WhenBlock>& block) {
    self().VisitConditions(block.conditions);
    self().VisitBlock(block.block);
  }
  void VisitForm(Node<TypeBlock>& block) {
    self().VisitQuery(block.query);
    self().VisitConditions(block.conditions);
    self().VisitBlock(block.block);
  }

  void VisitOperands(Node<std::vector<Operand>>& operands) {
    for (Node<Operand>& operand : operands) {
      self().VisitOperand(operand);
    }
  }
  void VisitOperand(Node<Operand>& operand) {
    if (const auto* literal = std::get_if<const Value*>(&operand)) {
      self().VisitLiteral(**literal);
    } else if (auto* query = std::get_if<std::unique_ptr<Query>>(&operand)) {
      self().VisitQuery(**query);
    } else {
      self().VisitCall(*std::get<std::unique_ptr<FunctionCall>>(operand));
    }
  }
  void VisitLiteral(const Value&) {}
  void VisitCall(Node<FunctionCall>& call) {
    self().VisitOperands(call.arguments);
  }
  void VisitQuery(Node<Query>& query) {
    for (Node<QueryPart>& part : query.parts) {
      if (auto* filter = std::get_if<FilterPart>(&part)) {
        self().VisitFilter(*filter);
      } else if (auto* keys = std::get_if<KeysFilterPart>(&part)) {
        self().VisitKeysFilter(*keys);
      }
    }
  }
  void VisitFilter(Node<FilterPart>& filter) {
    self().VisitConjunction(filter.clauses);
  }
  void VisitKeysFilter(Node<KeysFilterPart>& filter) {
    self().VisitOperand(filter.right);
  }

 private:
  Derived& self() { return static_cast<Derived&>(*this); }
};

}  // namespace connectguard
