#include "iam/variable_values.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "iam/domains.h"
#include "iam/witness_text.h"

namespace connectguard {

namespace {

using VariableValue = std::optional<std::string>;  // Nullopt: absent.

// Combinations of values tried for one branch, and values of one variable.
constexpr std::size_t kMaxCombinations = 64;
constexpr std::size_t kMaxValues = 16;
constexpr std::size_t kMaxBindings = 6;

struct VariableChoice {
  std::string key;
  std::vector<VariableValue> values = {};
  bool complete = false;  // These are all that the branch admits.
};

void AddValue(VariableChoice* choice, VariableValue value) {
  if (std::find(choice->values.begin(), choice->values.end(), value) ==
      choice->values.end()) {
    choice->values.push_back(std::move(value));
  }
}

// The texts that a variable stands for when the pattern takes `text`: the
// shortest first.
class BindingFinder {
 public:
  BindingFinder(const Glob& glob, std::string_view text, std::string_view key)
      : glob_(glob), text_(text), key_(key) {}

  std::vector<std::string> Find() {
    Walk(0, 0, std::nullopt);
    return found_;
  }

 private:
  void Walk(std::size_t token, std::size_t at,
            std::optional<std::string> bound) {
    if (found_.size() >= kMaxBindings || ++steps_ > 2000) {
      return;
    }
    if (token == glob_.tokens().size()) {
      if (at == text_.size() && bound &&
          std::find(found_.begin(), found_.end(), *bound) == found_.end()) {
        found_.push_back(*std::move(bound));
      }
      return;
    }
    const GlobToken& next = glob_.tokens()[token];
    if (next.kind == GlobTokenKind::kCharacter ||
        next.kind == GlobTokenKind::kOne) {
      if (at < text_.size() && Takes(next, text_[at])) {
        Walk(token + 1, at + 1, std::move(bound));
      }
      return;
    }
    const bool ours = next.kind == GlobTokenKind::kVariable &&
                      glob_.variables()[next.variable].key == key_;
    for (std::size_t end = at; end <= text_.size(); ++end) {
      if (end > at && next.kind == GlobTokenKind::kMany &&
          !Takes(next, text_[end - 1])) {
        break;
      }
      std::string piece(text_.substr(at, end - at));
      if (!ours) {
        Walk(token + 1, end, bound);
      } else if (!bound || *bound == piece) {
        Walk(token + 1, end, std::move(piece));
      }
    }
  }

  const Glob& glob_;
  std::string_view text_;
  std::string_view key_;
  std::size_t steps_ = 0;
  std::vector<std::string> found_;
};

class BranchRequest {
 public:
  BranchRequest(const Tableau& tableau,
                const std::vector<std::vector<LiteralId>>& literals,
                SearchBudget* budget)
      : tableau_(tableau), literals_(literals), budget_(budget) {
    for (const auto& of_dimension : literals) {
      std::vector<DimensionTest> tests;
      tests.reserve(of_dimension.size());
      for (const LiteralId literal : of_dimension) {
        tests.push_back(tableau.TestOf(literal));
      }
      tests_.push_back(std::move(tests));
    }
  }

  SearchOutcome Find(IamRequest* request, std::set<std::string>* open) {
    const std::set<std::string> keys = VariableKeys();
    if (keys.empty()) {
      const SearchOutcome outcome = Fill(tests_, request);
      if (outcome == SearchOutcome::kOpen) {
        open->insert(open_key_);
      }
      return outcome;
    }
    std::vector<VariableChoice> choices;
    std::size_t combinations = 1;
    bool complete = true;
    for (const std::string& key : keys) {
      choices.push_back(ChoiceOf(key));
      combinations *= choices.back().values.size();
      complete = complete && choices.back().complete;
    }
    if (combinations > kMaxCombinations) {
      complete = false;
      combinations = kMaxCombinations;
    }
    const SearchOutcome outcome = Try(choices, combinations, request);
    if (outcome == SearchOutcome::kNone && complete) {
      return outcome;
    }
    if (outcome == SearchOutcome::kNone || outcome == SearchOutcome::kOpen) {
      for (const std::string& key : keys) {
        open->insert("${" + key + "}");
      }
      return SearchOutcome::kOpen;
    }
    return outcome;
  }

 private:
  using Tests = std::vector<std::vector<DimensionTest>>;

  std::set<std::string> VariableKeys() const {
    std::set<std::string> keys;
    for (const auto& tests : tests_) {
      for (const DimensionTest& test : tests) {
        if (test.set == nullptr || !test.set->HasVariables()) {
          continue;
        }
        for (const Glob& glob : test.set->texts().globs()) {
          for (const PolicyVariable& variable : glob.variables()) {
            keys.insert(variable.key);
          }
        }
      }
    }
    return keys;
  }

