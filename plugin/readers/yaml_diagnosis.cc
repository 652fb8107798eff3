#include "readers/yaml_diagnosis.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

struct Wording {
  std::string_view problem;  // What the library's phrase begins with.
  bool at_context;           // Point at where the construct began.
  std::string_view message;
  std::string_view hint;
};

constexpr std::array<Wording, 19> kWordings = {{
    {"found unexpected end of stream", true, "this quoted text is not closed",
     "add the closing quote"},
    {"found unexpected document indicator", true,
     "this quoted text is not closed", "add the closing quote"},
    {"found a tab character", false, "a tab is not allowed as indentation",
     "indent with spaces"},
    {"found unknown escape character", false,
     "this escape is not known in double quotes",
     "write a backslash as `\\\\`, or use single quotes"},
    {"did not find expected hexdecimal number", false,
     "this escape needs hexadecimal digits", ""},
    {"found invalid Unicode character escape code", false,
     "this escape stands for no character",
     "a surrogate pair is not read; write the character itself"},
    {"mapping values are not allowed", false, "`:` is not allowed here",
     "text that contains `: ` needs quotes; otherwise look at the indentation"},
    {"block sequence entries are not allowed", false, "`-` is not allowed here",
     "a list starts on its own line; look at the indentation"},
    {"mapping keys are not allowed", false, "a key is not allowed here",
     "look at the indentation"},
    {"could not find expected ':'", true, "`:` is missing after this key",
     "write `key: value`; look at the indentation"},
    {"did not find expected key", false, "expected a key here",
     "look at the indentation, and for quotes inside quoted text"},
    {"did not find expected '-' indicator", false,
     "expected the next list item here",
     "items start with `- ` at the same indentation"},
    {"did not find expected ',' or ']'", false, "expected `,` or `]`",
     "is a comma missing between items?"},
    {"did not find expected ',' or '}'", false, "expected `,` or `}`",
     "is a comma missing between members?"},
    {"did not find expected node content", false, "expected a value here", ""},
    {"did not find expected <document start>", false,
     "there is text after the end of the document",
     "look at the indentation and the brackets"},
    {"found undefined tag handle", true, "this tag's prefix is not declared",
     "CloudFormation's short tags have one `!`"},
    {"control characters are not allowed", false,
     "a control character is not allowed in YAML", "remove it"},
    {"found incompatible YAML document", false,
     "this version of YAML is not known", "remove the %YAML line"},
}};

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

YamlProblem Problem(std::uint32_t offset, std::string message,
                    std::string hint) {
  return {.code = ErrorCode::kBadInput,
          .offset = offset,
          .message = std::move(message),
          .hint = std::move(hint)};
}

// A character such as a tab, `@`, a backquote or `%`.
YamlProblem BadFirstCharacter(std::uint32_t offset, std::string_view text) {
  const char c = offset < text.size() ? text[offset] : '\0';
  if (c == '\t') {
    return Problem(offset, "a tab is not allowed as indentation",
                   "indent with spaces");
  }
  return Problem(offset, fmt::format("a value cannot start with `{}`", c),
                 "put the value in quotes");
}

bool OnlyBlanksFrom(std::string_view text, std::uint32_t offset) {
  return offset >= text.size() ||
         text.find_first_not_of(" \t\r\n", offset) == std::string_view::npos;
}

}  // namespace

YamlProblem ExplainYaml(const YamlComplaint& complaint, std::string_view text) {
  if (StartsWith(complaint.problem,
                 "found character that cannot start any token")) {
    return BadFirstCharacter(complaint.problem_offset, text);
  }
  const bool in_brackets =
      StartsWith(complaint.context, "while parsing a flow");
  if (in_brackets && OnlyBlanksFrom(text, complaint.problem_offset) &&
      complaint.context_offset < text.size()) {
    const char bracket = text[complaint.context_offset];
    if (bracket == '[' || bracket == '{') {
      return Problem(complaint.context_offset,
                     fmt::format("this `{}` is not closed", bracket),
                     "add the closing bracket, or see whether the input was "
                     "cut off");
    }
  }
  const auto* wording =
      std::find_if(kWordings.begin(), kWordings.end(), [&](const Wording& w) {
        return StartsWith(complaint.problem, w.problem);
      });
  if (wording == kWordings.end()) {
    return Problem(complaint.problem_offset, "this is not valid YAML",
                   "look at the indentation and the quotes");
  }
  return Problem(
      wording->at_context ? complaint.context_offset : complaint.problem_offset,
      std::string(wording->message), std::string(wording->hint));
}

}  // namespace connectguard
