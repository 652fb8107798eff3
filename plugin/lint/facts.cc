#include "lint/facts.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "guard/scope.h"
#include "guard/visit.h"

namespace connectguard {
namespace {

using Place = ConjunctionSite::Place;

class Collector : public TreeVisitor<Collector> {
 public:
  explicit Collector(LintFacts* facts) : facts_(*facts) {}

  void Collect(const RuleFile& file) {
    scope_ = &facts_.scopes.emplace_back();
    facts_.scopes.back().lets = &file.assignments;
    for (const Assignment& let : file.assignments) {
      StartItem({.kind = LintItem::Kind::kLet, .let = &let, .span = let.span});
      VisitAssignment(let);
    }
    for (const Rule& rule : file.rules) {
      StartItem(
          {.kind = LintItem::Kind::kRule, .rule = &rule, .span = rule.span});
      VisitConditions(rule.conditions);
      VisitBlock(rule.body);
    }
    for (const ParameterizedRule& rule : file.parameterized_rules) {
      StartItem({.kind = LintItem::Kind::kParameterizedRule,
                 .parameterized = &rule,
                 .span = rule.span});
      InScope(nullptr, &rule.parameters, [&] { VisitBlock(rule.body); });
    }
  }

  void VisitAssignment(const Assignment& let) {
    facts_.lets.push_back({&let, scope_});
    const Assignment* outer_let = std::exchange(let_, &let);
    const Clause* outer_clause = std::exchange(clause_, nullptr);
    const QueryRole outer_role = std::exchange(role_, QueryRole::kLet);
    TreeVisitor::VisitAssignment(let);
    role_ = outer_role;
    clause_ = outer_clause;
    let_ = outer_let;
  }
  void VisitBlock(const Block& block) {
    InScope(&block.assignments, nullptr, [&] {
      VisitAssignments(block.assignments);
      VisitPlaced(block.clauses, Place::kBody);
    });
  }
  void VisitConditions(const Conjunction<Clause>& conditions) {
    VisitPlaced(conditions, Place::kCondition);
  }
  void VisitFilter(const FilterPart& filter) {
    const bool outer = std::exchange(in_filter_, true);
    ForEachValue(&filter, [&] { VisitPlaced(filter.clauses, Place::kFilter); });
    in_filter_ = outer;
  }
  void VisitConjunction(const Conjunction<Clause>& conjunction) {
    const ConjunctionSite* site = &facts_.conjunctions.back();
    for (std::size_t line = 0; line < conjunction.size(); ++line) {
      const bool outer = in_alternative_;
      in_alternative_ = outer || conjunction[line].size() > 1;
      for (std::size_t i = 0; i < conjunction[line].size(); ++i) {
        facts_.clauses.push_back({&conjunction[line][i], site, line, i});
        VisitClause(conjunction[line][i]);
      }
      in_alternative_ = outer;
    }
  }
  void VisitClause(const Clause& clause) {
    const Clause* outer = std::exchange(clause_, &clause);
    ++depth_;
    TreeVisitor::VisitClause(clause);
    --depth_;
    clause_ = outer;
  }

  using TreeVisitor::VisitForm;
  void VisitForm(const UnaryClause& form) {
    As(QueryRole::kLeft, [&] { VisitQuery(form.query); });
  }
  void VisitForm(const BinaryClause& form) {
    As(QueryRole::kLeft, [&] { VisitQuery(form.query); });
    As(QueryRole::kRight, [&] { VisitOperand(form.right); });
  }
  void VisitForm(const RuleCall& form) {
    As(QueryRole::kArgument, [&] { VisitOperands(form.arguments); });
  }
  void VisitForm(const QueryBlock& form) {
    As(QueryRole::kBlock, [&] { VisitQuery(form.query); });
    ForEachValue(&form, [&] { VisitBlock(form.block); });
  }
  void VisitForm(const TypeBlock& form) {
    As(QueryRole::kType, [&] { VisitQuery(form.query); });
    VisitConditions(form.conditions);
    ForEachValue(&form, [&] { VisitBlock(form.block); });
  }

