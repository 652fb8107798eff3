#include "cli/lint.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "gate/exit_code.h"
#include "gate/functions.h"
#include "lint/compare_modes.h"
#include "lint/lint.h"
#include "lint/report.h"
#include "readers/input.h"

namespace connectguard {
namespace {

bool IsRulesFile(std::string_view path) {
  return path.ends_with(".guard") || path.ends_with(".ruleset");
}

// A file that is named may have any name; of a folder only rules files count.
Result<std::vector<std::string>> ListRules(const LintCommand& command,
                                           const FileReader& files) {
  std::vector<std::string> found;
  std::set<std::string> seen;
  for (const std::string& path : command.rules) {
    CG_ASSIGN_OR_RETURN(std::vector<std::string> below, files.List(path));
    const bool named = below.size() == 1 && below[0] == path;
    bool any = false;
    for (std::string& file : below) {
      if (!named && !IsRulesFile(file)) {
        continue;
      }
      any = true;
      if (seen.insert(file).second) {
        found.push_back(std::move(file));
      }
    }
    if (!any) {
      return Fail(ErrorCode::kMissing,
                  DiagnosticFor(path, "there is no rules file in this folder",
                                "rules files end in .guard or .ruleset"));
    }
  }
  return found;
}

Result<std::vector<LintedFile>> LintAll(const std::vector<std::string>& paths,
                                        const FileReader& files,
                                        const FunctionTable& functions) {
  std::vector<LintedFile> linted;
  for (const std::string& path : paths) {
    CG_ASSIGN_OR_RETURN(std::string text, files.Read(path));
    linted.push_back(LintText(path, std::move(text), functions));
  }
  return linted;
}

// Inputs are what `connectguard check` reads, as it reads them: what a rule
// meets there is what the two modes have to be compared on.
Status CompareOnInputs(const LintCommand& command,
                       const Environment& environment,
                       std::vector<LintedFile>* linted) {
  for (const std::string& path : command.inputs) {
    const std::string name = path == "-" ? "<stdin>" : path;
    CG_ASSIGN_OR_RETURN(std::string bytes, environment.files.Read(path));
    CG_ASSIGN_OR_RETURN(
        const std::unique_ptr<const Document> document,
        ReadDocument({.name = name, .bytes = std::move(bytes)}));
    for (LintedFile& file : *linted) {
      if (file.rules == nullptr) {
        continue;
      }
      for (LintFinding& finding :
           CompareModes(*file.rules, *document, name, &environment.clock)) {
        file.findings.push_back(std::move(finding));
      }
    }
  }
  for (LintedFile& file : *linted) {
    SortFindings(&file.findings);
  }
  return {};
}

Result<std::vector<LintedFile>> Lint(const LintCommand& command,
                                     const Environment& environment,
                                     const FunctionTable& functions) {
  CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                      ListRules(command, environment.files));
  CG_ASSIGN_OR_RETURN(std::vector<LintedFile> linted,
                      LintAll(paths, environment.files, functions));
  CG_RETURN_IF_ERROR(CompareOnInputs(command, environment, &linted));
  return linted;
}

int Print(const std::string& text, int exit, const Environment& environment) {
  environment.out << text;
  environment.out.flush();
  return environment.out ? exit : kExitInternal;
}

}  // namespace

int RunLint(const LintCommand& command, const Environment& environment) {
  if (command.list) {
    return Print(LintCheckList(), kExitAllowed, environment);
  }
  const FunctionTable functions = DefaultFunctions();
  const Result<std::vector<LintedFile>> linted =
      Lint(command, environment, functions);
  if (!linted) {
    WriteError(linted.error(), environment.err);
    return ExitCodeOf(linted.error().code);
  }
  const bool all = command.all || command.fail_on == LintSeverity::kInfo;
  const LintSeverity lowest =
      all ? LintSeverity::kInfo : LintSeverity::kWarning;
  const bool found = CountFrom(CountFindings(*linted), command.fail_on) > 0;
  return Print(command.format == ReportFormat::kJson
                   ? LintJsonReport(*linted, lowest)
                   : LintTextReport(*linted, lowest),
               found ? kExitDenied : kExitAllowed, environment);
}

}  // namespace connectguard