  // The set that a literal gives to the values of a key itself.
  const ValueSet* KeySetOf(LiteralId literal, const std::string& key) const {
    const RequestTest& test = *tableau_.SourceOf(literal).test;
    if (test.key != key || test.kind != RequestTestKind::kIn) {
      return nullptr;
    }
    return IsPrincipalKey(key) ? test.key_values : tableau_.TestOf(literal).set;
  }

  VariableChoice ChoiceOf(const std::string& key) {
    VariableChoice choice{.key = key};
    const std::size_t dimension = tableau_.DimensionOfKey(key);
    for (const LiteralId literal : literals_[dimension]) {
      const DimensionTest test = tableau_.TestOf(literal);
      if (test.kind == RequestTestKind::kPresent && !test.holds) {
        return {.key = key, .values = {std::nullopt}, .complete = true};
      }
      const ValueSet* set = KeySetOf(literal, key);
      if (set != nullptr && test.holds && IsShortList(*set)) {
        choice.complete = true;
        choice.values.clear();
        for (const std::string& text : set->texts().texts()) {
          AddValue(&choice, text);
        }
        return choice;
      }
    }
    if (IsPrincipalKey(key)) {
      if (!MayHave(key, dimension)) {
        return {.key = key, .values = {std::nullopt}, .complete = true};
      }
      if (AddOfListedPrincipals(dimension, &choice)) {
        return choice;
      }
    }
    AddGuesses(dimension, &choice);
    return choice;
  }

  static bool IsShortList(const ValueSet& set) {
    return set.kind() == ValueSetKind::kText && set.texts().IsFinite() &&
           set.texts().texts().size() <= kMaxValues;
  }

  // Whether some principal of the branch has the key.
  bool MayHave(const std::string& key, std::size_t dimension) {
    const ValueSet has(PrincipalsThatHave(key));
    std::vector<DimensionTest> tests = tests_[dimension];
    tests.push_back({.set = &has});
    std::vector<std::string> values;
    return FindValues(tableau_.dimensions()[dimension], tests, budget_,
                      &values) != SearchOutcome::kNone;
  }

  // True when the branch lists all principals, so that there are no others.
  bool AddOfListedPrincipals(std::size_t dimension, VariableChoice* choice) {
    for (const DimensionTest& test : tests_[dimension]) {
      if (test.holds && IsShortList(*test.set)) {
        for (const std::string& principal : test.set->texts().texts()) {
          AddValue(choice, PrincipalKeyValue(choice->key, principal));
        }
        choice->complete = true;
        return true;
      }
    }
    return false;
  }

  void AddGuesses(std::size_t dimension, VariableChoice* choice) {
    AddValue(choice, "example");
    const bool of_principal = IsPrincipalKey(choice->key);
    for (const std::string& value : SomeValues(dimension)) {
      if (of_principal) {
        AddValue(choice, PrincipalKeyValue(choice->key, value));
      } else {
        AddValue(choice, value);
      }
    }
    for (std::size_t i = 0; i < tests_.size(); ++i) {
      AddBindings(i, choice);
    }
    if (choice->values.size() > kMaxValues) {
      choice->values.resize(kMaxValues);
    }
    AddValue(choice, std::nullopt);
  }

  // A value that the tests of a dimension admit, however variables are set.
  std::vector<std::string> SomeValues(std::size_t dimension) {
    std::vector<std::string> values;
    if (FindValues(tableau_.dimensions()[dimension], tests_[dimension], budget_,
                   &values) != SearchOutcome::kFound) {
      values.clear();
    }
    return values;
  }

  // What the variable would be if the patterns that hold take the texts that
  // the branch names.
  void AddBindings(std::size_t dimension, VariableChoice* choice) {
    std::vector<std::string> texts;
    for (const DimensionTest& test : tests_[dimension]) {
      if (test.holds && test.set != nullptr && IsShortList(*test.set)) {
        texts.insert(texts.end(), test.set->texts().texts().begin(),
                     test.set->texts().texts().end());
      }
    }
    if (texts.empty()) {
      texts = SomeValues(dimension);
    }
    for (const DimensionTest& test : tests_[dimension]) {
      if (test.set == nullptr || !test.set->HasVariables()) {
        continue;
      }
      for (const Glob& glob : test.set->texts().globs()) {
        for (const std::string& text : texts) {
          for (std::string& value :
               BindingFinder(glob, text, choice->key).Find()) {
            AddValue(choice, std::move(value));
          }
        }
      }
    }
  }

