#include "cli/command_line.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "gate/version.h"

namespace connectguard {
namespace {

constexpr std::string_view kExitCodes =
    "Exit codes: 0 allowed, 1 denied, 2 undecided, 64 wrong usage, 65 bad "
    "input,\n66 missing input, 70 internal error.\n";

constexpr std::string_view kCheckExamples =
    "Examples:\n"
    "  terraform show -json plan.tfplan | connectguard check -\n"
    "  connectguard check template.yaml --format json --output report.json\n"
    "  connectguard check plan.json --fail-on high --on-unknown deny\n\n";

constexpr std::string_view kTestExamples =
    "Example:\n"
    "  connectguard test policies\n\n"
    "Exit codes: 0 when every case holds, 1 when one does not; the others as "
    "for check.\n";

constexpr std::string_view kRootExamples =
    "Example:\n"
    "  terraform show -json plan.tfplan | connectguard check -\n\n";

// Names of an option's values, with what they stand for.
template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

constexpr Choice<ReportFormat> kFormats[] = {{"text", ReportFormat::kText},
                                             {"json", ReportFormat::kJson}};
constexpr Choice<Severity> kSeverities[] = {{"low", Severity::kLow},
                                            {"medium", Severity::kMedium},
                                            {"high", Severity::kHigh},
                                            {"critical", Severity::kCritical}};
constexpr Choice<OnUnknown> kOnUnknown[] = {{"deny", OnUnknown::kDeny},
                                            {"warn", OnUnknown::kWarn},
                                            {"allow", OnUnknown::kAllow}};
constexpr Choice<ColourChoice> kColours[] = {{"auto", ColourChoice::kAuto},
                                             {"always", ColourChoice::kAlways},
                                             {"never", ColourChoice::kNever}};

tl::unexpected<Error> UsageError(std::string message, std::string hint) {
  return Fail(ErrorCode::kUsage, std::move(message), std::move(hint));
}

template <typename T, std::size_t N>
std::vector<std::string_view> NamesOf(const Choice<T> (&choices)[N]) {
  std::vector<std::string_view> names;
  for (const Choice<T>& choice : choices) {
    names.push_back(choice.name);
  }
  return names;
}

// Sets `chosen` when `name` is given.
template <typename T, std::size_t N>
Status Choose(std::string_view option, const std::string& name,
              const Choice<T> (&choices)[N], T* chosen) {
  if (name.empty()) {
    return {};
  }
  for (const Choice<T>& choice : choices) {
    if (choice.name == name) {
      *chosen = choice.value;
      return {};
    }
  }
  const std::vector<std::string_view> names = NamesOf(choices);
  std::string hint = DidYouMean(name, names);
  return UsageError(fmt::format("{} cannot be `{}`", option, name),
                    hint.empty()
                        ? fmt::format("use one of: {}", fmt::join(names, ", "))
                        : std::move(hint));
}

template <typename T, std::size_t N>
void AddChoice(CLI::App* app, const std::string& option, std::string* name,
               const Choice<T> (&choices)[N], const std::string& what) {
  app->add_option(option, *name, what)
      ->type_name(fmt::format("{}", fmt::join(NamesOf(choices), "|")));
}

// What CLI11 fills; turned into a Command afterwards.
struct Parsed {
  CheckCommand check;
  TestCommand test;
  ListPoliciesCommand list;
  ShowPolicyCommand show;
  std::string format;
  std::string list_format;
  std::string fail_on;
  std::string on_unknown;
  std::string colour;
};

struct Applications {
  CLI::App root{"Judges Amazon Connect infrastructure before it is applied.",
                "connectguard"};
  CLI::App* check = nullptr;
  CLI::App* test = nullptr;
  CLI::App* policies = nullptr;
  CLI::App* list = nullptr;
  CLI::App* show = nullptr;
};

// Arguments that nothing takes are left over, and then reported by us with the
// nearest name.
CLI::App* AddCommand(CLI::App* parent, const std::string& name,
                     const std::string& what, std::string_view footer) {
  CLI::App* command = parent->add_subcommand(name, what);
  command->allow_extras();
  command->footer(std::string(footer));
  return command;
}

void AddPoliciesDirectory(CLI::App* command, std::string* directory) {
  command
      ->add_option("--policies", *directory,
                   "A folder of policies instead of the built-in ones")
      ->type_name("DIR");
}

void AddIds(CLI::App* command, const std::string& option,
            std::vector<std::string>* ids, const std::string& what) {
  command->add_option(option, *ids, what)
      ->type_name("ID")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void AddCheck(Applications* apps, Parsed* parsed) {
  CheckCommand& check = parsed->check;
  CLI::App* app =
      AddCommand(&apps->root, "check",
                 "Judge Terraform plans and CloudFormation templates",
                 std::string(kCheckExamples) + std::string(kExitCodes));
  apps->check = app;
  app->add_option("INPUT", check.inputs,
                  "A plan as `terraform show -json` prints it, or a template; "
                  "- is stdin")
      ->type_name("");
  AddChoice(app, "--format", &parsed->format, kFormats,
            "Form of the report (text)");
  app->add_option("--output", check.output, "Write the report to a file")
      ->type_name("FILE");
  app->add_option("--pack", check.gate.pack, "The policies to apply (baseline)")
      ->type_name("NAME");
  AddIds(app, "--only", &check.gate.only,
         "Apply only this policy of the pack; may be repeated");
  AddIds(app, "--skip", &check.gate.skip,
         "Do not apply this policy; may be repeated");
  AddChoice(app, "--fail-on", &parsed->fail_on, kSeverities,
            "The lowest severity that denies (low)");
  AddChoice(app, "--on-unknown", &parsed->on_unknown, kOnUnknown,
            "What an UNKNOWN does: make the verdict undecided, be reported, be "
            "counted (warn)");
  app->add_flag("--closed-world", check.gate.closed_world,
                "The input is the whole account: what it lacks does not exist");
  AddPoliciesDirectory(app, &check.policies_directory);
  AddChoice(app, "--color", &parsed->colour, kColours,
            "When to use colours (auto)");
  app->add_flag("--quiet", check.quiet, "Print nothing but errors");
}

void AddOthers(Applications* apps, Parsed* parsed) {
  apps->test =
      AddCommand(&apps->root, "test",
                 "Run the tests that stand beside policies", kTestExamples);
  apps->test->add_option("DIR", parsed->test.directory, "A folder of policies")
      ->type_name("");
  apps->test->add_flag("--verbose", parsed->test.verbose,
                       "Name the cases that hold as well");
  apps->policies = AddCommand(&apps->root, "policies", "Show what is checked",
                              "Example:\n  connectguard policies list\n");
  apps->policies->require_subcommand(0, 1);
  apps->list = AddCommand(
      apps->policies, "list", "List the policies",
      "Example:\n  connectguard policies list --pack strict --format json\n");
  apps->list->add_option("--pack", parsed->list.pack, "Only those of a pack")
      ->type_name("NAME");
  AddChoice(apps->list, "--format", &parsed->list_format, kFormats,
            "Form of the list (text)");
  AddPoliciesDirectory(apps->list, &parsed->list.policies_directory);
  apps->show = AddCommand(apps->policies, "show",
                          "Show one policy: what it asks, why, and its rules",
                          "Example:\n  connectguard policies show LOG-1\n");
  apps->show->add_option("ID", parsed->show.id, "The policy's id")
      ->type_name("");
  AddPoliciesDirectory(apps->show, &parsed->show.policies_directory);
}

// The option that was probably meant, among those of a command.
std::string NearestOption(const CLI::App& command, std::string_view word) {
  std::vector<std::string> names = {"--help"};
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_lnames().empty()) {
      names.push_back("--" + option->get_lnames().front());
    }
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  return DidYouMean(word.substr(0, word.find('=')), views);
}

std::string HelpHint(const CLI::App& command) {
  std::string path = command.get_name();
  for (const CLI::App* at = command.get_parent(); at != nullptr;
       at = at->get_parent()) {
    path = at->get_name() + " " + path;
  }
  return fmt::format("see `{} --help`", path);
}

Status RefuseLeftOvers(const CLI::App& command) {
  const std::vector<std::string> left = command.remaining();
  if (left.empty()) {
    return {};
  }
  const std::string& word = left.front();
  if (!word.starts_with("-")) {
    return UsageError(fmt::format("unexpected argument `{}`", word),
                      HelpHint(command));
  }
  std::string hint = NearestOption(command, word);
  return UsageError(fmt::format("unknown option `{}`", word),
                    hint.empty() ? HelpHint(command) : std::move(hint));
}

// For a command line that names no command of `app`.
Error MissingCommand(const CLI::App& app) {
  const std::vector<std::string> left = app.remaining();
  if (!left.empty() && left.front().starts_with("-")) {
    return RefuseLeftOvers(app).error();
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  if (left.empty()) {
    return UsageError(fmt::format("name a command: {}", fmt::join(names, ", ")),
                      HelpHint(app))
        .value();
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::string hint = DidYouMean(left.front(), views);
  return UsageError(fmt::format("unknown command `{}`", left.front()),
                    hint.empty() ? HelpHint(app) : std::move(hint))
      .value();
}

Result<Command> FinishCheck(const CLI::App& app, Parsed* parsed) {
  CheckCommand& check = parsed->check;
  CG_RETURN_IF_ERROR(RefuseLeftOvers(app));
  CG_RETURN_IF_ERROR(
      Choose("--format", parsed->format, kFormats, &check.format));
  CG_RETURN_IF_ERROR(
      Choose("--fail-on", parsed->fail_on, kSeverities, &check.gate.fail_on));
  CG_RETURN_IF_ERROR(Choose("--on-unknown", parsed->on_unknown, kOnUnknown,
                            &check.gate.on_unknown));
  CG_RETURN_IF_ERROR(
      Choose("--color", parsed->colour, kColours, &check.colour));
  if (check.inputs.empty()) {
    return UsageError("name a plan or template to check", HelpHint(app));
  }
  if (std::count(check.inputs.begin(), check.inputs.end(), "-") > 1) {
    return UsageError("`-` can be named once, since standard input ends once",
                      "");
  }
  return Command(std::move(check));
}

Result<Command> FinishPolicies(const Applications& apps, Parsed* parsed) {
  if (apps.list->parsed()) {
    CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.list));
    CG_RETURN_IF_ERROR(Choose("--format", parsed->list_format, kFormats,
                              &parsed->list.format));
    return Command(std::move(parsed->list));
  }
  if (apps.show->parsed()) {
    CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.show));
    if (parsed->show.id.empty()) {
      return UsageError("name the policy to show", HelpHint(*apps.show));
    }
    return Command(std::move(parsed->show));
  }
  return tl::unexpected<Error>(MissingCommand(*apps.policies));
}

