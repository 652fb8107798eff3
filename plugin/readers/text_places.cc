#include "readers/text_places.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "readers/json_escape.h"

namespace connectguard {
namespace {

// A tag or an anchor in front of a YAML scalar is part of what was written.
std::size_t SkipProperties(std::string_view written) {
  std::size_t at = 0;
  while (at < written.size() && (written[at] == '!' || written[at] == '&')) {
    at = std::min(written.find_first_of(" \t\r\n", at), written.size());
    at = std::min(written.find_first_not_of(" \t\r\n", at), written.size());
  }
  return at;
}

constexpr std::string_view kBlanks = " \t";

// Line breaks that YAML folds, with the blanks around them: one is a space, of
// more the first is nothing. JSON strings have none. `at` stands before them,
// and then behind; false when there is no line break.
bool TakeFold(std::string_view written, std::size_t* at, std::string* piece) {
  std::size_t breaks = 0;
  std::size_t end = *at;
  while (true) {
    end = std::min(written.find_first_not_of(kBlanks, end), written.size());
    const bool has_return = written.substr(end, 2) == "\r\n";
    if (!has_return && !written.substr(end).starts_with('\n')) {
      break;
    }
    end += has_return ? 2 : 1;
    ++breaks;
  }
  if (breaks == 0) {
    return false;
  }
  *at = end;
  piece->append(breaks == 1 ? 1 : breaks - 1, breaks == 1 ? ' ' : '\n');
  return true;
}

// The next piece of a quoted string: an escape, line breaks, or what is as it
// stands. A line break behind a backslash is nothing.
bool TakePiece(std::string_view written, char quote, std::size_t* at,
               std::string* piece, bool* is_plain) {
  if (TakeFold(written, at, piece)) {
    return true;
  }
  if (written[*at] == '\'' && quote == '\'') {
    *at += 2;
    *piece = '\'';
    return true;
  }
  if (written[*at] == '\\' && quote == '"') {
    std::string nothing;
    return TakeFold(written, &++*at, &nothing) ||
           TakeJsonEscape(written, at, piece);
  }
  const std::size_t begin = *at;
  *at = std::min(written.find_first_of(quote == '"' ? "\"\\\n" : "'\n", begin),
                 written.size());
  if (*at < written.size() && written[*at] == '\n') {
    // Blanks before it belong to it. Where nothing is before them, there is a
    // line break of old, a carriage return alone, which is not followed.
    *at = written.find_last_not_of(" \t\r\n", *at) + 1;
    if (*at <= begin) {
      return false;
    }
  }
  *piece = written.substr(begin, *at - begin);
  *is_plain = true;
  return true;
}

std::string_view WithoutReturn(std::string_view line) {
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

}  // namespace

std::optional<TextPlaces> TextPlaces::Of(const Document& document,
                                         const Value& text) {
  if (!text.Is(Kind::kString) || text.file >= document.file_count()) {
    return std::nullopt;
  }
  const std::string_view source = document.file(text.file).text();
  if (text.begin >= text.end || text.end > source.size()) {
    return std::nullopt;
  }
  std::string_view written = source.substr(text.begin, text.end - text.begin);
  const std::size_t skipped = SkipProperties(written);
  written.remove_prefix(skipped);
  const auto offset = static_cast<std::uint32_t>(text.begin + skipped);
  const std::string_view value = text.AsString();
  TextPlaces places(text.span());
  places.size_ = value.size();
  bool followed = false;
  if (written.starts_with('"') || written.starts_with('\'')) {
    followed = places.FollowQuoted(written, offset, value);
  } else if (written.starts_with('|')) {
    followed = places.FollowBlock(written, offset, value);
  } else if (written == value) {
    places.runs_.push_back({.at = 0, .written = offset});
    followed = true;
  }
  return followed && !value.empty() ? std::optional(std::move(places))
                                    : std::nullopt;
}

// Escapes and line breaks are runs, and so is what stands between two of them.
bool TextPlaces::FollowQuoted(std::string_view written, std::uint32_t offset,
                              std::string_view text) {
  const char quote = written.front();
  std::size_t at = 1;
  std::size_t done = 0;
  while (at < written.size()) {
    const std::size_t begin = at;
    if (written[at] == quote &&
        (quote == '"' || !written.substr(at).starts_with("''"))) {
      return done == text.size();
    }
    std::string piece;
    bool is_plain = false;
    if (!TakePiece(written, quote, &at, &piece, &is_plain) ||
        text.substr(done, piece.size()) != piece) {
      return false;
    }
    if (!piece.empty()) {
      runs_.push_back({.at = done,
                       .written = offset + static_cast<std::uint32_t>(begin),
                       .length = static_cast<std::uint32_t>(at - begin),
                       .is_escape = !is_plain});
      done += piece.size();
    }
  }
  return false;
}

// Each line is a run; all are indented alike.
bool TextPlaces::FollowBlock(std::string_view written, std::uint32_t offset,
                             std::string_view text) {
  std::size_t at = written.find('\n');
  std::size_t done = 0;
  std::size_t indent = std::string_view::npos;
  while (done < text.size()) {
    if (at == std::string_view::npos) {
      return false;
    }
    const std::size_t begin = at + 1;
    at = written.find('\n', begin);
    const std::string_view line = WithoutReturn(
        written.substr(begin, at == std::string_view::npos ? at : at - begin));
    const std::size_t end = std::min(text.find('\n', done), text.size());
    const std::string_view wanted = text.substr(done, end - done);
    if (indent == std::string_view::npos && !wanted.empty() &&
        line.ends_with(wanted)) {
      indent = line.size() - wanted.size();
    }
    // A line of blanks may be shorter than the indentation.
    const std::size_t blanks =
        wanted.empty() ? std::min(indent, line.size()) : indent;
    if (blanks > line.size() || line.substr(blanks) != wanted ||
        line.substr(0, blanks).find_first_not_of(' ') !=
            std::string_view::npos) {
      return false;
    }
    runs_.push_back(
        {.at = done,
         .written = offset + static_cast<std::uint32_t>(begin + blanks),
         .length = static_cast<std::uint32_t>(wanted.size() + 1)});
    done = end + 1;
  }
  return true;
}

void TextPlaces::Add(const TextPlaces& other, std::size_t begin,
                     std::size_t size) {
  if (size == 0) {
    return;
  }
  const std::size_t end = begin + size;
  for (const Run* run = &other.RunAt(begin);
       run != other.runs_.data() + other.runs_.size() && run->at < end; ++run) {
    Run part = *run;
    if (!part.is_escape && run->at < begin) {
      part.written += static_cast<std::uint32_t>(begin - run->at);
    }
    part.at = size_ + std::max(run->at, begin) - begin;
    runs_.push_back(part);
  }
  size_ += size;
}

void TextPlaces::AddMade(std::size_t size) {
  if (size > 0) {
    const std::uint32_t written =
        size_ == 0 ? start_ : SpanOf(size_ - 1, size_).end;
    runs_.push_back({.at = size_, .written = written, .is_escape = true});
    size_ += size;
  }
}

SourceSpan TextPlaces::SpanOf(std::size_t begin, std::size_t end) const {
  const Run& first = RunAt(begin);
  const Run& last = RunAt(end - 1);
  const auto within = [](const Run& run, std::size_t at) {
    return run.is_escape ? 0 : static_cast<std::uint32_t>(at - run.at);
  };
  return {.begin = first.written + within(first, begin),
          .end = last.is_escape ? last.written + last.length
                                : last.written + within(last, end - 1) + 1,
          .file = file_};
}

const TextPlaces::Run& TextPlaces::RunAt(std::size_t at) const {
  return *std::prev(std::ranges::upper_bound(runs_, at, {}, &Run::at));
}

}  // namespace connectguard
