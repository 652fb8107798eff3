// What libyaml 0.2.5 reads differently from JSON, or refuses, and so is left to
// it:
//   - a key with more than 1,024 characters up to its colon, or with a line
//     break in between: it is no key then (yaml_parser_stale_simple_keys);
//   - U+0085, U+2028 and U+2029 are line breaks, which strings fold;
//   - controls, U+FEFF, U+FFFE, U+FFFF and escaped surrogates are errors;
//   - a tab outside brackets may be one.
// Numbers and words are typed by the dialect itself, from the same text.
#include "readers/json_as_yaml.h"

#include <cstddef>
#include <optional>

#include "base/limits.h"
#include "base/text.h"
#include "readers/json_string.h"
#include "readers/yaml_scalars.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxKeyBytes = 1024;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// True for a character that is a line break or not allowed in YAML; `bytes`
// begin with it.
bool IsSpecialInYaml(std::string_view bytes) {
  const auto at = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
  };
  switch (at(0)) {
    case 0x7F:
      return true;
    case 0xC2:
      return at(1) < 0xA0;
    case 0xE2:
      return at(1) == 0x80 && (at(2) == 0xA8 || at(2) == 0xA9);
    case 0xEF:
      return (at(1) == 0xBB && at(2) == 0xBF) ||
             (at(1) == 0xBF && at(2) >= 0xBE);
    default:
      return false;
  }
}

bool HasSpecialInYaml(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (IsSpecialInYaml(text.substr(at, 3))) {
      return true;
    }
  }
  return false;
}

class Scanner {
 public:
  Scanner(std::string_view text, std::uint16_t file, YamlDialect dialect,
          ValueBuilder* builder)
      : text_(text), file_(file), dialect_(dialect), builder_(builder) {}

  bool Run() {
    SkipBlanks(/*tabs=*/false);
    if (!(Peek() == '{' || Peek() == '[') || !ReadValue()) {
      return false;
    }
    SkipBlanks(/*tabs=*/false);
    return at_ == text_.size() && (ascii_ || IsUtf8(text_));
  }

 private:
  // A NUL stands for the end; it is nowhere allowed in the text.
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(char c) {
    if (Peek() != c) {
      return false;
    }
    ++at_;
    return true;
  }

  void SkipBlanks(bool tabs = true) {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' ||
            (tabs && text_[at_] == '\t'))) {
      ++at_;
    }
  }

  SourceSpan SpanFrom(std::size_t begin) const {
    return {.begin = static_cast<std::uint32_t>(begin),
            .end = static_cast<std::uint32_t>(at_),
            .file = file_};
  }

  bool ReadValue() {
    // The other loader counts keys as well, and words both errors.
    if (builder_->count() > limits::kMaxNodes / 2) {
      return false;
    }
    switch (Peek()) {
      case '{':
        return ReadMap();
      case '[':
        return ReadList();
      case '"':
        return ReadString();
      default:
        return ReadPlain();
    }
  }

  bool TooDeep() const {
    return builder_->depth() >= static_cast<std::size_t>(limits::kMaxDepth);
  }

  // Recursion is bounded by the depth.
  bool ReadMap() {
    if (TooDeep()) {
      return false;
    }
    const std::size_t begin = at_++;
    builder_->StartMap(SpanFrom(begin));
    SkipBlanks();
    if (!Take('}')) {
      do {
        SkipBlanks();
        if (!ReadKey()) {
          return false;
        }
        SkipBlanks();
        if (!ReadValue()) {
          return false;
        }
        SkipBlanks();
      } while (Take(','));
      if (!Take('}')) {
        return false;
      }
    }
    builder_->EndMap(static_cast<std::uint32_t>(at_));
    return true;
  }

  bool ReadList() {
    if (TooDeep()) {
      return false;
    }
    const std::size_t begin = at_++;
    builder_->StartList(SpanFrom(begin));
    SkipBlanks();
    if (!Take(']')) {
      do {
        SkipBlanks();
        if (!ReadValue()) {
          return false;
        }
        SkipBlanks();
      } while (Take(','));
      if (!Take(']')) {
        return false;
      }
    }
    builder_->EndList(static_cast<std::uint32_t>(at_));
    return true;
  }

  bool ReadKey() {
    const std::size_t begin = at_;
    const std::optional<JsonString> key = TakeString();
    if (!key) {
      return false;
    }
    builder_->AddKey(key->text);
    while (Take(' ')) {
    }
    return at_ - begin <= kMaxKeyBytes && Take(':');
  }

  bool ReadString() {
    const std::size_t begin = at_;
    const std::optional<JsonString> value = TakeString();
    if (!value) {
      return false;
    }
    if (value->is_escaped) {
      builder_->AddString(value->text, SpanFrom(begin));
    } else {
      builder_->AddSharedString(value->text, SpanFrom(begin));
    }
    return true;
  }

  std::optional<JsonString> TakeString() {
    const std::size_t begin = at_;
    if (Peek() != '"') {
      return std::nullopt;
    }
    const std::optional<JsonString> taken = strings_.Take(text_, &at_);
    if (!taken || taken->has_surrogates) {
      return std::nullopt;
    }
    if (taken->is_wide) {
      ascii_ = false;
      if (HasSpecialInYaml(text_.substr(begin, at_ - begin))) {
        return std::nullopt;
      }
    }
    return taken;
  }

  // true, false, null and numbers.
  bool ReadPlain() {
    const std::size_t begin = at_;
    Take('-');
    const bool is_number = IsDigit(Peek());
    while (IsDigit(Peek()) || IsLetter(Peek()) || Peek() == '.' ||
           Peek() == '+' || Peek() == '-') {
      ++at_;
    }
    const std::string_view text = text_.substr(begin, at_ - begin);
    const bool is_word = text == "true" || text == "false" || text == "null";
    if (!is_word && !(is_number && IsDigit(text.back()))) {
      return false;
    }
    return AddPlain(text, SpanFrom(begin));
  }

  bool AddPlain(std::string_view text, SourceSpan span) {
    const std::optional<YamlScalar> typed = TypePlainScalar(text, dialect_);
    if (!typed) {
      return false;
    }
    switch (typed->kind) {
      case Kind::kNull:
        builder_->AddNull(span);
        return true;
      case Kind::kBool:
        builder_->AddBool(typed->boolean, span);
        return true;
      case Kind::kInt:
        builder_->AddInt(typed->integer, span);
        return true;
      case Kind::kFloat:
        builder_->AddFloat(typed->real, span);
        return true;
      default:
        return false;
    }
  }

  std::string_view text_;
  std::uint16_t file_;
  YamlDialect dialect_;
  ValueBuilder* builder_;
  std::size_t at_ = 0;
  bool ascii_ = true;  // So far, in strings; elsewhere nothing else may be.
  JsonStringScanner strings_;
};

}  // namespace

bool ReadJsonAsYaml(std::string_view text, std::uint16_t file,
                    YamlDialect dialect, ValueBuilder* builder) {
  return Scanner(text, file, dialect, builder).Run();
}

}  // namespace connectguard
