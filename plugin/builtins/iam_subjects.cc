#include "builtins/iam_subjects.h"

#include <fmt/format.h>

#include "builtins/iam_documents.h"

namespace connectguard {
namespace {

bool CanBeAsked(const Resource& resource, bool scps) {
  return IsPolicyHolder(resource.type) || IsIdentityPolicy(resource.type) ||
         (scps && IsScp(resource));
}

// Null for a policy that somebody has, or one without a document.
const Value* LoosePolicy(const Resource& resource, const HolderIndex& index) {
  return resource.properties == nullptr || index.IsHeld(resource.address)
             ? nullptr
             : Find(*resource.properties, "PolicyDocument");
}

}  // namespace

bool Subject::HasKnownPrincipal() const {
  return resource->type == "AWS::IAM::Group" ||
         !IsPolicyHolder(resource->type) || !holder.principal.empty();
}

const Value& FullAccessDocument(const FunctionContext& context) {
  ValueBuilder& builder = *context.builder;
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
  return *builder.Finish();
}

PolicyHolder LeftOpenBy(const FunctionContext& context,
                        const Resource& resource) {
  PolicyHolder open{.resource = &resource};
  if (const Value* content = Find(*resource.properties, "Content")) {
    open.policies = {
        {.document = content},
        {.document = &FullAccessDocument(context), .attached_at = content}};
  }
  return open;
}

Result<std::vector<Subject>> SubjectsOf(const FunctionContext& context,
                                        std::string_view function,
                                        const std::vector<Selected>& argument,
                                        bool scps) {
  const Document& document = *context.document;
  const HolderIndex& index =
      HolderIndex::Of(document, HolderIndex::State::kPlanned);
  std::vector<Subject> subjects;
  for (const Selected& selected : argument) {
    if (selected.value == nullptr) {
      continue;
    }
    Subject subject{.selected = &selected};
    if (selected.value->Is(Kind::kUnknown)) {
      subjects.push_back(std::move(subject));
      continue;
    }
    const Document::Owner owner = document.OwnerOf(*selected.value);
    subject.resource = owner.resource;
    if (owner.resource == nullptr || !owner.planned ||
        !CanBeAsked(*owner.resource, scps)) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the first argument of `{}` has something that "
                              "is no planned role, user, group or policy of "
                              "one",
                              function),
                  "give resources, such as Resources.*[ Type == "
                  "'AWS::IAM::Role' ]");
    }
    if (IsScp(*subject.resource)) {
      subject.holder = LeftOpenBy(context, *subject.resource);
    } else if (const auto* holder = index.Find(subject.resource->address)) {
      subject.holder = *holder;
    } else if (const Value* policy = LoosePolicy(*subject.resource, index)) {
      subject.holder.policies = {{.document = policy}};
    } else {
      continue;
    }
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

SubjectPolicies::SubjectPolicies(const FunctionContext& context,
                                 const TextLoader& load, const Subject& subject)
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

const Value& SubjectPolicies::EvidenceOf(const IamStatement& statement) const {
  for (const auto& [policy, attached_at] : policies_) {
    if (policy.get() == statement.policy && attached_at != nullptr) {
      return *attached_at;
    }
  }
  return *statement.node;
}

const IamPolicy* SubjectPolicies::Read(const HeldPolicy& held,
                                       IamPolicyKind kind) {
  const Value& document = PolicyDocumentOf(context_, load_, *held.document);
  documents_.push_back(&document);
  policies_.emplace_back(IamPolicy::Read(document, kind), held.attached_at);
  return policies_.back().first.get();
}

void SubjectPolicies::AddAttachmentDoubts() {
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
void SubjectPolicies::AddScpDoubts() {
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
    doubt.layers.scp = {{Read({.document = content}, IamPolicyKind::kScp),
                         Read({.document = &FullAccessDocument(context_)},
                              IamPolicyKind::kScp)}};
    doubts_.push_back(std::move(doubt));
  }
}

}  // namespace connectguard
