#include "builtins/iam_documents.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "builtins/results.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 3> kHolders = {
    "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"};
constexpr std::array<std::string_view, 5> kIdentityPolicies = {
    "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy",
    "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"};
constexpr std::string_view kOrganizationPolicy = "AWS::Organizations::Policy";

template <typename Range>
bool Contains(const Range& range, std::string_view text) {
  return std::find(range.begin(), range.end(), text) != range.end();
}

bool NamesPrincipals(const Value& policy) {
  const auto names = [](const Value& statement) {
    return Find(statement, "Principal") != nullptr ||
           Find(statement, "NotPrincipal") != nullptr;
  };
  const Value* statements = Find(policy, "Statement");
  if (statements == nullptr) {
    return false;
  }
  return statements->Is(Kind::kList)
             ? std::any_of(statements->AsList().begin(),
                           statements->AsList().end(), names)
             : names(*statements);
}

std::string OrganizationPolicyType(const Resource& resource) {
  return resource.properties == nullptr
             ? std::string()
             : ToLower(StringAt(*resource.properties, "Type"));
}

}  // namespace

namespace {

// A document of just the statement.
const Value& DocumentWith(const FunctionContext& context,
                          const Value& statement) {
  ValueBuilder& builder = *context.builder;
  builder.StartMap(statement.span());
  builder.AddKey("Version");
  builder.AddString("2012-10-17", statement.span());
  builder.AddKey("Statement");
  builder.AddCopy(statement);
  builder.EndMap();
  return *builder.Finish(&statement);
}

}  // namespace

const Value& PolicyDocumentOf(const FunctionContext& context,
                              const TextLoader& load, const Value& value) {
  const bool statement =
      Find(value, "Effect") != nullptr && Find(value, "Statement") == nullptr;
  if (statement) {
    return DocumentWith(context, value);
  }
  if (!value.Is(Kind::kString)) {
    return value;
  }
  const auto document = load(value, context.builder);
  if (document) {
    return **document;
  }
  return *NewUnknown(context, "the text is no policy document", value);
}

IamPolicyKind PolicyKindOf(const Document& document, const Value& value,
                           const Value& policy) {
  const Resource* owner = document.OwnerOf(value).resource;
  if (KeyOf(value) == "AssumeRolePolicyDocument") {
    return IamPolicyKind::kTrust;
  }
  if (owner != nullptr && owner->type == kOrganizationPolicy) {
    return OrganizationPolicyType(*owner) == "resource_control_policy"
               ? IamPolicyKind::kResource
               : IamPolicyKind::kScp;
  }
  const bool of_identity = owner == nullptr ? !NamesPrincipals(policy)
                                            : IsPolicyHolder(owner->type) ||
                                                  IsIdentityPolicy(owner->type);
  return of_identity ? IamPolicyKind::kIdentity : IamPolicyKind::kResource;
}

bool IsPolicyHolder(std::string_view type) { return Contains(kHolders, type); }

bool IsIdentityPolicy(std::string_view type) {
  return Contains(kIdentityPolicies, type);
}

bool IsScp(const Resource& resource) {
  return resource.type == kOrganizationPolicy &&
         OrganizationPolicyType(resource) == "service_control_policy";
}

bool IsAttachedScp(const Resource& resource) {
  if (!IsScp(resource)) {
    return false;
  }
  const Value* targets = Find(*resource.properties, "TargetIds");
  return targets != nullptr &&
         !(targets->Is(Kind::kList) && targets->size == 0);
}

}  // namespace connectguard
