// Names: what is not defined, what is not used, what hides something else.
#include <algorithm>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/scope.h"
#include "lint/findings.h"

namespace connectguard {
namespace {

bool IsOfParameterized(const LintFacts& facts, const NameScope* scope) {
  return scope->parent != nullptr &&
         facts.items[scope->item].parameterized != nullptr;
}

// A rule with parameters sees what its callers see: their variables and
// parameters, wherever they stand.
bool IsDefinedAnywhere(const LintFacts& facts, std::string_view name) {
  for (const LetSite& site : facts.lets) {
    if (site.let->name == name) {
      return true;
    }
  }
  for (const NameScope& scope : facts.scopes) {
    if (scope.parameters != nullptr &&
        std::find(scope.parameters->begin(), scope.parameters->end(), name) !=
            scope.parameters->end()) {
      return true;
    }
  }
  return facts.captured_names.contains(name);
}

std::string HintForVariable(const LintFacts& facts, const VariableUse& use) {
  for (const LetSite& site : facts.lets) {
    if (site.let->name == use.name) {
      return fmt::format(
          "the `let {}` in line {} is not visible here: move it out to where "
          "both see it",
          use.name, facts.file().source->At(site.let->span.begin).line);
    }
  }
  std::vector<std::string_view> names;
  for (const NameScope* at = use.scope; at != nullptr; at = at->parent) {
    if (at->lets != nullptr) {
      for (const Assignment& let : *at->lets) {
        names.push_back(let.name);
      }
    }
    if (at->parameters != nullptr) {
      names.insert(names.end(), at->parameters->begin(), at->parameters->end());
    }
  }
  std::string hint = DidYouMean(use.name, names);
  return hint.empty() ? fmt::format("define it: `let {} = ...`", use.name)
                      : hint;
}

void CheckUnknownVariables(const LintFacts& facts, Findings* out) {
  std::set<std::pair<std::string_view, std::uint32_t>> reported;
  for (const VariableUse& use : facts.uses) {
    const bool known = IsOfParameterized(facts, use.scope)
                           ? IsDefinedAnywhere(facts, use.name)
                           : facts.MeaningOf(use.name, use.scope).known();
    if (!known && reported.insert({use.name, use.query->span.begin}).second) {
      out->Add("unknown-variable", use.query->span,
               fmt::format("there is no variable `{}`", use.name),
               HintForVariable(facts, use));
    }
  }
}

std::vector<std::string_view> NamesOfRules(const RuleFile& file) {
  std::vector<std::string_view> names;
  for (const Rule& rule : file.rules) {
    if (!rule.implicit) {
      names.push_back(rule.name);
    }
  }
  return names;
}

std::vector<std::string_view> NamesOfParameterized(const RuleFile& file) {
  std::vector<std::string_view> names;
  for (const ParameterizedRule& rule : file.parameterized_rules) {
    names.push_back(rule.name);
  }
  return names;
}

void CheckReference(const LintFacts& facts, const Clause& clause,
                    const RuleReference& form, Findings* out) {
  if (!facts.FindRules(form.name).empty()) {
    return;
  }
  const bool takes = facts.FindParameterized(form.name) != nullptr;
  out->Add("unknown-rule", clause.span,
           takes ? fmt::format("rule `{}` takes arguments", form.name)
                 : fmt::format("there is no rule `{}`", form.name),
           takes ? fmt::format("call it: `{}(...)`", form.name)
                 : DidYouMean(form.name, NamesOfRules(facts.file())));
}

void CheckCall(const LintFacts& facts, const Clause& clause,
               const RuleCall& call, Findings* out) {
  const ParameterizedRule* rule = facts.FindParameterized(call.name);
  if (rule == nullptr) {
    out->Add(
        "unknown-rule", clause.span,
        fmt::format("there is no rule `{}` with parameters", call.name),
        facts.FindRules(call.name).empty()
            ? DidYouMean(call.name, NamesOfParameterized(facts.file()))
            : fmt::format("refer to it without arguments: `{}`", call.name));
    return;
  }
  if (rule->parameters.size() != call.arguments.size()) {
    out->Add("wrong-arity", clause.span,
             fmt::format("rule `{}` takes {} argument{}, not {}", call.name,
                         rule->parameters.size(),
                         rule->parameters.size() == 1 ? "" : "s",
                         call.arguments.size()),
             fmt::format("it is `{}({})`", call.name,
                         fmt::join(rule->parameters, ", ")));
  }
}

void CheckUnknownRules(const LintFacts& facts, Findings* out) {
  for (const ClauseSite& site : facts.clauses) {
    if (const auto* form = std::get_if<RuleReference>(&site.clause->form)) {
      CheckReference(facts, *site.clause, *form, out);
    } else if (const auto* call = std::get_if<RuleCall>(&site.clause->form)) {
      CheckCall(facts, *site.clause, *call, out);
    }
  }
}

// --------------------------------------------------------------- not used --

// A use that means the name of this scope, or may do so through a call from it.
bool IsUsed(const LintFacts& facts, std::string_view name,
            const NameScope* scope, bool calls) {
  const auto uses = facts.uses_of_name.find(name);
  return uses != facts.uses_of_name.end() &&
         std::any_of(
             uses->second.begin(), uses->second.end(),
             [&](const VariableUse* use) {
               const NameScope* means = facts.MeaningOf(name, use->scope).scope;
               // What is not the callee's own is looked up with the caller.
               const bool free = means == nullptr || means->parent == nullptr;
               return means == scope ||
                      (calls && free && IsOfParameterized(facts, use->scope));
             });
}

void CheckUnusedLets(const LintFacts& facts, Findings* out) {
  for (const LetSite& site : facts.lets) {
    const Assignment& let = *site.let;
    const Assignment* counts = facts.MeaningOf(let.name, site.scope).let;
    if (counts != &let) {
      out->Add("shadowed-let", let.span,
               fmt::format("this `let {}` has no effect: the one in line {} "
                           "counts",
                           let.name,
                           facts.file().source->At(counts->span.begin).line),
               "give it a name of its own, or remove it");
      continue;
    }
    if (!IsUsed(facts, let.name, site.scope,
                facts.scopes_with_calls.contains(site.scope))) {
      out->Add("unused-let", let.span,
               fmt::format("variable `{}` is not used", let.name),
               "use it, or remove it");
    }
  }
}

// The grammar wants a parameter, so a rule that asks of where it is called has
// one that is given `this`.
bool IsAlwaysThis(const LintFacts& facts, const ParameterizedRule& rule,
                  std::size_t number) {
  const auto calls = facts.calls_of_rule.find(rule.name);
  if (calls == facts.calls_of_rule.end()) {
    return false;
  }
  return std::all_of(
      calls->second.begin(), calls->second.end(), [&](const ClauseSite* site) {
        const auto& call = std::get<RuleCall>(site->clause->form);
        const auto* query =
            number < call.arguments.size()
                ? std::get_if<std::unique_ptr<Query>>(&call.arguments[number])
                : nullptr;
        return query != nullptr && (*query)->parts.size() == 1 &&
               std::holds_alternative<ThisPart>((*query)->parts[0]);
      });
}

void CheckUnusedParameters(const LintFacts& facts, Findings* out) {
  for (const NameScope& scope : facts.scopes) {
    if (scope.parameters == nullptr) {
      continue;
    }
    const ParameterizedRule& rule = *facts.items[scope.item].parameterized;
    for (std::size_t i = 0; i < scope.parameters->size(); ++i) {
      const std::string& name = (*scope.parameters)[i];
      if (!IsUsed(facts, name, &scope,
                  facts.scopes_with_calls.contains(&scope)) &&
          !IsAlwaysThis(facts, rule, i)) {
        out->Add("unused-parameter", rule.span,
                 fmt::format("parameter `{}` of rule `{}` is not used", name,
                             rule.name),
                 "use it, or remove it here and from the calls");
      }
    }
  }
}

// Calls by itself do not count.
bool IsCalled(const LintFacts& facts, const ParameterizedRule& rule) {
  const auto calls = facts.calls_of_rule.find(rule.name);
  return calls != facts.calls_of_rule.end() &&
         std::any_of(calls->second.begin(), calls->second.end(),
                     [&](const ClauseSite* site) {
                       return site->in->item != facts.ItemOf(rule);
                     });
}

void CheckUnusedRules(const LintFacts& facts, Findings* out) {
  for (const ParameterizedRule& rule : facts.file().parameterized_rules) {
    if (facts.FindParameterized(rule.name) != &rule) {
      out->Add("shadowed-rule", rule.span,
               fmt::format("this rule `{}` has no effect: a later one of the "
                           "name counts",
                           rule.name),
               "give it a name of its own, or remove it");
    } else if (!IsCalled(facts, rule)) {
      out->Add("unused-rule", rule.span,
               fmt::format("rule `{}` is never called", rule.name),
               "call it from a rule without parameters, or remove it");
    }
  }
}

// Whether a block or a rule around the place defines the name.
bool IsDefinedInside(const NameScope* scope, std::string_view name) {
  for (const NameScope* at = scope; at->parent != nullptr; at = at->parent) {
    if ((at->lets != nullptr && FindAssignment(*at->lets, name) != nullptr) ||
        (at->parameters != nullptr &&
         std::find(at->parameters->begin(), at->parameters->end(), name) !=
             at->parameters->end())) {
      return true;
    }
  }
  return false;
}

// A variable of the file that a caller of the rule has one of its own beside.
void CheckCallersVariables(const LintFacts& facts, Findings* out) {
  for (const VariableUse& use : facts.uses) {
    const ParameterizedRule* rule =
        use.scope->parent == nullptr
            ? nullptr
            : facts.items[use.scope->item].parameterized;
    const Meaning meaning = facts.MeaningOf(use.name, use.scope);
    if (rule == nullptr || meaning.let == nullptr ||
        meaning.scope->parent != nullptr) {
      continue;
    }
    const auto calls = facts.calls_of_rule.find(rule->name);
    if (calls == facts.calls_of_rule.end()) {
      continue;
    }
    for (const ClauseSite* site : calls->second) {
      if (IsDefinedInside(site->in->scope, use.name)) {
        out->Add(
            "callers-variable", use.query->span,
            fmt::format("called from line {}, `%{}` means the variable of "
                        "that rule and not the one of the file",
                        facts.file().source->At(site->clause->span.begin).line,
                        use.name),
            "give one of them another name, or hand the value over");
        break;
      }
    }
  }
}

}  // namespace

void CheckNames(const LintFacts& facts, Findings* out) {
  CheckUnknownVariables(facts, out);
  CheckUnknownRules(facts, out);
  CheckUnusedLets(facts, out);
  CheckUnusedParameters(facts, out);
  CheckUnusedRules(facts, out);
  CheckCallersVariables(facts, out);
}

}  // namespace connectguard
