// Recursive descent, with a depth that is bounded at the door. Skipped members
// are read as carefully as all others, and not built.
#include "readers/json_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "readers/json_diagnosis.h"
#include "readers/json_string.h"

namespace connectguard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Why reading stopped.
enum class Stop { kSyntax, kDepth, kNodes, kDuplicateKey };

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordByte(char c) {
  return IsDigit(c) || c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

// Nothing when it is too large for a float; one that is too small is nearly 0.
std::optional<double> ReadFloat(std::string_view text) {
  double value = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc::result_out_of_range) {
    value = std::strtod(std::string(text).c_str(), nullptr);
  }
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

class Scanner {
 public:
  Scanner(std::string_view text, ValueBuilder* builder)
      : text_(text), builder_(builder) {
    if (text.starts_with(kByteOrderMark)) {
      at_ = kByteOrderMark.size();
      last_ = at_;
    }
  }

  // All values get these places, or this span, instead of their own, and texts
  // of their own.
  void Embed(SourceSpan span, const TextPlaces* places) {
    fixed_span_ = span;
    places_ = places;
  }
  void SetFile(std::uint16_t file) { file_ = file; }
  void SkipRootMembers(std::initializer_list<std::string_view> names) {
    skipped_names_ = names;
  }
  void AllowDuplicates() { duplicates_allowed_ = true; }

  // Adds the root to the builder. What was begun when it stops is finished all
  // the same, so that the builder stays of use.
  bool Run() {
    if (!ReadValue()) {
      return false;
    }
    Accept(JsonState::kAfterRoot);
    SkipBlanks();
    return at_ == text_.size();
  }

  Stop stop() const { return stop_; }
  // The offset behind the last good token, and what that was.
  std::uint32_t last() const { return static_cast<std::uint32_t>(last_); }
  JsonState state() const { return state_; }

 private:
  // A NUL stands for the end; between tokens it is nowhere allowed.
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void SkipBlanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                  text_[at_] == '\t' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  // The next token is good: what may stand behind it is told by `state`.
  void Accept(JsonState state) {
    last_ = at_;
    state_ = state;
  }

  // Whether the next token is this one, which is then taken.
  bool Take(char token) {
    SkipBlanks();
    if (Peek() != token) {
      return false;
    }
    ++at_;
    return true;
  }

  SourceSpan SpanFrom(std::size_t begin) const {
    if (places_ != nullptr) {
      return places_->SpanOf(begin, std::max(at_, begin + 1));
    }
    if (fixed_span_) {
      return *fixed_span_;
    }
    return {.begin = static_cast<std::uint32_t>(begin),
            .end = static_cast<std::uint32_t>(at_),
            .file = file_};
  }

  // The end of the container that was closed last.
  std::uint32_t End() const {
    return fixed_span_ ? SpanFrom(at_ - 1).end
                       : static_cast<std::uint32_t>(at_);
  }

  bool StopFor(Stop why) {
    stop_ = why;
    return false;
  }

  bool ReadValue() {
    SkipBlanks();
    switch (Peek()) {
      case '{':
        return ReadMap();
      case '[':
        return ReadList();
      case '"':
        return ReadString();
      case 't':
        return ReadWord("true");
      case 'f':
        return ReadWord("false");
      case 'n':
        return ReadWord("null");
      default:
        return ReadNumber();
    }
  }

  // Whether there may be one value more.
  bool Count() {
    return builder_->count() <= limits::kMaxNodes || StopFor(Stop::kNodes);
  }

  // The bracket is a good token either way.
  bool Open(JsonState state) {
    ++at_;
    Accept(state);
    return ++depth_ <= limits::kMaxDepth || StopFor(Stop::kDepth);
  }

  bool ReadMap() {
    const std::size_t begin = at_;
    if (!Open(JsonState::kAfterMapStart)) {
      return false;
    }
    if (skipping_) {
      return ReadMembers();
    }
    builder_->StartMap(SpanFrom(begin));
    const bool good = ReadMembers();
    builder_->EndMap(End());
    if (good && !duplicates_allowed_ && builder_->duplicate_count() > 0) {
      return StopFor(Stop::kDuplicateKey);
    }
    return good && Count();
  }

  bool ReadMembers() {
    if (!Take('}')) {
      do {
        if (!ReadMember()) {
          return false;
        }
        Accept(JsonState::kAfterMapValue);
      } while (Take(','));
      if (!Take('}')) {
        return false;
      }
    }
    --depth_;
    return true;
  }

  bool ReadMember() {
    SkipBlanks();
    const std::optional<std::string_view> key = TakeString();
    if (!key) {
      return false;
    }
    Accept(JsonState::kAfterKey);
    if (skipping_) {
      return Take(':') && ReadValue();
    }
    if (depth_ == 1 && std::find(skipped_names_.begin(), skipped_names_.end(),
                                 *key) != skipped_names_.end()) {
      skipping_ = true;
      const bool good = Take(':') && ReadValue();
      skipping_ = false;
      return good;
    }
    builder_->AddKey(*key);
    return Take(':') && ReadValue();
  }

  bool ReadList() {
    const std::size_t begin = at_;
    if (!Open(JsonState::kAfterListStart)) {
      return false;
    }
    if (skipping_) {
      return ReadItems();
    }
    builder_->StartList(SpanFrom(begin));
    const bool good = ReadItems();
    builder_->EndList(End());
    return good && Count();
  }

  bool ReadItems() {
    if (!Take(']')) {
      do {
        if (!ReadValue()) {
          return false;
        }
        Accept(JsonState::kAfterListItem);
      } while (Take(','));
      if (!Take(']')) {
        return false;
      }
    }
    --depth_;
    return true;
  }

  // A part of the text, unless something is escaped: then it is valid until the
  // next string.
  std::optional<std::string_view> TakeString() {
    if (Peek() != '"') {
      return std::nullopt;
    }
    const std::optional<JsonString> taken = strings_.Take(text_, &at_);
    if (!taken || (taken->is_wide && !IsUtf8(taken->text))) {
      return std::nullopt;
    }
    is_own_ = !taken->is_escaped;
    return taken->text;
  }

  bool ReadString() {
    const std::size_t begin = at_;
    const std::optional<std::string_view> value = TakeString();
    if (!value || skipping_) {
      return value.has_value();
    }
    // The file lives as long as the arena; an embedded text may not.
    if (is_own_ && !fixed_span_) {
      builder_->AddSharedString(*value, SpanFrom(begin));
    } else {
      builder_->AddString(*value, SpanFrom(begin));
    }
    return Count();
  }

  bool ReadWord(std::string_view word) {
    const std::size_t begin = at_;
    at_ += word.size();
    if (text_.substr(begin, word.size()) != word || IsWordByte(Peek())) {
      return false;
    }
    if (skipping_) {
      return true;
    }
    if (word == "null") {
      builder_->AddNull(SpanFrom(begin));
    } else {
      builder_->AddBool(word == "true", SpanFrom(begin));
    }
    return Count();
  }

  bool TakeDigits() {
    const std::size_t begin = at_;
    while (IsDigit(Peek())) {
      ++at_;
    }
    return at_ > begin;
  }

  bool TakeWholePart() {
    if (Peek() == '-') {
      ++at_;
    }
    const bool is_zero = Peek() == '0';
    const std::size_t begin = at_;
    return TakeDigits() && (!is_zero || at_ == begin + 1);
  }

  bool TakeFractionAndExponent() {
    if (Peek() == '.') {
      ++at_;
      if (!TakeDigits()) {
        return false;
      }
    }
    if (Peek() != 'e' && Peek() != 'E') {
      return true;
    }
    ++at_;
    if (Peek() == '+' || Peek() == '-') {
      ++at_;
    }
    return TakeDigits();
  }

  bool ReadNumber() {
    const std::size_t begin = at_;
    if (!TakeWholePart()) {
      return false;
    }
    const std::size_t whole = at_;
    if (!TakeFractionAndExponent()) {
      return false;
    }
    const std::string_view number = text_.substr(begin, at_ - begin);
    std::int64_t integer = 0;
    if (at_ == whole &&
        std::from_chars(number.data(), number.data() + number.size(), integer)
                .ec == std::errc()) {
      if (!skipping_) {
        builder_->AddInt(integer, SpanFrom(begin));
      }
      return Count();
    }
    const std::optional<double> real = ReadFloat(number);
    if (real && !skipping_) {
      builder_->AddFloat(*real, SpanFrom(begin));
    }
    return real && Count();
  }

  std::string_view text_;
  ValueBuilder* builder_;
  JsonStringScanner strings_;
  std::uint16_t file_ = 0;
  std::optional<SourceSpan> fixed_span_;
  const TextPlaces* places_ = nullptr;
  std::initializer_list<std::string_view> skipped_names_;
  std::size_t at_ = 0;
  std::size_t last_ = 0;
  int depth_ = 0;
  JsonState state_ = JsonState::kStart;
  bool duplicates_allowed_ = false;
  bool skipping_ = false;
  bool is_own_ = false;  // The string taken last is a part of the text.
  Stop stop_ = Stop::kSyntax;
};

struct Failure {
  ErrorCode code;
  JsonProblem problem;
};

Failure Explain(const Scanner& scanner, std::string_view text,
                const ValueBuilder& builder) {
  switch (scanner.stop()) {
    case Stop::kDepth:
      return {ErrorCode::kLimit,
              {.offset = scanner.last() - 1,
               .message = fmt::format("more than {} brackets inside each other",
                                      limits::kMaxDepth),
               .hint = "no plan or template is nested this deep"}};
    case Stop::kNodes:
      return {ErrorCode::kLimit,
              {.offset = scanner.last(),
               .message = fmt::format("more than {} values in one input",
                                      limits::kMaxNodes),
               .hint = "split the input"}};
    case Stop::kDuplicateKey: {
      const auto& duplicate = builder.duplicates().front();
      return {ErrorCode::kBadInput,
              {.offset = duplicate.last.begin,
               .message = fmt::format("the key `{}` stands twice in one object",
                                      duplicate.key),
               .hint = "remove one of the two"}};
    }
    case Stop::kSyntax:
      break;
  }
  return {ErrorCode::kBadInput,
          FindJsonProblem(text, scanner.last(), scanner.state())};
}

void TellDuplicates(const ValueBuilder& builder, std::string_view text,
                    DuplicateKeys* told) {
  if (told == nullptr) {
    return;
  }
  for (const ValueBuilder::DuplicateKey& each : builder.duplicates()) {
    told->Add({.key = std::string(each.key),
               .first = KeyBefore(text, each.first.begin),
               .last = KeyBefore(text, each.last.begin)});
  }
  told->count = builder.duplicate_count();
}

}  // namespace

