// The parser does not tell where brackets and words stand. But between two good
// tokens there are blanks and at most one comma or colon, so that the place of
// each follows from that of the one before.
#include "readers/json_events.h"

#include <boost/json/basic_parser_impl.hpp>

#include <limits>
#include <string>
#include <vector>

#include "base/limits.h"

namespace connectguard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

using boost::json::error_code;

// What Boost.JSON asks of a handler. All of the text is given to it at once, so
// that numbers come in one piece, and texts in several only behind an escape.
class Handler {
 public:
  static constexpr std::size_t max_object_size =
      std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  Handler(std::string_view text, std::size_t begin, JsonListener* listener)
      : text_(text), listener_(listener) {
    ending_.last = begin;
  }

  // The rest of what there is to say is known when the parser has answered.
  JsonEnding End(bool is_complete) {
    if (is_complete) {
      ending_.kind = JsonEnding::Kind::kComplete;
      return ending_;
    }
    for (; !open_.empty(); open_.pop_back()) {
      if (open_.back() == Bracket::kMap) {
        listener_->EndMap(ending_.last);
      } else {
        listener_->EndList(ending_.last);
      }
    }
    return ending_;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }

  bool on_object_begin(error_code& error) {
    const std::size_t begin = Open(JsonState::kAfterMapStart);
    return OpenedAs(Bracket::kMap, error) &&
           GoOn(listener_->StartMap(begin), error);
  }
  bool on_object_end(std::size_t, error_code& error) {
    Close();
    return GoOn(listener_->EndMap(ending_.last), error);
  }
  bool on_array_begin(error_code& error) {
    const std::size_t begin = Open(JsonState::kAfterListStart);
    return OpenedAs(Bracket::kList, error) &&
           GoOn(listener_->StartList(begin), error);
  }
  bool on_array_end(std::size_t, error_code& error) {
    Close();
    return GoOn(listener_->EndList(ending_.last), error);
  }

  bool on_key_part(std::string_view part, std::size_t, error_code&) {
    unescaped_ += part;
    return true;
  }
  bool on_key(std::string_view rest, std::size_t, error_code& error) {
    const JsonText key = TextOf(rest);
    Accept(key.token.end, JsonState::kAfterKey);
    return Told(listener_->Key(key), error);
  }
  bool on_string_part(std::string_view part, std::size_t, error_code&) {
    unescaped_ += part;
    return true;
  }
  bool on_string(std::string_view rest, std::size_t, error_code& error) {
    const JsonText text = TextOf(rest);
    AcceptValue(text.token.end);
    return Told(listener_->Text(text), error);
  }

  bool on_number_part(std::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t integer, std::string_view text,
                error_code& error) {
    return OnNumber(text, integer, error);
  }
  bool on_uint64(std::uint64_t, std::string_view text, error_code& error) {
    return OnNumber(text, std::nullopt, error);
  }
  bool on_double(double, std::string_view text, error_code& error) {
    return OnNumber(text, std::nullopt, error);
  }
  bool on_bool(bool value, error_code& error) {
    const JsonToken token = NextToken(value ? 4 : 5);
    AcceptValue(token.end);
    return GoOn(listener_->Bool(value, token), error);
  }
  bool on_null(error_code& error) {
    const JsonToken token = NextToken(4);
    AcceptValue(token.end);
    return GoOn(listener_->Null(token), error);
  }

  bool on_comment_part(std::string_view, error_code&) { return false; }
  bool on_comment(std::string_view, error_code&) { return false; }

 private:
  enum class Bracket : std::uint8_t { kMap, kList };

  std::size_t SkipBlanks(std::size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\n' ||
                                 text_[at] == '\t' || text_[at] == '\r')) {
      ++at;
    }
    return at;
  }

  JsonToken NextToken(std::size_t size) const {
    std::size_t begin = SkipBlanks(ending_.last);
    if (begin < text_.size() && (text_[begin] == ',' || text_[begin] == ':')) {
      begin = SkipBlanks(begin + 1);
    }
    return {.begin = begin, .end = begin + size};
  }

  void Accept(std::size_t end, JsonState state) {
    ending_.last = end;
    ending_.state = state;
  }
  void AcceptValue(std::size_t end) {
    Accept(end, open_.empty()                   ? JsonState::kAfterRoot
                : open_.back() == Bracket::kMap ? JsonState::kAfterMapValue
                                                : JsonState::kAfterListItem);
  }

  std::size_t Open(JsonState state) {
    const JsonToken token = NextToken(1);
    Accept(token.end, state);
    return token.begin;
  }
  bool OpenedAs(Bracket bracket, error_code& error) {
    if (open_.size() == limits::kMaxDepth) {
      return Stop(JsonEnding::Kind::kDepth, error);
    }
    open_.push_back(bracket);
    return true;
  }
  void Close() {
    const JsonToken token = NextToken(1);
    open_.pop_back();
    AcceptValue(token.end);
  }

  // Of the text whose last piece this is, or its only one.
  JsonText TextOf(std::string_view rest) {
    JsonText text{.token = NextToken(rest.size() + 2), .text = rest};
    text.is_written = unescaped_.empty() &&
                      rest.data() == text_.data() + text.token.begin + 1;
    if (!text.is_written) {
      text.text = unescaped_ += rest;
      text.token.end = EndOfText(text.token.begin);
    }
    return text;
  }
  std::size_t EndOfText(std::size_t begin) const {
    std::size_t at = begin + 1;
    while (text_[at] != '"') {
      at += text_[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  // Not good are those that the listener refuses, and a zero in front of a
  // digit, at which the parser stops only afterwards.
  bool OnNumber(std::string_view text, std::optional<std::int64_t> integer,
                error_code& error) {
    const JsonToken token = NextToken(text.size());
    if (IsDigitAt(token.end)) {
      return Stop(JsonEnding::Kind::kSyntax, error);
    }
    if (!listener_->Number(
            {.token = token, .text = text, .integer = integer})) {
      return Stop(JsonEnding::Kind::kStopped, error);
    }
    AcceptValue(token.end);
    return true;
  }
  bool IsDigitAt(std::size_t at) const {
    return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
  }

  bool Told(bool go_on, error_code& error) {
    unescaped_.clear();
    return GoOn(go_on, error);
  }
  bool GoOn(bool go_on, error_code& error) {
    return go_on || Stop(JsonEnding::Kind::kStopped, error);
  }
  // The parser asks for an error; which one makes no difference.
  bool Stop(JsonEnding::Kind why, error_code& error) {
    ending_.kind = why;
    error = boost::json::error::syntax;
    return false;
  }

  std::string_view text_;
  JsonListener* listener_;
  JsonEnding ending_;
  std::vector<Bracket> open_;
  std::string unescaped_;  // Of the text that is being read, so far.
};

}  // namespace

JsonEnding ReadJsonEvents(std::string_view text, JsonListener* listener) {
  const std::size_t begin =
      text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  boost::json::parse_options options;
  options.max_depth = limits::kMaxDepth + 1;  // The handler counts itself.
  boost::json::basic_parser<Handler> parser(options, text, begin, listener);
  error_code error;
  const std::size_t read = parser.write_some(
      /*more=*/false, text.data() + begin, text.size() - begin, error);
  return parser.handler().End(!error && begin + read == text.size());
}

}  // namespace connectguard
