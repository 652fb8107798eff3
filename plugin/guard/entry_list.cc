#include "guard/entry_list.h"

#include <algorithm>

#include "guard/compare.h"

namespace connectguard {

EntryCount CountOf(const EntryList& entries) {
  EntryCount count;
  for (const Entry* entry : entries) {
    const bool missing = entry->maybe || MayBeMissing(*entry);
    count.least += missing ? 0 : 1;
    count.most += entry->stepped ? std::size_t{1} << 32 : 1;
  }
  return count;
}

bool AnyMayBeMissing(const EntryList& entries, const EntryList& other) {
  return std::any_of(entries.begin(), entries.end(), [&](const Entry* entry) {
    return MayBeMissing(*entry) &&
           std::none_of(other.begin(), other.end(), [&](const Entry* same) {
             return IsSameUnknown(*entry->value, *same->value);
           });
  });
}

bool AllMaybe(const EntryList& entries) {
  return !entries.empty() &&
         std::all_of(entries.begin(), entries.end(),
                     [](const Entry* entry) { return entry->maybe; });
}

const Value* FirstCause(const EntryList& left, const EntryList& right) {
  for (const auto* side : {&left, &right}) {
    for (const Entry* entry : *side) {
      if (entry->maybe) {
        return entry->because;
      }
      if (entry->value->Is(Kind::kUnknown)) {
        return entry->value;
      }
    }
  }
  return nullptr;
}

}  // namespace connectguard
