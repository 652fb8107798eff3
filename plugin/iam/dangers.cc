#include "iam/dangers.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "iam/data_files.h"
#include "iam/decide.h"
#include "iam/domains.h"

namespace connectguard {

namespace {

constexpr std::string_view kPassRole = "iam:PassRole=";

// ----- Privilege escalation --------------------------------------------------

const Formula* ActionIs(std::string_view action, FormulaStore* store) {
  const ValueSet* set =
      store->Keep(ValueSet(TextSet({Glob::Text(ToLower(action))})));
  return store->Test({.key_name = "action", .lower = set, .upper = set});
}

const Formula* PassesTo(std::string_view service, FormulaStore* store) {
  const ValueSet* set = store->Keep(ValueSet(TextSet({Glob::Text(service)})));
  return store->Test({.dimension = RequestDimension::kKey,
                      .key = "iam:passedtoservice",
                      .key_name = "iam:PassedToService",
                      .lower = set,
                      .upper = set});
}

// `iam:PassRole=ec2.amazonaws.com` or an action.
const Formula* StepFormula(std::string_view step, FormulaStore* store) {
  if (!step.starts_with(kPassRole)) {
    return ActionIs(step, store);
  }
  return store->And({ActionIs("iam:PassRole", store),
                     PassesTo(step.substr(kPassRole.size()), store)});
}

struct Way {
  std::string_view id;
  std::string_view title;
  std::vector<std::string_view> steps;
};

const std::vector<Way>& Ways() {
  static const std::vector<Way> ways = [] {
    std::vector<Way> all;
    for (const std::string_view line :
         DataLines(IamDataFile("escalations.txt"))) {
      const std::vector<std::string_view> parts = Split(line, '|');
      all.push_back({.id = Trim(parts[0]),
                     .title = Trim(parts[1]),
                     .steps = Split(Trim(parts[2]), ' ')});
    }
    return all;
  }();
  return ways;
}

// ----- Strangers -------------------------------------------------------------

void CollectTests(const Formula& formula,
                  std::vector<const RequestTest*>* tests) {
  if (formula.kind == FormulaKind::kTest) {
    tests->push_back(formula.test);
  }
  for (const Formula* part : formula.parts) {
    CollectTests(*part, tests);
  }
}

void CollectText(const Value& value, std::string* text) {
  switch (value.kind) {
    case Kind::kString:
      *text += value.AsString();
      *text += '\n';
      break;
    case Kind::kList:
      for (const Value& item : value.AsList()) {
        CollectText(item, text);
      }
      break;
    case Kind::kMap:
      for (const Member& member : value.AsMap()) {
        CollectText(member.value, text);
      }
      break;
    default:
      break;
  }
}

// An account that no policy names.
std::string StrangersAccount(PolicySpan policies) {
  std::string text;
  for (const IamPolicy* policy : policies) {
    CollectText(policy->document(), &text);
  }
  std::string account = "999988887777";
  while (text.find(account) != std::string::npos) {
    std::size_t digit = account.size() - 1;
    while (account[digit] == '9') {
      account[digit--] = '0';
    }
    ++account[digit];
  }
  return account;
}

bool IsNarrow(const IpRange& range) {
  if (!range.from.v6) {
    return range.to.low - range.from.low < (std::uint64_t{1} << 24) - 1;
  }
  return range.to.high - range.from.high < (std::uint64_t{1} << 32) - 1;
}

class Strangers {
 public:
  Strangers(std::string account, FormulaStore* store)
      : account_(std::move(account)), store_(store) {}

  const Formula* Build(const Formula& policies) {
    std::vector<const RequestTest*> tests;
    CollectTests(policies, &tests);
    std::vector<const Formula*> all = {Principals()};
    std::set<std::string> keys;
    for (const RequestTest* test : tests) {
      if (IsInsiderKey(test->key) && keys.insert(test->key).second) {
        all.push_back(HasStrangersValue(*test));
      }
      if (test->lower != nullptr &&
          test->lower->kind() == ValueSetKind::kAddress) {
        all.push_back(ComesFromElsewhere(*test));
      }
    }
    return store_->And(all);
  }

