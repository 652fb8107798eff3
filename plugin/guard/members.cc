#include "guard/members.h"

namespace connectguard {
namespace {

// The answer for a member that may not be there, or may be several.
Truth Weaken(Truth same, bool certain) {
  return same == Truth::kNo || certain ? same : Truth::kMaybe;
}

}  // namespace

Truth ListContains(const Value& list, const Value& value, CompareNotes* notes) {
  Truth found = Truth::kNo;
  for (const Value& element : list.AsList()) {
    found = Stronger(found, CompareSame(element, value, notes));
    if (found == Truth::kYes) {
      break;
    }
  }
  return found;
}

Members::Members(const std::vector<const Entry*>& entries) {
  for (const Entry* entry : entries) {
    if (entry->value->Is(Kind::kString)) {
      bool& certain = strings_[entry->value->AsString()];
      certain = certain || !entry->maybe;
    } else {
      others_.push_back(entry);
    }
  }
}

Truth Members::Contain(const Value& value, CompareNotes* notes) const {
  Truth found = Truth::kNo;
  if (value.Is(Kind::kString)) {
    const auto at = strings_.find(value.AsString());
    if (at != strings_.end()) {
      found = Weaken(Truth::kYes, at->second);
    }
  } else if (value.Is(Kind::kUnknown) || value.Is(Kind::kRuleLiteral)) {
    found = StringsContain(value, notes);
  } else if (notes->semantics.Has(Departure::kIncomparable)) {
    for (const auto& [text, certain] : strings_) {
      found = Stronger(found, Weaken(Truth::kIncomparable, certain));
    }
  }
  for (const Entry* entry : others_) {
    if (found == Truth::kYes) {
      break;
    }
    const bool certain = !entry->maybe && !entry->stepped;
    found = Stronger(found,
                     Weaken(CompareSame(*entry->value, value, notes), certain));
  }
  return found;
}

// For a pattern or an unknown value, which may be like any of them.
Truth Members::StringsContain(const Value& value, CompareNotes* notes) const {
  Truth found = Truth::kNo;
  for (const auto& [text, certain] : strings_) {
    Value string;
    string.kind = Kind::kString;
    string.text = text.data();
    string.size = static_cast<std::uint32_t>(text.size());
    found = Stronger(found, Weaken(CompareSame(string, value, notes), certain));
  }
  return found;
}

}  // namespace connectguard
