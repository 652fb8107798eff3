#include "analysis/can.h"

#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "iam/questions.h"
#include "iam/refusal.h"

namespace connectguard {
namespace {

// The account of an ARN; empty where it has none for certain.
std::string_view AccountOf(std::string_view arn) {
  const std::vector<std::string_view> parts = Split(arn, ':');
  if (parts.size() < 6 || parts[4].size() != 12 ||
      parts[4].find_first_not_of("0123456789") != std::string_view::npos) {
    return {};
  }
  return parts[4];
}

AccountRelation RelationOf(const CanQuestion& question) {
  if (question.accounts) {
    return *question.accounts;
  }
  const IamQuestion& request = question.request;
  if (request.resources.size() == 1) {
    const std::string_view resource = AccountOf(request.resources[0]);
    const std::string_view principal = AccountOf(request.principal);
    if (!resource.empty() && !principal.empty()) {
      return resource == principal ? AccountRelation::kSame
                                   : AccountRelation::kOther;
    }
  }
  return AccountRelation::kUnknown;
}

Status CheckIsQuestion(const CanQuestion& question, const AskerWords& words) {
  if (question.request.actions.empty()) {
    return Fail(ErrorCode::kUsage,
                fmt::format("say what is done: {}", words.action));
  }
  if (question.identity.empty() && question.resource.empty() &&
      !question.trust) {
    return Fail(ErrorCode::kUsage, "name a policy that could allow it",
                std::string(words.policies));
  }
  if (!question.resource.empty() && question.trust) {
    return Fail(ErrorCode::kUsage,
                fmt::format("{} exclude each other", words.resource_side),
                "a role has a trust policy, other resources have a resource "
                "policy");
  }
  return {};
}

class CanRun {
 public:
  CanRun(CanQuestion question, const Asker& asker)
      : question_(std::move(question)),
        asker_(asker),
        options_{.cancelled = &asker.cancelled} {}

  Result<CanAnswer> Run() {
    CG_RETURN_IF_ERROR(CheckIsQuestion(question_, asker_.words));
    CG_RETURN_IF_ERROR(ReadLayers());
    answer_.words = std::make_unique<Document>();
    CG_ASSIGN_OR_RETURN(answer_.query, MakeQuery(question_.request, asker_,
                                                 answer_.words.get()));
    for (Diagnostic& warning : Warnings(question_.request)) {
      answer_.warnings.push_back(std::move(warning));
    }
    answer_.report = Report(*answer_.query);
    CG_RETURN_IF_ERROR(CheckStillAsked(asker_));
    return std::move(answer_);
  }

 private:
  IamCanReport Report(const IamQuery& query) const {
    IamCanReport report{.question = ToString(question_.request),
                        .answer = May(layers_, query, options_)};
    switch (report.answer.verdict) {
      case IamVerdict::kYes:
        report.always = MayAlways(layers_, query, options_);
        report.hint = HintOfPrincipals(report.answer);
        break;
      case IamVerdict::kNo:
        report.refusal = WhyRefused(layers_, query, options_);
        report.hint = HintOf(*report.refusal);
        break;
      case IamVerdict::kUnknown:
        report.hint = HintOfUnknown(query, report.answer);
        break;
    }
    return report;
  }

  Status ReadLayers() {
    CG_RETURN_IF_ERROR(ReadAll(std::move(question_.identity),
                               IamPolicyKind::kIdentity, &layers_.identity));
    CG_RETURN_IF_ERROR(ReadAll(std::move(question_.resource),
                               IamPolicyKind::kResource, &layers_.resource));
    CG_RETURN_IF_ERROR(ReadOne(std::move(question_.boundary),
                               IamPolicyKind::kBoundary, &layers_.boundary));
    CG_RETURN_IF_ERROR(ReadOne(std::move(question_.session),
                               IamPolicyKind::kBoundary, &layers_.session));
    if (question_.trust) {
      layers_.resource_must_allow = true;
      CG_RETURN_IF_ERROR(ReadOne(std::move(question_.trust),
                                 IamPolicyKind::kTrust, &layers_.resource));
    }
    for (std::vector<PolicyText>& level : question_.scp) {
      PolicyRefs policies;
      for (PolicyText& text : level) {
        CG_RETURN_IF_ERROR(
            Read(std::move(text), IamPolicyKind::kScp, &policies));
      }
      layers_.scp.push_back(std::move(policies));
    }
    layers_.accounts = RelationOf(question_);
    return {};
  }

