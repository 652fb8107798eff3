// Where cfn-guard's verdict and the strict one can differ: one check for each
// departure that guard/semantics.h names.
//
// A departure that depends on the input alone is information; it is a warning
// where the rules file itself shows that the author means otherwise.
#include <algorithm>
#include <charconv>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "guard/containment.h"
#include "lint/findings.h"
#include "lint/shape.h"

namespace connectguard {
namespace {

// One comparison, with what is known of both sides.
struct Comparison {
  const ClauseSite* site = nullptr;
  const BinaryClause* form = nullptr;
  Shape left;
  Shape right;

  const Clause& clause() const { return *site->clause; }
  // As it is asked strictly or as cfn-guard asks it.
  bool CanAskPositively() const {
    return form->leading_not || !IsNegated(form->op);
  }
  bool CanAskNegatively() const {
    return form->leading_not ? true : IsNegated(form->op);
  }
};

std::string_view OperatorText(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return "==";
    case CompareOp::kNotEqual:
      return "!=";
    case CompareOp::kLess:
      return "<";
    case CompareOp::kLessEqual:
      return "<=";
    case CompareOp::kGreater:
      return ">";
    case CompareOp::kGreaterEqual:
      return ">=";
    case CompareOp::kIn:
      return "in";
    case CompareOp::kNotIn:
      return "not in";
  }
  return "";
}

CompareOp Opposite(CompareOp op) {
  switch (op) {
    case CompareOp::kEqual:
      return CompareOp::kNotEqual;
    case CompareOp::kNotEqual:
      return CompareOp::kEqual;
    case CompareOp::kLess:
      return CompareOp::kGreaterEqual;
    case CompareOp::kLessEqual:
      return CompareOp::kGreater;
    case CompareOp::kGreater:
      return CompareOp::kLessEqual;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLess;
    case CompareOp::kIn:
      return CompareOp::kNotIn;
    case CompareOp::kNotIn:
      return CompareOp::kIn;
  }
  return op;
}

// ------------------------------------------------------------ leading `not` --

void CheckLeadingNot(const LintFacts& facts, const Comparison& comparison,
                     Findings* out) {
  if (!comparison.form->leading_not) {
    return;
  }
  out->Add("ignored-not", comparison.clause().span,
           fmt::format("cfn-guard ignores the `not` in front of `{}`",
                       OperatorText(comparison.form->op)),
           fmt::format("write `{} {} ...`",
                       facts.TextOf(comparison.form->query.span),
                       OperatorText(Opposite(comparison.form->op))));
}

void CheckNegatedCall(const ClauseSite& site, const RuleCall& call,
                      Findings* out) {
  if (call.negated) {
    out->Add("ignored-not-call", site.clause->span,
             fmt::format("cfn-guard ignores the `not` in front of `{}(...)`",
                         call.name),
             "write a rule that asks for the opposite, and call that");
  }
}

// ------------------------------------------------------------- empty lists --

// Whether the query is `other[*]`, or goes on from there.
bool GoesThrough(const Query& query, const Query& other) {
  const std::size_t size = other.parts.size();
  if (query.parts.size() <= size ||
      !std::holds_alternative<AllIndicesPart>(query.parts[size])) {
    return false;
  }
  return std::equal(other.parts.begin(), other.parts.end(), query.parts.begin(),
                    IsSamePart);
}

// Whether the rule goes through the list somewhere.
bool IsListElsewhere(const LintFacts& facts, const Comparison& comparison) {
  const Query& query = comparison.form->query;
  const auto& in_rule = facts.queries_of_item[comparison.site->in->item];
  return std::holds_alternative<KeyPart>(query.parts.back()) &&
         std::any_of(in_rule.begin(), in_rule.end(),
                     [&](const QuerySite* other) {
                       return GoesThrough(*other->query, query);
                     });
}

// Whether the same rule asks if the list is empty, or if it has elements.
bool IsEmptinessAsked(const LintFacts& facts, const Query& query,
                      std::size_t item) {
  const auto& in_rule = facts.clauses_of_item[item];
  return std::any_of(
      in_rule.begin(), in_rule.end(), [&](const ClauseSite* site) {
        const auto* form = std::get_if<UnaryClause>(&site->clause->form);
        if (form == nullptr) {
          return false;
        }
        return (form->op == UnaryOp::kEmpty &&
                IsSameQuery(form->query, query)) ||
               (form->op == UnaryOp::kExists &&
                GoesThrough(form->query, query));
      });
}

void CheckEmptyList(const LintFacts& facts, const Comparison& comparison,
                    Findings* out) {
  const bool left = comparison.left.may_be_list;
  // An empty list on the right counts for orders, and behind a literal.
  const bool right =
      comparison.right.may_be_list &&
      (comparison.left.literal != nullptr || comparison.left.is_open ||
       (comparison.form->op >= CompareOp::kLess &&
        comparison.form->op <= CompareOp::kGreaterEqual));
  const auto is_filled = [](const Shape& shape) {
    return shape.literal != nullptr && shape.literal->Is(Kind::kList) &&
           shape.literal->size > 0;
  };
  if ((!left || is_filled(comparison.left)) &&
      (!right || is_filled(comparison.right))) {
    return;
  }
  const Query& query = comparison.form->query;
  const std::string text = facts.TextOf(query.span);
  if (left && comparison.CanAskPositively() && !query.some &&
      !comparison.left.is_spread && IsListElsewhere(facts, comparison) &&
      !IsEmptinessAsked(facts, query, comparison.site->in->item)) {
    out->Add("empty-list-passes", comparison.clause().span,
             fmt::format("`{}` is a list elsewhere in this rule, and is "
                         "compared as a whole here",
                         text),
             fmt::format("write `{}[*] {} ...`, which fails for an empty list "
                         "in both",
                         text, OperatorText(comparison.form->op)));
    return;
  }
  out->Add("maybe-empty-list", comparison.clause().span,
           fmt::format("an empty list in `{}` is judged differently", text),
           fmt::format("when it may be a list, write `{}[*]`, or ask "
                       "`{} !empty` as well",
                       text, text));
}

// ------------------------------------------------------- empty right sides --

// Whether the same rule asks if anything was selected, or if the variable is
// empty that it is selected from.
bool IsSelectionAsked(const LintFacts& facts, const Query& query,
                      std::size_t item) {
  const auto* head = std::get_if<VariablePart>(&query.parts[0]);
  const auto& in_rule = facts.clauses_of_item[item];
  return std::any_of(
      in_rule.begin(), in_rule.end(), [&](const ClauseSite* site) {
        const auto* form = std::get_if<UnaryClause>(&site->clause->form);
        if (form == nullptr || form->op != UnaryOp::kEmpty) {
          return false;
        }
        const auto* asked = std::get_if<VariablePart>(&form->query.parts[0]);
        return IsSameQuery(form->query, query) ||
               (head != nullptr && asked != nullptr &&
                head->name == asked->name);
      });
}

void CheckEmptyRight(const LintFacts& facts, const Comparison& comparison,
                     Findings* out) {
  if (!comparison.right.may_be_none || !comparison.CanAskPositively()) {
    return;
  }
  const auto* query =
      std::get_if<std::unique_ptr<Query>>(&comparison.form->right);
  const std::string text =
      query != nullptr ? facts.TextOf((*query)->span) : "the right side";
  const bool asked =
      query != nullptr &&
      IsSelectionAsked(facts, **query, comparison.site->in->item);
  // In a filter and beside alternatives nothing is lost by skipping.
  const ConjunctionSite& in = *comparison.site->in;
  const bool decides = !in.in_filter && !in.in_alternative &&
                       (*in.conjunction)[comparison.site->line].size() == 1 &&
                       in.place == ConjunctionSite::Place::kBody;
  if (comparison.right.is_selected && !asked && decides) {
    out->Add("empty-right-skips", comparison.clause().span,
             fmt::format("when `{}` selects nothing, cfn-guard skips this "
                         "clause and strictly it fails",
                         text),
             fmt::format("say which is meant: `when {} !empty {{ ... }}` to "
                         "skip, or `{} !empty` beside it to fail",
                         text, text));
    return;
  }
  out->Add("maybe-empty-right", comparison.clause().span,
           fmt::format("when {} selects nothing, the clause is judged "
                       "differently",
                       query != nullptr ? "`" + text + "`" : text),
           "ask `!empty` of it first");
}

// ----------------------------------------------------------------- numbers --

void CheckNumbers(const LintFacts& facts, const Comparison& comparison,
                  Findings* out) {
  const Shape& left = comparison.left;
  const Shape& right = comparison.right;
  if (!(left.may_be_whole && right.may_be_decimal) &&
      !(left.may_be_decimal && right.may_be_whole)) {
    return;
  }
  const std::string text = facts.TextOf(comparison.form->query.span);
  if (right.literal != nullptr && !right.may_be_whole) {
    out->Add(
        "whole-number", comparison.clause().span,
        fmt::format("cfn-guard cannot compare a whole number in `{}` with "
                    "a decimal one",
                    text),
        fmt::format("compare a variable: `let x = parse_float({})`", text));
    return;
  }
  out->Add("number-types", comparison.clause().span,
           fmt::format("a whole number beside a decimal one in `{}` is judged "
                       "differently",
                       facts.TextOf(comparison.clause().span)),
           "bring both sides to one type in a `let`: `parse_float(...)`");
}

// ------------------------------------------------------- not to be compared --

bool ReadsAsNumber(std::string_view text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// Numbers alone, booleans alone, or texts alone that could be written as such.
bool IsOfOneSpelling(const Value& list) {
  std::set<Kind> kinds;
  for (const Value& each : list.AsList()) {
    const bool spelling =
        each.Is(Kind::kInt) || each.Is(Kind::kBool) ||
        (each.Is(Kind::kString) &&
         (ReadsAsNumber(each.AsString()) || each.AsString() == "true" ||
          each.AsString() == "false"));
    if (!spelling) {
      return false;
    }
    kinds.insert(each.kind);
  }
  return kinds.size() == 1;
}

// Values of one kind can be compared with each other, a pattern with texts.
std::set<Kind> KindsIn(const Value& list) {
  std::set<Kind> kinds;
  for (const Value& each : list.AsList()) {
    const bool text = each.Is(Kind::kString) || PatternOf(each) != nullptr;
    kinds.insert(text                    ? Kind::kString
                 : each.Is(Kind::kFloat) ? Kind::kInt
                                         : each.kind);
  }
  return kinds;
}

// What the left side is known to be, everything in the list is as well.
bool IsOfLeftKind(const Shape& left, const Value& list) {
  const std::set<Kind> kinds = KindsIn(list);
  const bool number = (left.may_be_whole || left.may_be_decimal) &&
                      !(left.may_be_whole && left.may_be_decimal);
  return (left.is_text && kinds == std::set<Kind>{Kind::kString}) ||
         (number && left.literal == nullptr &&
          kinds == std::set<Kind>{Kind::kInt});
}

void CheckNotInList(const LintFacts& facts, const Comparison& comparison,
                    const Value& list, Findings* out) {
  const std::string text = facts.TextOf(comparison.form->query.span);
  if (IsOfOneSpelling(list)) {
    const bool texts = list.items[0].Is(Kind::kString);
    out->Add(
        "text-or-number", comparison.clause().span,
        fmt::format("`{}` passes with cfn-guard when it is written as {}", text,
                    texts ? "a number or boolean and not as text" : "text"),
        fmt::format("write texts alone, and `let x = parse_string({})` to "
                    "compare with them",
                    text));
  } else {
    out->Add("maybe-incomparable", comparison.clause().span,
             fmt::format("a value of another type in `{}` is judged "
                         "differently",
                         text),
             "ask for its type as well, such as `is_string`");
  }
}

void CheckIncomparable(const LintFacts& facts, const Comparison& comparison,
                       Findings* out) {
  const CompareOp op = comparison.form->op;
  const bool in = op == CompareOp::kIn || op == CompareOp::kNotIn;
  const bool equal = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  const Value* literal = comparison.right.literal;
  const bool sets = comparison.left.literal == nullptr && literal == nullptr;
  if (!comparison.CanAskNegatively() ||
      (literal != nullptr ? !in || !literal->Is(Kind::kList)
                          : !in && !(equal && sets))) {
    return;
  }
  if (literal != nullptr && comparison.left.literal == nullptr) {
    if (!IsOfLeftKind(comparison.left, *literal)) {
      CheckNotInList(facts, comparison, *literal, out);
    }
    return;
  }
  out->Add("maybe-incomparable", comparison.clause().span,
           fmt::format("a value of another type in `{}` is judged differently",
                       facts.TextOf(comparison.form->query.span)),
           "ask for its type as well, such as `is_string`");
}

// ----------------------------------------------------------------- sets ----

void CheckSets(const LintFacts& facts, const Comparison& comparison,
               Findings* out) {
  if (comparison.form->op != CompareOp::kEqual ||
      comparison.left.literal != nullptr ||
      comparison.right.literal != nullptr) {
    return;
  }
  out->Add("maybe-unequal-sets", comparison.clause().span,
           fmt::format("with a value that stands twice, `{}` is judged "
                       "differently",
                       facts.TextOf(comparison.clause().span)),
           "compare with `in`, which says what is asked");
}

// --------------------------------------------------------------- resources --

void CheckResources(const QuerySite& site, Findings* out) {
  const std::vector<QueryPart>& parts = site.query->parts;
  const auto* key = std::get_if<KeyPart>(&parts[0]);
  const bool all =
      parts.size() > 1 && (std::holds_alternative<AllValuesPart>(parts[1]) ||
                           std::holds_alternative<FilterPart>(parts[1]));
  if (key == nullptr || !all ||
      (key->name != "Resources" && key->name != "Previous")) {
    return;
  }
  const bool block = site.role == QueryRole::kType;
  out->Add(
      "missing-resources", site.query->span,
      block ? "without `Resources` cfn-guard gives up the whole run here"
            : fmt::format("without `{}` this is judged differently", key->name),
      block ? "put it into `when Resources exists { ... }`"
            : "ask `when %x !empty` of the variable that it is");
}

}  // namespace

void CheckModes(const LintFacts& facts, Findings* out) {
  for (const ClauseSite& site : facts.clauses) {
    if (const auto* call = std::get_if<RuleCall>(&site.clause->form)) {
      CheckNegatedCall(site, *call, out);
    }
    const auto* form = std::get_if<BinaryClause>(&site.clause->form);
    if (form == nullptr) {
      continue;
    }
    const NameScope* scope = site.in->scope;
    const Comparison comparison = {.site = &site,
                                   .form = form,
                                   .left = ShapeOf(facts, form->query, scope),
                                   .right = ShapeOf(facts, form->right, scope)};
    CheckLeadingNot(facts, comparison, out);
    CheckEmptyList(facts, comparison, out);
    CheckEmptyRight(facts, comparison, out);
    CheckNumbers(facts, comparison, out);
    CheckIncomparable(facts, comparison, out);
    CheckSets(facts, comparison, out);
  }
  for (const QuerySite& site : facts.queries) {
    CheckResources(site, out);
  }
}

}  // namespace connectguard
