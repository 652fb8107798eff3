#include "differential/shrink.h"

#include <string_view>
#include <vector>

#include "differential/tokens.h"

namespace connectguard::differential {
namespace {

using Pieces = std::vector<std::string>;
using Holds = std::function<bool(const std::string&)>;

Pieces Without(const Pieces& pieces, std::size_t begin, std::size_t count) {
  Pieces rest(pieces.begin(),
              pieces.begin() + static_cast<std::ptrdiff_t>(begin));
  const std::size_t end = std::min(begin + count, pieces.size());
  rest.insert(rest.end(), pieces.begin() + static_cast<std::ptrdiff_t>(end),
              pieces.end());
  return rest;
}

// Takes out runs of `count` pieces.
bool RemoveRuns(Pieces* pieces, std::size_t count, std::size_t step,
                const Holds& holds) {
  bool removed = false;
  for (std::size_t begin = 0; begin < pieces->size();) {
    Pieces rest = Without(*pieces, begin, count);
    if (holds(Joined(rest))) {
      *pieces = std::move(rest);
      removed = true;
    } else {
      begin += step;
    }
  }
  return removed;
}

Pieces LinesOf(std::string_view text) {
  Pieces lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

bool Opens(const std::string& token) {
  return token == "{" || token == "[" || token == "(" || token == "[*";
}

bool Closes(const std::string& token) {
  return token == "}" || token == "]" || token == ")";
}

// The number of tokens from an opening bracket to its closing one.
std::size_t GroupSize(const Pieces& tokens, std::size_t begin) {
  int depth = 0;
  for (std::size_t i = begin; i < tokens.size(); ++i) {
    depth += Opens(tokens[i]) ? 1 : 0;
    depth -= Closes(tokens[i]) ? 1 : 0;
    if (depth == 0) {
      return i - begin + 1;
    }
  }
  return 0;
}

bool RemoveGroups(Pieces* tokens, const Holds& holds) {
  bool removed = false;
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const std::size_t size = Opens((*tokens)[i]) ? GroupSize(*tokens, i) : 0;
    if (size == 0) {
      continue;
    }
    Pieces without = Without(*tokens, i, size);
    Pieces unwrapped = Without(Without(*tokens, i + size - 1, 1), i, 1);
    if (holds(Joined(without))) {
      *tokens = std::move(without);
      removed = true;
    } else if (holds(Joined(unwrapped))) {
      *tokens = std::move(unwrapped);
      removed = true;
    }
  }
  return removed;
}

std::string ShrunkLines(const std::string& text, const Holds& holds) {
  Pieces lines = LinesOf(text);
  for (std::size_t count = lines.size() / 2; count > 0; count /= 2) {
    RemoveRuns(&lines, count, count, holds);
  }
  return Joined(lines);
}

}  // namespace

std::string Shrunk(const std::string& text, const Holds& holds) {
  std::string shrunk = ShrunkLines(text, holds);
  for (bool again = true; again;) {
    Pieces tokens = TokensOf(shrunk);
    again = RemoveGroups(&tokens, holds);
    for (std::size_t count = 8; count > 0; --count) {
      again = RemoveRuns(&tokens, count, 1, holds) || again;
    }
    shrunk = Joined(tokens);
  }
  return shrunk;
}

}  // namespace connectguard::differential
