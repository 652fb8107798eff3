#include "guard/members.h"

namespace connectguard {
namespace {

// A range matches from the right alone.
Truth SameAsElement(const Value& element, const Value& value,
                    CompareNotes* notes) {
  const bool turned = element.Is(Kind::kRuleLiteral) &&
                      notes->semantics.Has(Departure::kRangeInList);
  return turned ? CompareSame(value, element, notes)
                : CompareSame(element, value, notes);
}

}  // namespace

void Likeness::Add(Truth same, bool certain) {
  switch (same) {
    case Truth::kYes:
    case Truth::kMaybe:
      found_ = Stronger(found_, certain ? same : Truth::kMaybe);
      return;
    case Truth::kNo:
      (certain ? comparable_ : maybe_comparable_) = true;
      return;
    case Truth::kIncomparable:
      (certain ? incomparable_ : maybe_incomparable_) = true;
      return;
  }
}

Truth Likeness::Answer() const {
  if (found_ != Truth::kNo) {
    return found_;
  }
  if (comparable_ || (!incomparable_ && !maybe_incomparable_)) {
    return Truth::kNo;
  }
  return incomparable_ && !maybe_comparable_ ? Truth::kIncomparable
                                             : Truth::kMaybe;
}

Truth ListContains(const Value& list, const Value& value, CompareNotes* notes) {
  Likeness likeness;
  for (const Value& element : list.AsList()) {
    likeness.Add(SameAsElement(element, value, notes), true);
    if (likeness.Found()) {
      break;
    }
  }
  return likeness.Answer();
}

Members::Members(const std::vector<const Entry*>& entries) {
  // Of few, to look at each is less work than a table.
  constexpr std::size_t kFew = 4;
  if (entries.size() <= kFew) {
    others_ = entries;
    return;
  }
  for (const Entry* entry : entries) {
    if (entry->value->Is(Kind::kString)) {
      bool& certain = strings_[entry->value->AsString()];
      certain = certain || !entry->maybe;
      any_certain_string_ = any_certain_string_ || certain;
    } else {
      others_.push_back(entry);
    }
  }
}

Truth Members::Contain(const Value& value, CompareNotes* notes) const {
  Likeness likeness;
  AddStrings(value, notes, &likeness);
  for (const Entry* entry : others_) {
    if (likeness.Found()) {
      break;
    }
    likeness.Add(SameAsElement(*entry->value, value, notes),
                 !entry->maybe && !entry->stepped);
  }
  return likeness.Answer();
}

void Members::AddStrings(const Value& value, CompareNotes* notes,
                         Likeness* likeness) const {
  if (value.Is(Kind::kUnknown) || value.Is(Kind::kRuleLiteral)) {
    // An unknown value or a pattern may be like any of them.
    for (const auto& [text, certain] : strings_) {
      Value string;
      string.kind = Kind::kString;
      string.text = text.data();
      string.size = static_cast<std::uint32_t>(text.size());
      likeness->Add(SameAsElement(string, value, notes), certain);
    }
    return;
  }
  Truth other = Truth::kNo;
  if (value.Is(Kind::kString)) {
    const auto at = strings_.find(value.AsString());
    if (at != strings_.end()) {
      likeness->Add(Truth::kYes, at->second);
    }
  } else if (notes->semantics.Has(Departure::kIncomparable)) {
    other = Truth::kIncomparable;
  }
  if (any_certain_string_) {
    likeness->Add(other, true);
  } else if (!strings_.empty()) {
    likeness->Add(other, false);
  }
}

}  // namespace connectguard
