#include "guard/type_query.h"

#include <variant>

namespace connectguard {

const Value* TypeAsked(const Query& query, std::string_view* section) {
  if (query.parts.size() < 3) {
    return nullptr;
  }
  const auto* key = std::get_if<KeyPart>(&query.parts[0]);
  const auto* all = std::get_if<AllValuesPart>(&query.parts[1]);
  const auto* filter = std::get_if<FilterPart>(&query.parts[2]);
  if (key == nullptr || all == nullptr || !all->capture.empty() ||
      filter == nullptr || filter->clauses.empty() ||
      filter->clauses[0].size() != 1) {
    return nullptr;
  }
  const auto* clause = std::get_if<BinaryClause>(&filter->clauses[0][0].form);
  if (clause == nullptr || clause->op != CompareOp::kEqual ||
      clause->query.parts.size() != 1) {
    return nullptr;
  }
  const auto* type = std::get_if<KeyPart>(&clause->query.parts[0]);
  const auto* right = std::get_if<const Value*>(&clause->right);
  if (type == nullptr || type->name != "Type" || right == nullptr ||
      !(*right)->Is(Kind::kString)) {
    return nullptr;
  }
  *section = key->name;
  return *right;
}

}  // namespace connectguard
