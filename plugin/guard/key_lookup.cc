#include "guard/key_lookup.h"

namespace connectguard {
namespace {

// Keys of the document are compared by address; maps that a literal or a
// function brought have keys of their own.
bool HasForeignKeys(const Evaluator& evaluator, const Value& map) {
  if (map.size == 0) {
    return false;
  }
  const Key* first = map.members[0].key;
  return evaluator.document().keys().Lookup(first->text) != first;
}

// The first spelling that the map has, or the one that was used before.
const Value* FindConverted(Evaluator& evaluator, const Value& map,
                           const KeyPart& part, bool foreign,
                           std::optional<KeyCase>* key_case) {
  if (evaluator.Departs(Departure::kKeyCase)) {
    return nullptr;
  }
  const KeyForms& forms = evaluator.ConvertedFormsOf(part);
  if (!foreign && !forms.any_other) {
    return nullptr;
  }
  for (std::size_t i = 0; i < kKeyCases; ++i) {
    const auto form = static_cast<KeyCase>(i);
    if (*key_case && **key_case != form) {
      continue;
    }
    const Value* found =
        foreign ? Find(map, forms.texts[i]) : Find(map, forms.others[i]);
    if (found != nullptr) {
      *key_case = form;
      return found;
    }
  }
  return nullptr;
}

}  // namespace

const Value* FindMember(Evaluator& evaluator, const Value& map,
                        const KeyPart& part, std::optional<KeyCase>* key_case) {
  const Value* found = Find(map, evaluator.FormsOf(part).exact);
  if (found != nullptr) {
    return found;
  }
  const bool foreign = HasForeignKeys(evaluator, map);
  if (foreign) {
    found = Find(map, part.name);
  }
  return found != nullptr
             ? found
             : FindConverted(evaluator, map, part, foreign, key_case);
}

}  // namespace connectguard
