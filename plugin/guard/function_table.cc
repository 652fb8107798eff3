#include "guard/functions.h"

#include <cassert>
#include <utility>

namespace connectguard {

void FunctionTable::Add(FunctionDefinition definition) {
  std::string name = definition.name;
  [[maybe_unused]] const bool added =
      definitions_.emplace(std::move(name), std::move(definition)).second;
  assert(added);
}

const FunctionDefinition* FunctionTable::Find(std::string_view name) const {
  const auto found = definitions_.find(name);
  return found == definitions_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> FunctionTable::Names() const {
  std::vector<std::string_view> names;
  names.reserve(definitions_.size());
  for (const auto& [name, definition] : definitions_) {
    names.push_back(name);
  }
  return names;
}

}  // namespace connectguard
