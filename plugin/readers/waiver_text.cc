#include "readers/waiver_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

namespace connectguard {
namespace {

constexpr std::string_view kTool = "connectguard:";
constexpr std::string_view kIgnore = "ignore";
constexpr std::string_view kForm =
    "a waiver is `connectguard:ignore ID reason=\"...\"`";
constexpr std::string_view kBlanks = " \t\r";

struct Field {
  std::string_view name;
  std::string WrittenWaiver::*member;
};
constexpr std::array<Field, 4> kFields = {{{"reason", &WrittenWaiver::reason},
                                           {"until", &WrittenWaiver::until},
                                           {"owner", &WrittenWaiver::owner},
                                           {"ticket", &WrittenWaiver::ticket}}};

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsSame(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return Lower(a) == b; });
}

bool StartsWithTool(std::string_view text) {
  return IsSame(text.substr(0, kTool.size()), kTool);
}

// One line of a comment, behind `connectguard:ignore`.
class WaiverParser {
 public:
  WaiverParser(std::string_view text, WrittenWaiver* waiver)
      : rest_(text), waiver_(*waiver) {}

  void Parse() {
    while (!AtEnd()) {
      ParseItem();
    }
    if (waiver_.policies.empty()) {
      SetProblem(fmt::format("it names no policy: {}", kForm), &waiver_);
    }
  }

 private:
  bool AtEnd() {
    const std::size_t begin = rest_.find_first_not_of(" \t\r,");
    rest_ = begin == std::string_view::npos ? std::string_view()
                                            : rest_.substr(begin);
    return rest_.empty();
  }

  std::string_view TakeUntil(std::string_view ends) {
    const std::string_view word = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(word.size());
    return word;
  }

  void ParseItem() {
    const std::string_view name = TakeUntil(" \t\r,=");
    if (name.size() > limits::kMaxWaiverTextBytes) {
      SetProblem("a word of it is too long", &waiver_);
    } else if (rest_.starts_with('=')) {
      rest_.remove_prefix(1);
      ParseField(name);
    } else if (has_fields_) {
      SetProblem(fmt::format("`{}` stands alone: put a text of several words "
                             "in quotes",
                             name),
                 &waiver_);
    } else {
      waiver_.policies.emplace_back(name);
    }
  }

  void ParseField(std::string_view name) {
    has_fields_ = true;
    const char quote = rest_.empty() ? ' ' : rest_.front();
    if (quote != '"' && quote != '\'') {
      std::string_view value = TakeUntil(kBlanks);
      value.remove_suffix(value.ends_with(',') ? 1 : 0);
      SetWaiverField(name, std::string(value), &waiver_);
      return;
    }
    rest_.remove_prefix(1);
    std::string value;
    while (!rest_.empty() && rest_.front() != quote) {
      const bool escaped = rest_.front() == '\\' && rest_.size() > 1 &&
                           (rest_[1] == quote || rest_[1] == '\\');
      value += escaped ? rest_[1] : rest_.front();
      rest_.remove_prefix(escaped ? 2 : 1);
    }
    if (rest_.empty()) {
      SetProblem(fmt::format("the quotes of `{}` are not closed", name),
                 &waiver_);
      return;
    }
    rest_.remove_prefix(1);
    SetWaiverField(name, std::move(value), &waiver_);
  }

  std::string_view rest_;
  WrittenWaiver& waiver_;
  bool has_fields_ = false;
};

// Fills a waiver from a line; false for a line that is none.
bool ParseLine(std::string_view line, WrittenWaiver* waiver) {
  if (!StartsWithTool(line)) {
    return false;
  }
  const std::string_view behind = line.substr(kTool.size());
  const std::string_view words = Trim(behind);
  const std::string_view directive =
      words.substr(0, words.find_first_of(kBlanks));
  if (IsSame(directive, kIgnore)) {
    WaiverParser(words.substr(directive.size()), waiver).Parse();
    return true;
  }
  // Behind a blank it is prose that begins with our name.
  if (directive.empty() || directive.data() != behind.data()) {
    return false;
  }
  SetProblem(fmt::format("`{}{}` is not known: {}", kTool, directive, kForm),
             waiver);
  return true;
}

// Without the signs that make it a comment.
std::string_view WithoutSigns(std::string_view comment) {
  if (comment.starts_with("/*")) {
    comment.remove_prefix(2);
    if (comment.ends_with("*/")) {
      comment.remove_suffix(2);
    }
    return comment;
  }
  const std::size_t begin = comment.find_first_not_of("#/");
  return comment.substr(std::min(begin, comment.size()));
}

}  // namespace

bool MayHoldWaivers(std::string_view text) {
  // The rarest character of the name.
  for (std::size_t at = text.find(':'); at != std::string_view::npos;
       at = text.find(':', at + 1)) {
    if (at + 1 >= kTool.size() &&
        StartsWithTool(text.substr(at + 1 - kTool.size()))) {
      return true;
    }
  }
  return false;
}

std::vector<WrittenWaiver> WaiversInComment(std::string_view comment,
                                            std::uint32_t begin,
                                            std::uint16_t file) {
  std::vector<WrittenWaiver> waivers;
  for (const std::string_view line : Split(WithoutSigns(comment), '\n')) {
    std::string_view words = Trim(line);
    // As the lines of a block comment often begin.
    words.remove_prefix(
        std::min(words.find_first_not_of("* \t"), words.size()));
    if (words.empty()) {
      continue;
    }
    const auto at =
        begin + static_cast<std::uint32_t>(words.data() - comment.data());
    WrittenWaiver waiver{
        .place = {.begin = at,
                  .end = at + static_cast<std::uint32_t>(words.size()),
                  .file = file}};
    if (ParseLine(words, &waiver)) {
      waivers.push_back(std::move(waiver));
    }
  }
  return waivers;
}

void SetWaiverField(std::string_view name, std::string value,
                    WrittenWaiver* waiver) {
  const auto* const field = std::ranges::find(kFields, name, &Field::name);
  if (field == kFields.end()) {
    std::array<std::string_view, kFields.size()> names;
    std::ranges::transform(kFields, names.begin(), &Field::name);
    const std::string hint = DidYouMean(name, names);
    SetProblem(fmt::format("`{}` is not known: {}", name,
                           hint.empty() ? std::string(kForm) : hint),
               waiver);
    return;
  }
  std::string& member = waiver->*(field->member);
  if (!member.empty()) {
    SetProblem(fmt::format("it has `{}` twice", name), waiver);
  } else if (value.size() > limits::kMaxWaiverTextBytes) {
    SetProblem(fmt::format("its `{}` is longer than {} bytes", name,
                           limits::kMaxWaiverTextBytes),
               waiver);
  } else {
    member = OnOneLine(value);
  }
}

void SetProblem(std::string problem, WrittenWaiver* waiver) {
  if (waiver->problem.empty()) {
    waiver->problem = std::move(problem);
  }
}

}  // namespace connectguard
