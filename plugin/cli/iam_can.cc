#include <deque>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/iam_run.h"
#include "iam/questions.h"
#include "iam/refusal.h"
#include "report/iam_writer.h"

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

AccountRelation RelationOf(const IamCanCommand& command) {
  if (command.accounts) {
    return *command.accounts;
  }
  const IamQuestion& question = command.question;
  if (question.resources.size() == 1) {
    const std::string_view resource = AccountOf(question.resources[0]);
    const std::string_view principal = AccountOf(question.principal);
    if (!resource.empty() && !principal.empty()) {
      return resource == principal ? AccountRelation::kSame
                                   : AccountRelation::kOther;
    }
  }
  return AccountRelation::kUnknown;
}

class CanRun {
 public:
  CanRun(const IamCanCommand& command, const Environment& environment)
      : command_(command), environment_(environment) {}

  Result<int> Run() {
    CG_RETURN_IF_ERROR(ReadLayers());
    Document words;
    CG_ASSIGN_OR_RETURN(const std::unique_ptr<const IamQuery> query,
                        MakeQuery(command_.question, &words));
    for (Diagnostic& warning : Warnings(command_.question)) {
      WriteWarning(std::move(warning), environment_);
    }
    IamCanReport report{.question = ToString(command_.question),
                        .answer = May(layers_, *query)};
    switch (report.answer.verdict) {
      case IamVerdict::kYes:
        report.always = MayAlways(layers_, *query);
        report.hint = HintOfPrincipals(report.answer);
        break;
      case IamVerdict::kNo:
        report.refusal = WhyRefused(layers_, *query);
        report.hint = HintOf(*report.refusal);
        break;
      case IamVerdict::kUnknown:
        report.hint = HintOfUnknown(*query, report.answer);
        break;
    }
    CG_RETURN_IF_ERROR(WriteIamCan(report, sources_,
                                   OptionsOf(command_.output, environment_),
                                   environment_.out));
    return ExitCodeOf(report.answer.verdict);
  }

 private:
  Status ReadLayers() {
    CG_RETURN_IF_ERROR(ReadAll(command_.identity, IamPolicyKind::kIdentity,
                               &layers_.identity));
    CG_RETURN_IF_ERROR(ReadAll(command_.resource, IamPolicyKind::kResource,
                               &layers_.resource));
    if (!command_.boundary.empty()) {
      CG_RETURN_IF_ERROR(ReadAll({command_.boundary}, IamPolicyKind::kBoundary,
                                 &layers_.boundary));
    }
    if (!command_.session.empty()) {
      CG_RETURN_IF_ERROR(ReadAll({command_.session}, IamPolicyKind::kBoundary,
                                 &layers_.session));
    }
    if (!command_.trust.empty()) {
      CG_RETURN_IF_ERROR(
          ReadAll({command_.trust}, IamPolicyKind::kTrust, &layers_.resource));
      layers_.resource_must_allow = true;
    }
    for (const std::string& level : command_.scp) {
      PolicyRefs policies;
      for (const std::string_view path : Split(level, ',')) {
        CG_RETURN_IF_ERROR(Read(path, IamPolicyKind::kScp, &policies));
      }
      layers_.scp.push_back(std::move(policies));
    }
    layers_.accounts = RelationOf(command_);
    return {};
  }

  // No paths: the layer is not asked about.
  Status ReadAll(const std::vector<std::string>& paths, IamPolicyKind kind,
                 std::optional<PolicyRefs>* layer) {
    for (const std::string& path : paths) {
      if (!*layer) {
        layer->emplace();
      }
      CG_RETURN_IF_ERROR(Read(path, kind, &**layer));
    }
    return {};
  }

  Status Read(std::string_view path, IamPolicyKind kind, PolicyRefs* policies) {
    CG_ASSIGN_OR_RETURN(PolicyFile file,
                        ReadPolicyFile(path, kind, environment_.files));
    files_.push_back(std::move(file));
    WarnOfMistakes(files_.back(), environment_);
    sources_.Add(*files_.back().document);
    policies->push_back(files_.back().policy.get());
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
  static std::string HintOf(const IamRefusal& refusal) {
    for (const SilentLayer& layer : refusal.silent) {
      if (layer.kind == IamLayerKind::kScp && !layer.has_allow) {
        return "where AWS's own FullAWSAccess is attached as well, say `--scp "
               "FullAWSAccess,FILE`";
      }
    }
    return "";
  }

  std::string HintOfUnknown(const IamQuery& query,
                            const IamAnswer& answer) const {
    const bool no_request = answer.holes.empty() && !answer.witness;
    if (no_request && !layers_.resource &&
        !command_.question.principal.empty()) {
      return "policies of users and roles are about principals of accounts; "
             "what services and providers may do is said by --resource-policy "
             "and --trust";
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
    const IamVerdict same = May(layers, query).verdict;
    layers.accounts = AccountRelation::kOther;
    const IamVerdict other = May(layers, query).verdict;
    if (same == other) {
      return "";
    }
    return fmt::format(
        "say whether the principal is of the resource's "
        "account: `--accounts same` ({}) or `--accounts other` "
        "({})",
        VerdictWord(same), VerdictWord(other));
  }

  const IamCanCommand& command_;
  const Environment& environment_;
  std::deque<PolicyFile> files_;
  PolicySources sources_;
  IamLayers layers_;
};

}  // namespace

int RunIamCan(const IamCanCommand& command, const Environment& environment) {
  return ExitOf(CanRun(command, environment).Run(), environment);
}

}  // namespace connectguard
