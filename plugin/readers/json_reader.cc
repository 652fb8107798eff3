// The library's SAX parser is iterative and hands over one token after the
// other, without saying where it stood. An input iterator that counts knows how
// many bytes were taken; between two tokens there are only blanks, commas and
// colons, which gives every token's first byte.
#include "readers/json_reader.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "readers/json_diagnosis.h"

namespace connectguard {
namespace {

// Walks over the text and tells a shared counter how far it came.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached)
      : at_(at), reached_(reached) {}

  const char& operator*() const { return *at_; }
  CountingIterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }

 private:
  const char* at_;
  const char** reached_;
};

// Why the handler told the parser to stop.
enum class Stop { kSyntax, kDepth, kNodes, kDuplicateKey };

class Handler {
 public:
  Handler(std::string_view text, ValueBuilder* builder)
      : text_(text), builder_(builder), reached_(text.data()) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") {
      last_ = 3;
    }
  }

  // All values get this span instead of their own.
  void FixSpan(SourceSpan span) { fixed_span_ = span; }
  void SetFile(std::uint16_t file) { file_ = file; }
  void SkipRootMembers(std::initializer_list<std::string_view> names) {
    skipped_names_ = names;
  }

  bool Run() {
    const char* end = text_.data() + text_.size();
    return nlohmann::json::sax_parse(CountingIterator(text_.data(), &reached_),
                                     CountingIterator(end, &reached_), this);
  }

  // Leaves the builder empty after a failure. REQUIRES: no skipped members.
  void Abandon() {
    if (open_.empty() && state_ == JsonState::kStart) {
      return;
    }
    for (; !open_.empty(); open_.pop_back()) {
      if (open_.back()) {
        builder_->EndMap();
      } else {
        builder_->EndList();
      }
    }
    builder_->Finish();
  }

  Stop stop() const { return stop_; }
  std::uint32_t last() const { return last_; }
  JsonState state() const { return state_; }

  // --- What the parser calls -------------------------------------------------
  bool null() {
    const SourceSpan span = TokenSpan();
    if (!skipping_) {
      builder_->AddNull(span);
    }
    return AfterValue();
  }

  bool boolean(bool value) {
    const SourceSpan span = TokenSpan();
    if (!skipping_) {
      builder_->AddBool(value, span);
    }
    return AfterValue();
  }

  bool number_integer(std::int64_t value) {
    const SourceSpan span = NumberSpan();
    if (!skipping_) {
      builder_->AddInt(value, span);
    }
    return AfterValue();
  }

  bool number_unsigned(std::uint64_t value) {
    if (value <=
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return number_integer(static_cast<std::int64_t>(value));
    }
    return number_float(static_cast<double>(value), {});
  }

  bool number_float(double value, const std::string& /*text*/) {
    const SourceSpan span = NumberSpan();
    if (!skipping_) {
      builder_->AddFloat(value, span);
    }
    return AfterValue();
  }

  bool string(const std::string& value) {
    const SourceSpan span = TokenSpan();
    if (!skipping_) {
      builder_->AddString(value, span);
    }
    return AfterValue();
  }

  bool binary(const nlohmann::json::binary_t& /*value*/) { return false; }

  bool key(const std::string& name) {
    TokenSpan();
    state_ = JsonState::kAfterKey;
    if (open_.size() == 1 &&
        std::find(skipped_names_.begin(), skipped_names_.end(), name) !=
            skipped_names_.end()) {
      skipping_ = true;
    }
    if (!skipping_) {
      builder_->AddKey(name);
    }
    return true;
  }

  bool start_object(std::size_t /*size*/) { return Start(true); }
  bool start_array(std::size_t /*size*/) { return Start(false); }
  bool end_object() { return End(); }
  bool end_array() { return End(); }

  bool parse_error(std::size_t /*position*/, const std::string& /*last_token*/,
                   const nlohmann::json::exception& /*error*/) {
    return false;
  }

 private:
  std::uint32_t Reached() const {
    return static_cast<std::uint32_t>(reached_ - text_.data());
  }

  std::uint32_t TokenBegin() const {
    std::uint32_t at = last_;
    while (at < text_.size() &&
           (text_[at] == ' ' || text_[at] == ',' || text_[at] == ':' ||
            text_[at] == '\n' || text_[at] == '\t' || text_[at] == '\r')) {
      ++at;
    }
    return at;
  }

  SourceSpan SpanTo(std::uint32_t begin, std::uint32_t end) {
    last_ = end;
    if (fixed_span_) {
      return *fixed_span_;
    }
    return {.begin = begin, .end = end, .file = file_};
  }

  SourceSpan TokenSpan() { return SpanTo(TokenBegin(), Reached()); }

  // The parser sees the end of a number only by reading the byte behind it.
  SourceSpan NumberSpan() {
    const std::uint32_t begin = TokenBegin();
    const std::size_t digits = begin + (text_[begin] == '-' ? 1 : 0);
    std::size_t end = std::min(
        text_.find_first_not_of("0123456789+-.eE", begin), text_.size());
    // A zero is whole; digits behind it are the parser's next complaint.
    if (end > digits + 1 && text_[digits] == '0' && text_[digits + 1] >= '0' &&
        text_[digits + 1] <= '9') {
      end = digits + 1;
    }
    return SpanTo(begin, static_cast<std::uint32_t>(end));
  }

  bool StopFor(Stop why) {
    stop_ = why;
    return false;
  }

  bool Start(bool is_map) {
    const SourceSpan span = TokenSpan();
    if (open_.size() >= static_cast<std::size_t>(limits::kMaxDepth)) {
      return StopFor(Stop::kDepth);
    }
    open_.push_back(is_map);
    state_ = is_map ? JsonState::kAfterMapStart : JsonState::kAfterListStart;
    if (skipping_) {
      return true;
    }
    if (is_map) {
      builder_->StartMap(span);
    } else {
      builder_->StartList(span);
    }
    return true;
  }

  bool End() {
    last_ = Reached();
    const bool was_map = open_.back();
    open_.pop_back();
    if (!skipping_) {
      const std::uint32_t end = fixed_span_ ? fixed_span_->end : last_;
      if (was_map) {
        builder_->EndMap(end);
      } else {
        builder_->EndList(end);
      }
    }
    return AfterValue();
  }

  bool AfterValue() {
    if (open_.empty()) {
      state_ = JsonState::kAfterRoot;
    } else {
      state_ =
          open_.back() ? JsonState::kAfterMapValue : JsonState::kAfterListItem;
    }
    if (open_.size() == 1) {
      skipping_ = false;
    }
    if (builder_->duplicate_key()) {
      return StopFor(Stop::kDuplicateKey);
    }
    if (builder_->count() > limits::kMaxNodes) {
      return StopFor(Stop::kNodes);
    }
    return true;
  }

  std::string_view text_;
  ValueBuilder* builder_;
  const char* reached_;
  std::uint16_t file_ = 0;
  std::optional<SourceSpan> fixed_span_;
  std::initializer_list<std::string_view> skipped_names_;
  std::vector<bool> open_;  // True for maps.
  std::uint32_t last_ = 0;  // Behind the last good token.
  JsonState state_ = JsonState::kStart;
  bool skipping_ = false;
  Stop stop_ = Stop::kSyntax;
};

