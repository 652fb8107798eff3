#include "iam/glob_search.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace connectguard {

namespace {

using Words = std::vector<std::uint64_t>;

// Words of a product state that are moved for one step of the budget.
constexpr std::size_t kWordsPerStep = 4;

struct WordsHash {
  std::size_t operator()(const Words& words) const {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const std::uint64_t word : words) {
      hash = (hash ^ word) * 1099511628211ULL;
      hash ^= hash >> 29;
    }
    return static_cast<std::size_t>(hash);
  }
};

// All patterns side by side in one row of bits: bit `first + i` is the place
// before token i of a pattern.
class Product {
 public:
  explicit Product(const GlobProblem& problem) {
    for (const auto& group : problem.groups) {
      groups_.push_back(MaskOf(group));
    }
    none_of_ = MaskOf(problem.none_of);
    words_ = (size_ + 63) / 64;
    for (Mask& mask : groups_) {
      mask.places.resize(words_);
      mask.ends.resize(words_);
    }
    none_of_.places.resize(words_);
    none_of_.ends.resize(words_);
    ChooseLetters();
    for (const char letter : letters_) {
      moves_.push_back(MovesOf(letter));
    }
    starts_.resize(words_);
    skips_.resize(words_);
    for (const Placed& placed : globs_) {
      Set(&starts_, placed.first);
      const auto& tokens = placed.glob->tokens();
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == GlobTokenKind::kMany) {
          Set(&skips_, placed.first + i);
        }
      }
    }
    Close(&starts_);
  }

  const Words& start() const { return starts_; }
  const std::vector<char>& letters() const { return letters_; }
  std::size_t words() const { return words_; }

  Words Step(const Words& from, std::size_t letter) const {
    Words to(words_);
    std::uint64_t carry = 0;
    const Moves& moves = moves_[letter];
    for (std::size_t i = 0; i < words_; ++i) {
      const std::uint64_t advancing = from[i] & moves.advance[i];
      to[i] = (advancing << 1) | carry | (from[i] & moves.stay[i]);
      carry = advancing >> 63;
    }
    Close(&to);
    return to;
  }

  // Every group has a place left.
  bool IsAlive(const Words& state) const {
    return std::all_of(groups_.begin(), groups_.end(), [&](const Mask& mask) {
      return Meets(state, mask.places);
    });
  }

  bool Accepts(const Words& state) const {
    return !Meets(state, none_of_.ends) &&
           std::all_of(groups_.begin(), groups_.end(), [&](const Mask& mask) {
             return Meets(state, mask.ends);
           });
  }

 private:
  struct Placed {
    const Glob* glob;
    std::size_t first;
  };
  struct Mask {
    Words places;
    Words ends;
  };
  struct Moves {
    Words advance;
    Words stay;
  };

  static void Set(Words* words, std::size_t bit) {
    if (words->size() <= bit / 64) {
      words->resize(bit / 64 + 1);
    }
    (*words)[bit / 64] |= std::uint64_t{1} << bit % 64;
  }

  static bool Meets(const Words& a, const Words& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if ((a[i] & b[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  Mask MaskOf(const std::vector<const Glob*>& globs) {
    Mask mask;
    for (const Glob* glob : globs) {
      const std::size_t tokens = glob->tokens().size();
      globs_.push_back({.glob = glob, .first = size_});
      for (std::size_t i = 0; i <= tokens; ++i) {
        Set(&mask.places, size_ + i);
      }
      Set(&mask.ends, size_ + tokens);
      size_ += tokens + 1;
    }
    return mask;
  }

  // `*` stands next to its successor, and two of them may stand in a row.
  void Close(Words* state) const {
    bool again = true;
    while (again) {
      again = false;
      std::uint64_t carry = 0;
      for (std::size_t i = 0; i < words_; ++i) {
        const std::uint64_t skipping = (*state)[i] & skips_[i];
        const std::uint64_t closed = (*state)[i] | (skipping << 1) | carry;
        carry = skipping >> 63;
        again = again || (closed & ~(*state)[i] & skips_[i]) != 0;
        (*state)[i] = closed;
      }
    }
  }

  // All characters that some token tells from others, and a digit and another
  // one that none does.
  void ChooseLetters() {
    std::array<bool, 256> seen = {};
    bool refusing = false;
    for (const Placed& placed : globs_) {
      for (const GlobToken& token : placed.glob->tokens()) {
        const auto c = static_cast<unsigned char>(token.character);
        if (token.kind == GlobTokenKind::kCharacter) {
          seen[c] = true;
          if (token.any_case && c >= 'a' && c <= 'z') {
            seen[c - 'a' + 'A'] = true;
          }
        }
        refusing = refusing || token.refuses != kRefusesNothing;
      }
    }
    if (refusing) {
      seen[':'] = seen['/'] = seen['|'] = seen['*'] = seen['?'] = true;
    }
    AddFresh(seen, "0123456789");
    AddFresh(seen,
             "xyzabcdefghijklmnopqrstuvw-_.XYZABCDEFGHIJKLMNOPQRSTUVW~"
             "\xA1\xA2\xA3\xA4\xA5\xA6\xA7\xA8\xA9");
    for (std::size_t c = 0; c < seen.size(); ++c) {
      if (seen[c]) {
        letters_.push_back(static_cast<char>(c));
      }
    }
  }

  void AddFresh(const std::array<bool, 256>& seen, std::string_view among) {
    for (const char c : among) {
      if (!seen[static_cast<unsigned char>(c)]) {
        letters_.push_back(c);
        return;
      }
    }
  }

  Moves MovesOf(char letter) const {
    Moves moves{.advance = Words(words_), .stay = Words(words_)};
    for (const Placed& placed : globs_) {
      const auto& tokens = placed.glob->tokens();
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (Takes(tokens[i], letter)) {
          Set(tokens[i].kind == GlobTokenKind::kMany ? &moves.stay
                                                     : &moves.advance,
              placed.first + i);
        }
      }
    }
    return moves;
  }

  std::vector<Placed> globs_;
  std::vector<Mask> groups_;
  Mask none_of_;
  std::size_t size_ = 0;
  std::size_t words_ = 0;
  Words starts_;
  Words skips_;
  std::vector<char> letters_;
  std::vector<Moves> moves_;
};

struct Visit {
  const Words* state;
  std::size_t from;  // Number of the visit that led here.
  char letter;
};

std::string TextOf(const std::vector<Visit>& visits, std::size_t last) {
  std::string text;
  for (std::size_t at = last; at != 0; at = visits[at].from) {
    text.push_back(visits[at].letter);
  }
  std::reverse(text.begin(), text.end());
  return text;
}

// The shortest text that a pattern takes, or one with a letter in each `*`.
std::string Guess(const Glob& glob, bool fill) {
  std::string text;
  for (const GlobToken& token : glob.tokens()) {
    if (token.kind == GlobTokenKind::kCharacter) {
      text.push_back(token.character);
    } else if (token.kind == GlobTokenKind::kOne || fill) {
      text.push_back((token.refuses & kRefusesAllButDigits) != 0 ? '0' : 'x');
    }
  }
  return text;
}

// Most problems need no search.
bool IsSolution(const GlobProblem& problem, const std::string& text) {
  const auto takes = [&](const Glob* glob) { return glob->Matches(text); };
  return std::all_of(problem.groups.begin(), problem.groups.end(),
                     [&](const std::vector<const Glob*>& group) {
                       return std::any_of(group.begin(), group.end(), takes);
                     }) &&
         std::none_of(problem.none_of.begin(), problem.none_of.end(), takes);
}

}  // namespace

SearchOutcome FindText(const GlobProblem& problem, SearchBudget* budget,
                       std::string* found) {
  for (const bool fill : {false, true}) {
    std::string text = Guess(*problem.groups[0][0], fill);
    if (IsSolution(problem, text)) {
      *found = std::move(text);
      return SearchOutcome::kFound;
    }
  }
  std::size_t tokens = 0;
  for (const auto& group : problem.groups) {
    for (const Glob* glob : group) {
      tokens += glob->tokens().size() + 1;
    }
  }
  for (const Glob* glob : problem.none_of) {
    tokens += glob->tokens().size() + 1;
  }
  // The tables of moves, one for each letter.
  if (!budget->Spend(tokens)) {
    return SearchOutcome::kSpent;
  }
  const Product product(problem);
  const std::uint64_t cost =
      product.letters().size() * (1 + product.words() / kWordsPerStep);
  std::unordered_map<Words, bool, WordsHash> seen;
  std::vector<Visit> visits;
  const auto enter = [&](Words state, std::size_t from, char letter) {
    const auto [at, is_new] = seen.emplace(std::move(state), true);
    if (is_new) {
      visits.push_back({.state = &at->first, .from = from, .letter = letter});
    }
    return is_new;
  };
  enter(product.start(), 0, 0);
  for (std::size_t i = 0; i < visits.size(); ++i) {
    if (product.Accepts(*visits[i].state)) {
      *found = TextOf(visits, i);
      return SearchOutcome::kFound;
    }
    if (!budget->Spend(cost)) {
      return SearchOutcome::kSpent;
    }
    for (std::size_t letter = 0; letter < product.letters().size(); ++letter) {
      Words next = product.Step(*visits[i].state, letter);
      if (product.IsAlive(next)) {
        enter(std::move(next), i, product.letters()[letter]);
      }
    }
  }
  return SearchOutcome::kNone;
}

}  // namespace connectguard
