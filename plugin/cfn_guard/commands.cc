#include "cfn_guard/commands.h"

#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "cfn_guard/completions.h"
#include "cfn_guard/parse_tree_command.h"
#include "cfn_guard/rulegen_command.h"
#include "cfn_guard/test_command.h"
#include "cfn_guard/validate_command.h"

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

CommandSpec ValidateSpec() {
  return {
      .name = "validate",
      .about =
          "Evaluates rules against the data files to determine success or "
          "failure.\nRules and data are files, or folders that are gone "
          "through with all that is in them.",
      .options =
          {
              {.letter = 'r',
               .name = "rules",
               .value = "RULES",
               .help = "Provide rules files, or folders of files that end in "
                       ".guard or .ruleset",
               .many = true},
              {.letter = 'd',
               .name = "data",
               .value = "DATA",
               .help = "Provide data files in JSON or YAML, or folders of "
                       "them; they end in .yaml, .yml, .json,\n.jsn or "
                       ".template. Without, data is read from standard input",
               .many = true},
              {.letter = 'i',
               .name = "input-params",
               .value = "INPUT_PARAMS",
               .help = "Provide data files, or folders of them, with which "
                       "each data file is merged; none may have a\nkey at the "
                       "top that another one has",
               .many = true},
              {.letter = 't',
               .name = "type",
               .value = "type",
               .help = "Specify the type of data file; it changes nothing",
               .choices = {"CFNTemplate"}},
              {.letter = 'o',
               .name = "output-format",
               .value = "OUTPUT_FORMAT",
               .help =
                   "Specify the format in which the output should be displayed",
               .choices = {"single-line-summary", "json", "yaml", "junit",
                           "sarif"},
               .default_value = "single-line-summary"},
              {.letter = 'S',
               .name = "show-summary",
               .value = "SHOW_SUMMARY",
               .help = "Show in the summary table the rules of these statuses",
               .choices = {"all", "pass", "fail", "skip", "none"},
               .default_value = "fail",
               .separated = true},
              {'a', "alphabetical", "",
               "Validate files in a directory ordered alphabetically"},
              {'m', "last-modified", "",
               "Validate files in a directory ordered by last modified times"},
              {'v', "verbose", "", "Verbose logging"},
              {'p', "print-json", "",
               "Print in JSON how the clauses were evaluated"},
              {'P', "payload", "",
               "Provide rules and data on standard input, as "
               "{\"rules\":[\"<rules 1>\", ...], \"data\":[\"<data 1>\", "
               "...]}"},
              {'z', "structured", "",
               "Print one structured and valid report. Needs --show-summary "
               "none and another --output-format\nthan single-line-summary"},
              VersionOption(),
          },
      .usage = "<--rules [<RULES>...]|--payload>"};
}

// Pairs of options of which at most one may be given.
Status CheckExclusive(const CommandCall& call) {
  for (const auto& [one, other, shown] :
       {std::tuple("alphabetical", "last-modified", "--last-modified"),
        std::tuple("payload", "rules", "--rules [<RULES>...]"),
        std::tuple("payload", "data", "--data [<DATA>...]"),
        std::tuple("structured", "print-json", "--print-json"),
        std::tuple("structured", "verbose", "--verbose")}) {
    if (call.given.Has(one) && call.given.Has(other)) {
      return OptionError(
          call.spec, call.program,
          fmt::format("the argument '--{}' cannot be used with '{}'", one,
                      shown));
    }
  }
  return {};
}

ValidateFormat ValidateFormatOf(const GivenOptions& given) {
  const std::string name = given.Value("output-format");
  return name == "json"    ? ValidateFormat::kJson
         : name == "yaml"  ? ValidateFormat::kYaml
         : name == "junit" ? ValidateFormat::kJunit
         : name == "sarif" ? ValidateFormat::kSarif
                           : ValidateFormat::kSummary;
}

// `none` takes back what was asked for before it.
ShownStatuses ShownOf(const GivenOptions& given) {
  std::vector<std::string> words = given.Values("show-summary");
  if (words.empty()) {
    words = {given.Value("show-summary")};
  }
  ShownStatuses shown{.passed = false, .failed = false, .skipped = false};
  for (const std::string& word : words) {
    if (word == "none") {
      shown = {.passed = false, .failed = false, .skipped = false};
    }
    shown.passed = shown.passed || word == "all" || word == "pass";
    shown.failed = shown.failed || word == "all" || word == "fail";
    shown.skipped = shown.skipped || word == "all" || word == "skip";
  }
  return shown;
}

Status CheckStructured(const ValidateOptions& options) {
  if (options.structured) {
    if (options.shown.Any()) {
      return Fail(ErrorCode::kBadInput,
                  "Cannot provide a summary-type other than `none` when the "
                  "`structured` flag is present");
    }
    if (options.format == ValidateFormat::kSummary) {
      return Fail(ErrorCode::kBadInput,
                  "single-line-summary is not able to be used when the "
                  "`structured` flag is present");
    }
    return {};
  }
  if (options.format == ValidateFormat::kJunit ||
      options.format == ValidateFormat::kSarif) {
    return Fail(
        ErrorCode::kBadInput,
        fmt::format(
            "the structured flag must be set when output is "
            "set to {}",
            options.format == ValidateFormat::kJunit ? "junit" : "sarif"));
  }
  return {};
}

Result<int> Validate(const CommandCall& call) {
  const GivenOptions& given = call.given;
  CG_RETURN_IF_ERROR(CheckExclusive(call));
  ValidateOptions options;
  options.rules = given.Values("rules");
  options.payload = given.Has("payload");
  if (!given.Has("rules") && !options.payload) {
    return OptionError(call.spec, call.program,
                       "the following required arguments were not provided:\n"
                       "  <--rules [<RULES>...]|--payload>");
  }
  options.data = given.Values("data");
  options.data_given = given.Has("data");
  options.parameters = given.Values("input-params");
  options.structured = given.Has("structured");
  options.format = ValidateFormatOf(given);
  options.by_modification = given.Has("last-modified");
  options.verbose = given.Has("verbose");
  options.print_json = given.Has("print-json");
  options.version = VersionOf(given);
  options.shown = ShownOf(given);
  CG_RETURN_IF_ERROR(CheckStructured(options));
  return RunValidate(options, call.environment);
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
      {ValidateSpec(), Validate},        {TestSpec(), Test},
      {ParseTreeSpec(), PrintParseTree}, {RulegenSpec(), Rulegen},
      {CompletionsSpec(), Completions},
  };
  return commands;
}

}  // namespace connectguard
