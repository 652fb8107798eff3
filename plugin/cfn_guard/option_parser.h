// Command lines as cfn-guard 3.x reads them, with the option library clap 4:
// `-o json`, `-ojson`, `-o=json`, `--output-format json`,
// `--output-format=json`, flags in one word (`-av`), `--` before what is no
// option. Errors have its wording too.
//
// Our own commands are read elsewhere (cli/arguments.h), since the two differ
// in all of this.
//
// Thread rule: pure functions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace connectguard {

struct OptionSpec {
  char letter = 0;
  std::string_view name;   // Without dashes.
  std::string_view value;  // What help calls its value; empty for a flag.
  std::string_view help;
  std::vector<std::string_view> choices = {};  // Empty: anything.
  std::string_view default_value = {};
  bool required = false;
  bool many = false;  // Takes all values up to the next option, repeatedly.
  bool separated = false;  // By commas; may be given repeatedly.
};

struct CommandSpec {
  std::string_view name;
  std::string_view about;
  std::vector<OptionSpec> options;
  // What the usage line shows behind the options, when not what is required.
  std::string_view usage = {};
};

// What was given, by the names of the options.
class GivenOptions {
 public:
  bool Has(std::string_view name) const;
  // The first value, or the default; empty when there is neither.
  std::string Value(std::string_view name) const;
  std::vector<std::string> Values(std::string_view name) const;

 private:
  friend class OptionReader;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> defaults_;
};

// `program` is what stands before the command's name. An error is kUsage; its
// message is all that is printed.
Result<GivenOptions> ParseOptions(const CommandSpec& spec,
                                  std::string_view program,
                                  const std::vector<std::string>& arguments);

// For what single options cannot tell: two that exclude each other, or one that
// another one needs.
tl::unexpected<Error> OptionError(const CommandSpec& spec,
                                  std::string_view program,
                                  std::string_view message);

// With `-h, --help` added.
std::string HelpText(const CommandSpec& spec, std::string_view program);

// Text in a column under each other: "  name  help".
struct HelpRow {
  std::string name;
  std::string help;
};
std::string HelpRows(const std::vector<HelpRow>& rows);

}  // namespace connectguard
