// What libyaml 0.2.5 reads differently from JSON, or refuses, and so is left to
// it:
//   - a key with more than 1,024 characters up to its colon, or with a line
//     break in between: it is no key then (yaml_parser_stale_simple_keys);
//   - U+0085, U+2028 and U+2029 are line breaks, which strings fold;
//   - controls, U+FEFF, U+FFFE, U+FFFF and escaped surrogates are errors;
//   - a tab outside brackets may be one.
// Numbers and words are typed by the dialect itself, from the same text.
#include "readers/json_as_yaml.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "base/code_point.h"
#include "base/limits.h"
#include "base/text.h"
#include "readers/yaml_scalars.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxKeyBytes = 1024;

// What a byte is inside a string.
enum class InString : std::uint8_t { kPlain, kEnd, kEscape, kWide, kForbidden };

constexpr std::array<InString, 256> kInString = [] {
  std::array<InString, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = byte < 0x20 || byte == 0x7F ? InString::kForbidden
                  : byte >= 0x80              ? InString::kWide
                                              : InString::kPlain;
  }
  table['"'] = InString::kEnd;
  table['\\'] = InString::kEscape;
  return table;
}();

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// A character that is a line break or not allowed in YAML; `bytes` begin with a
// lead byte.
bool IsSpecialInYaml(std::string_view bytes) {
  const auto at = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u;
  };
  switch (at(0)) {
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
    const std::optional<std::string_view> key = TakeString();
    if (!key) {
      return false;
    }
    builder_->AddKey(*key);
    while (Take(' ')) {
    }
    return at_ - begin <= kMaxKeyBytes && Take(':');
  }

  bool ReadString() {
    const std::size_t begin = at_;
    const std::optional<std::string_view> value = TakeString();
    if (!value) {
      return false;
    }
    if (value->data() == scratch_.data()) {
      builder_->AddString(*value, SpanFrom(begin));
    } else {
      builder_->AddSharedString(*value, SpanFrom(begin));
    }
    return true;
  }

  // A view of the text, or of scratch_ when there are escapes.
  std::optional<std::string_view> TakeString() {
    if (!Take('"')) {
      return std::nullopt;
    }
    std::size_t begin = at_;
    bool escaped = false;
    for (; at_ < text_.size(); ++at_) {
      switch (kInString[static_cast<unsigned char>(text_[at_])]) {
        case InString::kPlain:
          break;
        case InString::kEnd: {
          const std::string_view last = text_.substr(begin, at_ - begin);
          ++at_;
          return escaped ? std::string_view(scratch_.append(last)) : last;
        }
        case InString::kEscape:
          if (!escaped) {
            scratch_.clear();
          }
          escaped = true;
          scratch_.append(text_.substr(begin, at_ - begin));
          ++at_;
          if (!TakeEscape()) {
            return std::nullopt;
          }
          begin = at_ + 1;
          break;
        case InString::kWide:
          ascii_ = false;
          if (IsSpecialInYaml(text_.substr(at_, 3))) {
            return std::nullopt;
          }
          break;
        case InString::kForbidden:
          return std::nullopt;
      }
    }
    return std::nullopt;
  }

  // Leaves at_ on the last character of the escape.
  bool TakeEscape() {
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const std::size_t known = kLetters.find(Peek());
    if (known != std::string_view::npos) {
      scratch_ += kMeanings[known];
      return true;
    }
    if (Peek() != 'u') {
      return false;
    }
    std::uint32_t character = 0;
    for (int digit = 0; digit < 4; ++digit) {
      ++at_;
      const char c = Peek();
      const bool is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
      if (!IsDigit(c) && !is_letter) {
        return false;
      }
      character = character * 16 +
                  static_cast<std::uint32_t>(is_letter ? (c | 0x20) - 'a' + 10
                                                       : c - '0');
    }
    if (character >= 0xD800 && character <= 0xDFFF) {
      return false;
    }
    AppendCodePoint(character, &scratch_);
    return true;
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
  std::string scratch_;
};

}  // namespace

bool ReadJsonAsYaml(std::string_view text, std::uint16_t file,
                    YamlDialect dialect, ValueBuilder* builder) {
  return Scanner(text, file, dialect, builder).Run();
}

}  // namespace connectguard
