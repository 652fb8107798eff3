#include "builtins/iam_functions.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "builtins/iam_answers.h"
#include "builtins/iam_documents.h"
#include "builtins/iam_question.h"
#include "builtins/iam_resources.h"
#include "builtins/results.h"
#include "iam/dangers.h"
#include "iam/lint_checks.h"
#include "iam/policy_lint.h"
#include "iam/questions.h"

namespace connectguard {
namespace {

// One of the documents that a rule asks about.
struct AskedPolicy {
  const Selected* selected = nullptr;
  const Value* document = nullptr;
  std::unique_ptr<const IamPolicy> policy;
};

std::vector<AskedPolicy> ReadPolicies(const FunctionContext& context,
                                      const TextLoader& load,
                                      const std::vector<Selected>& argument) {
  std::vector<AskedPolicy> policies;
  for (const Selected& selected : argument) {
    if (selected.value == nullptr) {
      continue;
    }
    const Value* document = &PolicyDocumentOf(context, load, *selected.value);
    const IamPolicyKind kind =
        PolicyKindOf(*context.document, *selected.value, *document);
    if (kind == IamPolicyKind::kTrust) {
      document = &WithPrincipalsOf(context, *document);
    }
    policies.push_back({.selected = &selected,
                        .document = document,
                        .policy = IamPolicy::Read(*document, kind)});
  }
  return policies;
}

// What a policy allows by itself.
IamLayers LayersOf(const IamPolicy& policy) {
  IamLayers layers;
  switch (policy.kind()) {
    case IamPolicyKind::kTrust:
    case IamPolicyKind::kResource:
      layers.resource = PolicyRefs{&policy};
      break;
    default:
      layers.identity = PolicyRefs{&policy};
  }
  return layers;
}

void AddStatements(const IamAnswer& answer, const AskedPolicy& asked,
                   ResultList* results) {
  switch (answer.verdict) {
    case IamVerdict::kNo:
      return;
    case IamVerdict::kUnknown:
      AddOpenAnswer(answer, *asked.document, results);
      return;
    case IamVerdict::kYes:
      for (const IamStatement* statement : answer.evidence) {
        results->Add(*statement->node, *asked.selected, WitnessRemark(answer));
      }
  }
}

FunctionResult IamAllows(const FunctionContext& context, const TextLoader& load,
                         Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const RuleQuestion question,
                      RuleQuestion::Read(context, "iam_allows", arguments[1]));
  ResultList results(context);
  for (const AskedPolicy& asked : ReadPolicies(context, load, arguments[0])) {
    CG_ASSIGN_OR_RETURN(const auto query,
                        question.About({&asked.document, 1}, {}));
    AddStatements(May(LayersOf(*asked.policy), *query), asked, &results);
  }
  return results.Take();
}

FunctionResult IamPublic(const FunctionContext& context, const TextLoader& load,
                         Arguments arguments) {
  ResultList results(context);
  for (const AskedPolicy& asked : ReadPolicies(context, load, arguments[0])) {
    const IamPolicy* policy = asked.policy.get();
    AddStatements(PublicAccess({&policy, 1}), asked, &results);
  }
  return results.Take();
}

// ----- What gets past the Deny statements ------------------------------------

// The policies of one question together, and what it is about.
struct Barrier {
  std::vector<const Value*> documents;
  std::vector<std::unique_ptr<const IamPolicy>> policies;
  ArnPatterns resource;  // None: what the question says.

