#include "cli/command_line.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/arguments.h"
#include "cli/check_options.h"
#include "cli/flow_options.h"
#include "cli/iam_options.h"

namespace connectguard {
namespace {

constexpr std::string_view kExitCodes =
    "Exit codes: 0 allowed, 1 denied, 2 undecided, 64 wrong usage, 65 bad "
    "input,\n66 missing input, 70 internal error.\n";

constexpr std::string_view kCheckExamples =
    "Examples:\n"
    "  connectguard check plan.tfplan\n"
    "  terraform show -json plan.tfplan | connectguard check -\n"
    "  connectguard check template.yaml --format json --output report.json\n"
    "  connectguard check plan.json --fail-on high --on-unknown deny\n"
    "  connectguard check plan.json --plan-file plan.tfplan\n"
    "  connectguard check template.yaml --parameters prod.json\n"
    "  connectguard check plan.json --rules rules-of-our-own\n\n";

constexpr std::string_view kExplainExamples =
    "Examples:\n"
    "  connectguard explain CONNECT-LOG-1 plan.json\n"
    "  connectguard explain rules/buckets.guard template.yaml\n\n"
    "Exit codes: 0 when the status could be explained, whatever it is; the "
    "others as for\ncheck.\n";

constexpr std::string_view kInspectExamples =
    "Examples:\n"
    "  connectguard inspect plan.tfplan\n"
    "  connectguard inspect plan.json --resource aws_connect_instance.main\n"
    "  connectguard inspect template.yaml --graph mermaid\n\n"
    "Exit codes: 0 when the inputs could be read; the others as for check.\n";

constexpr Choice<GraphFormat> kGraphChoices[] = {
    {"dot", GraphFormat::kDot}, {"mermaid", GraphFormat::kMermaid}};

constexpr std::string_view kTestExamples =
    "Examples:\n"
    "  connectguard test policies --coverage\n"
    "  connectguard test my-guard-rules --format junit > junit.xml\n\n"
    "Exit codes: 0 when every case holds, 1 when one does not; the others as "
    "for check.\n";

constexpr std::string_view kLintExamples =
    "Examples:\n"
    "  connectguard lint policies my-rules.guard\n"
    "  connectguard lint rules/ --input template.yaml --format json\n\n"
    "Exit codes: 0 when nothing is found, 1 when something is; the others as "
    "for check.\n";

constexpr Choice<LintSeverity> kLintSeverities[] = {
    {"error", LintSeverity::kError},
    {"warning", LintSeverity::kWarning},
    {"info", LintSeverity::kInfo}};

constexpr Choice<TestReportFormat> kTestFormatChoices[] = {
    {"text", TestReportFormat::kText},
    {"json", TestReportFormat::kJson},
    {"junit", TestReportFormat::kJunit}};

constexpr std::string_view kRootExamples =
    "Example:\n"
    "  terraform show -json plan.tfplan | connectguard check -\n\n"
    "`connectguard guard --help` shows the commands that stand in for "
    "cfn-guard's.\n\n";

// What CLI11 fills; turned into a Command afterwards.
struct Parsed {
  CheckOptions check;
  std::string rules_severity;
  ExplainCommand explain;
  std::string explain_format;
  std::string explain_colour;
  InspectCommand inspect;
  std::string inspect_format;
  std::string inspect_graph;
  std::string inspect_colour;
  TestCommand test;
  LintCommand lint;
  std::string lint_format;
  std::string lint_fail_on;
  std::string test_format;
  ListPoliciesCommand list;
  ShowPolicyCommand show;
  std::string list_format;
  IamOptions iam;
  FlowOptions flow;
};

struct Applications {
  CLI::App root{"Judges Amazon Connect infrastructure before it is applied.",
                "connectguard"};
  CLI::App* check = nullptr;
  CLI::App* explain = nullptr;
  CLI::App* inspect = nullptr;
  CLI::App* test = nullptr;
  CLI::App* lint = nullptr;
  CLI::App* policies = nullptr;
  CLI::App* list = nullptr;
  CLI::App* show = nullptr;
};

void AddPoliciesDirectory(CLI::App* command, std::string* directory) {
  command
      ->add_option("--policies", *directory,
                   "A folder of policies instead of the built-in ones")
      ->type_name("DIR");
}

void AddCheck(Applications* apps, Parsed* parsed) {
  apps->check =
      AddCommand(&apps->root, "check",
                 "Judge Terraform plans and CloudFormation templates",
                 std::string(kCheckExamples) + std::string(kExitCodes));
  parsed->check.AddTo(apps->check);
  CheckCommand& command = parsed->check.command();
  AddConfiguration(apps->check, &command.configuration);
  AddStackOptions(apps->check, &command.stack);
  AddPoliciesDirectory(apps->check, &command.policies_directory);
  apps->check
      ->add_option(
          "--rules", command.rules,
          "Judge by these rules for cfn-guard as well; may be repeated")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
  AddChoice(apps->check, "--rules-severity", &parsed->rules_severity,
            kSeverityChoices, "How severe a violation of --rules is (high)");
  apps->check->add_flag("--only-rules", command.gate.only_rules,
                        "Judge by --rules alone, by no policy");
}

void AddExplain(Applications* apps, Parsed* parsed) {
  ExplainCommand& command = parsed->explain;
  apps->explain =
      AddCommand(&apps->root, "explain",
                 "Show step by step why a policy has its status on an input",
                 kExplainExamples);
  apps->explain
      ->add_option("POLICY", command.policy,
                   "The policy's id, or the path of a rules file")
      ->type_name("");
  apps->explain
      ->add_option("INPUT", command.input, "A plan or template; - is stdin")
      ->type_name("");
  AddChoice(apps->explain, "--format", &parsed->explain_format, kFormatChoices,
            "Form of the explanation (text)");
  apps->explain->add_flag("--closed-world", command.closed_world,
                          "The input is the whole account");
  apps->explain->add_flag("--guard-compat", command.guard_compat,
                          "Judge rules as cfn-guard does, its traps included");
  AddChoice(apps->explain, "--color", &parsed->explain_colour, kColourChoices,
            "When to use colours (auto)");
  AddConfiguration(apps->explain, &command.configuration);
  AddStackOptions(apps->explain, &command.stack);
  AddPoliciesDirectory(apps->explain, &command.policies_directory);
  AddParameters(apps->explain, &command.parameters);
}

void AddInspect(Applications* apps, Parsed* parsed) {
  InspectCommand& command = parsed->inspect;
  apps->inspect = AddCommand(&apps->root, "inspect",
                             "Show what an input was read as: every value, "
                             "where it comes from, what is unknown and why",
                             kInspectExamples);
  apps->inspect
      ->add_option("INPUT", command.inputs, "A plan or template; - is stdin")
      ->type_name("");
  apps->inspect
      ->add_option("--resource", command.resource,
                   "Show only this resource, its instances, or what it was "
                   "made a part of")
      ->type_name("ADDRESS");
  AddChoice(apps->inspect, "--format", &parsed->inspect_format, kFormatChoices,
            "Form of what is shown (text)");
  AddChoice(apps->inspect, "--graph", &parsed->inspect_graph, kGraphChoices,
            "Draw resources and the links between them instead");
  apps->inspect->add_flag("--closed-world", command.closed_world,
                          "The input is the whole account");
  AddChoice(apps->inspect, "--color", &parsed->inspect_colour, kColourChoices,
            "When to use colours (auto)");
  AddConfiguration(apps->inspect, &command.configuration);
  AddStackOptions(apps->inspect, &command.stack);
}

void AddLint(Applications* apps, Parsed* parsed) {
  LintCommand& lint = parsed->lint;
  apps->lint = AddCommand(&apps->root, "lint",
                          "Look for mistakes in rules files", kLintExamples);
  apps->lint
      ->add_option("RULES", lint.rules,
                   "Rules files, or folders with .guard and .ruleset files")
      ->type_name("");
  apps->lint
      ->add_option("--input", lint.inputs,
                   "A plan or template on which to say where cfn-guard judges "
                   "otherwise; - is stdin; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  AddChoice(apps->lint, "--format", &parsed->lint_format, kFormatChoices,
            "Form of the report (text)");
  AddChoice(apps->lint, "--fail-on", &parsed->lint_fail_on, kLintSeverities,
            "The lowest severity for exit code 1 (warning)");
  apps->lint->add_flag("--all", lint.all,
                       "Show also what depends on the input alone");
  apps->lint->add_flag("--list", lint.list, "Print what is looked for");
}

Result<Command> FinishLint(const Applications& apps, Parsed* parsed) {
  LintCommand& lint = parsed->lint;
  CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.lint));
  CG_RETURN_IF_ERROR(
      Choose("--format", parsed->lint_format, kFormatChoices, &lint.format));
  CG_RETURN_IF_ERROR(Choose("--fail-on", parsed->lint_fail_on, kLintSeverities,
                            &lint.fail_on));
  if (lint.rules.empty() && !lint.list) {
    return UsageError("name a rules file or a folder of them",
                      HelpHint(*apps.lint));
  }
  return Command(std::move(lint));
}