Result<const Value*> ReadJson(Document* document, std::uint16_t file,
                              const JsonOptions& options) {
  const SourceFile& source = document->file(file);
  if (source.text().size() > limits::kMaxInputBytes) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(source.name(), "the input is too large"));
  }
  ValueBuilder builder = document->NewBuilder();
  Scanner scanner(source.text(), &builder);
  scanner.SetFile(file);
  scanner.SkipRootMembers(options.skip_root_members);
  if (options.duplicates != nullptr) {
    scanner.AllowDuplicates();
  }
  if (scanner.Run()) {
    TellDuplicates(builder, source.text(), options.duplicates);
    return builder.Finish();
  }
  Failure failure = Explain(scanner, source.text(), builder);
  if (scanner.stop() == Stop::kDuplicateKey) {
    failure.problem.offset = KeyBefore(source.text(), failure.problem.offset);
  }
  return Fail(failure.code, DiagnosticAt(source, failure.problem.offset,
                                         std::move(failure.problem.message),
                                         std::move(failure.problem.hint)));
}

Result<const Value*> ReadEmbeddedJson(const Value& text,
                                      const Document& document,
                                      ValueBuilder* builder) {
  const std::optional<TextPlaces> places = TextPlaces::Of(document, text);
  return ReadEmbeddedJson(text, builder, places ? &*places : nullptr);
}

Result<const Value*> ReadEmbeddedJson(const Value& text, ValueBuilder* builder,
                                      const TextPlaces* places) {
  Scanner scanner(text.AsString(), builder);
  scanner.Embed(text.span(), places);
  if (text.sensitive) {
    builder->BeginSensitive();
  }
  const std::size_t before = builder->count();
  const bool good = scanner.Run();
  if (text.sensitive) {
    builder->EndSensitive();
  }
  if (good) {
    return builder->Finish(&text);
  }
  Failure failure = Explain(scanner, text.AsString(), *builder);
  if (builder->count() > before) {
    builder->Finish();  // It is empty again then.
  }
  return Fail(
      failure.code,
      fmt::format("the string is not valid JSON: {}", failure.problem.message),
      std::move(failure.problem.hint));
}

}  // namespace connectguard
