// Of roles, users and groups: what they may do by all the policies that a plan
// gives them, and of policies that nobody in the plan has, what they allow.
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "builtins/iam_answers.h"
#include "builtins/iam_documents.h"
#include "builtins/iam_functions.h"
#include "builtins/iam_holders.h"
#include "builtins/iam_question.h"
#include "builtins/iam_resources.h"
#include "builtins/iam_subjects.h"
#include "builtins/results.h"
#include "iam/dangers.h"
#include "iam/questions.h"

namespace connectguard {
namespace {

void AddUnknownSubject(const Subject& subject, ResultList* results) {
  const Value& unknown = *subject.selected->value;
  results->AddUnknown(std::string(unknown.unknown->reason), unknown);
}

// What is asked of a subject, by these layers.
using Ask = std::function<IamAnswer(const IamLayers&)>;

// Gives the statements that allow what is asked, or why that cannot be told.
void AddAnswer(const Subject& subject, const SubjectPolicies& policies,
               const Ask& ask, ResultList* results) {
  const Value& node = *subject.resource->node;
  const IamAnswer answer = ask(policies.layers());
  if (answer.verdict == IamVerdict::kUnknown) {
    AddOpenAnswer(answer, node, results);
    return;
  }
  for (const SubjectPolicies::Doubt& doubt : policies.doubts()) {
    if (doubt.Changes(answer, ask(doubt.layers))) {
      results->AddUnknown(doubt.reason, *doubt.open);
      return;
    }
  }
  if (answer.verdict == IamVerdict::kNo) {
    return;
  }
  // A request that is hidden may name a principal.
  if (!subject.HasKnownPrincipal() &&
      (answer.witness_hidden || !answer.witness->principal.empty())) {
    results->AddUnknown("the answer may depend on the name, which is not known",
                        node);
    return;
  }
  for (const IamStatement* statement : answer.evidence) {
    if (statement->policy->kind() == IamPolicyKind::kIdentity) {
      results->Add(policies.EvidenceOf(*statement), *subject.selected,
                   WitnessRemark(answer));
    }
  }
}

// Asks each subject; `make_ask` prepares what is asked of it.
using MakeAsk =
    std::function<Result<Ask>(const Subject&, const SubjectPolicies&)>;

FunctionResult AskAll(const FunctionContext& context, const TextLoader& load,
                      std::string_view function,
                      const std::vector<Selected>& holders, ResultList* results,
                      const MakeAsk& make_ask) {
  CG_ASSIGN_OR_RETURN(const auto subjects,
                      SubjectsOf(context, function, holders));
  for (const Subject& subject : subjects) {
    if (subject.resource == nullptr) {
      AddUnknownSubject(subject, results);
      continue;
    }
    const SubjectPolicies policies(context, load, subject);
    CG_ASSIGN_OR_RETURN(const Ask ask, make_ask(subject, policies));
    AddAnswer(subject, policies, ask, results);
  }
  return results->Take();
}

using SharedQuery = std::shared_ptr<const IamQuery>;

Result<SharedQuery> QueryFor(const RuleQuestion& question,
                             const Subject& subject,
                             const SubjectPolicies& policies) {
  CG_ASSIGN_OR_RETURN(auto query,
                      question.About(policies.documents(),
                                     {.principal = subject.holder.principal}));
  return SharedQuery(std::move(query));
}

FunctionResult IamCan(const FunctionContext& context, const TextLoader& load,
                      Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const RuleQuestion question,
                      RuleQuestion::Read(context, "iam_can", arguments[1]));
  ResultList results(context);
  std::vector<std::string> patterns;
  if (arguments.size() > 2) {
    CG_ASSIGN_OR_RETURN(const auto resources,
                        ReadResources(context, "iam_can", arguments[2]));
    for (const Resource* resource : resources.known) {
      const ArnPatterns arns = ArnPatternsOf(*resource);
      patterns.insert(patterns.end(), arns.patterns.begin(),
                      arns.patterns.end());
    }
    for (const Value* unknown : resources.unknown) {
      results.AddUnknown("which resource is asked about is not known",
                         *unknown);
    }
    if (patterns.empty()) {
      return results.Take();
    }
  }
  return AskAll(
      context, load, "iam_can", arguments[0], &results,
      [&](const Subject& subject,
          const SubjectPolicies& policies) -> Result<Ask> {
        CG_ASSIGN_OR_RETURN(
            auto query, question.About(policies.documents(),
                                       {.principal = subject.holder.principal,
                                        .resources = patterns}));
        return Ask(
            [query = SharedQuery(std::move(query))](const IamLayers& layers) {
              return May(layers, *query);
            });
      });
}

FunctionResult IamExceeds(const FunctionContext& context,
                          const TextLoader& load, Arguments arguments) {
  if (arguments[1].size() != 1 || arguments[1][0].value == nullptr ||
      !arguments[1][0].value->Is(Kind::kMap)) {
    return Fail(ErrorCode::kBadInput,
                "the second argument of `iam_exceeds` is no policy document",
                "write `let most = { Statement: [{ Effect: 'Allow', Action: "
                "..., Resource: ... }] }`");
  }
  const std::shared_ptr<const IamPolicy> most =
      IamPolicy::Read(*arguments[1][0].value, IamPolicyKind::kReference);
  if (!most->findings().empty()) {
    return Fail(ErrorCode::kBadInput,
                "the policy document that `iam_exceeds` compares with is "
                "wrong: " +
                    most->findings().front().message,
                most->findings().front().hint);
  }
  ResultList results(context);
  return AskAll(context, load, "iam_exceeds", arguments[0], &results,
                [&](const Subject&, const SubjectPolicies&) -> Result<Ask> {
                  return Ask([most](const IamLayers& layers) {
                    IamLayers reference;
                    reference.identity = PolicyRefs{most.get()};
                    return MayBeyond(layers, reference, nullptr);
                  });
                });
}

// ----- Before and after ------------------------------------------------------

// What stood where the subject is planned; nullopt when it is new.
std::optional<PolicyHolder> Before(const FunctionContext& context,
                                   const Resource& resource) {
  const Document& document = *context.document;
  std::string_view address = resource.address;
  if (const Value* was = FindPath(*resource.node, {"Change", "Was"});
      was != nullptr && was->Is(Kind::kString)) {
    address = was->AsString();
  }
  const Resource* previous = document.FindPrevious(address);
  if (previous == nullptr) {
    return std::nullopt;
  }
  if (IsScp(*previous)) {
    return LeftOpenBy(context, *previous);
  }
  const HolderIndex& index =
      HolderIndex::Of(document, HolderIndex::State::kPrevious);
  if (const PolicyHolder* holder = index.Find(previous->address)) {
    return *holder;
  }
  PolicyHolder policy{.resource = previous};
  const Value* content = previous->properties == nullptr
                             ? nullptr
                             : Find(*previous->properties, "PolicyDocument");
  if (content != nullptr) {
    policy.policies.push_back({.document = content});
  }
  return policy;
}

// Takes away the policies that are attached before and after and of which
// nothing is known. Answers the document of one of them, null for none.
const Value* TakeShared(PolicyHolder* before, PolicyHolder* after) {
  const Value* shared = nullptr;
  std::erase_if(after->policies, [&](const HeldPolicy& policy) {
    if (policy.outside.empty()) {
      return false;
    }
    const auto same = [&](const HeldPolicy& other) {
      return other.outside == policy.outside;
    };
    if (std::erase_if(before->policies, same) == 0) {
      return false;
    }
    shared = policy.document;
    return true;
  });
  return shared;
}

// The gain beside shared policies of which nothing is known. Of each request
// they say nothing, or they allow it, in both states: without a gain in either
// case there is none. Where there is one they may have made it, or deny it.
IamAnswer GainBeside(const Value& shared, const IamPolicy& everything,
                     IamLayers now, IamLayers then, const IamQuery& query) {
  IamAnswer answer = MayBeyond(now, then, &query);
  if (answer.verdict == IamVerdict::kNo) {
    now.identity->push_back(&everything);
    then.identity->push_back(&everything);
    answer = MayBeyond(now, then, &query);
  }
  if (answer.verdict == IamVerdict::kNo) {
    return answer;
  }
  return {.reason = std::string(shared.unknown->reason)};
}

FunctionResult IamGains(const FunctionContext& context, const TextLoader& load,
                        Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const RuleQuestion question,
                      RuleQuestion::Read(context, "iam_gains", arguments[1]));
  CG_ASSIGN_OR_RETURN(auto subjects,
                      SubjectsOf(context, "iam_gains", arguments[0], true));
  ResultList results(context);
  const auto everything =
      IamPolicy::Read(FullAccessDocument(context), IamPolicyKind::kIdentity);
  for (Subject& subject : subjects) {
    if (subject.resource == nullptr) {
      AddUnknownSubject(subject, &results);
      continue;
    }
    auto before = Before(context, *subject.resource);
    if (!before) {
      continue;
    }
    const Value* shared = TakeShared(&*before, &subject.holder);
    const SubjectPolicies now(context, load, subject);
    const Subject earlier{.selected = subject.selected,
                          .resource = subject.resource,
                          .holder = *std::move(before)};
    const SubjectPolicies then(context, load, earlier);
    CG_ASSIGN_OR_RETURN(const SharedQuery query,
                        QueryFor(question, subject, now));
    AddAnswer(
        subject, now,
        [&](const IamLayers& layers) {
          return shared == nullptr
                     ? MayBeyond(layers, then.layers(), query.get())
                     : GainBeside(*shared, *everything, layers, then.layers(),
                                  *query);
        },
        &results);
  }
  return results.Take();
}

