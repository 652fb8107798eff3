#include "guard/type_query.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>
#include <variant>

#include "guard/evaluation.h"

namespace connectguard {
namespace {

struct TypeQuery {
  std::string_view section;
  // What the type may be: strings as written, or variables.
  std::vector<const Operand*> types;
};

bool IsString(const Operand& operand) {
  const auto* literal = std::get_if<const Value*>(&operand);
  return literal != nullptr && (*literal)->Is(Kind::kString);
}

// `%name`; the parser puts `[*]` behind it.
bool IsVariable(const Operand& operand) {
  const auto* query = std::get_if<std::unique_ptr<Query>>(&operand);
  if (query == nullptr) {
    return false;
  }
  const std::vector<QueryPart>& parts = (*query)->parts;
  return std::holds_alternative<VariablePart>(parts[0]) &&
         (parts.size() == 1 ||
          (parts.size() == 2 &&
           std::holds_alternative<AllIndicesPart>(parts[1])));
}

// X of `Type == X`; null for another clause.
const Operand* TypeAsked(const Clause& clause) {
  const auto* form = std::get_if<BinaryClause>(&clause.form);
  if (form == nullptr || form->op != CompareOp::kEqual || form->leading_not ||
      form->query.parts.size() != 1) {
    return nullptr;
  }
  const auto* key = std::get_if<KeyPart>(&form->query.parts[0]);
  const bool fits = key != nullptr && key->name == "Type" &&
                    (IsString(form->right) || IsVariable(form->right));
  return fits ? &form->right : nullptr;
}

std::optional<TypeQuery> ReadTypeQuery(const Query& query) {
  if (query.parts.size() < 3) {
    return std::nullopt;
  }
  const auto* key = std::get_if<KeyPart>(&query.parts[0]);
  const auto* all = std::get_if<AllValuesPart>(&query.parts[1]);
  const auto* filter = std::get_if<FilterPart>(&query.parts[2]);
  if (key == nullptr || all == nullptr || !all->capture.empty() ||
      filter == nullptr || filter->clauses.empty()) {
    return std::nullopt;
  }
  TypeQuery found{.section = key->name, .types = {}};
  for (const Clause& clause : filter->clauses[0]) {
    found.types.push_back(TypeAsked(clause));
    if (found.types.back() == nullptr) {
      return std::nullopt;
    }
  }
  return found;
}

bool IsIndexed(const Document& document, std::string_view section) {
  return section == "Resources"
             ? document.resources_typed() && !document.resources().empty()
             : section == "Previous" && document.previous_typed() &&
                   !document.previous().empty();
}

// The one string that a type is compared with; nullopt for anything else, wrong
// variables too, which the long way finds wrong when it gets to them.
std::optional<std::string_view> TextOf(Evaluator& evaluator,
                                       const Operand& operand, Scope& scope) {
  if (const auto* literal = std::get_if<const Value*>(&operand)) {
    return (*literal)->AsString();
  }
  const Query& query = *std::get<std::unique_ptr<Query>>(operand);
  const auto values = evaluator.Variable(
      std::get<VariablePart>(query.parts[0]).name, query.span, scope);
  if (!values || (*values)->size() != 1) {
    return std::nullopt;
  }
  const Entry& entry = (**values)[0];
  const bool certain = entry.found != Found::kUnresolved && !entry.maybe &&
                       !entry.stepped && entry.value->Is(Kind::kString);
  return certain ? std::optional(entry.value->AsString()) : std::nullopt;
}

std::vector<const Value*> NodesOf(const Document& document,
                                  std::string_view section,
                                  std::vector<std::string_view> types) {
  std::sort(types.begin(), types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());
  std::vector<const Value*> nodes;
  for (const std::string_view type : types) {
    const auto more = section == "Resources" ? document.ResourceNodes(type)
                                             : document.PreviousNodes(type);
    nodes.insert(nodes.end(), more.begin(), more.end());
  }
  if (types.size() > 1) {
    // The members of one map stand side by side.
    std::sort(nodes.begin(), nodes.end(), std::less<>());
  }
  return nodes;
}

}  // namespace

std::optional<std::vector<const Value*>> NodesOfTypesAsked(Evaluator& evaluator,
                                                           const Query& query,
                                                           Scope& scope) {
  const std::optional<TypeQuery> asked = ReadTypeQuery(query);
  if (!asked || !IsIndexed(evaluator.document(), asked->section)) {
    return std::nullopt;
  }
  std::vector<std::string_view> types;
  for (const Operand* operand : asked->types) {
    const auto type = TextOf(evaluator, *operand, scope);
    if (!type) {
      return std::nullopt;
    }
    types.push_back(*type);
  }
  return NodesOf(evaluator.document(), asked->section, std::move(types));
}

bool IsOfEmptySection(const Query& query, const Value& document) {
  if (query.parts.size() < 2 || !document.Is(Kind::kMap)) {
    return false;
  }
  const auto* key = std::get_if<KeyPart>(&query.parts[0]);
  const bool all = std::holds_alternative<AllValuesPart>(query.parts[1]) ||
                   std::holds_alternative<FilterPart>(query.parts[1]);
  if (key == nullptr || !all ||
      (key->name != "Resources" && key->name != "Previous")) {
    return false;
  }
  const Value* section = Find(document, key->name);
  return section == nullptr || (section->Is(Kind::kMap) && section->size == 0);
}

}  // namespace connectguard
