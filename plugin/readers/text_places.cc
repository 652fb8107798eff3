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

// A line of a folded block that is not blank.
struct FoldedLine {
  std::string gap;        // What stands for the line breaks before it,
  std::size_t begin = 0;  // and where it begins, behind the indentation.
  std::string_view text = {};
};

// `breaks` line breaks between two lines are one blank, or one less than there
// are; where a line is indented further than the block, all of them count.
std::string GapOf(std::size_t breaks, bool all_count) {
  if (all_count) {
    return std::string(breaks, '\n');
  }
  return breaks == 1 ? " " : std::string(breaks - 1, '\n');
}

// The first line tells the indentation: what of it the text does not have. Ends
// with the text, since nothing tells where the block does.
std::vector<FoldedLine> LinesOfFolded(std::string_view written,
                                      std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of('\n'), text.size());
  const std::size_t kept = text.substr(first).find_first_not_of(' ');
  std::vector<FoldedLine> lines;
  std::size_t indent = std::string_view::npos;
  std::size_t breaks = 0;  // That of the header is none of the text.
  bool all_count = true;
  std::size_t left = text.size();
  for (std::size_t at = written.find('\n'); at < written.size(); ++breaks) {
    const std::size_t begin = at + 1;
    at = std::min(written.find('\n', begin), written.size());
    const std::string_view line =
        WithoutReturn(written.substr(begin, at - begin));
    const std::size_t blanks = line.find_first_not_of(' ');
    if (indent == std::string_view::npos && blanks != std::string_view::npos) {
      indent = blanks - std::min(kept, blanks);
    }
    if (line.size() <= std::min(indent, blanks)) {
      continue;
    }
    const std::string_view inside = line.substr(std::min(indent, line.size()));
    if (blanks < indent || inside.size() > left) {
      break;  // It stands behind the block.
    }
    left -= inside.size();
    const bool is_indented =
        kBlanks.find(inside.front()) != std::string_view::npos;
    lines.push_back({.gap = GapOf(breaks, all_count || is_indented),
                     .begin = begin + indent,
                     .text = inside});
    all_count = is_indented;
    breaks = 0;
  }
  return lines;
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
  if (value.empty()) {
    return std::nullopt;
  }
  TextPlaces places(text.span());
  places.size_ = value.size();
  bool followed = false;
  if (written.starts_with('"') || written.starts_with('\'')) {
    followed = places.FollowQuoted(written, offset, value);
  } else if (written.starts_with('|')) {
    followed = places.FollowBlock(written, offset, value);
  } else if (written.starts_with('>')) {
    // libyaml ends it before its last lines of blanks.
    followed = places.FollowFolded(source.substr(offset), offset, value);
  } else if (written == value) {
    places.runs_.push_back({.at = 0, .written = offset});
    followed = true;
  }
  return followed ? std::optional(std::move(places)) : std::nullopt;
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

// Lines are runs, and so is what stands between two of them.
bool TextPlaces::FollowFolded(std::string_view written, std::uint32_t offset,
                              std::string_view text) {
  std::size_t done = 0;
  std::size_t at = std::min(written.find('\n'), written.size());
  const auto add = [&](std::size_t size, std::size_t begin, std::size_t end,
                       bool is_escape) {
    if (size > 0) {
      runs_.push_back({.at = done,
                       .written = offset + static_cast<std::uint32_t>(begin),
                       .length = static_cast<std::uint32_t>(end - begin),
                       .is_escape = is_escape});
    }
    done += size;
    at = end;
  };
  for (const FoldedLine& line : LinesOfFolded(written, text)) {
    if (!text.substr(done).starts_with(line.gap)) {
      return false;
    }
    add(line.gap.size(), at, line.begin, true);
    if (!text.substr(done).starts_with(line.text)) {
      return false;
    }
    add(line.text.size(), line.begin, line.begin + line.text.size(), false);
  }
  const std::string_view rest = text.substr(done);
  add(rest.size(), at, std::min(written.size(), at + rest.size()), true);
  return rest.find_first_not_of('\n') == std::string_view::npos;
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