Result<Command> Finish(const Applications& apps, Parsed* parsed) {
  if (apps.check->parsed()) {
    return FinishCheck(*apps.check, parsed);
  }
  if (apps.policies->parsed()) {
    return FinishPolicies(apps, parsed);
  }
  if (apps.test->parsed()) {
    CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.test));
    if (parsed->test.directory.empty()) {
      return UsageError("name a folder of policies", HelpHint(*apps.test));
    }
    return Command(std::move(parsed->test));
  }
  return tl::unexpected<Error>(MissingCommand(apps.root));
}

// The innermost command that was named, whose help is wanted.
const CLI::App& NamedCommand(const Applications& apps) {
  const CLI::App* named = &apps.root;
  for (const CLI::App* app :
       {apps.check, apps.test, apps.policies, apps.list, apps.show}) {
    if (app->parsed()) {
      named = app;
    }
  }
  return *named;
}

}  // namespace

Result<Command> ParseCommandLine(const std::vector<std::string>& arguments) {
  Parsed parsed;
  Applications apps;
  apps.root.allow_extras();
  // At most one command: in `test policies` the second word is a folder.
  apps.root.require_subcommand(0, 1);
  apps.root.set_version_flag("--version", std::string(Version()),
                             "Print the version and exit");
  apps.root.footer(std::string(kRootExamples) + std::string(kExitCodes));
  AddCheck(&apps, &parsed);
  AddOthers(&apps, &parsed);
  try {
    // The library takes its arguments last one first.
    apps.root.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return Command(PrintCommand{apps.root.help()});
  } catch (const CLI::CallForVersion&) {
    return Command(PrintCommand{fmt::format("connectguard {}\n", Version())});
  } catch (const CLI::ParseError& error) {
    return UsageError(error.what(), HelpHint(NamedCommand(apps)));
  }
  return Finish(apps, &parsed);
}

}  // namespace connectguard