struct Failure {
  ErrorCode code;
  JsonProblem problem;
};

Failure Explain(const Handler& handler, std::string_view text,
                const ValueBuilder& builder) {
  switch (handler.stop()) {
    case Stop::kDepth:
      return {ErrorCode::kLimit,
              {.offset = handler.last() - 1,
               .message = fmt::format("more than {} brackets inside each other",
                                      limits::kMaxDepth),
               .hint = "no plan or template is nested this deep"}};
    case Stop::kNodes:
      return {ErrorCode::kLimit,
              {.offset = handler.last(),
               .message = fmt::format("more than {} values in one input",
                                      limits::kMaxNodes),
               .hint = "split the input"}};
    case Stop::kDuplicateKey: {
      const auto& duplicate = *builder.duplicate_key();
      return {ErrorCode::kBadInput,
              {.offset = duplicate.span.begin,
               .message = fmt::format("the key `{}` stands twice in one object",
                                      duplicate.key),
               .hint = "remove one of the two"}};
    }
    case Stop::kSyntax:
      break;
  }
  return {ErrorCode::kBadInput,
          FindJsonProblem(text, handler.last(), handler.state())};
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
  Handler handler(source.text(), &builder);
  handler.SetFile(file);
  handler.SkipRootMembers(options.skip_root_members);
  if (handler.Run()) {
    return builder.Finish();
  }
  Failure failure = Explain(handler, source.text(), builder);
  if (handler.stop() == Stop::kDuplicateKey) {
    failure.problem.offset = KeyBefore(source.text(), failure.problem.offset);
  }
  return Fail(failure.code, DiagnosticAt(source, failure.problem.offset,
                                         std::move(failure.problem.message),
                                         std::move(failure.problem.hint)));
}

Result<const Value*> ReadEmbeddedJson(const Value& text,
                                      ValueBuilder* builder) {
  Handler handler(text.AsString(), builder);
  handler.FixSpan(text.span());
  if (text.sensitive) {
    builder->BeginSensitive();
  }
  const bool good = handler.Run();
  if (text.sensitive) {
    builder->EndSensitive();
  }
  if (good) {
    return builder->Finish(&text);
  }
  Failure failure = Explain(handler, text.AsString(), *builder);
  handler.Abandon();
  return Fail(
      failure.code,
      fmt::format("the string is not valid JSON: {}", failure.problem.message),
      std::move(failure.problem.hint));
}

}  // namespace connectguard
