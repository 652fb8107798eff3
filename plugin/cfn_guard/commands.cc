#include "cfn_guard/commands.h"

#include <string>
#include <utility>

#include "cfn_guard/completions.h"
#include "cfn_guard/parse_tree_command.h"
#include "cfn_guard/rulegen_command.h"
#include "cfn_guard/test_command.h"

namespace connectguard {
namespace {

// Ours: the reference is of one version.
OptionSpec VersionOption() {
  return {.letter = 0,
          .name = "guard-version",
          .value = "VERSION",
          .help = "Read and judge rules as this version of cfn-guard does",
          .choices = {"3.1", "3.2"},
          .default_value = "3.2"};
}

GuardVersion VersionOf(const GivenOptions& given) {
  return given.Value("guard-version") == "3.1" ? GuardVersion::k31
                                               : GuardVersion::k32;
}

CommandSpec TestSpec() {
  return {
      .name = "test",
      .about =
          "Holds the rules of a file to what test cases in YAML or JSON expect "
          "of them.",
      .options = {
          {'r', "rules-file", "rules-file", "Provide a rules file"},
          {'t', "test-data", "test-data",
           "Provide a file or dir for data files in JSON or YAML"},
          {'d', "dir", "dir", "Provide the root directory for rules"},
          {'a', "alphabetical", "", "Sort alphabetically inside a directory"},
          {'m', "last-modified", "",
           "Sort by last modified times within a directory"},
          {'v', "verbose", "", "Verbose logging"},
          {.letter = 'o',
           .name = "output-format",
           .value = "OUTPUT_FORMAT",
           .help = "Specify the format in which the output should be displayed",
           .choices = {"single-line-summary", "json", "yaml", "junit", "sarif"},
           .default_value = "single-line-summary"},
          VersionOption(),
      }};
}

Result<TestFormat> FormatOf(const GivenOptions& given) {
  const std::string name = given.Value("output-format");
  if (name == "sarif") {
    return Fail(ErrorCode::kBadInput,
                "Cannot provide an output_type of SARIF, SARIF reporter is "
                "unsupported.");
  }
  if (name == "single-line-summary") {
    return TestFormat::kSummary;
  }
  if (given.Has("verbose")) {
    return Fail(ErrorCode::kBadInput,
                "Cannot provide an output_type of JSON, YAML, or JUnit while "
                "the verbose flag is set");
  }
  return name == "json"   ? TestFormat::kJson
         : name == "yaml" ? TestFormat::kYaml
                          : TestFormat::kJunit;
}

Result<int> Test(const CommandCall& call) {
  const GivenOptions& given = call.given;
  if (given.Has("alphabetical") && given.Has("last-modified")) {
    return OptionError(call.spec, call.program,
                       "the argument '--alphabetical' cannot be used with "
                       "'--last-modified'");
  }
  if (!given.Has("dir") &&
      (!given.Has("rules-file") || !given.Has("test-data"))) {
    return OptionError(call.spec, call.program,
                       "the following required arguments were not provided:\n"
                       "  --dir <dir>, or --rules-file <rules-file> and "
                       "--test-data <test-data>");
  }
  GuardTestOptions options;
  CG_ASSIGN_OR_RETURN(options.format, FormatOf(given));
  if (given.Has("dir")) {
    options.folder = given.Value("dir");
    if (given.Has("rules-file") || given.Has("test-data")) {
      call.environment.err << "warning: with --dir, neither --rules-file nor "
                              "--test-data is looked at\n";
    }
  } else {
    options.rules_file = given.Value("rules-file");
    options.tests = given.Value("test-data");
  }
  options.by_modification = given.Has("last-modified");
  options.verbose = given.Has("verbose");
  options.version = VersionOf(given);
  return RunGuardTest(options, call.environment);
}

CommandSpec ParseTreeSpec() {
  return {
      .name = "parse-tree",
      .about = "Prints out the parse tree for the rules defined in the file.",
      .options = {
          {'r', "rules", "RULES", "Provide a rules file"},
          {'o', "output", "OUTPUT", "Write to output file"},
          {'p', "print-json", "",
           "Print output in JSON format. Use -p as the short flag"},
          {'y', "print-yaml", "", "Print output in YAML format"},
          VersionOption(),
      }};
}

Result<int> PrintParseTree(const CommandCall& call) {
  return RunParseTree({.rules_file = call.given.Value("rules"),
                       .output_file = call.given.Value("output"),
                       .json = call.given.Has("print-json"),
                       .version = VersionOf(call.given)},
                      call.environment);
}

CommandSpec RulegenSpec() {
  return {.name = "rulegen",
          .about =
              "Autogenerate rules from an existing JSON- or YAML- "
              "formatted data. (Currently works with only CloudFormation "
              "templates)",
          .options = {
              {'o', "output", "OUTPUT", "Write to output file"},
              {.letter = 't',
               .name = "template",
               .value = "TEMPLATE",
               .help = "Provide path to a CloudFormation template file in JSON "
                       "or YAML",
               .required = true},
          }};
}

Result<int> Rulegen(const CommandCall& call) {
  return RunRulegen({.template_file = call.given.Value("template"),
                     .output_file = call.given.Value("output")},
                    call.environment);
}

CommandSpec CompletionsSpec() {
  return {
      .name = "completions",
      .about = "Generate auto-completions for all the sub-commands in shell.",
      .options = {{.letter = 's',
                   .name = "shell",
                   .value = "SHELL",
                   .help = "The shell that is to complete",
                   .choices = {"bash", "zsh", "fish"},
                   .required = true}}};
}

Result<int> Completions(const CommandCall& call) {
  std::vector<CommandSpec> specs;
  for (const CfnGuardCommand& command : CfnGuardCommands()) {
    specs.push_back(command.spec);
  }
  call.environment.out << CompletionScript(call.given.Value("shell"),
                                           call.program, specs);
  return 0;
}

}  // namespace

const std::vector<CfnGuardCommand>& CfnGuardCommands() {
  static const std::vector<CfnGuardCommand> commands = {
      {TestSpec(), Test},
      {ParseTreeSpec(), PrintParseTree},
      {RulegenSpec(), Rulegen},
      {CompletionsSpec(), Completions},
  };
  return commands;
}

}  // namespace connectguard
