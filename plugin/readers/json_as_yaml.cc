// What libyaml 0.2.5 reads differently from JSON, or refuses, and so is left to
// it:
//   - a key with more than 1,024 characters up to its colon, or with a line
//     break in between: it is no key then (yaml_parser_stale_simple_keys);
//   - U+0085, U+2028 and U+2029 are line breaks, which strings fold;
//   - controls, U+FEFF, U+FFFE, U+FFFF and escaped surrogates are errors;
//   - a tab outside brackets may be one, and so may a byte order mark.
// Numbers and words are typed by the dialect itself, from the same text.
#include "readers/json_as_yaml.h"

#include <cstddef>
#include <optional>

#include "base/limits.h"
#include "readers/json_events.h"
#include "readers/yaml_scalars.h"

namespace connectguard {
namespace {

constexpr std::size_t kMaxKeyBytes = 1024;

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

// Whether one of the escapes is half of a character.
bool HasSurrogates(std::string_view written) {
  for (std::size_t at = written.find('\\'); at != std::string_view::npos;
       at = written.find('\\', at + 2)) {
    if (written[at + 1] == 'u' && (written[at + 2] | 0x20) == 'd' &&
        written[at + 3] > '7') {
      return true;
    }
  }
  return false;
}

// Stops at whatever may be different in YAML.
class Values final : public JsonListener {
 public:
  Values(std::string_view text, std::uint16_t file, YamlDialect dialect,
         ValueBuilder* builder)
      : text_(text), file_(file), dialect_(dialect), builder_(builder) {}

  bool StartMap(std::size_t begin) override {
    builder_->StartMap(SpanOf({begin, begin + 1}));
    return GoOn();
  }
  bool EndMap(std::size_t end) override {
    builder_->EndMap(static_cast<std::uint32_t>(end));
    return GoOn();
  }
  bool StartList(std::size_t begin) override {
    builder_->StartList(SpanOf({begin, begin + 1}));
    return GoOn();
  }
  bool EndList(std::size_t end) override {
    builder_->EndList(static_cast<std::uint32_t>(end));
    return GoOn();
  }

  bool Key(const JsonText& key) override {
    const std::size_t colon = text_.find_first_not_of(' ', key.token.end);
    builder_->AddKey(key.text);
    return colon - key.token.begin <= kMaxKeyBytes && text_[colon] == ':' &&
           (key.is_written || !HasSurrogates(WrittenAt(key.token)));
  }

  bool Text(const JsonText& text) override {
    if (text.is_written) {
      builder_->AddSharedString(text.text, SpanOf(text.token));
      return GoOn();
    }
    builder_->AddString(text.text, SpanOf(text.token));
    return !HasSurrogates(WrittenAt(text.token)) && GoOn();
  }
  bool Number(const JsonNumber& number) override {
    return AddPlain(number.token);
  }
  bool Bool(bool, const JsonToken& token) override { return AddPlain(token); }
  bool Null(const JsonToken& token) override { return AddPlain(token); }

 private:
  SourceSpan SpanOf(const JsonToken& token) const {
    return {.begin = static_cast<std::uint32_t>(token.begin),
            .end = static_cast<std::uint32_t>(token.end),
            .file = file_};
  }
  std::string_view WrittenAt(const JsonToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }

  // The other loader counts keys as well, and words the error.
  bool GoOn() const { return builder_->count() <= limits::kMaxNodes / 2; }

  bool AddPlain(const JsonToken& token) {
    const std::optional<YamlScalar> typed =
        TypePlainScalar(WrittenAt(token), dialect_);
    return typed && Add(*typed, SpanOf(token)) && GoOn();
  }

  bool Add(const YamlScalar& typed, SourceSpan span) {
    switch (typed.kind) {
      case Kind::kNull:
        builder_->AddNull(span);
        return true;
      case Kind::kBool:
        builder_->AddBool(typed.boolean, span);
        return true;
      case Kind::kInt:
        builder_->AddInt(typed.integer, span);
        return true;
      case Kind::kFloat:
        builder_->AddFloat(typed.real, span);
        return true;
      default:
        return false;
    }
  }

  std::string_view text_;
  std::uint16_t file_;
  YamlDialect dialect_;
  ValueBuilder* builder_;
};

}  // namespace

bool ReadJsonAsYaml(std::string_view text, std::uint16_t file,
                    YamlDialect dialect, ValueBuilder* builder) {
  constexpr std::string_view kBlanks = " \r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  const std::size_t last = text.find_last_not_of(kBlanks);
  if (begin == std::string_view::npos ||
      !(text[begin] == '{' || text[begin] == '[') ||
      !(text[last] == '}' || text[last] == ']') || HasSpecialInYaml(text)) {
    return false;
  }
  Values values(text, file, dialect, builder);
  return ReadJsonEvents(text, &values).kind == JsonEnding::Kind::kComplete;
}

}  // namespace connectguard
