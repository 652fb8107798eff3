// Walks the parts of a query. Parts that lead from one value to one are a loop;
// parts that fan out call the walk again, so the recursion is no deeper than
// the document.
#include "guard/query.h"

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

#include "guard/evaluation.h"
#include "guard/key_lookup.h"
#include "guard/type_query.h"

namespace connectguard {
namespace {

Value KeyText(const Key& key) {
  Value text;
  text.kind = Kind::kString;
  text.text = key.text.data();
  text.size = static_cast<std::uint32_t>(key.text.size());
  return text;
}

const Value* CauseOf(const CompareNotes& notes, Entries right) {
  if (notes.unknown != nullptr) {
    return notes.unknown;
  }
  for (const Entry& entry : right) {
    if (entry.because != nullptr) {
      return entry.because;
    }
  }
  return nullptr;
}

class Walker {
 public:
  Walker(Evaluator& evaluator, const Query& query, Selection* out)
      : evaluator_(evaluator), query_(query), parts_(query.parts), out_(out) {}

  // Where a walk stands.
  struct At {
    const Value* value = nullptr;
    std::size_t part = 0;
    Scope* scope = nullptr;
    // The conversion that found a key of this query; later keys use it only.
    std::optional<KeyCase> key_case;
    bool maybe = false;
    const Value* because = nullptr;
    std::string_view remark = {};
  };

  // Every query has a head: the parser makes no other.
  Status Walk(At at) {
    if (const auto* variable = std::get_if<VariablePart>(&parts_[0])) {
      return WalkVariable(*variable, at);
    }
    bool done = evaluator_.Departs(Departure::kMissingResources) &&
                at.value == &evaluator_.document().root() &&
                IsOfEmptySection(query_, *at.value);
    if (done) {
      return {};
    }
    CG_RETURN_IF_ERROR(WalkByType(at, &done));
    return done ? Status() : WalkFrom(at);
  }

 private:
  // Says how a step ended.
  enum class Step { kOn, kDone };

  Status WalkFrom(At at) {
    while (at.part < parts_.size()) {
      if (at.value->Is(Kind::kUnknown) &&
          !std::holds_alternative<ThisPart>(parts_[at.part])) {
        AddInside(at);
        return {};
      }
      CG_ASSIGN_OR_RETURN(
          const Step step,
          std::visit([&](const auto& part) { return Take(part, &at); },
                     parts_[at.part]));
      if (step == Step::kDone) {
        return {};
      }
      ++at.part;
    }
    Add(at, Found::kResolved);
    return {};
  }

  // Into a value of the one the walk stands at.
  Status WalkInto(const At& at, const Value& value, Scope* scope) {
    const Evaluator::Nesting nesting(evaluator_);
    if (nesting.TooDeep()) {
      return evaluator_.TooDeepAt(query_.span);
    }
    At next = at;
    next.value = &value;
    next.scope = scope;
    ++next.part;
    return WalkFrom(next);
  }

  // --- What is found ---------------------------------------------------------

  void Add(const At& at, Found found) {
    Entry entry;
    entry.value = at.value;
    entry.found = found;
    entry.maybe = at.maybe;
    entry.part = static_cast<std::uint32_t>(at.part);
    entry.query = &query_;
    entry.because = at.because;
    entry.remark = at.remark;
    out_->push_back(entry);
  }

  Result<Step> Unresolved(const At& at) {
    Add(at, Found::kUnresolved);
    return Step::kDone;
  }

  void AddWithoutKey(const At& at, const Entry& key) {
    Add(at, Found::kUnresolved);
    out_->back().key = evaluator_.Keep(&key);
  }

  // Whatever the rest of the query would have found inside an unknown value.
  void AddInside(At at) {
    for (std::size_t i = at.part; i < parts_.size(); ++i) {
      // A filter may select nothing of it, and no keys lead nowhere.
      if (std::holds_alternative<FilterPart>(parts_[i]) ||
          std::holds_alternative<KeysFilterPart>(parts_[i]) ||
          std::holds_alternative<VariablePart>(parts_[i])) {
        at.because = at.maybe ? at.because : at.value;
        at.maybe = true;
      }
    }
    at.value = evaluator_.Inside(*at.value);
    Add(at, Found::kResolved);
    out_->back().stepped = true;
  }

  // --- Heads -----------------------------------------------------------------

