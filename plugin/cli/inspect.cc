#include "cli/inspect.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/sha256.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "gate/exit_code.h"
#include "gate/plan_state.h"
#include "gate/waivers.h"
#include "readers/input.h"

namespace connectguard {
namespace {

// An input, and what keeps its parts.
struct ReadInput {
  std::unique_ptr<const Document> document;
  std::unique_ptr<const Inspector> inspector;
};

Result<ReadInput> ReadOne(const InspectCommand& command,
                          const std::string& path,
                          const GivenConfiguration& given,
                          const Environment& environment) {
  const FileReader& files = environment.files;
  CG_ASSIGN_OR_RETURN(Input input, ReadInputFile(path, files));
  input.configuration = given.files;
  CG_ASSIGN_OR_RETURN(input.stack, ReadStackInputs(command.stack, files));
  ReadInput read;
  CG_ASSIGN_OR_RETURN(
      read.document,
      ReadDocument(std::move(input), {.closed_world = command.closed_world}));
  read.inspector = std::make_unique<const Inspector>(*read.document,
                                                     Today(environment.clock));
  return read;
}

InspectedInput Describe(const InspectCommand& command, const ReadInput& read,
                        const GivenConfiguration& given) {
  const Document& document = *read.document;
  InspectedInput described{.input = document.file(0).name(),
                           .kind = PlanKind(document),
                           .sha256 = document.digest().empty()
                                         ? Sha256Hex(document.file(0).text())
                                         : document.digest(),
                           .plan_file = {},
                           .plan_file_sha256 = given.plan_file_sha256,
                           .notes = PlanNotes(document),
                           .inspector = read.inspector.get(),
                           .chosen = {},
                           .is_part = !command.resource.empty()};
  if (!given.plan_file_sha256.empty()) {
    described.plan_file = command.configuration.plan_file;
  }
  described.chosen = described.is_part ? read.inspector->Named(command.resource)
                                       : read.inspector->All();
  return described;
}

Status CheckResourceFound(const InspectCommand& command,
                          const std::vector<InspectedInput>& inputs) {
  const bool found = std::any_of(
      inputs.begin(), inputs.end(),
      [](const InspectedInput& input) { return !input.chosen.empty(); });
  if (command.resource.empty() || inputs.empty() || found) {
    return {};
  }
  std::vector<std::string_view> addresses;
  for (const InspectedInput& input : inputs) {
    for (const ResourceInSection& each : input.inspector->All()) {
      addresses.push_back(each.resource->address);
    }
  }
  return UsageError(
      fmt::format("no input has a resource `{}`", command.resource),
      DidYouMean(command.resource, addresses));
}

Status Write(const InspectCommand& command,
             const std::vector<InspectedInput>& inputs,
             const Environment& environment) {
  CG_RETURN_IF_ERROR(CheckResourceFound(command, inputs));
  if (command.graph) {
    return WriteGraph(inputs, *command.graph, environment.out);
  }
  return WriteInspection(inputs,
                         {.format = command.format,
                          .colour = UseColour(command.colour, environment)},
                         environment.out);
}

}  // namespace

int RunInspect(const InspectCommand& command, const Environment& environment) {
  int code = kExitAllowed;
  const auto fail = [&](const Error& error) {
    WriteError(error, environment.err);
    code = std::max(code, ExitCodeOf(error.code));
  };
  const Result<GivenConfiguration> given =
      ReadConfiguration(command.configuration, environment.files);
  if (!given) {
    fail(given.error());
    return code;
  }
  std::vector<ReadInput> read;
  for (const std::string& path : command.inputs) {
    Result<ReadInput> one = ReadOne(command, path, *given, environment);
    if (one) {
      read.push_back(*std::move(one));
    } else {
      fail(one.error());
    }
  }
  if (read.empty()) {
    return code;
  }
  std::vector<InspectedInput> inputs;
  for (const ReadInput& each : read) {
    inputs.push_back(Describe(command, each, *given));
  }
  if (const Status status = Write(command, inputs, environment); !status) {
    fail(status.error());
  }
  return code;
}

}  // namespace connectguard
