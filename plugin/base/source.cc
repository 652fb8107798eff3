#include "base/source.h"

#include <algorithm>
#include <cstring>

namespace connectguard {

const std::vector<std::uint32_t>& SourceFile::LineStarts() const {
  std::call_once(line_starts_once_, [this] {
    line_starts_.push_back(0);
    for (std::size_t at = text_.find('\n'); at != std::string::npos;
         at = text_.find('\n', at + 1)) {
      line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
  });
  return line_starts_;
}

LineColumn SourceFile::At(std::uint32_t offset) const {
  const auto& starts = LineStarts();
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - starts.begin());
  return {.line = line, .column = offset - starts[line - 1] + 1};
}

std::string_view SourceFile::Line(std::uint32_t line) const {
  const auto& starts = LineStarts();
  if (line == 0 || line > starts.size()) {
    return {};
  }
  std::string_view rest = std::string_view(text_).substr(starts[line - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') {
    rest.remove_suffix(1);
  }
  return rest;
}

bool SourceFile::HasLines() const {
  const auto& starts = LineStarts();
  return starts.size() > 1 && starts[1] < text_.size();
}

}  // namespace connectguard
