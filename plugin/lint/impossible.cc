// What holds always or never by itself: alternatives that exclude nothing,
// variables without values, types that cannot exist, orders that there are not.
#include <algorithm>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/findings.h"
#include "lint/shape.h"

namespace connectguard {
namespace {

// -------------------------------------------------------------- tautologies --

// Of one value at most, so that what one alternative refuses the other takes.
bool SelectsOne(const Query& query) {
  return std::all_of(query.parts.begin(), query.parts.end(),
                     [](const QueryPart& part) {
                       return std::holds_alternative<KeyPart>(part) ||
                              std::holds_alternative<IndexPart>(part) ||
                              std::holds_alternative<ThisPart>(part);
                     });
}

bool AreComplements(const Clause& a, const Clause& b) {
  const auto* first = std::get_if<UnaryClause>(&a.form);
  const auto* second = std::get_if<UnaryClause>(&b.form);
  return first != nullptr && second != nullptr && first->op == second->op &&
         // `empty` of a number is an error.
         first->op != UnaryOp::kEmpty &&
         (first->op_not != first->leading_not) !=
             (second->op_not != second->leading_not) &&
         SelectsOne(first->query) && IsSameQuery(first->query, second->query);
}

void CheckTautologies(const LintFacts& facts, Findings* out) {
  for (const ClauseSite& site : facts.clauses) {
    const Alternatives<Clause>& line = (*site.in->conjunction)[site.line];
    for (std::size_t before = 0; before < site.number; ++before) {
      if (AreComplements(line[before], *site.clause)) {
        out->Add("always-holds", site.clause->span,
                 fmt::format("either this or `{}` always holds",
                             facts.TextOf(line[before].span)),
                 "remove the line, or put the alternatives on lines of their "
                 "own");
        break;
      }
    }
  }
}

// ---------------------------------------------------------- empty variables --

void CheckEmptyVariables(const LintFacts& facts, Findings* out) {
  for (const LetSite& site : facts.lets) {
    const auto* query = std::get_if<std::unique_ptr<Query>>(&site.let->value);
    if (query == nullptr || !(*query)->some) {
      continue;
    }
    const Value* literal = ShapeOf(facts, **query, site.scope).literal;
    if (literal != nullptr) {
      out->Add("always-empty", site.let->span,
               fmt::format("variable `{}` never has a value: `some` drops the "
                           "literal",
                           site.let->name),
               fmt::format("write `let {} = {}`", site.let->name,
                           facts.TextOf((*query)->span).substr(5)));
    }
  }
}

// -------------------------------------------------------------------- types --

bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
  });
}

std::vector<std::string_view> PartsOfType(std::string_view type) {
  std::vector<std::string_view> parts;
  for (std::size_t at = type.find("::"); at != std::string_view::npos;
       at = type.find("::")) {
    parts.push_back(type.substr(0, at));
    type.remove_prefix(at + 2);
  }
  parts.push_back(type);
  return parts;
}

// `AWS::Service::Resource`, and of a module in the registry `...::MODULE`.
bool IsTypeName(std::string_view type) {
  const std::vector<std::string_view> parts = PartsOfType(type);
  const bool module = parts.size() == 4 && parts[3] == "MODULE";
  return parts[0] == "AWS" && (parts.size() == 3 || module) &&
         std::all_of(parts.begin(), parts.end(), IsName);
}

// Only what is meant to be a name of CloudFormation's: other documents may have
// types of any form.
bool IsMeantAsType(std::string_view text) {
  constexpr std::string_view kAws = "aws";
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  const std::string_view head = Trim(text).substr(0, kAws.size());
  return head.size() == kAws.size() &&
         std::equal(head.begin(), head.end(), kAws.begin(),
                    [&](char a, char b) { return lower(a) == b; }) &&
         text.find(':') != std::string_view::npos;
}