// ----- Ways to more privileges -----------------------------------------------

// The ways that are open if a doubt turns out so.
struct DoubtedWays {
  const SubjectPolicies::Doubt* doubt = nullptr;
  std::vector<EscalationPath> ways;
};

const EscalationPath* FindWay(std::string_view id,
                              const std::vector<EscalationPath>& ways) {
  const auto found = std::ranges::find(ways, id, &EscalationPath::id);
  return found == ways.end() ? nullptr : &*found;
}

// The doubt by which the way may be closed; null when there is none.
const SubjectPolicies::Doubt* DoubtAbout(
    std::string_view path, const std::vector<DoubtedWays>& doubted) {
  for (const auto& [doubt, ways] : doubted) {
    const EscalationPath* other = FindWay(path, ways);
    const bool stays = other != nullptr && (doubt->only_denies ||
                                            other->verdict == IamVerdict::kYes);
    if (!stays) {
      return doubt;
    }
  }
  return nullptr;
}

void AddPath(const Subject& subject, const SubjectPolicies& policies,
             const EscalationPath& path,
             const std::vector<DoubtedWays>& doubted, ResultList* results) {
  const bool certain = path.verdict == IamVerdict::kYes;
  const auto* doubt = certain ? DoubtAbout(path.id, doubted) : nullptr;
  if (doubt != nullptr) {
    results->AddUnknown(doubt->reason, *doubt->open);
    return;
  }
  for (const EscalationPath::Step& step : path.steps) {
    if (step.answer.verdict == IamVerdict::kUnknown) {
      AddOpenAnswer(step.answer, *subject.resource->node, results);
    }
    for (const IamStatement* statement : step.answer.evidence) {
      if (certain && statement->policy->kind() == IamPolicyKind::kIdentity) {
        results->Add(policies.EvidenceOf(*statement), *subject.selected,
                     fmt::format("{}: {}", path.id, path.title));
      }
    }
  }
}

