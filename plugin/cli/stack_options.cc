#include "cli/stack_options.h"

#include <algorithm>
#include <utility>

#include "readers/parameters_file.h"

namespace connectguard {

void AddStackOptions(CLI::App* app, StackPlace* place) {
  app->add_option("--parameters", place->parameters_file,
                  "The file with the parameters that a template is deployed "
                  "with, as the AWS command line takes it")
      ->type_name("FILE");
  app->add_option("--parameter", place->parameters,
                  "One parameter of a template, or AWS::Region and the like; "
                  "may be repeated, and beats the file")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  app->add_option("--previous", place->previous,
                  "The template that the stack was last deployed with: shows "
                  "what a template deletes or replaces")
      ->type_name("FILE");
  app->add_option("--change-set", place->change_set,
                  "The same by the output of `aws cloudformation "
                  "describe-change-set`")
      ->type_name("FILE");
}

Status CheckStackOptions(const StackPlace& place, std::size_t inputs) {
  if (place.given() && inputs != 1) {
    return UsageError(
        "--parameters, --parameter, --previous and --change-set are for one "
        "input",
        "check each template by itself");
  }
  return {};
}

Result<std::optional<StackInputs>> ReadStackInputs(const StackPlace& place,
                                                   const FileReader& disk) {
  if (!place.given()) {
    return std::optional<StackInputs>();
  }
  StackInputs inputs;
  if (!place.parameters_file.empty()) {
    CG_ASSIGN_OR_RETURN(std::string bytes, disk.Read(place.parameters_file));
    CG_ASSIGN_OR_RETURN(
        inputs.parameters,
        ReadParametersFile(place.parameters_file, std::move(bytes)));
  }
  for (const std::string& assignment : place.parameters) {
    CG_ASSIGN_OR_RETURN(GivenParameter given, ParseParameter(assignment));
    std::erase_if(inputs.parameters, [&](const GivenParameter& each) {
      return each.name == given.name;
    });
    inputs.parameters.push_back(std::move(given));
  }
  const auto read = [&](const std::string& path,
                        std::optional<TemplateFile>* file) -> Status {
    if (!path.empty()) {
      CG_ASSIGN_OR_RETURN(std::string bytes, disk.Read(path));
      *file = TemplateFile{.name = path, .bytes = std::move(bytes)};
    }
    return {};
  };
  CG_RETURN_IF_ERROR(read(place.previous, &inputs.previous));
  CG_RETURN_IF_ERROR(read(place.change_set, &inputs.change_set));
  return std::optional(std::move(inputs));
}

Result<Input> ReadInputFile(const std::string& path, const FileReader& disk) {
  std::string name = path;
  Result<std::string> bytes = disk.Read(path);
  if (!bytes && path != "-") {
    // The folder that `cdk synth` writes.
    const std::string manifest =
        path + (path.ends_with('/') ? "" : "/") + "manifest.json";
    if (Result<std::string> inside = disk.Read(manifest)) {
      name = manifest;
      bytes = std::move(inside);
    }
  }
  if (!bytes) {
    return tl::unexpected<Error>(std::move(bytes).error());
  }
  Input input{.name = path == "-" ? "<stdin>" : std::move(name),
              .bytes = *std::move(bytes)};
  input.disk = path == "-" ? nullptr : &disk;
  return input;
}

}  // namespace connectguard
