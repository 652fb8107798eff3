#include "cfn_guard/option_parser.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

std::string Placeholder(const OptionSpec& option) {
  return option.many ? fmt::format("[<{}>...]", option.value)
                     : fmt::format("<{}>", option.value);
}

// `--dir <dir>`, as errors name an option.
std::string DisplayName(const OptionSpec& option) {
  return option.value.empty()
             ? fmt::format("--{}", option.name)
             : fmt::format("--{} {}", option.name, Placeholder(option));
}

std::string UsageLine(const CommandSpec& spec, std::string_view program) {
  std::string line = fmt::format("Usage: {} {} [OPTIONS]", program, spec.name);
  for (const OptionSpec& option : spec.options) {
    if (option.required) {
      line += " " + DisplayName(option);
    }
  }
  return spec.usage.empty() ? line : fmt::format("{} {}", line, spec.usage);
}

tl::unexpected<Error> Usage(std::string message) {
  return Fail(ErrorCode::kUsage, std::move(message));
}

bool IsOption(std::string_view word) {
  return word.size() > 1 && word.front() == '-';
}

}  // namespace

bool GivenOptions::Has(std::string_view name) const {
  return values_.contains(name);
}

std::string GivenOptions::Value(std::string_view name) const {
  if (const auto found = values_.find(name);
      found != values_.end() && !found->second.empty()) {
    return found->second.front();
  }
  const auto fallback = defaults_.find(name);
  return fallback == defaults_.end() ? "" : fallback->second;
}

