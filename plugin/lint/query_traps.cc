// Traps of the language that the form of a query shows.
#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "lint/findings.h"
#include "lint/shape.h"

namespace connectguard {
namespace {

const Query* LeftOf(const Clause& clause) {
  if (const auto* unary = std::get_if<UnaryClause>(&clause.form)) {
    return &unary->query;
  }
  if (const auto* binary = std::get_if<BinaryClause>(&clause.form)) {
    return &binary->query;
  }
  const auto* block = std::get_if<QueryBlock>(&clause.form);
  return block == nullptr ? nullptr : &block->query;
}

// Whether the filter asks for a key of what it looks at, so that this is a map.
bool AsksForKey(const FilterPart& filter) {
  for (const Alternatives<Clause>& line : filter.clauses) {
    for (const Clause& clause : line) {
      const Query* left = LeftOf(clause);
      if (left != nullptr && std::holds_alternative<KeyPart>(left->parts[0])) {
        return true;
      }
    }
  }
  return false;
}

bool IsPlainStar(const QueryPart& part) {
  const auto* all = std::get_if<AllIndicesPart>(&part);
  return all != nullptr && all->capture.empty();
}

void CheckIndices(const LintFacts& facts, const QuerySite& site,
                  Findings* out) {
  for (const QueryPart& part : site.query->parts) {
    const auto* index = std::get_if<IndexPart>(&part);
    if (index != nullptr && index->index < 0) {
      out->Add("negative-index", site.query->span,
               fmt::format("`{}` is element {} from the beginning with "
                           "cfn-guard, and from the end strictly",
                           facts.TextOf(site.query->span),
                           -std::int64_t{index->index}),
               "select by what the element is, with a filter");
    }
    const auto* key = std::get_if<KeyPart>(&part);
    if (key != nullptr && key->index) {
      out->Add("numeric-key", site.query->span,
               fmt::format("with cfn-guard `'{}'` selects from lists only, "
                           "never a key of a map",
                           key->name),
               fmt::format("for a map write `[ keys == '{}' ]`, for a list "
                           "`[{}]`",
                           key->name, *key->index));
    }
  }
}

// A section of a document is a map.
void CheckStarOnMap(const QuerySite& site, Findings* out) {
  const std::vector<QueryPart>& parts = site.query->parts;
  const auto* key = std::get_if<KeyPart>(&parts[0]);
  if (site.at_root && key != nullptr && parts.size() > 1 &&
      IsPlainStar(parts[1]) &&
      (key->name == "Resources" || key->name == "Previous")) {
    out->Add("star-on-map", site.query->span,
             fmt::format("`{0}[*]` is `{0}` itself, not the resources in it",
                         key->name),
             fmt::format("write `{}.*`", key->name));
  }
}

void CheckFilters(const LintFacts& facts, const QuerySite& site,
                  Findings* out) {
  const std::vector<QueryPart>& parts = site.query->parts;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto* filter = std::get_if<FilterPart>(&parts[i]);
    if (filter == nullptr || !AsksForKey(*filter)) {
      continue;
    }
    const bool of_variable =
        i == 2 && std::holds_alternative<VariablePart>(parts[0]);
    if (IsPlainStar(parts[i - 1]) && !of_variable && i > 1) {
      out->Add("filter-behind-star", site.query->span,
               fmt::format("the filter behind `[*]` does not look at the "
                           "elements: `{}`",
                           facts.TextOf(site.query->span)),
               "leave out the `[*]`: `List[ ... ]` filters the elements");
    }
    if (std::holds_alternative<AllValuesPart>(parts[i - 1])) {
      out->Add("maybe-list-filter", site.query->span,
               "of a list the elements are filtered differently",
               "a filter directly behind the name asks each element in both");
    }
    const auto* before = std::get_if<FilterPart>(&parts[i - 1]);
    if (before != nullptr && AsksForKey(*before)) {
      out->Add("filter-behind-filter", site.query->span,
               "the second filter is an error for each map that the first "
               "selects",
               "put all conditions into one filter, or name the selection with "
               "`let` and filter that");
    }
  }
}

// `%name[*]` as it is written: the tree has the `[*]` in any case.
bool HasWrittenStar(std::string_view text) {
  const std::size_t percent = text.find('%');
  if (percent == std::string_view::npos) {
    return false;
  }
  std::size_t at = percent + 1;
  while (at < text.size() &&
         (text[at] == '_' ||
          (static_cast<unsigned char>(text[at]) & 0x80) != 0 ||
          (text[at] >= '0' && text[at] <= '9') ||
          (text[at] >= 'A' && text[at] <= 'Z') ||
          (text[at] >= 'a' && text[at] <= 'z'))) {
    ++at;
  }
  const auto skip = [&] {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t' ||
                                text[at] == '\n' || text[at] == '\r')) {
      ++at;
    }
  };
  skip();
  if (text.substr(at, 1) != "[") {
    return false;
  }
  ++at;
  skip();
  return text.substr(at, 1) == "*";
}

