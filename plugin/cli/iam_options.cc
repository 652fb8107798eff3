#include "cli/iam_options.h"

#include <utility>

#include "base/text.h"
#include "cli/check_options.h"
#include "cli/iam_files.h"

namespace connectguard {
namespace {

constexpr Choice<IamPolicyKind> kKinds[] = {
    {"identity", IamPolicyKind::kIdentity},
    {"boundary", IamPolicyKind::kBoundary},
    {"scp", IamPolicyKind::kScp},
    {"resource", IamPolicyKind::kResource},
    {"trust", IamPolicyKind::kTrust}};

constexpr Choice<AccountRelation> kAccounts[] = {
    {"same", AccountRelation::kSame}, {"other", AccountRelation::kOther}};

constexpr Choice<IamSeverity> kSeverities[] = {
    {"error", IamSeverity::kError}, {"warning", IamSeverity::kWarning}};

constexpr std::string_view kErrorCodes =
    "64 wrong usage,\n65 bad input, 66 missing input, 70 internal error.\n";

constexpr std::string_view kIamExamples =
    "A policy is a file in JSON or YAML, alone or as the AWS command line "
    "prints "
    "it; - is\nstandard input; a policy of AWS's own goes by its name or ARN. "
    "Answers are certain, or\nUNKNOWN with what prevents them.\n\n"
    "Examples:\n"
    "  connectguard iam can role.json --action connect:DeleteInstance\n"
    "  connectguard iam diff old.json new.json\n"
    "  connectguard iam explain role.json\n";

constexpr std::string_view kCanExamples =
    "YES comes with a request that is allowed, and with one that is not where "
    "only some of\nwhat was asked about is allowed. What no option speaks of "
    "may be anything; policies\nthat are not named are not asked about. "
    "FullAWSAccess stands for the policy that AWS\nattaches to every level "
    "itself.\n\n"
    "Examples:\n"
    "  connectguard iam can role.json --action connect:DeleteInstance\n"
    "  connectguard iam can role.json --action 's3:*' --resource "
    "'arn:aws:s3:::logs/*' \\\n"
    "      --condition aws:MultiFactorAuthPresent=false\n"
    "  connectguard iam can role.json --boundary limit.json \\\n"
    "      --scp FullAWSAccess,no-delete.json --action connect:DeleteInstance\n"
    "  connectguard iam can --resource-policy bucket.json --action "
    "s3:GetObject "
    "\\\n"
    "      --principal 111122223333\n"
    "  connectguard iam can --trust trust.json --action sts:AssumeRole \\\n"
    "      --principal arn:aws:iam::111122223333:user/alice\n"
    "  aws iam get-role-policy --role-name R --policy-name P | connectguard "
    "iam "
    "can - \\\n"
    "      --action iam:PassRole\n\n"
    "Exit codes: 0 yes, 1 no, 2 unknown, ";

constexpr std::string_view kDiffExamples =
    "Examples:\n"
    "  connectguard iam diff old.json new.json\n"
    "  git show HEAD:role.json | connectguard iam diff - role.json\n\n"
    "Exit codes: 0 nothing is newly allowed, 1 something is, 2 unknown, ";

constexpr std::string_view kAtMostExamples =
    "Examples:\n"
    "  connectguard iam at-most role.json ceiling.json\n"
    "  connectguard iam at-most role.json AmazonConnectReadOnlyAccess\n"
    "  connectguard iam at-most role.json boundary.json --format json\n\n"
    "Exit codes: 0 the candidate allows nothing that the reference does not "
    "allow, 1 it\ndoes, 2 unknown, ";

constexpr std::string_view kLintExamples =
    "Examples:\n"
    "  connectguard iam lint role.json trust.yaml\n"
    "  connectguard iam lint --kind scp guardrails/\n\n"
    "Exit codes: 0 nothing found, 1 something found, ";

constexpr std::string_view kExplainExamples =
    "Examples:\n"
    "  connectguard iam explain role.json\n"
    "  connectguard iam explain arn:aws:iam::aws:policy/PowerUserAccess\n"
    "  aws s3api get-bucket-policy --bucket B | connectguard iam explain -\n\n"
    "Exit codes: 0 it could be explained, ";

std::string WithErrors(std::string_view examples) {
  return std::string(examples) + std::string(kErrorCodes);
}

void AddFile(CLI::App* app, const std::string& option, std::string* path,
             const std::string& what) {
  app->add_option(option, *path, what)->type_name("FILE");
}

void AddPositional(CLI::App* app, const std::string& name, std::string* path,
                   const std::string& what) {
  app->add_option(name, *path, what)->type_name("");
}

void AddMany(CLI::App* app, const std::string& option,
             std::vector<std::string>* texts, const std::string& type,
             const std::string& what) {
  app->add_option(option, *texts, what)
      ->type_name(type)
      ->allow_extra_args(false);
}

// All files of a question, to find standard input named twice.
std::vector<std::string> FilesOf(const IamCanCommand& command) {
  std::vector<std::string> files = command.identity;
  files.insert(files.end(), command.resource.begin(), command.resource.end());
  for (const std::string& level : command.scp) {
    for (const std::string_view file : Split(level, ',')) {
      files.emplace_back(file);
    }
  }
  files.push_back(command.boundary);
  files.push_back(command.session);
  files.push_back(command.trust);
  return files;
}

}  // namespace

void IamOptions::AddTo(CLI::App* root) {
  iam_ = AddCommand(root, "iam", "Answer questions about IAM policies, offline",
                    kIamExamples);
  iam_->require_subcommand(0, 1);
  AddCan();
  AddDiff();
  AddAtMost();
  AddLint();
  AddExplain();
}

void IamOptions::AddOutput(CLI::App* app) {
  AddChoice(app, "--format", &format_, kFormatChoices,
            "Form of the answer (text)");
  AddChoice(app, "--color", &colour_, kColourChoices,
            "When to use colours (auto)");
}

void IamOptions::AddKind(CLI::App* app) {
  AddChoice(app, "--kind", &kind_, kKinds,
            "What the policy is (identity; resource or trust when it has "
            "principals)");
}

void IamOptions::AddCan() {
  can_ = AddCommand(iam_, "can", "May a request be made, by these policies?",
                    WithErrors(kCanExamples));
  IamCanCommand& can = can_command_;
  can_->add_option("FILE", can.identity,
                   "Policies of the role, user or group that asks")
      ->type_name("");
  AddMany(can_, "--action", &can.question.actions, "ACTION",
          "What is done; with wildcards or repeats, any of them");
  AddMany(can_, "--resource", &can.question.resources, "ARN",
          "What it is done to (anything); repeats are alternatives");
  can_->add_option("--principal", can.question.principal,
                   "Who does it: an ARN, an account, a service (anybody)")
      ->type_name("WHO");
  AddMany(can_, "--condition", &conditions_, "KEY=VALUE",
          "What a condition key is; repeats of a key are alternatives");
  AddMany(can_, "--without", &can.question.absent, "KEY",
          "A condition key that the request does not have");
  AddFile(can_, "--boundary", &can.boundary, "The permissions boundary");
  AddFile(can_, "--session", &can.session, "The session policy");
  AddMany(can_, "--scp", &can.scp, "FILE[,FILE]",
          "Service control policies of one level; repeat from the root down");
  AddMany(can_, "--resource-policy", &can.resource, "FILE",
          "The policy of the bucket, key, queue ...");
  AddFile(can_, "--trust", &can.trust, "The trust policy of a role");
  AddChoice(can_, "--accounts", &accounts_, kAccounts,
            "Whether the principal is of the resource's account");
  AddOutput(can_);
}

void IamOptions::AddDiff() {
  diff_ = AddCommand(iam_, "diff", "What is newly allowed, and what no longer?",
                     WithErrors(kDiffExamples));
  AddPositional(diff_, "OLD", &diff_command_.before, "The policy as it was");
  AddPositional(diff_, "NEW", &diff_command_.after, "The policy as it will be");
  AddKind(diff_);
  AddOutput(diff_);
}

void IamOptions::AddAtMost() {
  at_most_ = AddCommand(iam_, "at-most",
                        "Does a policy allow nothing that another does not?",
                        WithErrors(kAtMostExamples));
  AddPositional(at_most_, "CANDIDATE", &at_most_command_.candidate,
                "The policy that is to stay within limits");
  AddPositional(at_most_, "REFERENCE", &at_most_command_.reference,
                "The limits, written as a policy");
  AddKind(at_most_);
  AddOutput(at_most_);
}

void IamOptions::AddLint() {
  lint_ = AddCommand(iam_, "lint", "What is wrong with a policy by itself?",
                     WithErrors(kLintExamples));
  lint_
      ->add_option("FILE", lint_command_.files,
                   "Policies, or folders with .json, .yaml and .yml files")
      ->type_name("");
  AddKind(lint_);
  AddChoice(lint_, "--fail-on", &fail_on_, kSeverities,
            "The lowest severity for exit code 1 (warning)");
  AddOutput(lint_);
}

void IamOptions::AddExplain() {
  explain_ = AddCommand(iam_, "explain", "What does a policy say, in words?",
                        WithErrors(kExplainExamples));
  AddPositional(explain_, "FILE", &explain_command_.file, "The policy");
  AddKind(explain_);
  AddOutput(explain_);
}

Status IamOptions::FinishOutput(IamOutput* output) const {
  CG_RETURN_IF_ERROR(
      Choose("--format", format_, kFormatChoices, &output->format));
  return Choose("--color", colour_, kColourChoices, &output->colour);
}

Status IamOptions::FinishKind(std::optional<IamPolicyKind>* kind) const {
  if (kind_.empty()) {
    return {};
  }
  return Choose("--kind", kind_, kKinds, &kind->emplace());
}

Status IamOptions::FinishConditions() {
  for (const std::string& text : conditions_) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return UsageError(
          fmt::format("the condition `{}` has no key and value", text),
          "write `--condition KEY=VALUE`; `--without KEY` says that the "
          "request does not have the key");
    }
    can_command_.question.conditions.push_back(
        {.key = text.substr(0, equals), .values = {text.substr(equals + 1)}});
  }
  return {};
}