 private:
  static bool IsInsiderKey(const std::string& key) {
    static const std::set<std::string> keys = [] {
      std::set<std::string> lower;
      for (const std::string_view line :
           DataLines(IamDataFile("insider_keys.txt"))) {
        lower.insert(ToLower(line));
      }
      return lower;
    }();
    return keys.contains(key);
  }

  const Formula* Principals() {
    Glob user = Glob::Text("AWS:arn:aws:iam::" + account_ + ":user/stranger");
    const ValueSet* set = store_->Keep(
        ValueSet(TextSet({std::move(user), Glob::Text(kAnonymous)})));
    return store_->Test({.dimension = RequestDimension::kPrincipal,
                         .key_name = "principal",
                         .lower = set,
                         .upper = set});
  }

  // Absent, or what no policy names.
  const Formula* HasStrangersValue(const RequestTest& test) {
    const ValueSet* set = store_->Keep(ValueSet(TextSet(
        {Glob::Text("stranger-" + account_),
         Glob::Text("arn:aws:ec2:us-east-1:" + account_ + ":vpc/stranger"),
         Glob::Text(account_)})));
    return store_->Test({.kind = RequestTestKind::kAll,
                         .dimension = RequestDimension::kKey,
                         .key = test.key,
                         .key_name = test.key_name,
                         .lower = set,
                         .upper = set});
  }

  const Formula* ComesFromElsewhere(const RequestTest& test) {
    std::vector<IpRange> narrow;
    std::copy_if(test.lower->ranges().begin(), test.lower->ranges().end(),
                 std::back_inserter(narrow), IsNarrow);
    if (narrow.empty()) {
      return store_->True();
    }
    const ValueSet* set = store_->Keep(ValueSet(std::move(narrow)));
    return store_->Not(store_->Test({.kind = RequestTestKind::kAny,
                                     .dimension = RequestDimension::kKey,
                                     .key = test.key,
                                     .key_name = test.key_name,
                                     .lower = set,
                                     .upper = set}));
  }

  std::string account_;
  FormulaStore* store_;
};

}  // namespace

std::vector<EscalationPath> PrivilegeEscalation(
    const IamLayers& layers, const QuestionOptions& options) {
  std::vector<EscalationPath> open;
  for (const Way& way : Ways()) {
    EscalationPath path{.id = way.id, .title = way.title};
    for (const std::string_view step : way.steps) {
      FormulaStore store;
      IamAnswer answer = MayFit(layers, *StepFormula(step, &store), options);
      const IamVerdict verdict = answer.verdict;
      if (verdict == IamVerdict::kNo) {
        path.verdict = verdict;
        break;
      }
      if (verdict == IamVerdict::kUnknown) {
        path.verdict = verdict;
      }
      path.steps.push_back({.action = step.substr(0, step.find('=')),
                            .answer = std::move(answer)});
    }
    if (path.verdict != IamVerdict::kNo) {
      open.push_back(std::move(path));
    }
  }
  return open;
}

IamAnswer PublicAccess(PolicySpan policies, const QuestionOptions& options) {
  FormulaStore store;
  SearchBudget budget(options.steps, options.cancelled);
  const Formula* permitted = PermittedBy(policies, &store);
  Strangers strangers(StrangersAccount(policies), &store);
  const Formula* formula = store.And({permitted, strangers.Build(*permitted)});
  IamAnswer answer = Decide(*formula, nullptr, &budget);
  if (answer.verdict == IamVerdict::kYes) {
    AddMatching(policies, *answer.witness, true, &answer);
  }
  HideSensitive(policies, &answer);
  return answer;
}

}  // namespace connectguard
