#include "gate/secret_texts.h"

#include <algorithm>

namespace connectguard {
namespace {

std::uint64_t StartOf(std::string_view text) {
  std::uint64_t start = 0;
  for (std::size_t i = 0; i < SecretTexts::kMinInside; ++i) {
    start = start << 8 | static_cast<unsigned char>(text[i]);
  }
  return start;
}

bool IsTrue(const Value* value) {
  return value != nullptr && value->Is(Kind::kBool) && value->boolean;
}

}  // namespace

SecretTexts::SecretTexts(const Document& document) {
  const Value* source = document.source();
  const bool is_plan =
      source != nullptr && Find(*source, "resource_changes") != nullptr;
  // The plan has the marked texts as they are; the document may have them taken
  // apart, as policies are, and then a part is no secret of its own.
  if (is_plan) {
    AddFromPlan(*source);
  } else {
    AddSensitive(document.root());
  }
}

bool SecretTexts::Holds(std::string_view text) const {
  if (all_.contains(text)) {
    return true;
  }
  for (std::size_t i = 0; !by_start_.empty() && i + kMinInside <= text.size();
       ++i) {
    const std::string_view rest = text.substr(i);
    const auto found = by_start_.find(StartOf(rest));
    if (found != by_start_.end() &&
        std::any_of(found->second.begin(), found->second.end(),
                    [&](std::string_view secret) {
                      return rest.starts_with(secret);
                    })) {
      return true;
    }
  }
  return false;
}

void SecretTexts::AddText(std::string_view text) {
  if (text.empty() || !all_.insert(text).second) {
    return;
  }
  if (text.size() >= kMinInside) {
    by_start_[StartOf(text)].push_back(text);
  }
}

// Recursion is bounded: readers refuse inputs deeper than limits::kMaxDepth.
void SecretTexts::AddAll(const Value& value) {
  if (value.Is(Kind::kString)) {
    AddText(value.AsString());
  } else if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      AddAll(item);
    }
  } else if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      AddAll(member.value);
    }
  }
}

void SecretTexts::AddSensitive(const Value& value) {
  if (value.sensitive) {
    AddAll(value);
  } else if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      AddSensitive(item);
    }
  } else if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      AddSensitive(member.value);
    }
  }
}

void SecretTexts::AddMarked(const Value& value, const Value& marks) {
  if (IsTrue(&marks)) {
    AddAll(value);
  } else if (marks.Is(Kind::kList) && value.Is(Kind::kList)) {
    for (std::size_t i = 0; i < std::min(marks.size, value.size); ++i) {
      AddMarked(value.AsList()[i], marks.AsList()[i]);
    }
  } else if (marks.Is(Kind::kMap)) {
    for (const Member& mark : marks.AsMap()) {
      if (const Value* inner = Find(value, mark.key->text)) {
        AddMarked(*inner, mark.value);
      }
    }
  }
}

// What the canonical document lacks: attributes that are not mapped, and
// variables.
void SecretTexts::AddFromPlan(const Value& plan) {
  const Value* changes = Find(plan, "resource_changes");
  if (changes != nullptr && changes->Is(Kind::kList)) {
    for (const Value& item : changes->AsList()) {
      const Value* change = Find(item, "change");
      if (change == nullptr) {
        continue;
      }
      for (const auto& [side, marks] :
           {std::pair("before", "before_sensitive"),
            std::pair("after", "after_sensitive")}) {
        const Value* value = Find(*change, side);
        const Value* marked = Find(*change, marks);
        if (value != nullptr && marked != nullptr) {
          AddMarked(*value, *marked);
        }
      }
    }
  }
  const Value* declared =
      FindPath(plan, {"configuration", "root_module", "variables"});
  if (declared == nullptr || !declared->Is(Kind::kMap)) {
    return;
  }
  for (const Member& variable : declared->AsMap()) {
    if (!IsTrue(Find(variable.value, "sensitive"))) {
      continue;
    }
    const Value* given =
        FindPath(plan, {"variables", variable.key->text, "value"});
    for (const Value* value : {given, Find(variable.value, "default")}) {
      if (value != nullptr) {
        AddAll(*value);
      }
    }
  }
}

}  // namespace connectguard
