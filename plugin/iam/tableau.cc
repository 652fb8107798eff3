#include "iam/tableau.h"

#include "iam/domains.h"

namespace connectguard {

Tableau::Tableau(const Formula& formula, const SolverOptions& options)
    : options_(options) {
  nodes_.push_back({.kind = TableauNodeKind::kTrue});
  nodes_.push_back({.kind = TableauNodeKind::kFalse});
  AddDimension(RequestDimension::kAction, "", "");
  AddDimension(RequestDimension::kResource, "", "");
  FindSetOperators(formula);
  root_ = Build(formula, true);
}

void Tableau::FindSetOperators(const Formula& formula) {
  for (const Formula* part : formula.parts) {
    FindSetOperators(*part);
  }
  if (formula.kind == FormulaKind::kTest &&
      (formula.test->kind == RequestTestKind::kAll ||
       formula.test->kind == RequestTestKind::kAny)) {
    keys_of_several_.insert(formula.test->key);
  }
}

TableauNodeId Tableau::AddNode(TableauNode node) {
  nodes_.push_back(std::move(node));
  return static_cast<TableauNodeId>(nodes_.size() - 1);
}

TableauNodeId Tableau::Build(const Formula& formula, bool holds) {
  switch (formula.kind) {
    case FormulaKind::kTrue:
      return holds ? 0 : 1;
    case FormulaKind::kFalse:
      return holds ? 1 : 0;
    case FormulaKind::kHole:
      return options_.reading == HoleReading::kGenerous ? 0 : 1;
    case FormulaKind::kNot:
      return Build(*formula.parts[0], !holds);
    case FormulaKind::kTest:
      return BuildTest(*formula.test, holds);
    case FormulaKind::kAnd:
    case FormulaKind::kOr:
      break;
  }
  const bool is_and = (formula.kind == FormulaKind::kAnd) == holds;
  const TableauNodeId neutral = is_and ? 0 : 1;
  TableauNode node{.kind =
                       is_and ? TableauNodeKind::kAnd : TableauNodeKind::kOr};
  for (const Formula* part : formula.parts) {
    const TableauNodeId id = Build(*part, holds);
    if (id == 1 - neutral) {
      return id;
    }
    if (id != neutral) {
      node.parts.push_back(id);
    }
  }
  if (node.parts.size() < 2) {
    return node.parts.empty() ? neutral : node.parts[0];
  }
  return AddNode(std::move(node));
}

TableauNodeId Tableau::BuildTest(const RequestTest& test, bool holds) {
  if (test.kind == RequestTestKind::kSeveral &&
      !keys_of_several_.contains(test.key)) {
    return holds ? 1 : 0;  // A key of one value, as nobody says otherwise.
  }
  const bool generous = options_.reading == HoleReading::kGenerous;
  const ValueSet* set = holds == generous ? test.upper : test.lower;
  const auto [at, is_new] = literal_numbers_.try_emplace(
      {&test, set}, static_cast<LiteralId>(2 * literals_.size()));
  if (is_new) {
    const std::size_t dimension =
        AddDimension(test.dimension, test.key, test.key_name);
    literals_.push_back({.dimension = dimension,
                         .test = {.kind = test.kind, .set = set},
                         .source = &test});
    if (set != nullptr && set->HasVariables()) {
      TieVariables(*set, dimension);
    }
  }
  return AddNode({.kind = TableauNodeKind::kLiteral,
                  .literal = holds ? at->second : Opposite(at->second)});
}

std::size_t Tableau::AddDimension(RequestDimension dimension,
                                  const std::string& key,
                                  const std::string& key_name) {
  const bool is_key = dimension == RequestDimension::kKey;
  const auto [at, is_new] = dimension_numbers_.try_emplace(
      {dimension, is_key ? key : std::string()}, dimensions_.size());
  if (!is_new) {
    return at->second;
  }
  Dimension about{.dimension = dimension};
  switch (dimension) {
    case RequestDimension::kAction:
      about.domain.texts = &ActionDomain();
      break;
    case RequestDimension::kResource:
      about.domain.texts = &ResourceDomain();
      break;
    case RequestDimension::kPrincipal:
      about.domain.texts = options_.principals != nullptr ? options_.principals
                                                          : &PrincipalDomain();
      break;
    case RequestDimension::kKey:
      about.key = key;
      about.key_name = key_name;
      about.facts = FactsOfKey(key);
      about.may_have_several =
          about.facts.multivalued || (about.facts.type == KeyType::kUnlisted &&
                                      keys_of_several_.contains(key));
      about.domain.untyped = about.facts.type != KeyType::kNumeric &&
                             about.facts.type != KeyType::kDate &&
                             about.facts.type != KeyType::kIpAddress;
      if (about.facts.type == KeyType::kBool) {
        about.domain.texts = &BooleanDomain();
      }
      break;
  }
  dimensions_.push_back(std::move(about));
  tied_.push_back(false);
  return at->second;
}

void Tableau::TieVariables(const ValueSet& set, std::size_t dimension) {
  tied_[dimension] = true;
  for (const Glob& glob : set.texts().globs()) {
    for (const PolicyVariable& variable : glob.variables()) {
      const bool of_principal = IsPrincipalKey(variable.key);
      const std::size_t number = AddDimension(
          of_principal ? RequestDimension::kPrincipal : RequestDimension::kKey,
          variable.key, variable.key);
      tied_[number] = true;
    }
  }
}

std::size_t Tableau::DimensionOfKey(const std::string& key) const {
  return IsPrincipalKey(key)
             ? dimension_numbers_.at({RequestDimension::kPrincipal, ""})
             : dimension_numbers_.at({RequestDimension::kKey, key});
}

DimensionTest Tableau::TestOf(LiteralId id) const {
  DimensionTest test = literals_[id / 2].test;
  test.holds = id % 2 == 0;
  return test;
}

TableauNodeId Tableau::Negated(TableauNodeId id) {
  if (id < 2) {
    return 1 - id;
  }
  if (const auto at = negated_.find(id); at != negated_.end()) {
    return at->second;
  }
  const TableauNode node = nodes_[id];
  TableauNode negated = node;
  if (node.kind == TableauNodeKind::kLiteral) {
    negated.literal = Opposite(node.literal);
  } else {
    negated.kind = node.kind == TableauNodeKind::kAnd ? TableauNodeKind::kOr
                                                      : TableauNodeKind::kAnd;
    for (TableauNodeId& part : negated.parts) {
      part = Negated(part);
    }
  }
  const TableauNodeId number = AddNode(std::move(negated));
  negated_[id] = number;
  negated_[number] = id;
  return number;
}

}  // namespace connectguard