// The one value that the variable stands for, as its `let` has it: a path
// without wildcards and filters.
const Query* PathOf(const Meaning& meaning) {
  if (meaning.let == nullptr) {
    return nullptr;
  }
  const auto* query = std::get_if<std::unique_ptr<Query>>(&meaning.let->value);
  if (query == nullptr || (*query)->some ||
      !std::holds_alternative<KeyPart>((*query)->parts.back())) {
    return nullptr;
  }
  const bool path =
      std::all_of((*query)->parts.begin(), (*query)->parts.end(),
                  [](const QueryPart& part) {
                    return std::holds_alternative<KeyPart>(part) ||
                           std::holds_alternative<IndexPart>(part) ||
                           std::holds_alternative<ThisPart>(part);
                  });
  return path ? query->get() : nullptr;
}

void CheckStarOnVariable(const LintFacts& facts, const QuerySite& site,
                         Findings* out) {
  const auto* head = std::get_if<VariablePart>(&site.query->parts[0]);
  if (head == nullptr || site.query->parts.size() < 2 ||
      !IsPlainStar(site.query->parts[1])) {
    return;
  }
  const std::string_view text = facts.text().substr(
      site.query->span.begin, site.query->span.end - site.query->span.begin);
  const Meaning meaning = facts.MeaningOf(head->name, site.scope);
  const Query* path = PathOf(meaning);
  // On the right a list is looked into in any case.
  const bool looked_into =
      site.role == QueryRole::kRight && site.query->parts.size() == 2;
  if (path == nullptr || looked_into || !HasWrittenStar(text)) {
    return;
  }
  out->Add("star-on-variable", site.query->span,
           fmt::format("`%{}[*]` is the list as a whole, not its elements",
                       head->name),
           fmt::format("write `let {0} = {1}[*]`, and `%{0}` here", head->name,
                       facts.TextOf(path->span)));
}

// ------------------------------------------------------------- keys filters --

bool IsTextOrPattern(const Value& value) {
  return value.Is(Kind::kString) || PatternOf(value) != nullptr;
}

void CheckKeysFilters(const LintFacts& facts, const QuerySite& site,
                      Findings* out) {
  for (const QueryPart& part : site.query->parts) {
    const auto* keys = std::get_if<KeysFilterPart>(&part);
    if (keys == nullptr) {
      continue;
    }
    const auto* query = std::get_if<std::unique_ptr<Query>>(&keys->right);
    if (query != nullptr &&
        !std::holds_alternative<VariablePart>((*query)->parts[0])) {
      out->Add("keys-of-map", site.query->span,
               fmt::format("`{}` is looked up in the map whose keys are asked "
                           "for",
                           facts.TextOf((*query)->span)),
               "keep the query in a `let`, and compare with the variable");
    }
    const Value* literal = LiteralOf(facts, keys->right, site.scope);
    if (literal == nullptr) {
      continue;
    }
    const std::span<const Value> values =
        literal->Is(Kind::kList) ? literal->AsList() : std::span(literal, 1);
    if (!std::all_of(values.begin(), values.end(), IsTextOrPattern)) {
      out->Add("keys-of-mixed-types", site.query->span,
               "keys are compared with a value that is neither text nor "
               "pattern, so none is selected",
               "put every key in quotes");
    }
  }
}

void CheckSome(const LintFacts& facts, const QuerySite& site, Findings* out) {
  const bool ignored = site.role == QueryRole::kRight ||
                       site.role == QueryRole::kArgument ||
                       site.role == QueryRole::kKeys;
  if (site.query->some && ignored) {
    out->Add("ignored-some", site.query->span,
             fmt::format("the `some` of `{}` is ignored here",
                         facts.TextOf(site.query->span)),
             site.role == QueryRole::kRight
                 ? "put it in front of the clause, or into a `let`"
                 : "put it into a `let`");
  }
}

// ----------------------------------------------------------------- captures --

void CheckCaptures(const LintFacts& facts, Findings* out) {
  std::map<std::string_view, const Query*> first;
  std::set<std::string_view> reported;
  for (const CaptureSite& site : facts.captures) {
    const auto [at, added] = first.emplace(site.name, site.query);
    const bool again = !added && at->second != site.query;
    if ((again || site.repeated) && reported.insert(site.name).second) {
      out->Add("repeated-capture", site.query->span,
               again ? fmt::format(
                           "`{}` is captured here and in line {}, and "
                           "`%{}` has the keys of both",
                           site.name,
                           facts.file().source->At(at->second->span.begin).line,
                           site.name)
                     : fmt::format("`{}` is captured for each value of a block "
                                   "or filter, and `%{}` has the keys of all",
                                   site.name, site.name),
               again ? "capture under another name" : "");
    }
    if (added &&
        facts.MeaningOf(site.name, &facts.scopes.front()).let != nullptr) {
      out->Add("capture-and-let", site.query->span,
               fmt::format("`{}` is captured here, and there is a `let {}`",
                           site.name, site.name),
               "capture under another name");
    }
  }
}

}  // namespace

void CheckQueries(const LintFacts& facts, Findings* out) {
  for (const QuerySite& site : facts.queries) {
    CheckIndices(facts, site, out);
    CheckStarOnMap(site, out);
    CheckFilters(facts, site, out);
    CheckStarOnVariable(facts, site, out);
    CheckKeysFilters(facts, site, out);
    CheckSome(facts, site, out);
  }
  CheckCaptures(facts, out);
}

}  // namespace connectguard