  // The values of the variable; `[*]` behind it never looks into them.
  Status WalkVariable(const VariablePart& variable, const At& at) {
    CG_ASSIGN_OR_RETURN(
        const Selection* values,
        evaluator_.Variable(variable.name, query_.span, *at.scope));
    std::size_t rest = 1;
    if (parts_.size() > 1 &&
        std::holds_alternative<AllIndicesPart>(parts_[1])) {
      rest = 2;
    }
    if (rest >= parts_.size()) {
      out_->insert(out_->end(), values->begin(), values->end());
      return {};
    }
    // By number and copied: a capture on the way may add to the variable.
    for (std::size_t i = 0; i < values->size(); ++i) {
      const Entry entry = (*values)[i];
      if (entry.found == Found::kUnresolved) {
        out_->push_back(entry);
        continue;
      }
      Scope scope = Scope::Of(*entry.value, *at.scope);
      At next = at;
      next.value = entry.value;
      next.part = rest;
      next.scope = &scope;
      next.maybe = entry.maybe;
      next.because = entry.because;
      next.remark = entry.remark;
      const std::size_t before = out_->size();
      CG_RETURN_IF_ERROR(WalkFrom(next));
      if (entry.stepped) {
        MarkStepped(before);
      }
    }
    return {};
  }

  void MarkStepped(std::size_t from) {
    for (std::size_t i = from; i < out_->size(); ++i) {
      (*out_)[i].stepped = true;
    }
  }

  // Takes the first three parts at once from the index of the document.
  Status WalkByType(const At& at, bool* done) {
    if (at.value != &evaluator_.document().root()) {
      return {};
    }
    const auto nodes = NodesOfTypesAsked(evaluator_, query_, *at.scope);
    if (!nodes) {
      return {};
    }
    *done = true;
    const auto& filter = std::get<FilterPart>(parts_[2]);
    const auto rest = std::span(filter.clauses).subspan(1);
    for (const Value* node : *nodes) {
      Scope scope = Scope::Of(*node, *at.scope);
      At next = at;
      next.value = node;
      next.part = 2;
      next.scope = &scope;
      CG_ASSIGN_OR_RETURN(const bool selected, Filter(rest, scope, &next));
      if (selected) {
        ++next.part;
        CG_RETURN_IF_ERROR(WalkFrom(next));
      }
    }
    return {};
  }

  // --- Steps -----------------------------------------------------------------

  Result<Step> Take(const ThisPart&, At*) { return Step::kOn; }

  Result<Step> Take(const KeyPart& part, At* at) {
    const bool names_member =
        at->value->Is(Kind::kMap) && evaluator_.Departs(Departure::kIndexes);
    if (part.index && !names_member) {
      return TakeIndex(*part.index, at);
    }
    if (!at->value->Is(Kind::kMap)) {
      return Unresolved(*at);
    }
    const Value* member =
        FindMember(evaluator_, *at->value, part, &at->key_case);
    if (member == nullptr) {
      return Unresolved(*at);
    }
    at->value = member;
    return Step::kOn;
  }

  Result<Step> Take(const IndexPart& part, At* at) {
    return TakeIndex(part.index, at);
  }

  // Where an index points in so many values. To cfn-guard the sign is nothing.
  std::uint64_t PlaceOf(std::int32_t index, std::uint64_t size) const {
    const auto number =
        static_cast<std::uint64_t>(std::abs(std::int64_t{index}));
    if (index >= 0 || !evaluator_.Departs(Departure::kIndexes)) {
      return number;
    }
    return number <= size ? size - number : size;
  }

  Result<Step> TakeIndex(std::int32_t index, At* at) {
    const std::uint64_t number = PlaceOf(index, at->value->size);
    if (!at->value->Is(Kind::kList) || number >= at->value->size) {
      return Unresolved(*at);
    }
    at->value = &at->value->items[number];
    return Step::kOn;
  }

  Result<Step> Take(const AllIndicesPart& part, At* at) {
    if (at->value->Is(Kind::kMap)) {
      return part.capture.empty() ? Step::kOn : WalkMembers(part.capture, *at);
    }
    return at->value->Is(Kind::kList) ? WalkItems(*at) : Step::kOn;
  }

  Result<Step> Take(const AllValuesPart& part, At* at) {
    if (at->value->Is(Kind::kMap)) {
      return WalkMembers(part.capture, *at);
    }
    return at->value->Is(Kind::kList) ? WalkItems(*at) : Step::kOn;
  }

  Result<Step> WalkItems(const At& at) {
    if (at.value->size == 0) {
      return Unresolved(at);
    }
    for (const Value& item : at.value->AsList()) {
      if (evaluator_.Departs(Departure::kListFilter)) {
        Scope scope = Scope::Of(item, *at.scope);
        CG_RETURN_IF_ERROR(WalkInto(at, item, &scope));
      } else {
        CG_RETURN_IF_ERROR(WalkInto(at, item, at.scope));
      }
    }
    return Step::kDone;
  }

