// Skipped members are read as carefully as all others, and not built.
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
#include "readers/json_diagnosis.h"
#include "readers/json_events.h"

namespace connectguard {
namespace {

// Why the values stopped reading.
enum class Stop { kNone, kNumber, kNodes, kDuplicateKey };

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

// Events to values.
class Values final : public JsonListener {
 public:
  explicit Values(ValueBuilder* builder) : builder_(builder) {}

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

  Stop stop() const { return stop_; }

  bool StartMap(std::size_t begin) override {
    ++depth_;
    if (!skipping_) {
      builder_->StartMap(SpanOf({begin, begin + 1}));
    }
    return true;
  }
  bool EndMap(std::size_t end) override {
    --depth_;
    if (!skipping_) {
      builder_->EndMap(EndOf(end));
      if (!duplicates_allowed_ && builder_->duplicate_count() > 0) {
        return StopFor(Stop::kDuplicateKey);
      }
    }
    return Count();
  }
  bool StartList(std::size_t begin) override {
    ++depth_;
    if (!skipping_) {
      builder_->StartList(SpanOf({begin, begin + 1}));
    }
    return true;
  }
  bool EndList(std::size_t end) override {
    --depth_;
    if (!skipping_) {
      builder_->EndList(EndOf(end));
    }
    return Count();
  }

  bool Key(const JsonText& key) override {
    if (skipping_) {
      return true;
    }
    skipping_ = depth_ == 1 && std::ranges::find(skipped_names_, key.text) !=
                                   skipped_names_.end();
    if (!skipping_) {
      builder_->AddKey(key.text);
    }
    return true;
  }

  bool Text(const JsonText& text) override {
    if (skipping_) {
      return Count();
    }
    // The file lives as long as the arena; an embedded text may not.
    if (text.is_written && !fixed_span_) {
      builder_->AddSharedString(text.text, SpanOf(text.token));
    } else {
      builder_->AddString(text.text, SpanOf(text.token));
    }
    return Count();
  }
  bool Number(const JsonNumber& number) override {
    if (number.integer) {
      if (!skipping_) {
        builder_->AddInt(*number.integer, SpanOf(number.token));
      }
      return Count();
    }
    const std::optional<double> real = ReadFloat(number.text);
    if (!real) {
      return StopFor(Stop::kNumber);
    }
    if (!skipping_) {
      builder_->AddFloat(*real, SpanOf(number.token));
    }
    return Count();
  }
  bool Bool(bool value, const JsonToken& token) override {
    if (!skipping_) {
      builder_->AddBool(value, SpanOf(token));
    }
    return Count();
  }
  bool Null(const JsonToken& token) override {
    if (!skipping_) {
      builder_->AddNull(SpanOf(token));
    }
    return Count();
  }

 private:
  SourceSpan SpanOf(const JsonToken& token) const {
    if (places_ != nullptr) {
      return places_->SpanOf(token.begin, token.end);
    }
    if (fixed_span_) {
      return *fixed_span_;
    }
    return {.begin = static_cast<std::uint32_t>(token.begin),
            .end = static_cast<std::uint32_t>(token.end),
            .file = file_};
  }
  // As a container has it that ends there.
  std::uint32_t EndOf(std::size_t end) const {
    return SpanOf({end - 1, end}).end;
  }

  // A value is complete: whether there may be one more.
  bool Count() {
    skipping_ = skipping_ && depth_ > 1;
    return builder_->count() <= limits::kMaxNodes || StopFor(Stop::kNodes);
  }
  // The first reason counts: what follows is the end of what was started.
  bool StopFor(Stop why) {
    stop_ = stop_ == Stop::kNone ? why : stop_;
    return false;
  }

  ValueBuilder* builder_;
  std::uint16_t file_ = 0;
  std::optional<SourceSpan> fixed_span_;
  const TextPlaces* places_ = nullptr;
  std::initializer_list<std::string_view> skipped_names_;
  int depth_ = 0;
  bool duplicates_allowed_ = false;
  bool skipping_ = false;
  Stop stop_ = Stop::kNone;
};

struct Failure {
  ErrorCode code;
  JsonProblem problem;
};

Failure Explain(const JsonEnding& ending, Stop stop, std::string_view text,
                const ValueBuilder& builder) {
  const auto last = static_cast<std::uint32_t>(ending.last);
  if (ending.kind == JsonEnding::Kind::kDepth) {
    return {ErrorCode::kLimit,
            {.offset = last - 1,
             .message = fmt::format("more than {} brackets inside each other",
                                    limits::kMaxDepth),
             .hint = "no plan or template is nested this deep"}};
  }
  switch (ending.kind == JsonEnding::Kind::kStopped ? stop : Stop::kNone) {
    case Stop::kNodes:
      return {ErrorCode::kLimit,
              {.offset = last,
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
    case Stop::kNumber:
    case Stop::kNone:
      break;
  }
  return {ErrorCode::kBadInput, FindJsonProblem(text, last, ending.state)};
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
  Values values(&builder);
  values.SetFile(file);
  values.SkipRootMembers(options.skip_root_members);
  if (options.duplicates != nullptr) {
    values.AllowDuplicates();
  }
  const JsonEnding ending = ReadJsonEvents(source.text(), &values);
  if (ending.kind == JsonEnding::Kind::kComplete) {
    TellDuplicates(builder, source.text(), options.duplicates);
    return builder.Finish();
  }
  Failure failure = Explain(ending, values.stop(), source.text(), builder);
  if (ending.kind == JsonEnding::Kind::kStopped &&
      values.stop() == Stop::kDuplicateKey) {
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
  Values values(builder);
  values.Embed(text.span(), places);
  if (text.sensitive) {
    builder->BeginSensitive();
  }
  const std::size_t before = builder->count();
  const JsonEnding ending = ReadJsonEvents(text.AsString(), &values);
  if (text.sensitive) {
    builder->EndSensitive();
  }
  if (ending.kind == JsonEnding::Kind::kComplete) {
    return builder->Finish(&text);
  }
  Failure failure = Explain(ending, values.stop(), text.AsString(), *builder);
  if (builder->count() > before) {
    builder->Finish();  // It is empty again then.
  }
  return Fail(
      failure.code,
      fmt::format("the string is not valid JSON: {}", failure.problem.message),
      std::move(failure.problem.hint));
}

}  // namespace connectguard
