// Traps of the language that a clause shows, or a call, or a literal.
#include <algorithm>
#include <set>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "lint/findings.h"
#include "lint/shape.h"

namespace connectguard {
namespace {

// --------------------------------------------------------------- references --

std::set<std::string> LinesOf(const LintFacts& facts,
                              const Conjunction<Clause>& conditions) {
  std::set<std::string> lines;
  for (const Alternatives<Clause>& line : conditions) {
    std::string text;
    for (const Clause& clause : line) {
      text += facts.TextOf(clause.span) + " or ";
    }
    lines.insert(std::move(text));
  }
  return lines;
}

// Whether the rule is only asked for when the other is not skipped.
bool HasSameConditions(const LintFacts& facts, const Rule& rule,
                       const Rule& required) {
  const std::set<std::string> own = LinesOf(facts, rule.conditions);
  const std::set<std::string> other = LinesOf(facts, required.conditions);
  return std::includes(own.begin(), own.end(), other.begin(), other.end());
}

void CheckSkippedReference(const LintFacts& facts, const ClauseSite& site,
                           Findings* out) {
  const auto* form = std::get_if<RuleReference>(&site.clause->form);
  const Rule* rule = facts.items[site.in->item].rule;
  if (form == nullptr || rule == nullptr || form->negated ||
      site.in->place != ConjunctionSite::Place::kBody || !site.in->outermost ||
      (*site.in->conjunction)[site.line].size() != 1) {
    return;
  }
  const std::vector<const Rule*> required = facts.FindRules(form->name);
  if (required.size() != 1 || required[0]->conditions.empty() ||
      HasSameConditions(facts, *rule, *required[0])) {
    return;
  }
  out->Add("skipped-reference", site.clause->span,
           fmt::format("this fails when rule `{}` is skipped by its `when`",
                       form->name),
           fmt::format("give this rule the same `when`, or write `when {} {{ "
                       "... }}` around what follows from it",
                       form->name));
}

// --------------------------------------------------------------- comparisons
// --

void CheckEmptiness(const LintFacts& facts, const ClauseSite& site,
                    Findings* out) {
  const auto* form = std::get_if<UnaryClause>(&site.clause->form);
  if (form == nullptr || form->op != UnaryOp::kEmpty ||
      form->query.parts.size() != 1) {
    return;
  }
  const auto* head = std::get_if<VariablePart>(&form->query.parts[0]);
  if (head == nullptr) {
    return;
  }
  const Meaning meaning = facts.MeaningOf(head->name, site.in->scope);
  const auto* query =
      meaning.let == nullptr
          ? nullptr
          : std::get_if<std::unique_ptr<Query>>(&meaning.let->value);
  if (query == nullptr || (*query)->some) {
    return;
  }
  const Shape shape = ShapeOf(facts, **query, meaning.scope);
  if (shape.may_be_many || shape.may_be_none || shape.is_open ||
      !std::holds_alternative<KeyPart>((*query)->parts.back())) {
    return;
  }
  const std::string text = facts.TextOf((*query)->span);
  out->Add("emptiness-of-variable", site.clause->span,
           fmt::format("an empty list or text in `%{}` counts as not empty",
                       head->name),
           fmt::format("ask `{0} {1}empty` of the value itself, or `%{2} "
                       "exists` when that is meant",
                       text, form->op_not ? "!" : "", head->name));
}

void CheckSetComparison(const LintFacts& facts, const ClauseSite& site,
                        Findings* out) {
  const auto* form = std::get_if<BinaryClause>(&site.clause->form);
  if (form == nullptr || form->op != CompareOp::kEqual || form->leading_not) {
    return;
  }
  const Shape left = ShapeOf(facts, form->query, site.in->scope);
  const Shape right = ShapeOf(facts, form->right, site.in->scope);
  if (left.literal != nullptr || left.may_be_many || left.is_open ||
      right.literal != nullptr || !right.has_wildcard) {
    return;
  }
  out->Add("set-comparison", site.clause->span,
           fmt::format("`{}` is one value, and passes only when every value on "
                       "the right equals it",
                       facts.TextOf(form->query.span)),
           fmt::format("write `{} in ...` when one of them is enough",
                       facts.TextOf(form->query.span)));
}

// ----------------------------------------------------------------- arguments
// --

// The comparison in the rule to which the parameter is the right side.
const BinaryClause* ComparedWith(const LintFacts& facts,
                                 const ParameterizedRule& rule,
                                 std::string_view parameter, bool in) {
  for (const ClauseSite* site : facts.clauses_of_item[facts.ItemOf(rule)]) {
    const auto* form = std::get_if<BinaryClause>(&site->clause->form);
    if (form == nullptr) {
      continue;
    }
    const auto* query = std::get_if<std::unique_ptr<Query>>(&form->right);
    const bool of_in =
        form->op == CompareOp::kIn || form->op == CompareOp::kNotIn;
    const bool of_equal =
        form->op == CompareOp::kEqual || form->op == CompareOp::kNotEqual;
    if (query == nullptr || !(in ? of_in : of_equal)) {
      continue;
    }
    const auto* head = std::get_if<VariablePart>(&(*query)->parts[0]);
    const bool bare =
        (*query)->parts.size() == 1 ||
        ((*query)->parts.size() == 2 &&
         std::holds_alternative<AllIndicesPart>((*query)->parts[1]));
    if (head != nullptr && bare && head->name == parameter &&
        facts.MeaningOf(parameter, site->in->scope).parameter) {
      return form;
    }
  }
  return nullptr;
}

void CheckLiteralArguments(const LintFacts& facts, const ClauseSite& site,
                           Findings* out) {
  const auto* call = std::get_if<RuleCall>(&site.clause->form);
  const ParameterizedRule* rule =
      call == nullptr ? nullptr : facts.FindParameterized(call->name);
  if (rule == nullptr || rule->parameters.size() != call->arguments.size()) {
    return;
  }
  for (std::size_t i = 0; i < call->arguments.size(); ++i) {
    const auto* literal = std::get_if<const Value*>(&call->arguments[i]);
    if (literal == nullptr) {
      continue;
    }
    const bool single = (*literal)->Is(Kind::kList) && (*literal)->size == 1;
    const bool text = (*literal)->Is(Kind::kString);
    const std::string& name = rule->parameters[i];
    if ((single && ComparedWith(facts, *rule, name, false) != nullptr) ||
        (text && ComparedWith(facts, *rule, name, true) != nullptr)) {
      out->Add("literal-argument", site.clause->span,
               single ? fmt::format("a value does not equal the list of one "
                                    "that `{}` is given as `{}`",
                                    rule->name, name)
                      : fmt::format("`in %{}` does not look for a part of the "
                                    "text that `{}` is given",
                                    name, rule->name),
               "keep the literal in a `let`, and give the variable");
    }
  }
}

// --------------------------------------------------------- literals and calls
// --

bool IsRange(const Value& value) {
  return value.Is(Kind::kRuleLiteral) && PatternOf(value) == nullptr;
}

void CheckRanges(const Value& value, Findings* out) {
  if (!value.Is(Kind::kList)) {
    return;
  }
  for (const Value& each : value.AsList()) {
    if (IsRange(each)) {
      out->Add("range-in-list", each.span(),
               "cfn-guard never finds a range in a list",
               "write a clause for each range, with `or` between them");
    }
    CheckRanges(each, out);
  }
}

void CheckReplacements(const CallSite& site, Findings* out) {
  if (site.call->name != "regex_replace" || site.call->arguments.size() != 3) {
    return;
  }
  const auto* pattern = std::get_if<const Value*>(&site.call->arguments[1]);
  if (pattern == nullptr || !(*pattern)->Is(Kind::kString)) {
    return;
  }
  const std::string_view text = (*pattern)->AsString();
  // Character by character, or all of it: nothing stands around a match.
  constexpr std::string_view kEverything[] = {".",  "(.)",  ".+",
                                              ".*", "(.+)", "(.*)"};
  if (std::find(std::begin(kEverything), std::end(kEverything), text) !=
      std::end(kEverything)) {
    return;
  }
  if (!text.starts_with('^') || !text.ends_with('$')) {
    out->Add("dropped-text", site.call->span,
             "the text around what the pattern matches is lost",
             "match all of the text: `^(.*)...(.*)$`, and name the groups in "
             "the replacement");
  }
}

// -------------------------------------------------------- type conditions --

// The first key that a condition asks for; null when it asks for none.
const KeyPart* FirstKey(const Clause& clause) {
  const Query* query = nullptr;
  if (const auto* unary = std::get_if<UnaryClause>(&clause.form)) {
    query = &unary->query;
  } else if (const auto* binary = std::get_if<BinaryClause>(&clause.form)) {
    query = &binary->query;
  }
  return query == nullptr ? nullptr : std::get_if<KeyPart>(&query->parts[0]);
}

void AddTypeCondition(const std::string& text, std::string_view type,
                      const Clause& clause, const KeyPart& key, Findings* out) {
  // What a resource has and a document has not.
  constexpr std::string_view kOfResource[] = {
      "Properties",     "Type",           "Change",
      "DependsOn",      "DeletionPolicy", "UpdateReplacePolicy",
      "CreationPolicy", "UpdatePolicy"};
  if (std::find(std::begin(kOfResource), std::end(kOfResource), key.name) !=
      std::end(kOfResource)) {
    out->Add("condition-of-root", clause.span,
             fmt::format("cfn-guard asks `{}` of the document, not of each "
                         "`{}`",
                         text, type),
             fmt::format("put it inside: `{} {{ when ... {{ ... }} }}`", type));
  } else {
    out->Add("maybe-condition-of-root", clause.span,
             fmt::format("strictly `{}` is asked of each `{}` that has `{}`",
                         text, type, key.name),
             "ask it in the `when` of the rule");
  }
}

void CheckTypeConditions(const LintFacts& facts, const ClauseSite& site,
                         Findings* out) {
  const auto* block = std::get_if<TypeBlock>(&site.clause->form);
  if (block == nullptr) {
    return;
  }
  for (const Alternatives<Clause>& line : block->conditions) {
    for (const Clause& clause : line) {
      if (const KeyPart* key = FirstKey(clause)) {
        AddTypeCondition(facts.TextOf(clause.span), block->type, clause, *key,
                         out);
      }
    }
  }
}

}  // namespace

void CheckClauses(const LintFacts& facts, Findings* out) {
  for (const ClauseSite& site : facts.clauses) {
    CheckSkippedReference(facts, site, out);
    CheckEmptiness(facts, site, out);
    CheckSetComparison(facts, site, out);
    CheckLiteralArguments(facts, site, out);
    CheckTypeConditions(facts, site, out);
  }
  for (const LiteralSite& site : facts.literals) {
    CheckRanges(*site.literal, out);
  }
  for (const CallSite& site : facts.calls) {
    CheckReplacements(site, out);
  }
}

}  // namespace connectguard
