#include "policy/metadata.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 10> kKeys = {
    "id",  "title",      "severity", "resources", "source",
    "fix", "statements", "warning",  "parameter", "waivable"};
constexpr std::size_t kRequiredKeys = 6;  // The first ones.
constexpr std::string_view kRepeatedKey = "parameter";
constexpr std::string_view kHeading = "METADATA";
constexpr std::array<std::string_view, 4> kSeverities = {"critical", "high",
                                                         "medium", "low"};

// A comment line at the top of the file, without its `#`.
struct CommentLine {
  std::string_view text;
  std::uint32_t offset = 0;  // Of the text in the file.
};

struct Field {
  std::string_view key;
  std::uint32_t key_offset = 0;
  std::string value;
  std::uint32_t value_offset = 0;
};

bool IsWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_';
  });
}

// Walks over the header of one file; every member answers the first problem.
class HeaderParser {
 public:
  explicit HeaderParser(const SourceFile& file) : file_(file) {}

  Result<PolicyMetadata> Parse() {
    ReadComments();
    CG_RETURN_IF_ERROR(FindHeader());
    CG_RETURN_IF_ERROR(ReadFields());
    CG_RETURN_IF_ERROR(CheckComplete());
    return Interpret();
  }

 private:
  tl::unexpected<Error> Wrong(std::uint32_t offset, std::string message,
                              std::string hint = "") const {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticAt(file_, offset, std::move(message), std::move(hint)));
  }

  std::uint32_t OffsetOf(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - file_.text().data());
  }

  // Comment lines up to the first line that is neither comment nor blank.
  void ReadComments() {
    for (const std::string_view line : Split(file_.text(), '\n')) {
      const std::string_view trimmed = Trim(line);
      if (!trimmed.empty() && trimmed.front() != '#') {
        return;
      }
      if (trimmed.empty() && began_) {
        return;
      }
      if (!trimmed.empty()) {
        const std::string_view text = trimmed.substr(1);
        began_ = began_ || Trim(text) == kHeading;
        comments_.push_back({.text = text, .offset = OffsetOf(text)});
      }
    }
  }

  Status FindHeader() {
    const auto found = std::find_if(
        comments_.begin(), comments_.end(),
        [](const CommentLine& line) { return Trim(line.text) == kHeading; });
    if (found == comments_.end()) {
      return Wrong(0, "the policy has no metadata header",
                   "begin the file with `# METADATA`, followed by the lines "
                   "`# id: ...`, `# title: ...`, `# severity: ...`, "
                   "`# resources: [...]`, `# source: ...` and `# fix: ...`");
    }
    header_offset_ = found->offset;
    next_ = static_cast<std::size_t>(found - comments_.begin()) + 1;
    return {};
  }

  Status ReadFields() {
    for (; next_ < comments_.size(); ++next_) {
      const CommentLine& line = comments_[next_];
      const std::string_view text = Trim(line.text);
      if (text.empty()) {
        break;
      }
      const bool indented =
          line.text.starts_with("   ") || line.text.starts_with("\t");
      if (indented && !fields_.empty()) {
        Continue(text);
      } else {
        CG_RETURN_IF_ERROR(ReadField(text));
      }
    }
    return {};
  }

  void Continue(std::string_view text) {
    std::string& value = fields_.back().value;
    if (!value.empty()) {
      value += ' ';
    } else {
      fields_.back().value_offset = OffsetOf(text);
    }
    value += text;
  }

  Status ReadField(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view key = Trim(text.substr(0, colon));
    if (colon == std::string_view::npos || !IsWord(key)) {
      return Wrong(OffsetOf(text), "a header line is `key: value`",
                   "put an empty comment line (`#`) before the rationale, and "
                   "indent a line that goes on with a value");
    }
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
      std::string hint = DidYouMean(key, kKeys);
      if (hint.empty()) {
        hint = fmt::format("known keys: {}", fmt::join(kKeys, ", "));
      }
      return Wrong(OffsetOf(text), fmt::format("unknown key `{}`", key),
                   std::move(hint));
    }
    if (key != kRepeatedKey && Find(key) != nullptr) {
      return Wrong(OffsetOf(text), fmt::format("`{}` is given twice", key),
                   "keep one of them");
    }
    const std::string_view value = Trim(text.substr(colon + 1));
    fields_.push_back(
        {.key = key,
         .key_offset = OffsetOf(text),
         .value = std::string(value),
         .value_offset = value.empty() ? OffsetOf(text) : OffsetOf(value)});
    return {};
  }

  const Field* Find(std::string_view key) const {
    const auto found =
        std::find_if(fields_.begin(), fields_.end(),
                     [&](const Field& field) { return field.key == key; });
    return found == fields_.end() ? nullptr : &*found;
  }

  Status CheckComplete() const {
    for (std::size_t i = 0; i < kRequiredKeys; ++i) {
      if (Find(kKeys[i]) == nullptr) {
        return Wrong(header_offset_,
                     fmt::format("the header has no `{}`", kKeys[i]),
                     fmt::format("add a line `# {}: ...`", kKeys[i]));
      }
    }
    for (const Field& field : fields_) {
      if (field.value.empty()) {
        return Wrong(field.key_offset,
                     fmt::format("`{}` has no value", field.key));
      }
    }
    return {};
  }

  Result<PolicyMetadata> Interpret() const {
    PolicyMetadata metadata;
    metadata.id = Find("id")->value;
    metadata.title = Unquoted(Find("title")->value);
    metadata.source = Unquoted(Find("source")->value);
    metadata.fix = Unquoted(Find("fix")->value);
    metadata.rationale = Rationale();
    CG_RETURN_IF_ERROR(CheckId(*Find("id")));
    CG_ASSIGN_OR_RETURN(metadata.severity, ReadSeverity(*Find("severity")));
    CG_ASSIGN_OR_RETURN(metadata.resources, ReadList(*Find("resources")));
    if (!metadata.source.starts_with("https://")) {
      return Wrong(Find("source")->value_offset,
                   "`source` is not the address of a page",
                   "give the page that the policy rests on, beginning with "
                   "`https://`");
    }
    if (const Field* statements = Find("statements")) {
      CG_ASSIGN_OR_RETURN(metadata.statements, ReadList(*statements));
      CG_RETURN_IF_ERROR(CheckStatements(*statements, metadata.statements));
    }
    if (const Field* waivable = Find("waivable")) {
      CG_ASSIGN_OR_RETURN(metadata.waivable, ReadBool(*waivable));
    }
    if (const Field* warning = Find("warning")) {
      CG_ASSIGN_OR_RETURN(metadata.warning, ReadRuleName(*warning));
    }
    for (const Field& field : fields_) {
      if (field.key == kRepeatedKey) {
        CG_RETURN_IF_ERROR(ReadParameter(field, &metadata.parameters));
      }
    }
    return metadata;
  }

  static std::string Unquoted(std::string_view value) {
    const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                        (value.front() == '"' || value.front() == '\'');
    return std::string(quoted ? value.substr(1, value.size() - 2) : value);
  }

  Status CheckId(const Field& field) const {
    if (IsPolicyId(field.value)) {
      return {};
    }
    return Wrong(field.value_offset,
                 fmt::format("`{}` cannot be the id of a policy", field.value),
                 "use capital letters and digits in pieces joined by dashes, "
                 "as in `S3-4`");
  }

  Result<Severity> ReadSeverity(const Field& field) const {
    if (const auto severity = SeverityFromName(field.value)) {
      return *severity;
    }
    std::string hint = DidYouMean(field.value, kSeverities);
    if (hint.empty()) {
      hint = "use critical, high, medium or low";
    }
    return Wrong(field.value_offset,
                 fmt::format("`{}` is no severity", field.value),
                 std::move(hint));
  }

  Result<bool> ReadBool(const Field& field) const {
    if (field.value == "true" || field.value == "false") {
      return field.value == "true";
    }
    return Wrong(field.value_offset,
                 fmt::format("`{}` is true or false", field.key));
  }

  Result<std::string> ReadRuleName(const Field& field) const {
    if (IsWord(field.value)) {
      return field.value;
    }
    return Wrong(field.value_offset,
                 fmt::format("`{}` cannot be the name of a rule", field.value),
                 "name one rule of this file, as in `flow_may_be_wrong`");
  }

  // `NAME: HELP`.
  Status ReadParameter(const Field& field,
                       std::vector<ParameterHelp>* parameters) const {
    const std::string_view value = field.value;
    const std::size_t colon = value.find(':');
    const std::string_view name = Trim(value.substr(0, colon));
    const bool good = colon != std::string_view::npos && IsWord(name);
    const std::string_view help =
        good ? Trim(value.substr(colon + 1)) : std::string_view();
    if (help.empty()) {
      return Wrong(field.value_offset, "a parameter is `NAME: HELP`",
                   "give the name of a variable of this file, then say what "
                   "it is for");
    }
    for (const ParameterHelp& other : *parameters) {
      if (other.name == name) {
        return Wrong(field.value_offset,
                     fmt::format("parameter `{}` is given twice", name),
                     "keep one of them");
      }
    }
    parameters->push_back({std::string(name), std::string(help)});
    return {};
  }

  // `[a, b]`, or one bare value.
  Result<std::vector<std::string>> ReadList(const Field& field) const {
    std::string_view text = field.value;
    if (text.front() == '[') {
      if (text.back() != ']') {
        return Wrong(field.value_offset,
                     fmt::format("the list of `{}` is not closed", field.key),
                     "end it with `]`");
      }
      text = text.substr(1, text.size() - 2);
    }
    std::vector<std::string> items;
    for (const std::string_view piece : Split(text, ',')) {
      std::string item = Unquoted(Trim(piece));
      if (item.empty()) {
        return Wrong(field.value_offset,
                     fmt::format("`{}` has an empty entry", field.key));
      }
      items.push_back(std::move(item));
    }
    return items;
  }

  Status CheckStatements(const Field& field,
                         const std::vector<std::string>& statements) const {
    for (const std::string& statement : statements) {
      int number = 0;
      const char* end = statement.data() + statement.size();
      const bool good =
          statement.size() >= 2 && statement[0] == 'S' && statement[1] != '0' &&
          std::from_chars(statement.data() + 1, end, number).ptr == end &&
          number >= 1 && number <= 12;
      if (!good) {
        return Wrong(field.value_offset,
                     fmt::format("there is no statement `{}`", statement),
                     "statements are S1 to S12");
      }
    }
    return {};
  }

  // Paragraphs, each on one line.
  std::string Rationale() const {
    std::string rationale;
    bool paragraph_ended = false;
    for (std::size_t i = next_; i < comments_.size(); ++i) {
      const std::string_view text = Trim(comments_[i].text);
      if (text.empty()) {
        paragraph_ended = true;
        continue;
      }
      if (!rationale.empty()) {
        rationale += paragraph_ended ? '\n' : ' ';
      }
      rationale += text;
      paragraph_ended = false;
    }
    return rationale;
  }

  const SourceFile& file_;
  bool began_ = false;  // `# METADATA` was read.
  std::vector<CommentLine> comments_;
  std::vector<Field> fields_;
  std::uint32_t header_offset_ = 0;
  std::size_t next_ = 0;  // The first comment line behind what was read.
};

bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool HasMetadata(std::string_view text) {
  for (const std::string_view line : Split(text, '\n')) {
    const std::string_view trimmed = Trim(line);
    if (!trimmed.empty() && trimmed.front() != '#') {
      return false;
    }
    if (!trimmed.empty() && Trim(trimmed.substr(1)) == kHeading) {
      return true;
    }
  }
  return false;
}

Result<PolicyMetadata> ParseMetadata(const SourceFile& file) {
  return HeaderParser(file).Parse();
}

bool IsPolicyId(std::string_view text) {
  const std::vector<std::string_view> pieces = Split(text, '-');
  return pieces.size() >= 2 && IsCapital(text.empty() ? ' ' : text.front()) &&
         std::all_of(pieces.begin(), pieces.end(), [](std::string_view piece) {
           return !piece.empty() &&
                  std::all_of(piece.begin(), piece.end(), [](char c) {
                    return IsCapital(c) || IsDigit(c);
                  });
         });
}

}  // namespace connectguard
