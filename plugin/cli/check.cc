#include "cli/check.h"

#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "cli/policy_library.h"
#include "gate/exit_code.h"

namespace connectguard {
namespace {

std::vector<CheckedInput> CheckAll(const CheckCommand& command,
                                   const Engine& engine,
                                   const FileReader& files) {
  std::vector<CheckedInput> checked;
  for (const std::string& path : command.inputs) {
    const std::string name = path == "-" ? "<stdin>" : path;
    Result<GateReport> report =
        files.Read(path).and_then([&](std::string bytes) {
          return engine.Check({.name = name, .bytes = std::move(bytes)},
                              command.gate);
        });
    checked.push_back({.input = name, .report = std::move(report)});
  }
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

}  // namespace

int RunCheck(const CheckCommand& command, const Environment& environment) {
  const auto give_up = [&](const Error& error) {
    WriteError(error, environment.err);
    return ExitCodeOf(error.code);
  };
  const Result<PolicyLibrary> library =
      LoadPolicies(command.policies_directory, environment.files);
  if (!library) {
    return give_up(library.error());
  }
  // A wrong id is the caller's error, not that of each input.
  const GateOptions& gate = command.gate;
  const auto chosen =
      library->policies->Select(gate.pack, gate.only, gate.skip);
  if (!chosen) {
    return give_up(chosen.error());
  }
  const Engine engine(library->policies.get(), &environment.clock);
  const std::vector<CheckedInput> checked =
      CheckAll(command, engine, environment.files);
  if (const Status written = Report(command, checked, environment); !written) {
    return give_up(written.error());
  }
  return ExitCodeOf(checked);
}

}  // namespace connectguard
