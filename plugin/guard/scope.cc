#include "guard/scope.h"

#include <variant>

namespace connectguard {

const Assignment* FindAssignment(const std::vector<Assignment>& assignments,
                                 std::string_view name) {
  const Assignment* literal = nullptr;
  const Assignment* function = nullptr;
  const Assignment* query = nullptr;
  for (const Assignment& assignment : assignments) {
    if (assignment.name != name) {
      continue;
    }
    if (std::holds_alternative<const Value*>(assignment.value)) {
      literal = &assignment;
    } else if (std::holds_alternative<std::unique_ptr<FunctionCall>>(
                   assignment.value)) {
      function = &assignment;
    } else {
      query = &assignment;
    }
  }
  if (literal != nullptr) {
    return literal;
  }
  return function != nullptr ? function : query;
}

Binding* FindBinding(Scope& scope, std::string_view name) {
  for (Binding& binding : scope.bindings) {
    if (binding.name == name) {
      return &binding;
    }
  }
  return nullptr;
}

const Selection* FindArgument(const Scope& call, std::string_view name) {
  // Backwards: of two parameters with one name the last counts.
  for (std::size_t i = call.arguments.size(); i-- > 0;) {
    if ((*call.parameters)[i] == name) {
      return &call.arguments[i];
    }
  }
  return nullptr;
}

}  // namespace connectguard