  const Value& From(const FunctionContext& context) const {
    return documents.empty() ? context.document->root() : *documents.front();
  }
};

Barrier BarrierFor(const FunctionContext& context,
                   const std::vector<AskedPolicy>& asked,
                   const Resource* about) {
  Barrier barrier;
  if (about != nullptr) {
    barrier.resource = ArnPatternsOf(*about);
  }
  for (const AskedPolicy& each : asked) {
    const Value* document = about == nullptr
                                ? each.document
                                : &WithArnOf(context, *each.document, *about,
                                             barrier.resource.patterns.front());
    if (each.selected->maybe) {
      document =
          NewUnknown(context, "whether this policy is one of them is not known",
                     *each.document);
    }
    barrier.documents.push_back(document);
    barrier.policies.push_back(IamPolicy::Read(*document, each.policy->kind()));
  }
  return barrier;
}

// `{Conditions: [...], Request: '...'}`
const Value* ExceptionValue(const FunctionContext& context, const Value& from,
                            const IamException& exception) {
  ValueBuilder& builder = *context.builder;
  builder.StartMap(from.span());
  builder.AddKey("Conditions");
  builder.StartList(from.span());
  for (const std::string& condition : exception.conditions) {
    builder.AddString(condition, from.span());
  }
  builder.EndList();
  builder.AddKey("Request");
  builder.AddString(ToString(exception.witness), from.span());
  builder.EndMap();
  return builder.Finish(&from);
}

bool DependsOnResource(const IamException& exception) {
  return std::any_of(exception.conditions.begin(), exception.conditions.end(),
                     [](const std::string& condition) {
                       return condition.starts_with("resource ");
                     });
}

void AddEscapes(const FunctionContext& context, const IamEscapes& escapes,
                const Barrier& barrier, ResultList* results) {
  const Value& from = barrier.From(context);
  if (escapes.answer.verdict == IamVerdict::kNo) {
    return;
  }
  if (escapes.answer.verdict == IamVerdict::kUnknown) {
    AddOpenAnswer(escapes.answer, from, results);
    return;
  }
  bool told = false;
  bool depends = false;
  for (const IamException& exception : escapes.exceptions) {
    const bool of_resource = !barrier.resource.patterns.empty() &&
                             !barrier.resource.certain &&
                             DependsOnResource(exception);
    depends = depends || of_resource;
    if (exception.certain && !of_resource) {
      told = true;
      results->Add(*ExceptionValue(context, from, exception), Selected{},
                   "for example " + ToString(exception.witness));
    }
  }
  if (told) {
    return;
  }
  if (depends) {
    results->AddUnknown(
        fmt::format("whether the policies cover it depends on its ARN, which "
                    "is like `{}`",
                    barrier.resource.patterns.front()),
        from);
    return;
  }
  results->Add(*ExceptionValue(context, from, {}), Selected{},
               WitnessRemark(escapes.answer));
}

Status AddEscapesAbout(const FunctionContext& context,
                       const RuleQuestion& question,
                       const std::vector<AskedPolicy>& asked,
                       const Resource* about, ResultList* results) {
  const Barrier barrier = BarrierFor(context, asked, about);
  PolicyRefs policies;
  for (const auto& policy : barrier.policies) {
    policies.push_back(policy.get());
  }
  CG_ASSIGN_OR_RETURN(const auto query,
                      question.About(barrier.documents,
                                     {.resources = barrier.resource.patterns}));
  AddEscapes(context, Escapes(policies, *query), barrier, results);
  return {};
}

FunctionResult EscapesOf(const FunctionContext& context, const TextLoader& load,
                         Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const RuleQuestion question,
                      RuleQuestion::Read(context, "iam_escapes", arguments[1]));
  const std::vector<AskedPolicy> asked =
      ReadPolicies(context, load, arguments[0]);
  ResultList results(context);
  if (arguments.size() < 3) {
    CG_RETURN_IF_ERROR(
        AddEscapesAbout(context, question, asked, nullptr, &results));
    return results.Take();
  }
  CG_ASSIGN_OR_RETURN(const auto resources,
                      ReadResources(context, "iam_escapes", arguments[2]));
  for (const Value* unknown : resources.unknown) {
    results.AddUnknown("which resource is asked about is not known", *unknown);
  }
  for (const Resource* resource : resources.known) {
    CG_RETURN_IF_ERROR(
        AddEscapesAbout(context, question, asked, resource, &results));
  }
  return results.Take();
}

// ----- Lint ------------------------------------------------------------------

