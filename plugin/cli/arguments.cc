#include "cli/arguments.h"

#include "gate/version.h"

namespace connectguard {
namespace {

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

// The innermost command that was named, whose help is wanted.
const CLI::App& NamedCommand(const CLI::App& app) {
  const CLI::App* named = &app;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->parsed()) {
      named = &NamedCommand(*command);
    }
  }
  return *named;
}

}  // namespace

tl::unexpected<Error> UsageError(std::string message, std::string hint) {
  return Fail(ErrorCode::kUsage, std::move(message), std::move(hint));
}

CLI::App* AddCommand(CLI::App* parent, const std::string& name,
                     const std::string& what, std::string_view footer) {
  CLI::App* command = parent->add_subcommand(name, what);
  command->allow_extras();
  command->footer(std::string(footer));
  return command;
}

std::string HelpHint(const CLI::App& command) {
  std::string path = command.get_name();
  for (const CLI::App* at = command.get_parent(); at != nullptr;
       at = at->get_parent()) {
    path = fmt::format("{} {}", at->get_name(), path);
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

Result<std::string> ParseArguments(CLI::App* app,
                                   const std::vector<std::string>& arguments) {
  app->allow_extras();
  // At most one command: in `test policies` the second word is a folder.
  app->require_subcommand(0, 1);
  app->set_version_flag("--version", std::string(Version()),
                        "Print the version and exit");
  try {
    // The library takes its arguments last one first.
    app->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return app->help();
  } catch (const CLI::CallForVersion&) {
    return fmt::format("{} {}\n", app->get_name(), Version());
  } catch (const CLI::ParseError& error) {
    return UsageError(error.what(), HelpHint(NamedCommand(*app)));
  }
  return std::string();
}

}  // namespace connectguard