  void VisitLiteral(const Value& literal) {
    facts_.literals.push_back({&literal, scope_});
  }
  void VisitCall(const FunctionCall& call) {
    facts_.calls.push_back({&call, scope_});
    As(QueryRole::kArgument, [&] { VisitOperands(call.arguments); });
  }
  void VisitKeysFilter(const KeysFilterPart& filter) {
    As(QueryRole::kKeys, [&] { VisitOperand(filter.right); });
  }
  void VisitQuery(const Query& query) {
    facts_.queries.push_back(
        {&query, scope_, role_, clause_, item(),
         repeats_ == 0 && facts_.items.back().parameterized == nullptr,
         origin_});
    for (const QueryPart& part : query.parts) {
      if (const auto* variable = std::get_if<VariablePart>(&part)) {
        facts_.uses.push_back({variable->name, &query, scope_, let_});
      } else if (const auto* all = std::get_if<AllIndicesPart>(&part)) {
        AddCapture(all->capture, query, true);
      } else if (const auto* values = std::get_if<AllValuesPart>(&part)) {
        AddCapture(values->capture, query, true);
      } else if (const auto* filter = std::get_if<FilterPart>(&part)) {
        AddCapture(filter->capture, query, true);
      } else if (const auto* keys = std::get_if<KeysFilterPart>(&part)) {
        // Parsed, and never filled.
        AddCapture(keys->capture, query, false);
      }
    }
    TreeVisitor::VisitQuery(query);
  }

 private:
  std::size_t item() const { return facts_.items.size() - 1; }

  void StartItem(LintItem started) {
    facts_.items.push_back(started);
    depth_ = 0;
    repeats_ = 0;
    clause_ = nullptr;
    // All but rules with parameters start at the document.
    origin_ = started.parameterized;
  }

  // What is inside is evaluated for each of many values, and starts there.
  template <typename Inside>
  void ForEachValue(const void* origin, Inside inside) {
    const void* outer = std::exchange(origin_, origin);
    ++repeats_;
    inside();
    --repeats_;
    origin_ = outer;
  }

  template <typename Inside>
  void InScope(const std::vector<Assignment>* lets,
               const std::vector<std::string>* parameters, Inside inside) {
    const NameScope* outer = scope_;
    facts_.scopes.push_back({outer, lets, parameters, item()});
    scope_ = &facts_.scopes.back();
    inside();
    scope_ = outer;
  }

  template <typename Inside>
  void As(QueryRole role, Inside inside) {
    const QueryRole outer = std::exchange(role_, role);
    inside();
    role_ = outer;
  }

  void VisitPlaced(const Conjunction<Clause>& conjunction, Place place) {
    if (conjunction.empty()) {
      return;
    }
    facts_.conjunctions.push_back({.conjunction = &conjunction,
                                   .scope = scope_,
                                   .place = place,
                                   .outermost = depth_ == 0,
                                   .in_filter = in_filter_,
                                   .in_alternative = in_alternative_,
                                   .item = item()});
    VisitConjunction(conjunction);
  }

  void AddCapture(const std::string& name, const Query& query, bool filled) {
    if (!name.empty()) {
      facts_.captures.push_back({name, &query, repeats_ > 0});
      if (filled) {
        facts_.captured_names.insert(name);
      }
    }
  }

  LintFacts& facts_;
  const NameScope* scope_ = nullptr;
  const Assignment* let_ = nullptr;
  const Clause* clause_ = nullptr;
  QueryRole role_ = QueryRole::kLeft;
  const void* origin_ = nullptr;
  bool in_filter_ = false;
  bool in_alternative_ = false;
  int depth_ = 0;
  int repeats_ = 0;
};

}  // namespace

LintFacts::LintFacts(const RuleFile& file) : file_(file) {
  Collector(this).Collect(file);
  Index();
}

void LintFacts::Index() {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const ParameterizedRule* rule = items[i].parameterized) {
      parameterized_[rule->name] = rule;  // The last of a name counts.
      item_of_[rule] = i;
    } else if (const Rule* plain = items[i].rule) {
      item_of_[plain] = i;
      if (!plain->implicit) {
        rules_[plain->name].push_back(plain);
      }
    }
  }
  clauses_of_item.resize(items.size());
  queries_of_item.resize(items.size());
  for (const ClauseSite& site : clauses) {
    clauses_of_item[site.in->item].push_back(&site);
    if (const auto* call = std::get_if<RuleCall>(&site.clause->form)) {
      calls_of_rule[call->name].push_back(&site);
      for (const NameScope* at = site.in->scope;
           at != nullptr && scopes_with_calls.insert(at).second;
           at = at->parent) {
      }
    }
  }
  for (const QuerySite& site : queries) {
    queries_of_item[site.item].push_back(&site);
  }
  for (const VariableUse& use : uses) {
    uses_of_name[use.name].push_back(&use);
  }
  for (const NameScope& scope : scopes) {
    if (scope.lets != nullptr) {
      auto& by_name = counting_[scope.lets];
      for (const Assignment& let : *scope.lets) {
        if (!by_name.contains(let.name)) {
          by_name[let.name] = FindAssignment(*scope.lets, let.name);
        }
      }
    }
  }
}