  Result<Step> WalkMembers(const std::string& capture, const At& at) {
    if (at.value->size == 0) {
      return Unresolved(at);
    }
    for (const Member& member : at.value->AsMap()) {
      Scope scope = Scope::Of(member.value, *at.scope);
      if (!capture.empty()) {
        evaluator_.Capture(capture, member, at.maybe, at.because);
      }
      CG_RETURN_IF_ERROR(WalkInto(at, member.value, &scope));
    }
    return Step::kDone;
  }

  // --- Interpolation ---------------------------------------------------------

  Result<Step> Take(const VariablePart& part, At* at) {
    if (!at->value->Is(Kind::kMap)) {
      return Unresolved(*at);
    }
    CG_ASSIGN_OR_RETURN(
        const Selection* values,
        evaluator_.Variable(part.name, query_.span, *at->scope));
    const Selection keys = *values;
    std::span<const Entry> wanted = keys;
    if (at->part + 1 < parts_.size()) {
      const QueryPart& next = parts_[at->part + 1];
      if (const auto* index = std::get_if<IndexPart>(&next)) {
        // Picks the key here, and is applied again to what the key leads to.
        const std::uint64_t number = PlaceOf(index->index, keys.size());
        if (number >= keys.size()) {
          return Unresolved(*at);
        }
        wanted = wanted.subspan(number, 1);
      } else if (!std::holds_alternative<AllIndicesPart>(next) &&
                 !std::holds_alternative<KeyPart>(next) &&
                 !std::holds_alternative<VariablePart>(next)) {
        return evaluator_.ErrorAt(
            query_.span,
            "`%" + part.name + "` cannot be followed by `" +
                QueryText(query_, at->part + 1) + "` here",
            "assign the values to a variable first");
      }
    }
    for (const Entry& key : wanted) {
      CG_RETURN_IF_ERROR(WalkKeyEntry(key, *at));
    }
    return Step::kDone;
  }

  Status WalkKeyEntry(const Entry& key, At at) {
    at.maybe = at.maybe || key.maybe;
    at.because = at.because != nullptr ? at.because : key.because;
    if (key.found == Found::kUnresolved) {
      AddWithoutKey(at, key);
      return {};
    }
    if (!key.value->Is(Kind::kList)) {
      return WalkKey(*key.value, at, nullptr);
    }
    for (const Value& element : key.value->AsList()) {
      CG_RETURN_IF_ERROR(WalkKey(element, at, &key));
    }
    return {};
  }

  // One key, exactly as it is; `list` when it is an element of one.
  Status WalkKey(const Value& key, const At& at, const Entry* list) {
    if (key.Is(Kind::kUnknown)) {
      At inside = at;
      inside.value = &key;
      AddInside(inside);
      return {};
    }
    if (!key.Is(Kind::kString)) {
      return evaluator_.ErrorAt(query_.span,
                                "a " + std::string(KindName(key.kind)) +
                                    " cannot be used as a key of a map");
    }
    const Value* member = Find(*at.value, key.AsString());
    if (member == nullptr) {
      AddWithoutKey(at, {.value = &key, .key = evaluator_.Keep(list)});
      return {};
    }
    return WalkInto(at, *member, at.scope);
  }

  // --- Filters ---------------------------------------------------------------

  // Whether the filter selects, and then whether that is certain.
  Result<bool> Filter(std::span<const Alternation> clauses, Scope& scope,
                      At* at) {
    if (clauses.empty()) {
      return true;
    }
    CG_ASSIGN_OR_RETURN(const Judged judged,
                        evaluator_.JudgeFilter(clauses, scope));
    if (!judged.outcome.IsCertain()) {
      at->because = at->maybe ? at->because : judged.unknown;
      at->maybe = true;
    }
    return judged.outcome.CanPass();
  }

  Result<Step> Take(const FilterPart& part, At* at) {
    switch (at->value->kind) {
      case Kind::kMap:
        return FilterMap(part, at);
      case Kind::kList:
        return FilterItems(part, *at);
      default:
        return FilterScalar(part, at);
    }
  }

  template <typename Part>
  bool Follows(const At& at) const {
    return at.part > 0 && std::holds_alternative<Part>(parts_[at.part - 1]);
  }

  // A member that may turn out not to be there cannot be selected then.
  static void NoteOptional(const Value& member, At* at) {
    if (!at->maybe && member.Is(Kind::kUnknown) &&
        member.unknown->may_be_absent) {
      at->maybe = true;
      at->because = &member;
    }
  }

