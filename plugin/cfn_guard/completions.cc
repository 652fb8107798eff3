#include "cfn_guard/completions.h"

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::string_view kOnlyHelp = "-h --help";

std::vector<std::string_view> CommandNames(
    const std::vector<CommandSpec>& commands) {
  std::vector<std::string_view> names;
  names.reserve(commands.size() + 1);
  for (const CommandSpec& command : commands) {
    names.push_back(command.name);
  }
  names.push_back("help");
  return names;
}

// --- bash -------------------------------------------------------------------

// `-o|--output-format`, as in a `case`.
std::string BashPattern(const OptionSpec& option) {
  return option.letter == 0
             ? fmt::format("--{}", option.name)
             : fmt::format("-{}|--{}", option.letter, option.name);
}

std::string BashReply(std::string_view what) {
  return fmt::format("COMPREPLY=($(compgen {} -- \"$current\"))", what);
}

// Values of options, and the options themselves.
std::string BashCommand(const CommandSpec& command) {
  std::string values;
  std::string names;
  for (const OptionSpec& option : command.options) {
    names += option.letter == 0
                 ? fmt::format("--{} ", option.name)
                 : fmt::format("-{} --{} ", option.letter, option.name);
    if (!option.value.empty()) {
      values += fmt::format(
          "          {}) {}; return ;;\n", BashPattern(option),
          BashReply(
              option.choices.empty()
                  ? "-f"
                  : fmt::format("-W \"{}\"", fmt::join(option.choices, " "))));
    }
  }
  const std::string previous = values.empty()
                                   ? ""
                                   : fmt::format(
                                         "        case \"$previous\" in\n{}"
                                         "        esac\n",
                                         values);
  return fmt::format("      {})\n{}        {} ;;\n", command.name, previous,
                     BashReply(fmt::format("-W \"{}{}\"", names, kOnlyHelp)));
}

std::string BashScript(const std::vector<std::string_view>& words,
                       const std::vector<CommandSpec>& commands) {
  const std::string function = fmt::format("_{}", fmt::join(words, "_"));
  std::string out = fmt::format(
      "{}() {{\n"
      "    local current=\"${{COMP_WORDS[COMP_CWORD]}}\"\n"
      "    local previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "    COMPREPLY=()\n",
      function);
  for (std::size_t i = 1; i < words.size(); ++i) {
    out += fmt::format(
        "    if (( COMP_CWORD == {0} )); then {1}; return; fi\n"
        "    [[ \"${{COMP_WORDS[{0}]}}\" == {2} ]] || return\n",
        i, BashReply(fmt::format("-W \"{}\"", words[i])), words[i]);
  }
  out += fmt::format(
      "    if (( COMP_CWORD == {0} )); then {1}; return; fi\n"
      "    case \"${{COMP_WORDS[{0}]}}\" in\n",
      words.size(),
      BashReply(
          fmt::format("-W \"{}\"", fmt::join(CommandNames(commands), " "))));
  for (const CommandSpec& command : commands) {
    out += BashCommand(command);
  }
  return out + fmt::format("    esac\n}}\ncomplete -F {} {}\n", function,
                           words.front());
}

// --- fish -------------------------------------------------------------------

std::string FishQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text.substr(0, text.find('\n'))) {
    out += c == '\'' || c == '\\' ? fmt::format("\\{}", c) : std::string(1, c);
  }
  return out + "'";
}

std::string FishOption(const OptionSpec& option) {
  std::string out =
      option.letter == 0 ? "" : fmt::format(" -s {}", option.letter);
  out += fmt::format(" -l {}", option.name);
  if (!option.choices.empty()) {
    out += fmt::format(" -r -f -a \"{}\"", fmt::join(option.choices, " "));
  } else if (!option.value.empty()) {
    out += " -r -F";
  }
  return out + fmt::format(" -d {}", FishQuoted(option.help));
}

std::string FishScript(const std::vector<std::string_view>& words,
                       const std::vector<CommandSpec>& commands) {
  std::string inside;
  for (std::size_t i = 1; i < words.size(); ++i) {
    inside += fmt::format("__fish_seen_subcommand_from {}; and ", words[i]);
  }
  std::string out;
  for (const CommandSpec& command : commands) {
    out += fmt::format(
        "complete -c {} -n \"{}not __fish_seen_subcommand_from {}\" -f -a {} "
        "-d {}\n",
        words.front(), inside, fmt::join(CommandNames(commands), " "),
        command.name, FishQuoted(command.about));
    const std::string condition = fmt::format(
        "\"{}__fish_seen_subcommand_from {}\"", inside, command.name);
    for (const OptionSpec& option : command.options) {
      out += fmt::format("complete -c {} -n {}{}\n", words.front(), condition,
                         FishOption(option));
    }
  }
  return out;
}

}  // namespace

std::string CompletionScript(std::string_view shell, std::string_view program,
                             const std::vector<CommandSpec>& commands) {
  const std::vector<std::string_view> words = Split(program, ' ');
  if (shell == "fish") {
    return FishScript(words, commands);
  }
  // zsh runs functions that were written for bash.
  return (shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n"
                         : "") +
         BashScript(words, commands);
}

}  // namespace connectguard