FunctionResult IamEscalates(const FunctionContext& context,
                            const TextLoader& load, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const auto subjects,
                      SubjectsOf(context, "iam_escalates", arguments[0]));
  ResultList results(context);
  for (const Subject& subject : subjects) {
    if (subject.resource == nullptr) {
      AddUnknownSubject(subject, &results);
      continue;
    }
    const SubjectPolicies policies(context, load, subject);
    const std::vector<EscalationPath> ways =
        PrivilegeEscalation(policies.layers());
    std::vector<DoubtedWays> doubted;
    for (const SubjectPolicies::Doubt& doubt : policies.doubts()) {
      doubted.push_back({&doubt, PrivilegeEscalation(doubt.layers)});
    }
    for (const EscalationPath& path : ways) {
      AddPath(subject, policies, path, doubted, &results);
    }
    for (const auto& [doubt, more] : doubted) {
      for (const EscalationPath& path : more) {
        if (FindWay(path.id, ways) == nullptr) {
          results.AddUnknown(doubt->reason, *doubt->open);
        }
      }
    }
  }
  return results.Take();
}

}  // namespace

void AddIamHolderFunctions(const TextLoader& text_loader,
                           FunctionTable* table) {
  const auto add = [&](std::string name, std::size_t least, std::size_t most,
                       auto function) {
    AddLoadingFunction(text_loader, std::move(name), least, most, function,
                       table);
  };
  add("iam_can", 2, 3, IamCan);
  add("iam_exceeds", 2, 2, IamExceeds);
  add("iam_gains", 2, 2, IamGains);
  add("iam_escalates", 1, 1, IamEscalates);
}

}  // namespace connectguard