void AddTest(Applications* apps, Parsed* parsed) {
  TestCommand& command = parsed->test;
  apps->test = AddCommand(&apps->root, "test",
                          "Run the tests that stand beside policies and rules",
                          kTestExamples);
  apps->test
      ->add_option("DIR", command.path,
                   "A folder of policies or of rules for cfn-guard, or one of "
                   "their files")
      ->type_name("");
  AddChoice(apps->test, "--format", &parsed->test_format, kTestFormatChoices,
            "Form of the report (text)");
  apps->test->add_flag("--verbose", command.verbose,
                       "Name the cases that hold as well");
  apps->test->add_flag("--coverage", command.coverage,
                       "Show which clauses never decided a verdict");
  apps->test
      ->add_option("--min-coverage", command.min_coverage,
                   "Fail when the tests cover less than this percentage")
      ->type_name("N")
      ->check(CLI::Range(0U, 100U));
  apps->test->add_flag("--guard-compat", command.guard_compat,
                       "Judge rules as cfn-guard does, its traps included");
}

void AddPolicies(Applications* apps, Parsed* parsed) {
  apps->policies = AddCommand(&apps->root, "policies", "Show what is checked",
                              "Example:\n  connectguard policies list\n");
  apps->policies->require_subcommand(0, 1);
  apps->list = AddCommand(
      apps->policies, "list", "List the policies",
      "Example:\n  connectguard policies list --pack strict --format json\n");
  apps->list->add_option("--pack", parsed->list.pack, "Only those of a pack")
      ->type_name("NAME");
  AddChoice(apps->list, "--format", &parsed->list_format, kFormatChoices,
            "Form of the list (text)");
  AddPoliciesDirectory(apps->list, &parsed->list.policies_directory);
  apps->show = AddCommand(apps->policies, "show",
                          "Show one policy: what it asks, why, and its rules",
                          "Example:\n  connectguard policies show LOG-1\n");
  apps->show->add_option("ID", parsed->show.id, "The policy's id")
      ->type_name("");
  AddPoliciesDirectory(apps->show, &parsed->show.policies_directory);
}