Result<std::set<std::string_view>> NamesIn(
    const std::vector<Selected>& argument, std::string_view which) {
  std::set<std::string_view> checks;
  bool good = !argument.empty();
  const auto add = [&](const Value& value) {
    if (value.Is(Kind::kString)) {
      checks.insert(value.AsString());
    } else {
      good = false;
    }
  };
  for (const Selected& selected : argument) {
    if (selected.value == nullptr) {
      good = false;
    } else if (selected.value->Is(Kind::kList)) {
      std::ranges::for_each(selected.value->AsList(), add);
    } else {
      add(*selected.value);
    }
  }
  if (!good) {
    return Fail(
        ErrorCode::kBadInput,
        fmt::format("the {} argument of `iam_lint` is no list of names", which),
        "write `let checks = ['unknown-action']`; `connectguard iam "
        "lint` prints them");
  }
  return checks;
}

// The actions that the statement around a value names; none outside of one.
std::vector<const Value*> ActionsAround(const Value& value) {
  std::vector<const Value*> actions;
  const Value* named = nullptr;
  for (const Value* at = &value; at != nullptr && named == nullptr;
       at = at->parent) {
    named = Find(*at, "Action");
    named = named == nullptr ? Find(*at, "NotAction") : named;
  }
  if (named != nullptr && named->Is(Kind::kList)) {
    for (const Value& action : named->AsList()) {
      actions.push_back(&action);
    }
  } else if (named != nullptr) {
    actions.push_back(named);
  }
  return actions;
}

// A finding, where the statement is about one of the services; none: any. An
// action that is not known may be one of theirs.
void AddFinding(const IamFinding& finding, const Selected& selected,
                const std::set<std::string_view>& services,
                ResultList* results) {
  const std::vector<const Value*> actions = ActionsAround(*finding.value);
  const auto is_theirs = [&](const Value* action) {
    const std::string text =
        action->Is(Kind::kString) ? ToLower(action->AsString()) : "";
    return services.contains(text.substr(0, text.find(':')));
  };
  if (services.empty() || std::ranges::any_of(actions, is_theirs)) {
    results->Add(*finding.value, selected, finding.message);
    return;
  }
  const auto open = std::ranges::find_if(
      actions, [](const Value* action) { return action->Is(Kind::kUnknown); });
  if (open != actions.end()) {
    Selected perhaps = selected;
    perhaps.maybe = true;
    perhaps.because = *open;
    results->Add(*finding.value, perhaps, finding.message);
  }
}

// A name that lint never says would find nothing, as if all were well.
Status CheckAreChecks(const std::set<std::string_view>& names) {
  for (const std::string_view name : names) {
    if (!IsIamLintCheck(name)) {
      return Fail(
          ErrorCode::kBadInput,
          fmt::format("`iam_lint` has no check `{}`", name),
          fmt::format("the checks are: {}", fmt::join(IamLintChecks(), ", ")));
    }
  }
  return {};
}

FunctionResult IamLint(const FunctionContext& context, const TextLoader& load,
                       Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const auto checks, NamesIn(arguments[1], "second"));
  CG_RETURN_IF_ERROR(CheckAreChecks(checks));
  std::set<std::string_view> services;
  if (arguments.size() > 2) {
    CG_ASSIGN_OR_RETURN(services, NamesIn(arguments[2], "third"));
  }
  ResultList results(context);
  for (const AskedPolicy& asked : ReadPolicies(context, load, arguments[0])) {
    if (asked.document->Is(Kind::kUnknown)) {
      results.AddUnknown(std::string(asked.document->unknown->reason),
                         *asked.document);
      continue;
    }
    for (const IamFinding& finding : LintPolicy(*asked.policy)) {
      if (checks.contains(finding.check)) {
        AddFinding(finding, *asked.selected, services, &results);
      }
    }
  }
  return results.Take();
}

}  // namespace

void AddIamFunctions(const TextLoader& text_loader, FunctionTable* table) {
  const auto add = [&](std::string name, std::size_t least, std::size_t most,
                       auto function) {
    AddLoadingFunction(text_loader, std::move(name), least, most, function,
                       table);
  };
  add("iam_allows", 2, 2, IamAllows);
  add("iam_escapes", 2, 3, EscapesOf);
  add("iam_public", 1, 1, IamPublic);
  add("iam_lint", 2, 3, IamLint);
  AddIamHolderFunctions(text_loader, table);
}

}  // namespace connectguard
