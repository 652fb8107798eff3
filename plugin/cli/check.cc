#include "cli/check.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "cli/policy_library.h"
#include "gate/exit_code.h"

namespace connectguard {
namespace {

std::vector<CheckedInput> CheckAll(const CheckCommand& command,
                                   const Checker& checker,
                                   const FileReader& files) {
  std::vector<CheckedInput> checked(command.inputs.size());
  ParallelFor(checked.size(), [&](std::size_t i) {
    const std::string& path = command.inputs[i];
    checked[i].input = path == "-" ? "<stdin>" : path;
    checked[i].report = ReadInputFile(path, files).and_then([&](Input input) {
      return checker(std::move(input));
    });
  });
  return checked;
}

Status WriteToFile(const CheckCommand& command,
                   const std::vector<CheckedInput>& checked,
                   const Environment& environment) {
  std::ostringstream text;
  const bool colour = command.colour == ColourChoice::kAlways;
  CG_RETURN_IF_ERROR(WriteReports(
      checked, {.format = command.format, .colour = colour}, text));
  CG_RETURN_IF_ERROR(environment.write_file(command.output, text.str()));
  if (!command.quiet) {
    for (const CheckedInput& input : checked) {
      if (input.report) {
        environment.err << fmt::format("{}: {} (report in {})\n",
                                       VerdictName(input.report->verdict),
                                       input.input, command.output);
      }
    }
  }
  return {};
}

Status Report(const CheckCommand& command,
              const std::vector<CheckedInput>& checked,
              const Environment& environment) {
  WriteProblems(checked, environment.err);
  if (!command.output.empty()) {
    return WriteToFile(command, checked, environment);
  }
  if (command.quiet) {
    return {};
  }
  const bool colour = UseColour(command.colour, environment);
  return WriteReports(checked, {.format = command.format, .colour = colour},
                      environment.out);
}

// What went wrong with the run and not with one input: the same would be said
// of each. Null when there is a report that would be lost.
const Error* ErrorOfTheRun(const std::vector<CheckedInput>& checked) {
  const Result<GateReport>& first = checked.front().report;
  if (std::any_of(checked.begin(), checked.end(), [](const CheckedInput& each) {
        return each.report.has_value();
      })) {
    return nullptr;
  }
  const ErrorCode code = first.error().code;
  return code == ErrorCode::kUsage || code == ErrorCode::kUnavailable
             ? &first.error()
             : nullptr;
}

int GiveUp(const Error& error, const Environment& environment) {
  WriteError(error, environment.err);
  return ExitCodeOf(error.code);
}

}  // namespace

int RunCheckWith(const Checker& checker, const CheckCommand& command,
                 const Environment& environment) {
  const std::vector<CheckedInput> checked =
      CheckAll(command, checker, environment.files);
  if (const Error* error = ErrorOfTheRun(checked)) {
    return GiveUp(*error, environment);
  }
  if (const Status written = Report(command, checked, environment); !written) {
    return GiveUp(written.error(), environment);
  }
  return ExitCodeOf(checked);
}

int RunCheck(const CheckCommand& command, const Environment& environment) {
  const Result<PolicyLibrary> library =
      LoadPolicies(command.policies_directory, environment.files);
  if (!library) {
    return GiveUp(library.error(), environment);
  }
  const Result<PlainRules> rules =
      LoadPlainRules(environment.files, command.rules, *library->functions,
                     command.rules_severity);
  if (!rules) {
    return GiveUp(rules.error(), environment);
  }
  // A wrong id or parameter is the caller's error, not that of each input.
  const GateOptions& gate = command.gate;
  const auto chosen =
      library->policies->Select(gate.pack, gate.only, gate.skip);
  if (!chosen) {
    return GiveUp(chosen.error(), environment);
  }
  const auto parameters =
      library->policies->Parameters(gate.pack, gate.parameters);
  if (!parameters) {
    return GiveUp(parameters.error(), environment);
  }
  const Result<GivenConfiguration> given =
      ReadConfiguration(command.configuration, environment.files);
  if (!given) {
    return GiveUp(given.error(), environment);
  }
  const auto stack = ReadStackInputs(command.stack, environment.files);
  if (!stack) {
    return GiveUp(stack.error(), environment);
  }
  const Engine engine(library->policies.get(), &environment.clock, &*rules);
  const auto check = [&](Input input) {
    input.configuration = given->files;
    input.stack = *stack;
    Result<GateReport> report = engine.Check(std::move(input), gate);
    if (report && !given->plan_file_sha256.empty()) {
      report->plan_file = command.configuration.plan_file;
      report->plan_file_sha256 = given->plan_file_sha256;
    }
    return report;
  };
  return RunCheckWith(check, command, environment);
}

}  // namespace connectguard
