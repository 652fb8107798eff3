// Of roles, users and groups: what they may do by all the policies that a plan
// gives them, and of policies that nobody in the plan has, what they allow.
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "builtins/iam_answers.h"
#include "builtins/iam_documents.h"
#include "builtins/iam_functions.h"
#include "builtins/iam_holders.h"
#include "builtins/iam_question.h"
#include "builtins/iam_resources.h"
#include "builtins/results.h"
#include "iam/dangers.h"
#include "iam/questions.h"

namespace connectguard {
namespace {

// One role, user, group or loose policy that is asked.
struct Subject {
  const Selected* selected = nullptr;
  const Resource* resource = nullptr;  // Null for an unknown one.
  PolicyHolder holder = {};            // Of a loose policy: that policy alone.

  // Whether it is known who asks, where that matters.
  bool HasKnownPrincipal() const {
    return resource->type == "AWS::IAM::Group" ||
           !IsPolicyHolder(resource->type) || !holder.principal.empty();
  }
};

// The policies of one subject, read and laid out in layers.
class SubjectPolicies {
 public:
  // What else may be so: a policy more that may be attached, or a service
  // control policy that may apply to the account.
  struct Doubt {
    IamLayers layers;
    bool only_denies = false;
    std::string reason;
    const Value* open = nullptr;

    bool Changes(const IamAnswer& answer, const IamAnswer& then) const {
      return only_denies ? answer.verdict == IamVerdict::kYes &&
                               then.verdict == IamVerdict::kNo
                         : answer.verdict != then.verdict;
    }
  };

  SubjectPolicies(const FunctionContext& context, const TextLoader& load,
                  const Subject& subject)
      : context_(context), load_(load), subject_(subject) {
    layers_.identity.emplace();
    for (const HeldPolicy& held : subject.holder.policies) {
      layers_.identity->push_back(Read(held, IamPolicyKind::kIdentity));
    }
    const auto& boundary = subject.holder.boundary;
    if (boundary && boundary->document != nullptr) {
      layers_.boundary = PolicyRefs{Read(*boundary, IamPolicyKind::kBoundary)};
    }
    AddAttachmentDoubts();
    AddScpDoubts();
  }

  const IamLayers& layers() const { return layers_; }
  const std::vector<Doubt>& doubts() const { return doubts_; }
  const std::vector<const Value*>& documents() const { return documents_; }

  // What a finding about the statement points at: where a policy is attached
  // that is not part of the input.
  const Value& EvidenceOf(const IamStatement& statement) const {
    for (const auto& [policy, attached_at] : policies_) {
      if (policy.get() == statement.policy && attached_at != nullptr) {
        return *attached_at;
      }
    }
    return *statement.node;
  }

 private:
  const IamPolicy* Read(const HeldPolicy& held, IamPolicyKind kind) {
    const Value& document = PolicyDocumentOf(context_, load_, *held.document);
    documents_.push_back(&document);
    policies_.emplace_back(IamPolicy::Read(document, kind), held.attached_at);
    return policies_.back().first.get();
  }

  void AddAttachmentDoubts() {
    for (const PolicyHolder::Perhaps& perhaps : subject_.holder.perhaps) {
      Doubt doubt{.layers = layers_,
                  .reason = fmt::format(
                      "whether this policy is attached to `{}` is not known",
                      subject_.resource->address),
                  .open = perhaps.open};
      doubt.layers.identity->push_back(
          Read(perhaps.policy, IamPolicyKind::kIdentity));
      doubts_.push_back(std::move(doubt));
    }
  }

  // With FullAWSAccess beside it, a service control policy only denies.
  void AddScpDoubts() {
    for (const Resource& resource : context_.document->resources()) {
      const Value* content = IsAttachedScp(resource)
                                 ? Find(*resource.properties, "Content")
                                 : nullptr;
      if (content == nullptr) {
        continue;
      }
      Doubt doubt{.layers = layers_,
                  .only_denies = true,
                  .reason = fmt::format(
                      "`{}` denies it, if the account is one that this service "
                      "control policy applies to",
                      resource.address),
                  .open = subject_.resource->node};
      doubt.layers.scp = {
          {Read({.document = content}, IamPolicyKind::kScp), FullAccess()}};
      doubts_.push_back(std::move(doubt));
    }
  }

