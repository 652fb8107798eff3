#include "lint/backtracking.h"

#include <string_view>
#include <utility>
#include <vector>

#include "lint/automaton.h"
#include "lint/regex_tree.h"

namespace connectguard {
namespace {

// Longer than what the matcher tries without backtracking when its limits are
// reached.
constexpr std::size_t kExponentialBytes = 2'000;
constexpr std::size_t kPolynomialBytes = 4'000;

// What may stop a match behind the repeated text.
constexpr std::string_view kEnds[] = {"!", "",  "\n", "~",
                                      " ", "0", "A",  "\x01"};

bool ExceedsLimits(const Regex& regex, std::string_view text) {
  const Result<bool> matched = regex.Matches(text);
  return !matched && matched.error().code == ErrorCode::kLimit;
}

std::optional<Backtracking> TryOut(const Regex& regex, bool exponential,
                                   const std::vector<AmbiguousWay>& ways) {
  const std::size_t bytes = exponential ? kExponentialBytes : kPolynomialBytes;
  for (const AmbiguousWay& way : ways) {
    for (const std::string_view end : kEnds) {
      Backtracking tried{.exponential = exponential,
                         .start = way.start,
                         .repeated = way.repeated,
                         .end = std::string(end)};
      if (!tried.repeated.empty() && ExceedsLimits(regex, tried.Text(bytes))) {
        return tried;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::string Backtracking::Text(std::size_t bytes) const {
  std::string text = start;
  while (text.size() < bytes) {
    text += repeated;
  }
  return text + end;
}

std::optional<Backtracking> FindBacktracking(const Regex& regex) {
  const std::optional<RegexTree> tree = ReadRegexTree(regex.pattern());
  if (!tree) {
    return std::nullopt;
  }
  std::vector<Automaton> automata;
  if (auto whole = Automaton::Of(tree->whole)) {
    automata.push_back(*std::move(whole));
  }
  for (const RegexNode& inner : tree->inner) {
    if (auto part = Automaton::Of(inner)) {
      automata.push_back(*std::move(part));
    }
  }
  for (const Automaton& automaton : automata) {
    if (auto found = TryOut(regex, true, automaton.Exponential())) {
      return found;
    }
  }
  for (const Automaton& automaton : automata) {
    if (auto found = TryOut(regex, false, automaton.Polynomial())) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace connectguard
