#include "guard/type_query.h"

#include <memory>
#include <variant>

namespace connectguard {
namespace {

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

}  // namespace

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

}  // namespace connectguard
