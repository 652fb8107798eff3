#include "lint/regex_tree.h"

#include <array>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "guard/regex.h"
#include "guard/regex_reader.h"

namespace connectguard {
namespace {

// Letters with and without case, a digit, a mark, white space, punctuation, a
// symbol.
constexpr std::array<std::string_view, kRegexSamples - 128> kBeyondAscii = {
    "\u00e9", "\u00df", "\u03a9", "\u0436", "\u4e2d", "\u0663",
    "\u0301", "\u00a0", "\u2028", "\u2013", "\u20ac", "\U0001F600"};

class TreeReader final : public RegexReader {
 public:
  explicit TreeReader(std::string_view pattern)
      : RegexReader(pattern, [](std::string_view) { return true; }) {}

  std::optional<RegexTree> Read() {
    tree_.whole = Alternatives();
    if (!AtEnd() || problem()) {
      return std::nullopt;
    }
    return std::move(tree_);
  }

 private:
  using Kind = RegexNode::Kind;

  RegexNode GiveUp() {
    Stop(at_, "this has no tree");
    return {};
  }

  RegexNode Alternatives() {
    RegexNode node{.kind = Kind::kAlternatives};
    do {
      node.children.push_back(Sequence());
      SkipIgnored();
    } while (Take("|"));
    return node.children.size() == 1 ? std::move(node.children[0])
                                     : std::move(node);
  }

  RegexNode Sequence() {
    RegexNode node;
    while (!AtEnd()) {
      const std::size_t begin = at_;
      RegexNode piece = Piece();
      if (at_ == begin) {
        break;
      }
      node.children.push_back(std::move(piece));
    }
    return node;
  }

  RegexNode Piece() {
    RegexNode atom = Atom();
    SkipIgnored();
    const std::size_t begin = at_;
    const std::optional<Repeat> repeat = TakeRepeat();
    if (!repeat) {
      at_ = problem() ? text_.size() : begin;
      return atom;
    }
    SkipIgnored();
    Take("?");
    RegexNode node{.kind = Kind::kRepeat,
                   .low = repeat->low,
                   .high = repeat->high == Repeat::kUnbounded
                               ? RegexNode::kUnbounded
                               : repeat->high};
    node.children.push_back(std::move(atom));
    return Take("+") ? Opaque(std::move(node)) : node;
  }

  // Once it has matched, it is not tried in another way.
  RegexNode Opaque(RegexNode inside) {
    tree_.inner.push_back(std::move(inside));
    return {.kind = Kind::kOpaque};
  }

  RegexNode Atom() {
    SkipIgnored();
    if (AtEnd()) {
      return {};
    }
    const std::size_t begin = at_;
    switch (Byte()) {
      case '^':
      case '$':
        ++at_;
        return {};
      case '(':
        return Group();
      case '\\':
        return Escape();
      case '+':
      case '*':
      case '?':
      case '|':
      case ')':
        return {};
      case '[':
        SkipClass();
        break;
      default:
        TakeCharacter();
    }
    return SetFrom(begin);
  }

  void SkipClass() {
    ++at_;
    Take("^");
    Take("]");
    for (int open = 1; open > 0 && !AtEnd();) {
      if (Byte() == '\\') {
        ReadClassAtom(&at_);
        continue;
      }
      open += Byte() == '[' ? 1 : Byte() == ']' ? -1 : 0;
      ++at_;
    }
  }

  RegexNode Group() {
    ++at_;
    SkipIgnored();
    if (Take("?=") || Take("?!") || Take("?<=") || Take("?<!")) {
      tree_.inner.push_back(Inside());
      return {};
    }
    if (Take("?P=")) {
      return TakeName("", ")") ? RegexNode{.kind = Kind::kOpaque} : GiveUp();
    }
    if (Take("?>")) {
      return Opaque(Inside());
    }
    if (Take("?P")) {
      return TakeName("<", ">") ? Inside() : GiveUp();
    }
    if (Sees("?<")) {
      ++at_;
      return TakeName("<", ">") ? Inside() : GiveUp();
    }
    if (Sees("?(")) {
      return GiveUp();
    }
    return Take("?") ? Flags() : Inside();
  }

  RegexNode Inside() {
    RegexNode inside = Alternatives();
    SkipIgnored();
    return Take(")") ? std::move(inside) : GiveUp();
  }

  // As the dialect has it: `(?i)` holds on, `(?i:...)` does not.
  RegexNode Flags() {
    const RegexFlags outer = flags_;
    bool value = true;
    for (; !AtEnd(); ++at_) {
      SkipIgnored();
      if (Take(")")) {
        return {};
      }
      if (Take(":")) {
        RegexNode inside = Inside();
        flags_ = outer;
        return inside;
      }
      if (Byte() == '-') {
        value = false;
      } else {
        SetFlag(Byte(), value);
      }
    }
    return GiveUp();
  }

  RegexNode Escape() {
    const std::size_t begin = at_++;
    constexpr std::string_view kAssertions = "AzbB<>G";
    if (kAssertions.find(Byte()) != std::string_view::npos) {
      ++at_;
      return {};
    }
    if (Byte() == 'K') {
      return GiveUp();
    }
    if (Byte() == 'k') {
      ++at_;
      const bool quoted = Byte() == '\'';
      return TakeName(quoted ? "'" : "<", quoted ? "'" : ">")
                 ? RegexNode{.kind = Kind::kOpaque}
                 : GiveUp();
    }
    if (TakeDecimal()) {
      return {.kind = Kind::kOpaque};
    }
    if (!EscapedSet() && !EscapedCharacter(false)) {
      return GiveUp();
    }
    return SetFrom(begin);
  }

  // Which characters the atom matches, as the matcher itself answers.
  RegexNode SetFrom(std::size_t begin) {
    const std::string atom = fmt::format(
        "^(?{}{}{}:{})$", flags_.caseless ? "i" : "", flags_.dot_all ? "s" : "",
        flags_.caseless || flags_.dot_all ? "" : "-x",
        text_.substr(begin, at_ - begin));
    const auto [known, added] = sets_.try_emplace(atom);
    if (added) {
      const auto regex = Regex::Compile(atom);
      if (!regex) {
        return GiveUp();
      }
      for (std::size_t i = 0; i < kRegexSamples; ++i) {
        const Result<bool> matched = (*regex)->Matches(SampleText(i));
        known->second[i] = matched && *matched;
      }
    }
    return {.kind = Kind::kSet, .set = known->second};
  }

  RegexTree tree_;
  std::map<std::string, SampleSet> sets_;
};

}  // namespace

std::string SampleText(std::size_t number) {
  return number < 128 ? std::string(1, static_cast<char>(number))
                      : std::string(kBeyondAscii[number - 128]);
}

std::optional<RegexTree> ReadRegexTree(std::string_view pattern) {
  return TreeReader(pattern).Read();
}

}  // namespace connectguard