Result<Command> FinishPolicies(const Applications& apps, Parsed* parsed) {
  if (apps.list->parsed()) {
    CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.list));
    CG_RETURN_IF_ERROR(Choose("--format", parsed->list_format, kFormatChoices,
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

Result<Command> FinishCheck(const Applications& apps, Parsed* parsed) {
  CG_ASSIGN_OR_RETURN(CheckCommand check, parsed->check.Finish(*apps.check));
  CG_RETURN_IF_ERROR(Choose("--rules-severity", parsed->rules_severity,
                            kSeverityChoices, &check.rules_severity));
  CG_RETURN_IF_ERROR(
      CheckConfiguration(check.configuration, check.inputs.size()));
  CG_RETURN_IF_ERROR(CheckStackOptions(check.stack, check.inputs.size()));
  if (check.gate.only_rules && check.rules.empty()) {
    return UsageError("--only-rules needs rules", "name them with --rules");
  }
  return Command(std::move(check));
}

Result<Command> FinishExplain(const Applications& apps, Parsed* parsed) {
  ExplainCommand& command = parsed->explain;
  CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.explain));
  CG_RETURN_IF_ERROR(Choose("--format", parsed->explain_format, kFormatChoices,
                            &command.format));
  CG_RETURN_IF_ERROR(Choose("--color", parsed->explain_colour, kColourChoices,
                            &command.colour));
  if (command.policy.empty() || command.input.empty()) {
    return UsageError("name a policy and an input", HelpHint(*apps.explain));
  }
  CG_RETURN_IF_ERROR(CheckConfiguration(command.configuration, 1));
  return Command(std::move(command));
}

