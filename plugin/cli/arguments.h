// What our command lines have in common: choices by name, and errors in our
// wording instead of the option library's.
//
// Thread rule: pure functions of their arguments.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/text.h"

namespace connectguard {

tl::unexpected<Error> UsageError(std::string message, std::string hint);

// Names of an option's values, with what they stand for.
template <typename T>
struct Choice {
  std::string_view name;
  T value;
};

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

// A subcommand that leaves over the arguments that nothing takes, so that they
// are reported by us, with the nearest name.
CLI::App* AddCommand(CLI::App* parent, const std::string& name,
                     const std::string& what, std::string_view footer);

// "see `connectguard check --help`".
std::string HelpHint(const CLI::App& command);

// kUsage when arguments are left over.
Status RefuseLeftOvers(const CLI::App& command);

// For a command line that names no command of `app`.
Error MissingCommand(const CLI::App& app);

// Parses the arguments, without the program's name, with --version added. The
// answer is a text that was asked for (help, the version), mostly empty; what
// nothing took is left for RefuseLeftOvers. kUsage for what cannot be parsed.
Result<std::string> ParseArguments(CLI::App* app,
                                   const std::vector<std::string>& arguments);

}  // namespace connectguard