std::string CorrectedType(std::string_view text) {
  std::string corrected;
  bool separator = false;
  for (const char c : Trim(text)) {
    if (c == ':' || c == '.' || c == '/' || c == ' ') {
      separator = true;
      continue;
    }
    corrected += separator ? "::" : "";
    corrected += c;
    separator = false;
  }
  if (corrected.size() > 3) {
    corrected.replace(0, 3, "AWS");
  }
  return corrected;
}

void CheckTypeText(const Clause& clause, const Value& value, Findings* out) {
  if (!value.Is(Kind::kString) || !IsMeantAsType(value.AsString())) {
    return;
  }
  const std::string_view text = value.AsString();
  if (IsTypeName(text)) {
    return;
  }
  const std::string corrected = CorrectedType(text);
  out->Add("not-a-type", clause.span,
           fmt::format("no resource type is written `{}`", text),
           IsTypeName(corrected) && corrected != text
               ? fmt::format("did you mean `{}`?", corrected)
               : "a type is written `AWS::Service::Resource`");
}

// `Type == ...` and `Type in [...]`.
void CheckTypeClause(const Clause& clause, Findings* out) {
  const auto* form = std::get_if<BinaryClause>(&clause.form);
  if (form == nullptr || form->query.parts.size() != 1 ||
      (form->op != CompareOp::kEqual && form->op != CompareOp::kIn)) {
    return;
  }
  const auto* key = std::get_if<KeyPart>(&form->query.parts[0]);
  const auto* literal = std::get_if<const Value*>(&form->right);
  if (key == nullptr || key->name != "Type" || literal == nullptr) {
    return;
  }
  if ((*literal)->Is(Kind::kList)) {
    for (const Value& each : (*literal)->AsList()) {
      CheckTypeText(clause, each, out);
    }
  } else {
    CheckTypeText(clause, **literal, out);
  }
}

// In the filter of `Resources.*[ ... ]`.
void CheckTypes(const LintFacts& facts, Findings* out) {
  for (const QuerySite& site : facts.queries) {
    const std::vector<QueryPart>& parts = site.query->parts;
    const auto* key = std::get_if<KeyPart>(&parts[0]);
    if (key == nullptr || parts.size() < 2 ||
        (key->name != "Resources" && key->name != "Previous")) {
      continue;
    }
    const auto* filter = std::get_if<FilterPart>(&parts[1]);
    if (filter == nullptr && parts.size() > 2) {
      filter = std::get_if<FilterPart>(&parts[2]);
    }
    if (filter == nullptr) {
      continue;
    }
    for (const Alternatives<Clause>& line : filter->clauses) {
      for (const Clause& clause : line) {
        CheckTypeClause(clause, out);
      }
    }
  }
}

// ------------------------------------------------------------------- orders --

void CheckOrders(const LintFacts& facts, Findings* out) {
  for (const ClauseSite& site : facts.clauses) {
    const auto* form = std::get_if<BinaryClause>(&site.clause->form);
    if (form == nullptr || form->op < CompareOp::kLess ||
        form->op > CompareOp::kGreaterEqual) {
      continue;
    }
    const Value* right = LiteralOf(facts, form->right, site.in->scope);
    if (right == nullptr ||
        (!right->Is(Kind::kBool) && !right->Is(Kind::kMap) &&
         !right->Is(Kind::kRuleLiteral))) {
      continue;
    }
    const std::string_view kind = right->Is(Kind::kBool)         ? "booleans"
                                  : right->Is(Kind::kMap)        ? "maps"
                                  : PatternOf(*right) != nullptr ? "patterns"
                                                                 : "ranges";
    out->Add("never-comparable", site.clause->span,
             fmt::format("{} have no order, so this never passes", kind),
             right->Is(Kind::kRuleLiteral) ? "write `==` or `in`"
                                           : "write `==` or `!=`");
  }
}

}  // namespace

void CheckImpossible(const LintFacts& facts, Findings* out) {
  CheckTautologies(facts, out);
  CheckEmptyVariables(facts, out);
  CheckTypes(facts, out);
  CheckOrders(facts, out);
}

}  // namespace connectguard
