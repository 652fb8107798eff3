#include "cli/iam.h"

#include <algorithm>
#include <utility>

#include "analysis/can.h"
#include "analysis/compare.h"
#include "analysis/inspect.h"
#include "base/diagnostic.h"
#include "base/text.h"
#include "cli/iam_files.h"
#include "gate/exit_code.h"
#include "report/iam_writer.h"

namespace connectguard {
namespace {

constexpr AskerWords kOptions{
    .action = "--action SERVICE:NAME",
    .policies =
        "give the policies of a role or user as files, or that of a resource "
        "with --resource-policy or --trust",
    .resource_side = "--resource-policy and --trust",
    .as_resource =
        "give it with --resource-policy or --trust, or as `--kind resource` or "
        "`trust`",
    .as_identity = "give it by its name alone",
    .full_access = "say `--scp FullAWSAccess,FILE`",
    .same_account = "`--accounts same`",
    .other_account = "`--accounts other`",
    .value_or_absence =
        "write `--condition KEY=VALUE`, or `--without KEY` for a request that "
        "does not have the key"};
const Asker kAsker{.words = kOptions};

// The exit code of a command, or the error's, which is written.
int ExitOf(const Result<int>& exit, const Environment& environment) {
  if (exit) {
    return *exit;
  }
  WriteError(exit.error(), environment.err);
  return ExitCodeOf(exit.error().code);
}

// 0, 1 and 2 for yes, no and unknown.
int ExitCodeOf(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return kExitAllowed;
    case IamVerdict::kNo:
      return kExitDenied;
    case IamVerdict::kUnknown:
      break;
  }
  return kExitUndecided;
}

ReportOptions OptionsOf(const IamOutput& output,
                        const Environment& environment) {
  return {.format = output.format,
          .colour = UseColour(output.colour, environment)};
}

void WriteWarnings(std::vector<Diagnostic> warnings,
                   const Environment& environment) {
  for (Diagnostic& warning : warnings) {
    warning.message = "warning: " + warning.message;
    environment.err << Render(warning);
  }
}

Status ReadOptional(const std::string& path, const Environment& environment,
                    std::optional<PolicyText>* text) {
  if (path.empty()) {
    return {};
  }
  CG_ASSIGN_OR_RETURN(*text, ReadPolicyText(path, environment.files));
  return {};
}

Result<CanQuestion> QuestionOf(const IamCanCommand& command,
                               const Environment& environment) {
  const FileReader& files = environment.files;
  CanQuestion question;
  question.accounts = command.accounts;
  question.request = command.question;
  CG_ASSIGN_OR_RETURN(question.identity,
                      ReadPolicyTexts(command.identity, files));
  CG_ASSIGN_OR_RETURN(question.resource,
                      ReadPolicyTexts(command.resource, files));
  CG_RETURN_IF_ERROR(
      ReadOptional(command.boundary, environment, &question.boundary));
  CG_RETURN_IF_ERROR(
      ReadOptional(command.session, environment, &question.session));
  CG_RETURN_IF_ERROR(ReadOptional(command.trust, environment, &question.trust));
  for (const std::string& level : command.scp) {
    const std::vector<std::string_view> paths = Split(level, ',');
    CG_ASSIGN_OR_RETURN(
        std::vector<PolicyText> texts,
        ReadPolicyTexts(std::vector<std::string>(paths.begin(), paths.end()),
                        files));
    question.scp.push_back(std::move(texts));
  }
  return question;
}

Result<int> Can(const IamCanCommand& command, const Environment& environment) {
  CG_ASSIGN_OR_RETURN(CanQuestion question, QuestionOf(command, environment));
  CG_ASSIGN_OR_RETURN(CanAnswer answer, AskCan(std::move(question), kAsker));
  WriteWarnings(std::move(answer.warnings), environment);
  PolicySources sources;
  for (const PolicyFile& file : answer.files) {
    sources.Add(*file.document);
  }
  CG_RETURN_IF_ERROR(WriteIamCan(answer.report, sources,
                                 OptionsOf(command.output, environment),
                                 environment.out));
  return ExitCodeOf(answer.report.answer.verdict);
}

Result<PairQuestion> PairOf(const std::string& first, const std::string& second,
                            std::optional<IamPolicyKind> kind,
                            const Environment& environment) {
  const std::string paths[] = {first, second};
  CG_RETURN_IF_ERROR(CheckStandardInput(paths));
  PairQuestion question;
  question.kind = kind;
  CG_ASSIGN_OR_RETURN(question.first, ReadPolicyText(first, environment.files));
  CG_ASSIGN_OR_RETURN(question.second,
                      ReadPolicyText(second, environment.files));
  return question;
}

template <typename Report>
PolicySources SourcesOf(const PairAnswer<Report>& answer) {
  PolicySources sources;
  sources.Add(*answer.first.document);
  sources.Add(*answer.second.document);
  return sources;
}

Result<int> Diff(const IamDiffCommand& command,
                 const Environment& environment) {
  CG_ASSIGN_OR_RETURN(
      PairQuestion question,
      PairOf(command.before, command.after, command.kind, environment));
  CG_ASSIGN_OR_RETURN(auto answer, AskDiff(std::move(question), kAsker));
  WriteWarnings(std::move(answer.warnings), environment);
  CG_RETURN_IF_ERROR(WriteIamDiff(answer.report, SourcesOf(answer),
                                  OptionsOf(command.output, environment),
                                  environment.out));
  return ExitCodeOf(answer.report.gained.at_most.verdict);
}

Result<int> CompareAtMost(const IamAtMostCommand& command,
                          const Environment& environment) {
  CG_ASSIGN_OR_RETURN(
      PairQuestion question,
      PairOf(command.candidate, command.reference, command.kind, environment));
  CG_ASSIGN_OR_RETURN(auto answer, AskAtMost(std::move(question), kAsker));
  WriteWarnings(std::move(answer.warnings), environment);
  CG_RETURN_IF_ERROR(WriteIamAtMost(answer.report, SourcesOf(answer),
                                    OptionsOf(command.output, environment),
                                    environment.out));
  return ExitCodeOf(answer.report.answer.verdict);
}

Result<int> Lint(const IamLintCommand& command,
                 const Environment& environment) {
  CG_RETURN_IF_ERROR(CheckStandardInput(command.files));
  CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                      ListPolicies(command.files, environment.files));
  CG_ASSIGN_OR_RETURN(std::vector<PolicyText> texts,
                      ReadPolicyTexts(paths, environment.files));
  CG_ASSIGN_OR_RETURN(const LintAnswer answer,
                      AskLint(std::move(texts), command.kind, kAsker));
  PolicySources sources;
  for (const PolicyFile& file : answer.files) {
    sources.Add(*file.document);
  }
  CG_RETURN_IF_ERROR(WriteIamLint(answer.linted, sources,
                                  OptionsOf(command.output, environment),
                                  environment.out));
  const auto counts = [&](const IamFinding& finding) {
    return finding.severity >= command.fail_on;
  };
  const bool found = std::any_of(
      answer.linted.begin(), answer.linted.end(),
      [&](const IamLintedFile& file) {
        return std::any_of(file.findings.begin(), file.findings.end(), counts);
      });
  return found ? kExitDenied : kExitAllowed;
}