  const IamPolicy* FullAccess() {
    ValueBuilder& builder = *context_.builder;
    const SourceSpan span;
    builder.StartMap(span);
    builder.AddKey("Statement");
    builder.StartMap(span);
    for (const auto& [key, text] :
         {std::pair{"Effect", "Allow"}, std::pair{"Action", "*"},
          std::pair{"Resource", "*"}}) {
      builder.AddKey(key);
      builder.AddString(text, span);
    }
    builder.EndMap();
    builder.EndMap();
    policies_.emplace_back(
        IamPolicy::Read(*builder.Finish(), IamPolicyKind::kScp), nullptr);
    return policies_.back().first.get();
  }

  const FunctionContext& context_;
  const TextLoader& load_;
  const Subject& subject_;
  IamLayers layers_;
  std::vector<Doubt> doubts_;
  std::vector<std::pair<std::unique_ptr<const IamPolicy>, const Value*>>
      policies_;
  std::vector<const Value*> documents_;
};

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
  if (!subject.HasKnownPrincipal() && answer.witness &&
      !answer.witness->principal.empty()) {
    results->AddUnknown("the answer depends on the name, which is not known",
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

Result<std::vector<Subject>> SubjectsOf(const FunctionContext& context,
                                        std::string_view function,
                                        const std::vector<Selected>& argument) {
  const Document& document = *context.document;
  const HolderIndex& index =
      HolderIndex::Of(document, HolderIndex::State::kPlanned);
  std::vector<Subject> subjects;
  for (const Selected& selected : argument) {
    const Value* value = selected.value;
    if (value == nullptr) {
      continue;
    }
    const Document::Owner owner = document.OwnerOf(*value);
    const bool good = owner.resource != nullptr && owner.planned &&
                      (IsPolicyHolder(owner.resource->type) ||
                       IsIdentityPolicy(owner.resource->type));
    if (!good && !value->Is(Kind::kUnknown)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the first argument of `{}` has something that "
                              "is no planned role, user, group or policy of "
                              "one",
                              function),
                  "give resources, such as Resources.*[ Type == "
                  "'AWS::IAM::Role' ]");
    }
    Subject subject{
        .selected = &selected, .resource = owner.resource, .holder = {}};
    if (!good) {
      subjects.push_back(std::move(subject));
      continue;
    }
    if (const PolicyHolder* holder = index.Find(owner.resource->address)) {
      subject.holder = *holder;
      subjects.push_back(std::move(subject));
      continue;
    }
    const Value* policy =
        owner.resource->properties == nullptr
            ? nullptr
            : Find(*owner.resource->properties, "PolicyDocument");
    if (policy != nullptr && !index.IsHeld(owner.resource->address)) {
      subject.holder.policies.push_back({.document = policy});
      subjects.push_back(std::move(subject));
    }
  }
  return subjects;
}

// Asks each subject; `make_ask` prepares what is asked of it.
using MakeAsk =
    std::function<Result<Ask>(const Subject&, const SubjectPolicies&)>;

FunctionResult AskAll(const FunctionContext& context, const TextLoader& load,
                      std::string_view function, Arguments arguments,
                      const MakeAsk& make_ask) {
  CG_ASSIGN_OR_RETURN(const auto subjects,
                      SubjectsOf(context, function, arguments[0]));
  ResultList results(context);
  for (const Subject& subject : subjects) {
    if (subject.resource == nullptr) {
      const Value& unknown = *subject.selected->value;
      results.AddUnknown(std::string(unknown.unknown->reason), unknown);
      continue;
    }
    const SubjectPolicies policies(context, load, subject);
    CG_ASSIGN_OR_RETURN(const Ask ask, make_ask(subject, policies));
    AddAnswer(subject, policies, ask, &results);
  }
  return results.Take();
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

// The patterns of the resources that are asked about; none when the question
// says it itself.
Result<std::vector<std::string>> PatternsOf(const FunctionContext& context,
                                            Arguments arguments) {
  std::vector<std::string> all;
  for (const Selected& selected :
       arguments.size() > 2 ? arguments[2] : std::vector<Selected>()) {
    const Resource* owner =
        selected.value == nullptr
            ? nullptr
            : context.document->OwnerOf(*selected.value).resource;
    ArnPatterns arns = owner == nullptr ? ArnPatterns() : ArnPatternsOf(*owner);
    if (arns.patterns.empty()) {
      return Fail(ErrorCode::kBadInput,
                  "the third argument of `iam_can` is no resource of which "
                  "the ARN is known",
                  "leave it out, and name the Resource in the question");
    }
    all.insert(all.end(), arns.patterns.begin(), arns.patterns.end());
  }
  return all;
}

FunctionResult IamCan(const FunctionContext& context, const TextLoader& load,
                      Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const RuleQuestion question,
                      RuleQuestion::Read(context, "iam_can", arguments[1]));
  CG_ASSIGN_OR_RETURN(const auto resources, PatternsOf(context, arguments));
  if (arguments.size() > 2 && resources.empty()) {
    return std::vector<Selected>{};
  }
  return AskAll(
      context, load, "iam_can", arguments,
      [&](const Subject& subject,
          const SubjectPolicies& policies) -> Result<Ask> {
        CG_ASSIGN_OR_RETURN(
            auto query, question.About(policies.documents(),
                                       {.principal = subject.holder.principal,
                                        .resources = resources}));
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
  return AskAll(context, load, "iam_exceeds", arguments,
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
std::optional<PolicyHolder> Before(const Document& document,
                                   const Resource& resource) {
  std::string_view address = resource.address;
  if (const Value* was = FindPath(*resource.node, {"Change", "Was"});
      was != nullptr && was->Is(Kind::kString)) {
    address = was->AsString();
  }
  const Resource* previous = document.FindPrevious(address);
  if (previous == nullptr) {
    return std::nullopt;
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

// What is attached before and after, and is not in the input, adds nothing.
void DropShared(PolicyHolder* before, PolicyHolder* after) {
  std::erase_if(after->policies, [&](const HeldPolicy& policy) {
    if (policy.outside.empty()) {
      return false;
    }
    const auto same = [&](const HeldPolicy& other) {
      return other.outside == policy.outside;
    };
    return std::erase_if(before->policies, same) > 0;
  });
}

FunctionResult IamGains(const FunctionContext& context, const TextLoader& load,
                        Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const RuleQuestion question,
                      RuleQuestion::Read(context, "iam_gains", arguments[1]));
  CG_ASSIGN_OR_RETURN(auto subjects,
                      SubjectsOf(context, "iam_gains", arguments[0]));
  ResultList results(context);
  for (Subject& subject : subjects) {
    if (subject.resource == nullptr) {
      continue;
    }
    auto before = Before(*context.document, *subject.resource);
    if (!before) {
      continue;
    }
    DropShared(&*before, &subject.holder);
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
          return MayBeyond(layers, then.layers(), query.get());
        },
        &results);
  }
  return results.Take();
}

// ----- Ways to more privileges -----------------------------------------------

// The doubt by which the way may be closed; null when there is none.
const SubjectPolicies::Doubt* DoubtAbout(std::string_view path,
                                         const SubjectPolicies& policies) {
  for (const SubjectPolicies::Doubt& doubt : policies.doubts()) {
    const auto open = PrivilegeEscalation(doubt.layers);
    const bool stays =
        std::any_of(open.begin(), open.end(), [&](const EscalationPath& other) {
          return other.id == path &&
                 (doubt.only_denies || other.verdict == IamVerdict::kYes);
        });
    if (!stays) {
      return &doubt;
    }
  }
  return nullptr;
}

void AddPath(const Subject& subject, const SubjectPolicies& policies,
             const EscalationPath& path, ResultList* results) {
  const bool certain = path.verdict == IamVerdict::kYes;
  const auto* doubt = certain ? DoubtAbout(path.id, policies) : nullptr;
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
      continue;
    }
    const SubjectPolicies policies(context, load, subject);
    for (const EscalationPath& path : PrivilegeEscalation(policies.layers())) {
      AddPath(subject, policies, path, &results);
    }
  }
  return results.Take();
}

}  // namespace

void AddIamHolderFunctions(const TextLoader& text_loader,
                           FunctionTable* table) {
  const auto add = [&](std::string name, std::size_t least, std::size_t most,
                       auto function) {
    table->Add({.name = std::move(name),
                .min_arguments = least,
                .max_arguments = most,
                .call = [text_loader, function](const FunctionContext& context,
                                                Arguments given) {
                  return function(context, text_loader, given);
                }});
  };
  add("iam_can", 2, 3, IamCan);
  add("iam_exceeds", 2, 2, IamExceeds);
  add("iam_gains", 2, 2, IamGains);
  add("iam_escalates", 1, 1, IamEscalates);
}

}  // namespace connectguard
