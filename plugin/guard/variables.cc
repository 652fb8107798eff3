// Variables, operands, captures and function calls.
#include <optional>
#include <utility>

#include "base/text.h"
#include "guard/evaluation.h"
#include "guard/function_results.h"

namespace connectguard {
namespace {

// The scope in which the variables and filters of a query are resolved. For a
// value looked at by a block or a filter it is the scope around it.
Scope& ResolverOf(Scope& scope) {
  return scope.kind == Scope::Kind::kValue ? *scope.parent : scope;
}

void CollectNames(const Scope& scope, std::vector<std::string_view>* names) {
  for (const Scope* at = &scope; at != nullptr; at = at->parent) {
    if (at->assignments != nullptr) {
      for (const Assignment& assignment : *at->assignments) {
        names->push_back(assignment.name);
      }
    }
    if (at->parameters != nullptr) {
      names->insert(names->end(), at->parameters->begin(),
                    at->parameters->end());
    }
  }
}

Entry EntryOf(const Value& value, Found found) {
  Entry entry;
  entry.value = &value;
  entry.found = found;
  return entry;
}

}  // namespace

Result<const Selection*> Evaluator::Variable(std::string_view name,
                                             SourceSpan span, Scope& scope) {
  const Nesting nesting(*this);
  if (nesting.TooDeep()) {
    return TooDeepAt(span);
  }
  for (Scope* at = &scope; at != nullptr; at = at->parent) {
    if (at->kind == Scope::Kind::kCall) {
      if (const Selection* values = FindArgument(*at, name)) {
        return values;
      }
    }
    if (at->assignments == nullptr) {
      continue;
    }
    if (const Binding* binding = FindBinding(*at, name)) {
      if (!binding->ready) {
        return ErrorAt(
            span, "variable `" + std::string(name) + "` is defined by itself");
      }
      return &binding->values;
    }
    if (const Assignment* assignment = FindAssignment(*at->assignments, name)) {
      return EvaluateAssignment(*assignment, *at);
    }
  }
  std::vector<std::string_view> names;
  CollectNames(scope, &names);
  return ErrorAt(span, "there is no variable `" + std::string(name) + "`",
                 DidYouMean(name, names));
}

Result<const Selection*> Evaluator::EvaluateAssignment(
    const Assignment& assignment, Scope& scope) {
  Binding& binding = scope.bindings.emplace_back();
  binding.name = assignment.name;
  // What goes wrong inside a variable is recorded with the clauses that use
  // it.
  const Recording outer = std::exchange(recording_, Recording::kNone);
  Selection values;
  Status status = SelectAssigned(assignment, scope, &values);
  recording_ = outer;
  if (!status) {
    // The next use must fail in the same way.
    scope.bindings.remove_if(
        [&](const Binding& each) { return &each == &binding; });
    return tl::unexpected<Error>(std::move(status).error());
  }
  binding.values = std::move(values);
  binding.ready = true;
  // Of the file's own variables it is told also when a filter asks first.
  EvaluationObserver* const observer =
      scope.kind == Scope::Kind::kRoot ? options_.observer : observer_;
  if (observer != nullptr) {
    observer->Bound(assignment, binding.values);
  }
  return &binding.values;
}

// `let x = some Query` keeps what was resolved: neither what is missing nor
// literals.
Status Evaluator::SelectAssigned(const Assignment& assignment, Scope& scope,
                                 Selection* out) {
  if (scope.kind == Scope::Kind::kRoot && options_.variables != nullptr) {
    const auto given = options_.variables->find(assignment.name);
    if (given != options_.variables->end()) {
      out->push_back(EntryOf(*given->second, Found::kLiteral));
      return {};
    }
  }
  CG_RETURN_IF_ERROR(SelectOperand(assignment.value, scope, out));
  const auto* query = std::get_if<std::unique_ptr<Query>>(&assignment.value);
  if (query != nullptr && (*query)->some) {
    std::erase_if(*out, [](const Entry& entry) {
      return entry.found != Found::kResolved;
    });
  }
  return {};
}

// Keys are captured in the root scope, whatever scope the query runs in, and
// pile up there.
void Evaluator::Capture(const std::string& name, const Member& member,
                        bool maybe, const Value* because) {
  const Assignment* assignment = FindAssignment(rules_.assignments, name);
  if (assignment != nullptr &&
      std::holds_alternative<const Value*>(assignment->value)) {
    return;  // A literal hides what is captured.
  }
  Binding* binding = FindBinding(root_, name);
  if (binding == nullptr) {
    binding = &root_.bindings.emplace_back();
    binding->name = name;
    binding->ready = true;
  }
  Entry entry = EntryOf(*KeyValue(member), Found::kResolved);
  entry.maybe = maybe;
  entry.because = because;
  binding->values.push_back(entry);
}

const Value* Evaluator::KeyValue(const Member& member) {
  auto* key = evaluation_.arena->New<Value>(member.value);
  key->kind = Kind::kString;
  key->linked = false;
  key->text = member.key->text.data();
  key->size = static_cast<std::uint32_t>(member.key->text.size());
  key->sensitive = false;
  key->parent = &member.value;
  return key;
}

const Value* Evaluator::Inside(const Value& unknown) {
  const Value*& inside = inside_[&unknown];
  if (inside == nullptr) {
    Arena& arena = *evaluation_.arena;
    auto* info = arena.New<UnknownInfo>(*unknown.unknown);
    const auto references = arena.CopyArray(info->references);
    for (Reference& reference : references) {
      reference.exact = false;
    }
    info->references = references;
    info->may_be_absent = true;
    auto* value = arena.New<Value>(unknown);
    value->unknown = info;
    value->parent = &unknown;
    inside = value;
  }
  return inside;
}

const KeyForms& Evaluator::FormsOf(const KeyPart& part) {
  const auto [at, added] = key_forms_.try_emplace(&part);
  if (added) {
    at->second.exact = document_.keys().Lookup(part.name);
  }
  return at->second;
}

const KeyForms& Evaluator::ConvertedFormsOf(const KeyPart& part) {
  KeyForms& forms = key_forms_[&part];
  if (!forms.converted) {
    forms.converted = true;
    for (std::size_t i = 0; i < kKeyCases; ++i) {
      forms.texts[i] =
          ConvertKey(part.name, static_cast<KeyCase>(i), options_.version);
      forms.others[i] = document_.keys().Lookup(forms.texts[i]);
      forms.any_other = forms.any_other || forms.others[i] != nullptr;
    }
  }
  return forms;
}

// ---------------------------------------------------------------- operands --

namespace {

// The root of the scope, or what stands around it and has the first key.
const Value& StartOf(const Query& query, const Scope& scope) {
  const auto* key = std::get_if<KeyPart>(&query.parts[0]);
  const bool around = scope.around != nullptr && key != nullptr &&
                      scope.root->Is(Kind::kMap) &&
                      Find(*scope.root, key->name) == nullptr &&
                      Find(*scope.around, key->name) != nullptr;
  return around ? *scope.around : *scope.root;
}

// The variable whose values are all that the query selects; null for others.
const VariablePart* VariableAlone(const Query& query) {
  const auto* variable = std::get_if<VariablePart>(&query.parts[0]);
  const bool all = query.parts.size() == 2 &&
                   std::holds_alternative<AllIndicesPart>(query.parts[1]);
  return query.parts.size() == 1 || all ? variable : nullptr;
}

}  // namespace

Status Evaluator::SelectIn(const Query& query, Scope& scope, Selection* out) {
  return Select(*this, query, StartOf(query, scope), ResolverOf(scope), out);
}

Status Evaluator::SelectOperand(const Operand& operand, Scope& scope,
                                Selection* out) {
  if (const auto* literal = std::get_if<const Value*>(&operand)) {
    out->push_back(EntryOf(**literal, Found::kLiteral));
    return {};
  }
  if (const auto* query = std::get_if<std::unique_ptr<Query>>(&operand)) {
    return SelectIn(**query, scope, out);
  }
  return CallFunction(*std::get<std::unique_ptr<FunctionCall>>(operand), scope,
                      out);
}

Status Evaluator::ViewIn(const Query& query, Scope& scope, SelectionView* out) {
  if (const VariablePart* variable = VariableAlone(query)) {
    CG_ASSIGN_OR_RETURN(
        const Selection* values,
        Variable(variable->name, query.span, ResolverOf(scope)));
    out->HoldVariable(*values);
    return {};
  }
  if (query.parts.size() == 1 &&
      std::holds_alternative<ThisPart>(query.parts[0])) {
    Entry entry = EntryOf(*scope.root, Found::kResolved);
    entry.query = &query;
    entry.part = 1;
    out->HoldOne(entry);
    return {};
  }
  return SelectIn(query, scope, out->own());
}

Status Evaluator::ViewOperand(const Operand& operand, Scope& scope,
                              SelectionView* out) {
  if (const auto* literal = std::get_if<const Value*>(&operand)) {
    out->HoldOne(EntryOf(**literal, Found::kLiteral));
    return {};
  }
  if (const auto* query = std::get_if<std::unique_ptr<Query>>(&operand)) {
    return ViewIn(**query, scope, out);
  }
  return SelectOperand(operand, scope, out->own());
}

// --------------------------------------------------------------- functions --

namespace {

std::string ArityText(const FunctionDefinition& function) {
  std::string text = std::to_string(function.min_arguments);
  if (function.max_arguments != function.min_arguments) {
    text += " to " + std::to_string(function.max_arguments);
  }
  return text + (text == "1" ? " argument" : " arguments");
}

// An unknown value among the arguments, on which uncertain results depend.
const Value* CauseAmong(Arguments arguments) {
  for (const SelectedValues& argument : arguments) {
    for (const Selected& each : argument) {
      if (each.maybe) {
        return each.because;
      }
      if (each.value != nullptr && each.value->Is(Kind::kUnknown)) {
        return each.value;
      }
    }
  }
  return nullptr;
}

// Null for a result that is certain.
const Value* CauseOf(const Selected& result, Arguments arguments) {
  if (!result.maybe || result.because != nullptr) {
    return result.because;
  }
  return result.value->Is(Kind::kUnknown) ? result.value
                                          : CauseAmong(arguments);
}

SelectedValues ToSelected(Entries argument) {
  SelectedValues selected;
  selected.reserve(argument.size());
  for (const Entry& entry : argument) {
    const bool there = entry.found != Found::kUnresolved;
    selected.push_back(
        {there ? entry.value : nullptr, entry.maybe, entry.because});
  }
  return selected;
}

}  // namespace

Status Evaluator::CallFunction(const FunctionCall& call, Scope& scope,
                               Selection* out) {
  const Nesting nesting(*this);
  if (nesting.TooDeep()) {
    return TooDeepAt(call.span);
  }
  const FunctionDefinition* function = call.definition;
  if (function == nullptr || function->since > options_.version) {
    return ErrorAt(call.span, "there is no function `" + call.name + "`");
  }
  if (call.arguments.size() < function->min_arguments ||
      call.arguments.size() > function->max_arguments) {
    return ErrorAt(call.span, "`" + call.name + "` takes " +
                                  ArityText(*function) + ", not " +
                                  std::to_string(call.arguments.size()));
  }
  std::vector<SelectedValues> arguments;
  arguments.reserve(call.arguments.size());
  for (const Operand& operand : call.arguments) {
    SelectionView argument;
    CG_RETURN_IF_ERROR(ViewOperand(operand, scope, &argument));
    arguments.push_back(ToSelected(argument.entries()));
  }
  ValueBuilder builder(evaluation_.arena.get(), &keys_);
  const FunctionContext context = {
      .document = &document_,
      .clock = options_.clock != nullptr ? options_.clock : &system_clock_,
      .builder = &builder,
      .arena = evaluation_.arena.get(),
      .regexes = &regexes_};
  FunctionResult results = function->call(context, arguments);
  if (const Status made = CheckMade(*evaluation_.arena); results && !made) {
    results = tl::unexpected(made.error());
  }
  if (!results) {
    return ErrorAt(call.span, std::move(results.error().diagnostic.message),
                   std::move(results.error().diagnostic.hint));
  }
  out->reserve(out->size() + results->size());
  for (const Selected& result : *results) {
    Entry entry = EntryOf(*result.value, Found::kResolved);
    entry.maybe = result.maybe;
    entry.because = CauseOf(result, arguments);
    entry.remark = result.remark;
    out->push_back(entry);
  }
  return {};
}

}  // namespace connectguard
