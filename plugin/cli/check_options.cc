#include "cli/check_options.h"

#include <algorithm>
#include <utility>

namespace connectguard {

void AddIds(CLI::App* app, const std::string& option,
            std::vector<std::string>* ids, const std::string& what) {
  app->add_option(option, *ids, what)
      ->type_name("ID")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void AddParameters(CLI::App* app, std::vector<std::string>* parameters) {
  app->add_option("--param", *parameters,
                  "Set a parameter of a policy, a list with commas; may be "
                  "repeated")
      ->type_name("ID.NAME=VALUE")
      ->allow_extra_args(false);
}

void AddNoWaivers(CLI::App* app, GateOptions* gate) {
  app->add_flag_callback(
      "--no-waivers", [gate] { gate->waivers = false; },
      "Do not hear the waivers in the input, such as comments "
      "`connectguard:ignore ID reason=...`");
}

void CheckOptions::AddTo(CLI::App* app) {
  GateOptions& gate = command_.gate;
  app->add_option(
         "INPUT", command_.inputs,
         "A plan as `terraform plan -out` writes it or `terraform show "
         "-json` prints it, or a template; - is stdin")
      ->type_name("");
  AddChoice(app, "--format", &format_, kReportChoices,
            "Form of the report (text)");
  app->add_option("--output", command_.output, "Write the report to a file")
      ->type_name("FILE");
  app->add_option("--pack", gate.pack, "The policies to apply (baseline)")
      ->type_name("NAME");
  AddIds(app, "--only", &gate.only,
         "Apply only this policy of the pack; may be repeated");
  AddIds(app, "--skip", &gate.skip,
         "Do not apply this policy; may be repeated");
  AddParameters(app, &gate.parameters);
  AddChoice(app, "--fail-on", &fail_on_, kSeverityChoices,
            "The lowest severity that denies (low)");
  AddChoice(app, "--on-unknown", &on_unknown_, kOnUnknownChoices,
            "What an UNKNOWN does: make the verdict undecided, be reported, be "
            "counted (warn)");
  app->add_flag("--closed-world", gate.closed_world,
                "The input is the whole account: what it lacks does not exist");
  app->add_flag("--guard-compat", gate.guard_compat,
                "Judge rules as cfn-guard does, its traps included");
  AddNoWaivers(app, &gate);
  AddChoice(app, "--color", &colour_, kColourChoices,
            "When to use colours (auto)");
  app->add_flag("--quiet", command_.quiet, "Print nothing but errors");
}

Result<CheckCommand> CheckOptions::Finish(const CLI::App& app) {
  CG_RETURN_IF_ERROR(RefuseLeftOvers(app));
  CG_RETURN_IF_ERROR(
      Choose("--format", format_, kReportChoices, &command_.format));
  CG_RETURN_IF_ERROR(
      Choose("--fail-on", fail_on_, kSeverityChoices, &command_.gate.fail_on));
  CG_RETURN_IF_ERROR(Choose("--on-unknown", on_unknown_, kOnUnknownChoices,
                            &command_.gate.on_unknown));
  CG_RETURN_IF_ERROR(
      Choose("--color", colour_, kColourChoices, &command_.colour));
  if (command_.inputs.empty()) {
    return UsageError("name a plan or template to check", HelpHint(app));
  }
  if (std::count(command_.inputs.begin(), command_.inputs.end(), "-") > 1) {
    return UsageError("`-` can be named once, since standard input ends once",
                      "");
  }
  return std::move(command_);
}

}  // namespace connectguard
