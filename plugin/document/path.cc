#include "document/path.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace connectguard {
namespace {

// From just below `stop` down to the value.
std::vector<const Value*> StepsBelow(const Value& value, const Value* stop) {
  constexpr std::size_t kUsual = 16;
  std::vector<const Value*> steps;
  steps.reserve(kUsual);
  for (const Value* at = &value; at != nullptr && at != stop; at = at->parent) {
    steps.push_back(at);
  }
  std::ranges::reverse(steps);
  return steps;
}

std::size_t NumberInList(const Value& item) {
  return static_cast<std::size_t>(&item - item.parent->items);
}

// A value that a function made hangs below one that may be a list or a map
// without being one of its children.
template <typename T>
bool StandsIn(const void* value, const T* begin, std::size_t count) {
  return std::less_equal<const void*>()(begin, value) &&
         std::less<const void*>()(value, begin + count);
}

bool IsListItem(const Value& value) {
  return value.parent != nullptr && value.parent->Is(Kind::kList) &&
         StandsIn(&value, value.parent->items, value.parent->size);
}

bool IsMapMember(const Value& value) {
  return value.parent != nullptr && value.parent->Is(Kind::kMap) &&
         StandsIn(&value, value.parent->members, value.parent->size);
}

}  // namespace

std::string PathOf(const Value& value) {
  std::string path;
  for (const Value* step : StepsBelow(value, nullptr)) {
    if (IsListItem(*step)) {
      path += '/' + std::to_string(NumberInList(*step));
    } else if (IsMapMember(*step)) {
      path += '/';
      path += KeyOf(*step);
    }
  }
  return path;
}

std::string PathBelow(const Value& value, const Value& ancestor) {
  std::string path;
  for (const Value* step : StepsBelow(value, &ancestor)) {
    if (IsListItem(*step)) {
      path += '[' + std::to_string(NumberInList(*step)) + ']';
    } else if (IsMapMember(*step)) {
      path += path.empty() ? "" : ".";
      path += KeyOf(*step);
    }
  }
  return path;
}

bool IsMade(const Value& value) {
  return value.parent != nullptr && !IsListItem(value) && !IsMapMember(value);
}

}  // namespace connectguard