  // No policies: the layer is not asked about.
  Status ReadAll(std::vector<PolicyText> texts, IamPolicyKind kind,
                 std::optional<PolicyRefs>* layer) {
    for (PolicyText& text : texts) {
      CG_RETURN_IF_ERROR(ReadOne(std::move(text), kind, layer));
    }
    return {};
  }

  Status ReadOne(std::optional<PolicyText> text, IamPolicyKind kind,
                 std::optional<PolicyRefs>* layer) {
    if (!text) {
      return {};
    }
    if (!*layer) {
      layer->emplace();
    }
    return Read(*std::move(text), kind, &**layer);
  }

  Status Read(PolicyText text, IamPolicyKind kind, PolicyRefs* policies) {
    CG_RETURN_IF_ERROR(CheckStillAsked(asker_));
    CG_ASSIGN_OR_RETURN(PolicyFile file,
                        ReadPolicy(std::move(text), kind, asker_));
    answer_.files.push_back(std::move(file));
    const PolicyFile& kept = answer_.files.back();
    for (Diagnostic& mistake : MistakesOf(kept)) {
      answer_.warnings.push_back(std::move(mistake));
    }
    policies->push_back(kept.policy.get());
    return {};
  }

  std::string HintOfPrincipals(const IamAnswer& answer) const {
    const bool of_account =
        answer.witness && answer.witness->principal.starts_with("AWS:");
    return layers_.identity || !layers_.resource || !of_account
               ? ""
               : "policies of the principal were not given; where it is named "
                 "by its account only, they have to allow it as well";
  }

  // Whoever names only the policies that they wrote themselves is told what is
  // missing.
  std::string HintOf(const IamRefusal& refusal) const {
    for (const SilentLayer& layer : refusal.silent) {
      if (layer.kind == IamLayerKind::kScp && !layer.has_allow) {
        return fmt::format(
            "where AWS's own FullAWSAccess is attached as well, {}",
            asker_.words.full_access);
      }
    }
    return "";
  }

  std::string HintOfUnknown(const IamQuery& query,
                            const IamAnswer& answer) const {
    const bool no_request = answer.holes.empty() && !answer.witness;
    if (no_request && !layers_.resource &&
        !question_.request.principal.empty()) {
      return fmt::format(
          "policies of users and roles are about principals of accounts; what "
          "services and providers may do is said by {}",
          asker_.words.resource_side);
    }
    return HintOfAccounts(query);
  }

  // Whether it is the accounts that keep the answer open.
  std::string HintOfAccounts(const IamQuery& query) const {
    if (layers_.accounts != AccountRelation::kUnknown || !layers_.resource ||
        !layers_.identity) {
      return "";
    }
    IamLayers layers = layers_;
    layers.accounts = AccountRelation::kSame;
    const IamVerdict same = May(layers, query, options_).verdict;
    layers.accounts = AccountRelation::kOther;
    const IamVerdict other = May(layers, query, options_).verdict;
    if (same == other) {
      return "";
    }
    return fmt::format(
        "say whether the principal is of the resource's account: {} ({}) or {} "
        "({})",
        asker_.words.same_account, VerdictWord(same),
        asker_.words.other_account, VerdictWord(other));
  }

  CanQuestion question_;
  const Asker& asker_;
  QuestionOptions options_;
  IamLayers layers_;
  CanAnswer answer_;
};

}  // namespace

Result<CanAnswer> AskCan(CanQuestion question, const Asker& asker) {
  return CanRun(std::move(question), asker).Run();
}

}  // namespace connectguard