  SearchOutcome Try(const std::vector<VariableChoice>& choices,
                    std::size_t combinations, IamRequest* request) {
    SearchOutcome result = SearchOutcome::kNone;
    for (std::size_t i = 0; i < combinations; ++i) {
      std::map<std::string, VariableValue> values;
      std::size_t rest = i;
      for (const VariableChoice& choice : choices) {
        values[choice.key] = choice.values[rest % choice.values.size()];
        rest /= choice.values.size();
      }
      const SearchOutcome outcome = TryValues(values, request);
      if (outcome == SearchOutcome::kFound ||
          outcome == SearchOutcome::kSpent) {
        return outcome;
      }
      if (outcome == SearchOutcome::kOpen) {
        result = outcome;
      }
    }
    return result;
  }

  SearchOutcome TryValues(const std::map<std::string, VariableValue>& values,
                          IamRequest* request) {
    std::deque<ValueSet> sets;
    Tests tests = tests_;
    const auto lookup = [&](const PolicyVariable& variable) {
      return values.at(variable.key);
    };
    for (auto& of_dimension : tests) {
      for (DimensionTest& test : of_dimension) {
        if (test.set != nullptr && test.set->HasVariables()) {
          test.set =
              &sets.emplace_back(test.set->texts().WithVariables(lookup));
        }
      }
    }
    for (const auto& [key, value] : values) {
      tests[tableau_.DimensionOfKey(key)].push_back(KeyTest(key, value, &sets));
    }
    return Fill(tests, request);
  }

  // That the key has this value, or none.
  static DimensionTest KeyTest(const std::string& key,
                               const VariableValue& value,
                               std::deque<ValueSet>* sets) {
    if (IsPrincipalKey(key)) {
      sets->emplace_back(
          value ? PrincipalsWithKey(key, TextSet({Glob::Text(*value)}))
                : PrincipalsThatHave(key));
      return {.set = &sets->back(), .holds = value.has_value()};
    }
    if (!value) {
      return {.kind = RequestTestKind::kPresent, .holds = false};
    }
    sets->emplace_back(TextSet({Glob::Text(*value)}));
    return {.set = &sets->back()};
  }

  SearchOutcome Fill(const Tests& tests, IamRequest* request) {
    *request = {};
    for (std::size_t i = 0; i < tests.size(); ++i) {
      const Dimension& dimension = tableau_.dimensions()[i];
      if (tests[i].empty() && dimension.dimension == RequestDimension::kKey) {
        continue;
      }
      std::vector<std::string> values;
      const SearchOutcome outcome =
          FindValues(dimension, tests[i], budget_, &values);
      if (outcome != SearchOutcome::kFound) {
        open_key_ = dimension.key_name;
        return outcome;
      }
      if (values.size() == 1 && tableau_.options().telling) {
        if (auto telling = TellingValue(dimension, tests[i])) {
          values[0] = *std::move(telling);
        }
      }
      Put(dimension, std::move(values), request);
    }
    if (tableau_.options().telling) {
      TellResource(tests, request);
    }
    return SearchOutcome::kFound;
  }

  void TellResource(const Tests& tests, IamRequest* request) {
    for (std::size_t i = 0; i < tests.size(); ++i) {
      const Dimension& dimension = tableau_.dimensions()[i];
      if (dimension.dimension == RequestDimension::kResource) {
        if (auto telling =
                TellingResource(dimension, tests[i], request->action)) {
          request->resource = *std::move(telling);
        }
      }
    }
  }

  static void Put(const Dimension& dimension, std::vector<std::string> values,
                  IamRequest* request) {
    switch (dimension.dimension) {
      case RequestDimension::kAction:
        request->action = std::move(values[0]);
        break;
      case RequestDimension::kResource:
        request->resource = std::move(values[0]);
        break;
      case RequestDimension::kPrincipal:
        request->principal = std::move(values[0]);
        break;
      case RequestDimension::kKey:
        request->keys[dimension.key] = {.name = dimension.key_name,
                                        .values = std::move(values)};
        break;
    }
  }

  const Tableau& tableau_;
  const std::vector<std::vector<LiteralId>>& literals_;
  SearchBudget* budget_;
  Tests tests_;
  std::string open_key_;
};

}  // namespace

SearchOutcome FindBranchRequest(
    const Tableau& tableau, const std::vector<std::vector<LiteralId>>& literals,
    SearchBudget* budget, IamRequest* request, std::set<std::string>* open) {
  return BranchRequest(tableau, literals, budget).Find(request, open);
}

}  // namespace connectguard
