#include "cfn_guard/run.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cfn_guard/commands.h"
#include "cfn_guard/option_parser.h"

namespace connectguard {
namespace {

constexpr std::string_view kAbout =
    "Commands that read, judge and print as those of cfn-guard 3.x do: rules "
    "in "
    "the\nlanguage of CloudFormation Guard, on any data in JSON or YAML.";
constexpr std::string_view kVersion =
    "Rules are read and judged as by cfn-guard 3.2 (--guard-version: 3.1, "
    "3.2)";

std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

std::string RootHelp(std::string_view program) {
  std::vector<HelpRow> commands;
  for (const CfnGuardCommand& command : CfnGuardCommands()) {
    commands.push_back(
        {std::string(command.spec.name), FirstLine(command.spec.about)});
  }
  commands.push_back({"help",
                      "Print this message or the help of the given "
                      "subcommand(s)"});
  return fmt::format("{}\n\nUsage: {} <COMMAND>\n\nCommands:\n{}\nOptions:\n{}",
                     kAbout, program, HelpRows(commands),
                     HelpRows({{"-h, --help", "Print help"},
                               {"-V, --version", "Print version"}}));
}

const CfnGuardCommand* FindCommand(std::string_view name) {
  const auto& commands = CfnGuardCommands();
  const auto found = std::find_if(
      commands.begin(), commands.end(),
      [&](const CfnGuardCommand& c) { return c.spec.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

// Options that stand for a text, in front of `--`.
bool AsksForHelp(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::any_of(arguments.begin(), end, [](const std::string& word) {
    return word == "-h" || word == "--help";
  });
}

class Runner {
 public:
  Runner(std::string_view program, const CfnGuardEnvironment& environment)
      : program_(program), world_(environment) {}

  int Run(const std::vector<std::string>& arguments) const {
    if (arguments.empty()) {
      world_.err << RootHelp(program_);
      return kCfnGuardUsage;
    }
    const std::string& first = arguments.front();
    if (first == "-h" || first == "--help") {
      return Print(RootHelp(program_));
    }
    if (first == "-V" || first == "--version") {
      return Print(fmt::format("{}\n", kVersion));
    }
    if (first == "help") {
      return Help(arguments);
    }
    const CfnGuardCommand* command = FindCommand(first);
    return command == nullptr
               ? UnknownCommand(first)
               : RunCommand(*command, {arguments.begin() + 1, arguments.end()});
  }

 private:
  int Print(std::string_view text) const {
    world_.out << text;
    return 0;
  }

  int Help(const std::vector<std::string>& arguments) const {
    if (arguments.size() == 1) {
      return Print(RootHelp(program_));
    }
    const CfnGuardCommand* command = FindCommand(arguments[1]);
    return command == nullptr ? UnknownCommand(arguments[1])
                              : Print(HelpText(command->spec, program_));
  }

  int UnknownCommand(std::string_view word) const {
    std::vector<std::string_view> names = {"help"};
    for (const CfnGuardCommand& command : CfnGuardCommands()) {
      names.push_back(command.spec.name);
    }
    const std::string_view near = ClosestMatch(word, names);
    const bool option = word.starts_with('-');
    world_.err << fmt::format(
        "error: {} '{}'{}\n\n{}Usage: {} <COMMAND>\n\nFor more information, "
        "try "
        "'--help'.\n",
        option ? "unexpected argument" : "unrecognized subcommand", word,
        option ? " found" : "",
        near.empty()
            ? ""
            : fmt::format("  tip: a similar subcommand exists: '{}'\n\n", near),
        program_);
    return kCfnGuardUsage;
  }

  int RunCommand(const CfnGuardCommand& command,
                 const std::vector<std::string>& arguments) const {
    if (AsksForHelp(arguments)) {
      return Print(HelpText(command.spec, program_));
    }
    if (arguments.empty()) {
      world_.err << HelpText(command.spec, program_);
      return kCfnGuardUsage;
    }
    const Result<int> exit_code =
        ParseOptions(command.spec, program_, arguments)
            .and_then([&](const GivenOptions& given) {
              return command.run({.spec = command.spec,
                                  .program = program_,
                                  .given = given,
                                  .environment = world_});
            });
    return exit_code ? *exit_code : Explain(exit_code.error());
  }

  int Explain(const Error& error) const {
    // What the program asked for stands before why it stopped.
    world_.out.flush();
    if (error.code == ErrorCode::kUsage) {
      world_.err << error.diagnostic.message;
      return kCfnGuardUsage;
    }
    world_.err << "Error occurred " << Render(error.diagnostic);
    return kCfnGuardGaveUp;
  }

  std::string_view program_;
  const CfnGuardEnvironment& world_;
};

}  // namespace

int RunCfnGuard(const std::vector<std::string>& arguments,
                std::string_view program,
                const CfnGuardEnvironment& environment) {
  const int exit_code = Runner(program, environment).Run(arguments);
  environment.out.flush();
  return environment.out ? exit_code : kCfnGuardGaveUp;
}

}  // namespace connectguard
