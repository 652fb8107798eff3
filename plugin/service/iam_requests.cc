#include <string>
#include <utility>

#include <fmt/format.h>

#include "analysis/aws_policies.h"
#include "service/iam_convert.h"

namespace connectguard {
namespace {

IamQuestion QuestionOf(const v1::RequestQuestion& message) {
  IamQuestion question{
      .actions = {message.actions().begin(), message.actions().end()},
      .resources = {message.resources().begin(), message.resources().end()},
      .principal = message.principal(),
      .conditions = {},
      .absent = {message.absent_keys().begin(), message.absent_keys().end()}};
  for (const v1::ConditionKey& key : message.conditions()) {
    question.conditions.push_back(
        {.key = key.key(),
         .values = {key.values().begin(), key.values().end()}});
  }
  return question;
}

Result<std::optional<AccountRelation>> AccountsOf(
    v1::AccountRelation accounts) {
  switch (accounts) {
    case v1::ACCOUNT_RELATION_UNSPECIFIED:
      return std::nullopt;
    case v1::ACCOUNT_RELATION_SAME:
      return AccountRelation::kSame;
    case v1::ACCOUNT_RELATION_OTHER:
      return AccountRelation::kOther;
    default:
      return Fail(ErrorCode::kUsage, fmt::format("`accounts` cannot be {}",
                                                 static_cast<int>(accounts)));
  }
}

Status Append(const v1::PolicyDocument& document, std::string_view field,
              std::vector<PolicyText>* texts) {
  CG_ASSIGN_OR_RETURN(
      PolicyText text,
      FromProto(document, fmt::format("{}[{}]", field, texts->size())));
  texts->push_back(std::move(text));
  return {};
}

Status Set(bool given, const v1::PolicyDocument& document,
           std::string_view field, std::optional<PolicyText>* text) {
  if (given) {
    CG_ASSIGN_OR_RETURN(*text, FromProto(document, field));
  }
  return {};
}

Result<PairQuestion> Pair(const v1::PolicyDocument& first,
                          std::string_view first_field,
                          const v1::PolicyDocument& second,
                          std::string_view second_field, v1::PolicyKind kind) {
  PairQuestion question;
  CG_ASSIGN_OR_RETURN(question.first, FromProto(first, first_field));
  CG_ASSIGN_OR_RETURN(question.second, FromProto(second, second_field));
  CG_ASSIGN_OR_RETURN(question.kind, FromProto(kind));
  return question;
}

}  // namespace

Result<PolicyText> FromProto(const v1::PolicyDocument& document,
                             std::string_view field) {
  switch (document.source_case()) {
    case v1::PolicyDocument::kContent:
      return PolicyText{.name = document.name().empty()
                                    ? fmt::format("<{}>", field)
                                    : document.name(),
                        .text = document.content()};
    case v1::PolicyDocument::kAwsPolicy:
      return NamedAwsPolicy(document.aws_policy());
    case v1::PolicyDocument::SOURCE_NOT_SET:
      break;
  }
  return Fail(ErrorCode::kUsage,
              fmt::format("there is no document in `{}`", field),
              "set `content` or `aws_policy`");
}

Result<std::optional<IamPolicyKind>> FromProto(v1::PolicyKind kind) {
  switch (kind) {
    case v1::POLICY_KIND_UNSPECIFIED:
      return std::nullopt;
    case v1::POLICY_KIND_IDENTITY:
      return IamPolicyKind::kIdentity;
    case v1::POLICY_KIND_BOUNDARY:
      return IamPolicyKind::kBoundary;
    case v1::POLICY_KIND_SERVICE_CONTROL:
      return IamPolicyKind::kScp;
    case v1::POLICY_KIND_RESOURCE:
      return IamPolicyKind::kResource;
    case v1::POLICY_KIND_TRUST:
      return IamPolicyKind::kTrust;
    default:
      return Fail(ErrorCode::kUsage,
                  fmt::format("`kind` cannot be {}", static_cast<int>(kind)));
  }
}

Result<CanQuestion> FromProto(const v1::CanRequest& request) {
  CanQuestion question;
  question.request = QuestionOf(request.question());
  for (const v1::PolicyDocument& document : request.identity()) {
    CG_RETURN_IF_ERROR(Append(document, "identity", &question.identity));
  }
  for (const v1::PolicyDocument& document : request.resource()) {
    CG_RETURN_IF_ERROR(Append(document, "resource", &question.resource));
  }
  CG_RETURN_IF_ERROR(Set(request.has_boundary(), request.boundary(), "boundary",
                         &question.boundary));
  CG_RETURN_IF_ERROR(Set(request.has_session(), request.session(), "session",
                         &question.session));
  CG_RETURN_IF_ERROR(
      Set(request.has_trust(), request.trust(), "trust", &question.trust));
  for (const v1::PolicyLevel& level : request.service_control()) {
    const std::string field =
        fmt::format("service_control[{}].policies", question.scp.size());
    std::vector<PolicyText>& texts = question.scp.emplace_back();
    for (const v1::PolicyDocument& document : level.policies()) {
      CG_RETURN_IF_ERROR(Append(document, field, &texts));
    }
  }
  CG_ASSIGN_OR_RETURN(question.accounts, AccountsOf(request.accounts()));
  return question;
}

Result<PairQuestion> FromProto(const v1::DiffRequest& request) {
  return Pair(request.before(), "before", request.after(), "after",
              request.kind());
}

Result<PairQuestion> FromProto(const v1::AtMostRequest& request) {
  return Pair(request.candidate(), "candidate", request.reference(),
              "reference", request.kind());
}

Result<std::vector<PolicyText>> FromProto(const v1::LintRequest& request) {
  if (request.policies().empty()) {
    return Fail(ErrorCode::kUsage, "the request has no policy",
                "set `policies`");
  }
  std::vector<PolicyText> texts;
  for (const v1::PolicyDocument& document : request.policies()) {
    CG_RETURN_IF_ERROR(Append(document, "policies", &texts));
  }
  return texts;
}

}  // namespace connectguard
