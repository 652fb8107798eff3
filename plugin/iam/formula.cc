#include "iam/formula.h"

#include <algorithm>
#include <utility>

#include "document/contents.h"
#include "document/dump.h"
#include "iam/action_table.h"
#include "iam/finding.h"
#include "iam/key_facts.h"

namespace connectguard {

namespace {

IamTruth Negate(IamTruth truth) {
  switch (truth) {
    case IamTruth::kFalse:
      return IamTruth::kTrue;
    case IamTruth::kTrue:
      return IamTruth::kFalse;
    case IamTruth::kUnknown:
      break;
  }
  return IamTruth::kUnknown;
}

class RequestJudge {
 public:
  explicit RequestJudge(const IamRequest& request)
      : request_(request), values_([this](const PolicyVariable& variable) {
          return request_.ValueOf(variable.key);
        }) {}

  IamTruth Judge(const RequestTest& test) const {
    if (test.lower == nullptr) {
      const std::size_t least = test.kind == RequestTestKind::kSeveral ? 2 : 1;
      return ValuesOf(test).size() < least ? IamTruth::kFalse : IamTruth::kTrue;
    }
    if (Holds(test, *test.lower)) {
      return IamTruth::kTrue;
    }
    return test.upper != test.lower && Holds(test, *test.upper)
               ? IamTruth::kUnknown
               : IamTruth::kFalse;
  }

 private:
  std::span<const std::string> ValuesOf(const RequestTest& test) const {
    switch (test.dimension) {
      case RequestDimension::kAction:
        return {&request_.action, 1};
      case RequestDimension::kResource:
        return {&request_.resource, 1};
      case RequestDimension::kPrincipal:
        return {&request_.principal, 1};
      case RequestDimension::kKey:
        break;
    }
    const auto at = request_.keys.find(test.key);
    if (at == request_.keys.end()) {
      return {};
    }
    return at->second.values;
  }

  bool Holds(const RequestTest& test, const ValueSet& set) const {
    const std::span<const std::string> values = ValuesOf(test);
    const auto is_in = [&](const std::string& value) {
      return set.HasVariables() ? set.Contains(value, values_)
                                : set.Contains(value);
    };
    switch (test.kind) {
      case RequestTestKind::kIn:
        return values.size() == 1 && is_in(values[0]);
      case RequestTestKind::kAll:
        return std::all_of(values.begin(), values.end(), is_in);
      case RequestTestKind::kAny:
        return std::any_of(values.begin(), values.end(), is_in);
      case RequestTestKind::kPresent:
      case RequestTestKind::kSeveral:
        break;
    }
    return false;
  }

