#include "iam/pattern_reader.h"

#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "iam/key_facts.h"

namespace connectguard {

namespace {

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') ||
         std::string_view(":/_-.@+= ").find(c) != std::string_view::npos;
}

// `key` or `key, 'text'`, between the braces. Nullopt when it is neither.
std::optional<PolicyVariable> ReadVariable(std::string_view text) {
  const std::size_t comma = text.find(',');
  const std::string_view key = text.substr(0, comma);
  if (key.find(':') == std::string_view::npos || Trim(key) != key) {
    return std::nullopt;
  }
  for (const char c : key) {
    if (!IsKeyCharacter(c)) {
      return std::nullopt;
    }
  }
  PolicyVariable variable{.key = ToLower(key)};
  if (comma != std::string_view::npos) {
    const std::string_view quoted = Trim(text.substr(comma + 1));
    if (quoted.size() < 2 || quoted.front() != '\'' || quoted.back() != '\'') {
      return std::nullopt;
    }
    variable.fallback = quoted.substr(1, quoted.size() - 2);
  }
  return variable;
}

class GlobReader {
 public:
  GlobReader(std::string_view text, const PatternOptions& options)
      : text_(text), options_(options) {}

  ReadPattern Read() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with("${") &&
          options_.variables != VariableReading::kText) {
        ReadBraces();
      } else {
        ReadCharacter(text_[at_++]);
      }
    }
    return std::move(read_);
  }

 private:
  void ReadCharacter(char c) {
    if (options_.wildcards && c == '*') {
      read_.glob.AddMany();
    } else if (options_.wildcards && c == '?') {
      read_.glob.AddOne();
    } else {
      read_.glob.Add(c, options_.any_case);
    }
  }

  void ReadBraces() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      Doubt("the variable is not closed", text_.substr(at_));
      at_ = text_.size();
      return;
    }
    const std::string_view inside = text_.substr(at_ + 2, end - at_ - 2);
    const std::string_view whole = text_.substr(at_, end + 1 - at_);
    at_ = end + 1;
    if (options_.variables == VariableReading::kUnclear) {
      Doubt(
          "the version of the document is not known, so nobody knows whether "
          "this is a variable",
          whole);
      return;
    }
    if (inside == "*" || inside == "?" || inside == "$") {
      read_.glob.Add(inside[0]);
      return;
    }
    auto variable = ReadVariable(inside);
    if (!variable) {
      Doubt("this is no policy variable", whole);
      return;
    }
    if (FactsOfKey(variable->key).multivalued) {
      Doubt("a key with several values cannot be a variable", whole);
      return;
    }
    variable->any_case = options_.any_case;
    read_.glob.AddVariable(*std::move(variable));
  }

  // Whatever stands there, it may be anything.
  void Doubt(std::string_view why, std::string_view what) {
    read_.glob.AddMany();
    if (read_.problem.empty()) {
      read_.problem = fmt::format("{}: `{}`", why, ToUtf8(what));
    }
  }

  std::string_view text_;
  PatternOptions options_;
  std::size_t at_ = 0;
  ReadPattern read_;
};

}  // namespace

ReadPattern ReadGlob(std::string_view text, const PatternOptions& options) {
  return GlobReader(text, options).Read();
}

}  // namespace connectguard