Result<Command> FinishInspect(const Applications& apps, Parsed* parsed) {
  InspectCommand& command = parsed->inspect;
  CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.inspect));
  CG_RETURN_IF_ERROR(Choose("--format", parsed->inspect_format, kFormatChoices,
                            &command.format));
  CG_RETURN_IF_ERROR(Choose("--color", parsed->inspect_colour, kColourChoices,
                            &command.colour));
  if (!parsed->inspect_graph.empty()) {
    command.graph.emplace();
    CG_RETURN_IF_ERROR(Choose("--graph", parsed->inspect_graph, kGraphChoices,
                              &*command.graph));
  }
  if (command.graph && !parsed->inspect_format.empty()) {
    return UsageError("a graph is no text and no JSON",
                      "give either --graph or --format");
  }
  if (command.inputs.empty()) {
    return UsageError("name a plan or template to inspect",
                      HelpHint(*apps.inspect));
  }
  if (std::count(command.inputs.begin(), command.inputs.end(), "-") > 1) {
    return UsageError("`-` can be named once, since standard input ends once",
                      "");
  }
  CG_RETURN_IF_ERROR(
      CheckConfiguration(command.configuration, command.inputs.size()));
  CG_RETURN_IF_ERROR(CheckStackOptions(command.stack, command.inputs.size()));
  return Command(std::move(command));
}

Result<Command> Finish(const Applications& apps, Parsed* parsed) {
  if (apps.check->parsed()) {
    return FinishCheck(apps, parsed);
  }
  if (apps.explain->parsed()) {
    return FinishExplain(apps, parsed);
  }
  if (apps.inspect->parsed()) {
    return FinishInspect(apps, parsed);
  }
  if (apps.policies->parsed()) {
    return FinishPolicies(apps, parsed);
  }
  if (apps.lint->parsed()) {
    return FinishLint(apps, parsed);
  }
  if (parsed->iam.parsed()) {
    CG_ASSIGN_OR_RETURN(IamCommand command, parsed->iam.Finish());
    return Command(std::move(command));
  }
  if (parsed->flow.parsed()) {
    CG_ASSIGN_OR_RETURN(FlowCommand command, parsed->flow.Finish());
    return Command(std::move(command));
  }
  if (apps.test->parsed()) {
    CG_RETURN_IF_ERROR(RefuseLeftOvers(*apps.test));
    CG_RETURN_IF_ERROR(Choose("--format", parsed->test_format,
                              kTestFormatChoices, &parsed->test.format));
    if (parsed->test.path.empty()) {
      return UsageError("name a folder of policies", HelpHint(*apps.test));
    }
    return Command(std::move(parsed->test));
  }
  return tl::unexpected<Error>(MissingCommand(apps.root));
}

}  // namespace

Result<Command> ParseCommandLine(const std::vector<std::string>& arguments) {
  Parsed parsed;
  Applications apps;
  apps.root.footer(std::string(kRootExamples) + std::string(kExitCodes));
  AddCheck(&apps, &parsed);
  AddExplain(&apps, &parsed);
  AddInspect(&apps, &parsed);
  AddLint(&apps, &parsed);
  AddTest(&apps, &parsed);
  AddPolicies(&apps, &parsed);
  parsed.iam.AddTo(&apps.root);
  parsed.flow.AddTo(&apps.root);
  CG_ASSIGN_OR_RETURN(std::string text, ParseArguments(&apps.root, arguments));
  if (!text.empty()) {
    return Command(PrintCommand{std::move(text)});
  }
  return Finish(apps, &parsed);
}

}  // namespace connectguard