Result<IamCommand> IamOptions::FinishCan() {
  IamCanCommand& can = can_command_;
  if (!accounts_.empty()) {
    CG_RETURN_IF_ERROR(
        Choose("--accounts", accounts_, kAccounts, &can.accounts.emplace()));
  }
  CG_RETURN_IF_ERROR(FinishOutput(&can.output));
  CG_RETURN_IF_ERROR(FinishConditions());
  CG_RETURN_IF_ERROR(CheckStandardInput(FilesOf(can)));
  return IamCommand(std::move(can));
}

Result<IamCommand> IamOptions::Finish() {
  for (const CLI::App* command : {can_, diff_, at_most_, lint_, explain_}) {
    if (command->parsed()) {
      CG_RETURN_IF_ERROR(RefuseLeftOvers(*command));
    }
  }
  if (can_->parsed()) {
    return FinishCan();
  }
  if (diff_->parsed()) {
    CG_RETURN_IF_ERROR(FinishOutput(&diff_command_.output));
    CG_RETURN_IF_ERROR(FinishKind(&diff_command_.kind));
    if (diff_command_.after.empty()) {
      return UsageError("name two policies, the old one first",
                        HelpHint(*diff_));
    }
    return IamCommand(std::move(diff_command_));
  }
  if (at_most_->parsed()) {
    CG_RETURN_IF_ERROR(FinishOutput(&at_most_command_.output));
    CG_RETURN_IF_ERROR(FinishKind(&at_most_command_.kind));
    if (at_most_command_.reference.empty()) {
      return UsageError("name two policies, the candidate first",
                        HelpHint(*at_most_));
    }
    return IamCommand(std::move(at_most_command_));
  }
  if (lint_->parsed()) {
    CG_RETURN_IF_ERROR(FinishOutput(&lint_command_.output));
    CG_RETURN_IF_ERROR(FinishKind(&lint_command_.kind));
    CG_RETURN_IF_ERROR(
        Choose("--fail-on", fail_on_, kSeverities, &lint_command_.fail_on));
    if (lint_command_.files.empty()) {
      return UsageError("name a policy or a folder of them", HelpHint(*lint_));
    }
    return IamCommand(std::move(lint_command_));
  }
  if (explain_->parsed()) {
    CG_RETURN_IF_ERROR(FinishOutput(&explain_command_.output));
    CG_RETURN_IF_ERROR(FinishKind(&explain_command_.kind));
    if (explain_command_.file.empty()) {
      return UsageError("name the policy to explain", HelpHint(*explain_));
    }
    return IamCommand(std::move(explain_command_));
  }
  return tl::unexpected<Error>(MissingCommand(*iam_));
}

}  // namespace connectguard