  // Behind a wildcard the filter asks of the map itself, behind a key of each
  // of its values.
  Result<Step> FilterMap(const FilterPart& part, At* at) {
    if (Follows<AllValuesPart>(*at) || Follows<AllIndicesPart>(*at)) {
      CG_ASSIGN_OR_RETURN(const bool selected,
                          Filter(part.clauses, *at->scope, at));
      return selected ? Step::kOn : Step::kDone;
    }
    if (!Follows<KeyPart>(*at)) {
      return FilterOfMapAfterOtherPart();
    }
    for (const Member& member : at->value->AsMap()) {
      Scope scope = Scope::Of(member.value, *at->scope);
      At next = *at;
      NoteOptional(member.value, &next);
      CG_ASSIGN_OR_RETURN(const bool selected,
                          Filter(part.clauses, scope, &next));
      if (selected) {
        if (!part.capture.empty()) {
          evaluator_.Capture(part.capture, member, next.maybe, next.because);
        }
        CG_RETURN_IF_ERROR(WalkInto(next, member.value, &scope));
      }
    }
    return Step::kDone;
  }

  // The reference crashes here.
  Result<Step> FilterOfMapAfterOtherPart() {
    return evaluator_.ErrorAt(
        query_.span, "a map can be filtered only behind a key, `.*` or `[*]`",
        "put all conditions into one filter");
  }

  Result<Step> FilterItems(const FilterPart& part, const At& at) {
    for (const Value& item : at.value->AsList()) {
      Scope scope = Scope::Of(item, *at.scope);
      At next = at;
      CG_ASSIGN_OR_RETURN(const bool selected,
                          Filter(part.clauses, scope, &next));
      if (selected) {
        CG_RETURN_IF_ERROR(WalkInto(next, item, at.scope));
      }
    }
    return Step::kDone;
  }

  Result<Step> FilterScalar(const FilterPart& part, At* at) {
    if (!Follows<AllIndicesPart>(*at)) {
      return Unresolved(*at);
    }
    Scope scope = Scope::Of(*at->value, *at->scope);
    CG_ASSIGN_OR_RETURN(const bool selected, Filter(part.clauses, scope, at));
    return selected ? Step::kOn : Step::kDone;
  }

  // The right side is a query relative to the map itself.
  Result<Step> Take(const KeysFilterPart& part, At* at) {
    if (!at->value->Is(Kind::kMap)) {
      return Unresolved(*at);
    }
    Selection right;
    CG_RETURN_IF_ERROR(SelectKeysOperand(part, *at, &right));
    if (const auto key = KeyAsked(part, right)) {
      return WalkMember(*key, *at);
    }
    for (const Member& member : at->value->AsMap()) {
      CompareNotes notes;
      const Value key = KeyText(*member.key);
      const Outcome outcome = CompareMapKey(part.op, key, right, &notes);
      if (!notes.error.empty()) {
        return evaluator_.ErrorAt(query_.span, std::move(notes.error));
      }
      if (!outcome.CanPass()) {
        continue;
      }
      At next = *at;
      NoteOptional(member.value, &next);
      if (!outcome.IsCertain()) {
        next.because = next.maybe ? next.because : CauseOf(notes, right);
        next.maybe = true;
      }
      CG_RETURN_IF_ERROR(WalkInto(next, member.value, at->scope));
    }
    return Step::kDone;
  }

  // The one key that can be equal, which needs no walk over all members.
  static std::optional<std::string_view> KeyAsked(const KeysFilterPart& part,
                                                  Entries right) {
    const bool certain = part.op == CompareOp::kEqual && right.size() == 1 &&
                         right[0].found != Found::kUnresolved &&
                         !right[0].maybe && !right[0].stepped &&
                         right[0].value->Is(Kind::kString);
    return certain ? std::optional(right[0].value->AsString()) : std::nullopt;
  }

  Result<Step> WalkMember(std::string_view key, const At& at) {
    if (const Value* member = Find(*at.value, key)) {
      At next = at;
      NoteOptional(*member, &next);
      CG_RETURN_IF_ERROR(WalkInto(next, *member, at.scope));
    }
    return Step::kDone;
  }

  Status SelectKeysOperand(const KeysFilterPart& part, const At& at,
                           Selection* right) {
    if (const auto* literal = std::get_if<const Value*>(&part.right)) {
      Entry entry;
      entry.value = *literal;
      entry.found = Found::kLiteral;
      right->push_back(entry);
      return {};
    }
    const auto* query = std::get_if<std::unique_ptr<Query>>(&part.right);
    if (query == nullptr) {
      return evaluator_.ErrorAt(query_.span,
                                "a keys filter cannot call a function");
    }
    At start = at;
    start.part = 0;
    start.maybe = false;
    start.because = nullptr;
    return Walker(evaluator_, **query, right).Walk(start);
  }

  Evaluator& evaluator_;
  const Query& query_;
  const std::vector<QueryPart>& parts_;
  Selection* out_;
};

}  // namespace

Status Select(Evaluator& evaluator, const Query& query, const Value& root,
              Scope& scope, Selection* out) {
  Walker::At at;
  at.value = &root;
  at.scope = &scope;
  return Walker(evaluator, query, out).Walk(at);
}

}  // namespace connectguard