std::string LintFacts::TextOf(SourceSpan span) const {
  constexpr std::size_t kLongest = 60;
  std::string out;
  bool blank = false;
  for (const char c : text().substr(span.begin, span.end - span.begin)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space) {
      blank = !out.empty();
      continue;
    }
    if (out.size() >= kLongest &&
        (static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      return out + "...";
    }
    out += blank ? " " : "";
    out += c;
    blank = false;
  }
  return out;
}

Meaning LintFacts::MeaningOf(std::string_view name,
                             const NameScope* scope) const {
  for (const NameScope* at = scope; at != nullptr; at = at->parent) {
    if (at->parameters != nullptr &&
        std::find(at->parameters->begin(), at->parameters->end(), name) !=
            at->parameters->end()) {
      return {.scope = at, .parameter = true};
    }
    if (at->lets != nullptr) {
      const auto& by_name = counting_.at(at->lets);
      if (const auto let = by_name.find(name); let != by_name.end()) {
        return {.let = let->second, .scope = at};
      }
    }
  }
  return {.captured = captured_names.contains(name)};
}

const ParameterizedRule* LintFacts::FindParameterized(
    std::string_view name) const {
  const auto found = parameterized_.find(name);
  return found == parameterized_.end() ? nullptr : found->second;
}

std::vector<const Rule*> LintFacts::FindRules(std::string_view name) const {
  const auto found = rules_.find(name);
  return found == rules_.end() ? std::vector<const Rule*>() : found->second;
}

std::size_t LintFacts::ItemOf(const Rule& rule) const {
  return item_of_.at(&rule);
}

std::size_t LintFacts::ItemOf(const ParameterizedRule& rule) const {
  return item_of_.at(&rule);
}

std::set<std::size_t> LintFacts::ReachableFrom(std::size_t item) const {
  std::set<std::size_t> reached;
  std::vector<std::size_t> waiting = {item};
  const auto add_if = [&](auto wanted) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!reached.contains(i) && wanted(items[i])) {
        waiting.push_back(i);
      }
    }
  };
  while (!waiting.empty()) {
    const std::size_t at = waiting.back();
    waiting.pop_back();
    if (!reached.insert(at).second) {
      continue;
    }
    for (const ClauseSite* site : clauses_of_item[at]) {
      if (const auto* form = std::get_if<RuleReference>(&site->clause->form)) {
        add_if([&](const LintItem& each) {
          return each.rule != nullptr && each.rule->name == form->name;
        });
      } else if (const auto* call =
                     std::get_if<RuleCall>(&site->clause->form)) {
        add_if([&](const LintItem& each) {
          return each.parameterized != nullptr &&
                 each.parameterized->name == call->name;
        });
      }
    }
    for (const QuerySite* site : queries_of_item[at]) {
      for (const QueryPart& part : site->query->parts) {
        if (const auto* variable = std::get_if<VariablePart>(&part)) {
          add_if([&](const LintItem& each) {
            return each.let != nullptr && each.let->name == variable->name;
          });
        }
      }
    }
  }
  return reached;
}

namespace {

struct SamePart {
  bool operator()(const ThisPart&, const ThisPart&) const { return true; }
  bool operator()(const KeyPart& a, const KeyPart& b) const {
    return a.name == b.name;
  }
  bool operator()(const VariablePart& a, const VariablePart& b) const {
    return a.name == b.name;
  }
  bool operator()(const IndexPart& a, const IndexPart& b) const {
    return a.index == b.index;
  }
  bool operator()(const AllIndicesPart& a, const AllIndicesPart& b) const {
    return a.capture == b.capture;
  }
  bool operator()(const AllValuesPart& a, const AllValuesPart& b) const {
    return a.capture == b.capture;
  }
  template <typename A, typename B>
  bool operator()(const A&, const B&) const {
    return false;
  }
};

}  // namespace

bool IsSamePart(const QueryPart& a, const QueryPart& b) {
  return std::visit(SamePart{}, a, b);
}

bool IsSameQuery(const Query& a, const Query& b) {
  return std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(),
                    b.parts.end(), IsSamePart);
}

}  // namespace connectguard