Result<int> Explain(const IamExplainCommand& command,
                    const Environment& environment) {
  CG_ASSIGN_OR_RETURN(PolicyText text,
                      ReadPolicyText(command.file, environment.files));
  CG_ASSIGN_OR_RETURN(const ExplainAnswer answer,
                      AskExplain(std::move(text), command.kind, kAsker));
  PolicySources sources;
  sources.Add(*answer.file.document);
  CG_RETURN_IF_ERROR(WriteIamExplanation(answer.explanation, sources,
                                         OptionsOf(command.output, environment),
                                         environment.out));
  return kExitAllowed;
}

}  // namespace

int RunIamCan(const IamCanCommand& command, const Environment& environment) {
  return ExitOf(Can(command, environment), environment);
}

int RunIamDiff(const IamDiffCommand& command, const Environment& environment) {
  return ExitOf(Diff(command, environment), environment);
}

int RunIamAtMost(const IamAtMostCommand& command,
                 const Environment& environment) {
  return ExitOf(CompareAtMost(command, environment), environment);
}

int RunIamLint(const IamLintCommand& command, const Environment& environment) {
  return ExitOf(Lint(command, environment), environment);
}

int RunIamExplain(const IamExplainCommand& command,
                  const Environment& environment) {
  return ExitOf(Explain(command, environment), environment);
}

}  // namespace connectguard
