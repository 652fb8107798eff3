#include "lint/backtracking.h"

#include <iterator>
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

// A matcher may look for the last character first, and see that it is missing.
std::vector<std::string> EndsFor(const std::vector<Automaton>& automata) {
  std::vector<std::string> ends(std::begin(kEnds), std::end(kEnds));
  for (const Automaton& automaton : automata) {
    for (const std::string& last : automaton.LastCharacters()) {
      ends.push_back(last + "!");
      ends.push_back(last + "\n");
    }
  }
  return ends;
}

std::optional<Backtracking> TryOut(const Regex& regex, bool exponential,
                                   const std::vector<AmbiguousWay>& ways,
                                   const std::vector<std::string>& ends) {
  const std::size_t bytes = exponential ? kExponentialBytes : kPolynomialBytes;
  for (const AmbiguousWay& way : ways) {
    for (const std::string& end : ends) {
      Backtracking tried{.exponential = exponential,
                         .start = way.start,
                         .repeated = way.repeated,
                         .end = end};
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
  const std::vector<std::string> ends = EndsFor(automata);
  for (const Automaton& automaton : automata) {
    if (auto found = TryOut(regex, true, automaton.Exponential(), ends)) {
      return found;
    }
  }
  for (const Automaton& automaton : automata) {
    if (auto found = TryOut(regex, false, automaton.Polynomial(), ends)) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace connectguard