std::vector<std::string> GivenOptions::Values(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

class OptionReader {
 public:
  OptionReader(const CommandSpec& spec, std::string_view program,
               const std::vector<std::string>& arguments)
      : spec_(spec), program_(program), arguments_(arguments) {}

  Result<GivenOptions> Read() {
    for (; next_ < arguments_.size();) {
      const std::string& word = arguments_[next_++];
      if (word == "--") {
        if (next_ < arguments_.size()) {
          return Unexpected(arguments_[next_]);
        }
      } else if (word.starts_with("--")) {
        CG_RETURN_IF_ERROR(ReadLong(word));
      } else if (IsOption(word)) {
        CG_RETURN_IF_ERROR(ReadLetters(word));
      } else {
        return Unexpected(word);
      }
    }
    for (const OptionSpec& option : spec_.options) {
      if (!option.default_value.empty()) {
        given_.defaults_.emplace(option.name, option.default_value);
      }
    }
    CG_RETURN_IF_ERROR(CheckRequired());
    return std::move(given_);
  }

 private:
  tl::unexpected<Error> Wrong(std::string_view message) const {
    return OptionError(spec_, program_, message);
  }

  tl::unexpected<Error> Unexpected(std::string_view word) const {
    std::string message = fmt::format("unexpected argument '{}' found", word);
    if (word.starts_with("--")) {
      std::vector<std::string_view> names;
      for (const OptionSpec& option : spec_.options) {
        names.push_back(option.name);
      }
      const std::string_view near = ClosestMatch(word.substr(2), names);
      if (!near.empty()) {
        message +=
            fmt::format("\n\n  tip: a similar argument exists: '--{}'", near);
      }
    }
    return Wrong(message);
  }

  const OptionSpec* Find(std::string_view name, char letter) const {
    const auto found = std::find_if(
        spec_.options.begin(), spec_.options.end(), [&](const OptionSpec& o) {
          return letter != 0 ? o.letter == letter : o.name == name;
        });
    return found == spec_.options.end() ? nullptr : &*found;
  }

  Status ReadLong(const std::string& word) {
    const std::size_t equals = word.find('=');
    const OptionSpec* option =
        Find(std::string_view(word).substr(2, equals - 2), 0);
    if (option == nullptr) {
      return Unexpected(word.substr(0, equals));
    }
    if (equals == std::string::npos) {
      return Take(*option, nullptr);
    }
    const std::string value = word.substr(equals + 1);
    return Take(*option, &value);
  }

  // Flags in one word; the rest behind a letter that takes a value is its
  // value.
  Status ReadLetters(const std::string& word) {
    for (std::size_t at = 1; at < word.size(); ++at) {
      const OptionSpec* option = Find({}, word[at]);
      if (option == nullptr) {
        return Unexpected(fmt::format("-{}", word[at]));
      }
      const bool glued = at + 1 < word.size();
      if (glued && (!option->value.empty() || word[at + 1] == '=')) {
        const std::string value =
            word.substr(word[at + 1] == '=' ? at + 2 : at + 1);
        return Take(*option, &value);
      }
      CG_RETURN_IF_ERROR(Take(*option, nullptr));
    }
    return {};
  }

  // `glued` is the value that stood in the same word; null when there is none.
  Status Take(const OptionSpec& option, const std::string* glued) {
    const auto [entry, first] =
        given_.values_.emplace(option.name, std::vector<std::string>());
    if (!first && !option.many && !option.separated) {
      return Wrong(
          fmt::format("the argument '{}' cannot be used multiple times",
                      DisplayName(option)));
    }
    std::vector<std::string>& values = entry->second;
    if (option.value.empty()) {
      return glued == nullptr
                 ? Status()
                 : Status(Wrong(fmt::format(
                       "unexpected value '{}' for '{}' found; no more were "
                       "expected",
                       *glued, DisplayName(option))));
    }
    if (glued != nullptr) {
      return AddValues(option, *glued, &values);
    }
    return TakeValues(option, &values);
  }

  Status TakeValues(const OptionSpec& option,
                    std::vector<std::string>* values) {
    const std::size_t begin = next_;
    while (next_ < arguments_.size() && !IsOption(arguments_[next_]) &&
           (option.many || next_ == begin)) {
      CG_RETURN_IF_ERROR(AddValues(option, arguments_[next_++], values));
    }
    if (next_ > begin || option.many) {
      return {};
    }
    if (next_ < arguments_.size() && arguments_[next_] != "--" &&
        !IsKnown(arguments_[next_])) {
      return Unexpected(arguments_[next_]);
    }
    return Usage(fmt::format(
        "error: a value is required for '{}' but none was supplied{}\n\n"
        "For more information, try '--help'.\n",
        DisplayName(option), ChoicesLine(option)));
  }

  bool IsKnown(std::string_view word) const {
    return word.starts_with("--")
               ? Find(word.substr(2, word.find('=') - 2), 0) != nullptr
               : Find({}, word[1]) != nullptr;
  }

  static std::string ChoicesLine(const OptionSpec& option) {
    return option.choices.empty()
               ? ""
               : fmt::format("\n  [possible values: {}]",
                             fmt::join(option.choices, ", "));
  }

  static Status AddValues(const OptionSpec& option, const std::string& text,
                          std::vector<std::string>* values) {
    if (!option.separated) {
      return AddValue(option, text, values);
    }
    for (const std::string_view value : Split(text, ',')) {
      CG_RETURN_IF_ERROR(AddValue(option, std::string(value), values));
    }
    return {};
  }

  static Status AddValue(const OptionSpec& option, const std::string& value,
                         std::vector<std::string>* values) {
    if (!option.choices.empty() &&
        std::find(option.choices.begin(), option.choices.end(), value) ==
            option.choices.end()) {
      const std::string_view near = ClosestMatch(value, option.choices);
      return Usage(fmt::format(
          "error: invalid value '{}' for '{}'{}{}\n\nFor more information, try "
          "'--help'.\n",
          value, DisplayName(option), ChoicesLine(option),
          near.empty()
              ? ""
              : fmt::format("\n\n  tip: a similar value exists: '{}'", near)));
    }
    values->push_back(value);
    return {};
  }

  Status CheckRequired() const {
    std::string missing;
    for (const OptionSpec& option : spec_.options) {
      if (option.required && !given_.Has(option.name)) {
        missing += "\n  " + DisplayName(option);
      }
    }
    if (missing.empty()) {
      return {};
    }
    return Wrong("the following required arguments were not provided:" +
                 missing);
  }

  const CommandSpec& spec_;
  std::string_view program_;
  const std::vector<std::string>& arguments_;
  std::size_t next_ = 0;
  GivenOptions given_;
};

Result<GivenOptions> ParseOptions(const CommandSpec& spec,
                                  std::string_view program,
                                  const std::vector<std::string>& arguments) {
  return OptionReader(spec, program, arguments).Read();
}

tl::unexpected<Error> OptionError(const CommandSpec& spec,
                                  std::string_view program,
                                  std::string_view message) {
  return Usage(
      fmt::format("error: {}\n\n{}\n\nFor more information, try '--help'.\n",
                  message, UsageLine(spec, program)));
}

std::string HelpRows(const std::vector<HelpRow>& rows) {
  std::size_t width = 0;
  for (const HelpRow& row : rows) {
    width = std::max(width, row.name.size());
  }
  std::string out;
  for (const HelpRow& row : rows) {
    std::string help;
    for (const char c : row.help) {
      help += c;
      if (c == '\n') {
        help.append(width + 4, ' ');
      }
    }
    out += fmt::format("  {:{}}  {}\n", row.name, width, help);
  }
  return out;
}

std::string HelpText(const CommandSpec& spec, std::string_view program) {
  std::vector<HelpRow> rows;
  for (const OptionSpec& option : spec.options) {
    std::string help(option.help);
    if (!option.default_value.empty()) {
      help += fmt::format(" [default: {}]", option.default_value);
    }
    if (!option.choices.empty()) {
      help += fmt::format(" [possible values: {}]",
                          fmt::join(option.choices, ", "));
    }
    const std::string letter =
        option.letter == 0 ? "    " : fmt::format("-{}, ", option.letter);
    rows.push_back({letter + DisplayName(option), std::string(Trim(help))});
  }
  rows.push_back({"-h, --help", "Print help"});
  return fmt::format("{}\n\n{}\n\nOptions:\n{}", spec.about,
                     UsageLine(spec, program), HelpRows(rows));
}

}  // namespace connectguard