  const IamRequest& request_;
  Glob::VariableValues values_;
};

IamTruth EvaluateWith(const Formula& formula, const RequestJudge& judge,
                      std::vector<const IamHole*>* holes);

// And, or with `decisive` true Or: the first part that decides, else unknown
// when any part is.
IamTruth EvaluateParts(const Formula& formula, IamTruth decisive,
                       const RequestJudge& judge,
                       std::vector<const IamHole*>* holes) {
  IamTruth truth = Negate(decisive);
  std::vector<const IamHole*> open;
  for (const Formula* part : formula.parts) {
    const IamTruth one = EvaluateWith(*part, judge, holes ? &open : nullptr);
    if (one == decisive) {
      return decisive;
    }
    if (one == IamTruth::kUnknown) {
      truth = one;
    }
  }
  if (holes != nullptr && truth == IamTruth::kUnknown) {
    holes->insert(holes->end(), open.begin(), open.end());
  }
  return truth;
}

IamTruth EvaluateWith(const Formula& formula, const RequestJudge& judge,
                      std::vector<const IamHole*>* holes) {
  switch (formula.kind) {
    case FormulaKind::kTrue:
      return IamTruth::kTrue;
    case FormulaKind::kFalse:
      return IamTruth::kFalse;
    case FormulaKind::kHole:
      if (holes != nullptr) {
        holes->push_back(formula.hole);
      }
      return IamTruth::kUnknown;
    case FormulaKind::kNot:
      return Negate(EvaluateWith(*formula.parts[0], judge, holes));
    case FormulaKind::kAnd:
      return EvaluateParts(formula, IamTruth::kFalse, judge, holes);
    case FormulaKind::kOr:
      return EvaluateParts(formula, IamTruth::kTrue, judge, holes);
    case FormulaKind::kTest:
      break;
  }
  const IamTruth truth = judge.Judge(*formula.test);
  if (truth == IamTruth::kUnknown && holes != nullptr) {
    holes->insert(holes->end(), formula.test->holes.begin(),
                  formula.test->holes.end());
  }
  return truth;
}

}  // namespace

const IamHole* FormulaStore::Keep(IamHole hole) {
  if (hole.value != nullptr && HoldsSensitive(*hole.value)) {
    hole.reason = "the value is sensitive, and cannot be read for certain";
  }
  return &holes_.emplace_back(std::move(hole));
}

const Formula* FormulaStore::True() const {
  static const Formula kFormula{.kind = FormulaKind::kTrue};
  return &kFormula;
}

const Formula* FormulaStore::False() const {
  static const Formula kFormula{.kind = FormulaKind::kFalse};
  return &kFormula;
}

const Formula* FormulaStore::Not(const Formula* part) {
  switch (part->kind) {
    case FormulaKind::kTrue:
      return False();
    case FormulaKind::kFalse:
      return True();
    case FormulaKind::kNot:
      return part->parts[0];
    default:
      return &formulas_.emplace_back(
          Formula{.kind = FormulaKind::kNot, .parts = {part}});
  }
}

const Formula* FormulaStore::Join(FormulaKind kind,
                                  const std::vector<const Formula*>& parts) {
  const bool is_and = kind == FormulaKind::kAnd;
  const FormulaKind neutral = is_and ? FormulaKind::kTrue : FormulaKind::kFalse;
  const FormulaKind decisive =
      is_and ? FormulaKind::kFalse : FormulaKind::kTrue;
  std::vector<const Formula*> kept;
  for (const Formula* part : parts) {
    if (part->kind == decisive) {
      return is_and ? False() : True();
    }
    if (part->kind == kind) {
      kept.insert(kept.end(), part->parts.begin(), part->parts.end());
    } else if (part->kind != neutral) {
      kept.push_back(part);
    }
  }
  if (kept.empty()) {
    return is_and ? True() : False();
  }
  if (kept.size() == 1) {
    return kept[0];
  }
  return &formulas_.emplace_back(
      Formula{.kind = kind, .parts = std::move(kept)});
}

const Formula* FormulaStore::And(const std::vector<const Formula*>& parts) {
  return Join(FormulaKind::kAnd, parts);
}

const Formula* FormulaStore::Or(const std::vector<const Formula*>& parts) {
  return Join(FormulaKind::kOr, parts);
}

const Formula* FormulaStore::Test(RequestTest test) {
  return &formulas_.emplace_back(
      Formula{.kind = FormulaKind::kTest,
              .test = &tests_.emplace_back(std::move(test))});
}

const Formula* FormulaStore::Hole(const IamHole* hole) {
  return &formulas_.emplace_back(
      Formula{.kind = FormulaKind::kHole, .hole = hole});
}

namespace {

void CompleteKey(const std::string& key, const std::string& name,
                 IamRequest* request) {
  const KeyFacts facts = FactsOfKey(key);
  if (!facts.always_present || request->keys.contains(key)) {
    return;
  }
  request->keys[key] = {
      .name = name,
      .values = {facts.type == KeyType::kBool   ? "true"
                 : facts.type == KeyType::kDate ? "2026-01-01T00:00:00Z"
                                                : "example"}};
}

}  // namespace

void Complete(const Formula& formula, IamRequest* request) {
  for (const Formula* part : formula.parts) {
    Complete(*part, request);
  }
  if (formula.kind != FormulaKind::kTest) {
    return;
  }
  const RequestTest& test = *formula.test;
  if (test.dimension == RequestDimension::kPrincipal &&
      request->principal.empty()) {
    request->principal = "AWS:arn:aws:iam::111122223333:role/example";
  }
  if (test.always_present) {
    CompleteKey(test.key, test.key_name, request);
  }
  for (const ValueSet* set : {test.lower, test.upper}) {
    if (set == nullptr || !set->HasVariables()) {
      continue;
    }
    for (const Glob& glob : set->texts().globs()) {
      for (const PolicyVariable& variable : glob.variables()) {
        CompleteKey(variable.key, variable.key, request);
      }
    }
  }
}

IamTruth Evaluate(const Formula& formula, const IamRequest& request,
                  std::vector<const IamHole*>* holes) {
  return EvaluateWith(formula, RequestJudge(request), holes);
}

std::string Words(const RequestTest& test, bool holds) {
  const std::string key = ToUtf8(test.key_name);
  if (test.kind == RequestTestKind::kPresent) {
    return key + (holds ? " present" : " absent");
  }
  if (test.kind == RequestTestKind::kSeveral) {
    return key + (holds ? " has several values" : " has one value");
  }
  const ValueSet* set =
      test.key_values != nullptr ? test.key_values : test.lower;
  std::string values;
  if (set->kind() == ValueSetKind::kText) {
    const bool actions = test.dimension == RequestDimension::kAction;
    for (const std::string& text : set->texts().texts()) {
      values += values.empty() ? "" : ", ";
      values += actions ? std::string(ActionName(text)) : ToUtf8(text);
    }
    for (const Glob& glob : set->texts().globs()) {
      values += (values.empty() ? "" : ", ") + ToUtf8(ToString(glob));
    }
  } else if (test.source != nullptr) {
    values = std::string(test.operator_name) + " " + Summarize(*test.source);
  }
  std::string_view of;
  if (test.kind == RequestTestKind::kAll) {
    of = holds ? "all values " : "not all values ";
  } else if (test.kind == RequestTestKind::kAny) {
    of = holds ? "some value " : "no value ";
  }
  const bool negative = !holds && of.empty();
  return key + (negative ? " not in " : " ") + std::string(of) +
         (negative ? "" : "in ") + values;
}

}  // namespace connectguard
