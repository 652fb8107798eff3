#include "lint/automaton.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <utility>

namespace connectguard {
namespace {

constexpr std::size_t kMaxStates = 400;
// States of one loop that are looked at in pairs.
constexpr std::size_t kMaxLoop = 60;
// Ambiguous ways that are worth trying out.
constexpr std::size_t kMaxWays = 4;
// Triples of states looked at for one pattern.
constexpr std::size_t kMaxTriples = 60'000;

// Ways into each state: 1, or 2 for more.
using Ways = std::map<std::size_t, int>;

int Times(int a, int b) { return std::min(a * b, 2); }

void AddWays(const Ways& from, int times, Ways* into) {
  if (times == 0) {
    return;
  }
  for (const auto& [state, ways] : from) {
    int& all = (*into)[state];
    all = std::min(all + Times(ways, times), 2);
  }
}

}  // namespace

// Which states a part can begin and end with, and in how many ways it can be
// empty.
class Automaton::Builder {
 public:
  struct Part {
    Ways first = {};
    Ways last = {};
    int empty = 1;
  };

  explicit Builder(Automaton* automaton) : automaton_(*automaton) {}

  bool Build(const RegexNode& node) {
    const Part whole = Add(node);
    for (const auto& [state, ways] : whole.first) {
      automaton_.firsts_.push_back(state);
    }
    for (const auto& [state, ways] : whole.last) {
      automaton_.lasts_.push_back(state);
    }
    automaton_.edges_.resize(automaton_.states_.size());
    for (const auto& [edge, ways] : edges_) {
      automaton_.edges_[edge.first].push_back({edge.second, ways});
    }
    return !too_large_;
  }

 private:
  Part Add(const RegexNode& node) {
    if (automaton_.states_.size() > kMaxStates) {
      too_large_ = true;
    }
    if (too_large_) {
      return {};
    }
    switch (node.kind) {
      case RegexNode::Kind::kSet:
      case RegexNode::Kind::kOpaque: {
        const std::size_t state = automaton_.states_.size();
        automaton_.states_.push_back(
            {node.set, node.kind == RegexNode::Kind::kOpaque});
        return {.first = {{state, 1}}, .last = {{state, 1}}, .empty = 0};
      }
      case RegexNode::Kind::kSequence: {
        Part whole;
        for (const RegexNode& child : node.children) {
          whole = Join(whole, Add(child));
        }
        return whole;
      }
      case RegexNode::Kind::kAlternatives: {
        Part whole{.empty = 0};
        for (const RegexNode& child : node.children) {
          const Part part = Add(child);
          AddWays(part.first, 1, &whole.first);
          AddWays(part.last, 1, &whole.last);
          whole.empty = std::min(whole.empty + part.empty, 2);
        }
        return whole;
      }
      case RegexNode::Kind::kRepeat:
        return Repeat(node);
    }
    return {};
  }

  Part Join(const Part& a, const Part& b) {
    Connect(a, b);
    Part joined = a;
    AddWays(b.first, a.empty, &joined.first);
    joined.last = b.last;
    AddWays(a.last, b.empty, &joined.last);
    joined.empty = Times(a.empty, b.empty);
    return joined;
  }

  void Connect(const Part& a, const Part& b) {
    for (const auto& [from, out] : a.last) {
      for (const auto& [to, in] : b.first) {
        int& ways = edges_[{from, to}];
        ways = std::min(ways + Times(out, in), 2);
      }
    }
  }

  // `x{2,4}` is `xx(x(x)?)?`, in which each count has one way.
  Part Repeat(const RegexNode& node) {
    const RegexNode& child = node.children[0];
    const bool unbounded = node.high == RegexNode::kUnbounded;
    const std::uint64_t copies =
        unbounded ? std::max<std::uint64_t>(node.low, 1) : node.high;
    if (copies > kMaxStates) {
      too_large_ = true;
      return {};
    }
    Part rest;
    for (std::uint64_t copy = copies; copy > 0 && !too_large_; --copy) {
      Part part = Add(child);
      if (unbounded && copy == copies) {
        Connect(part, part);
      }
      part = copy == copies ? part : Join(part, rest);
      if (copy > node.low) {
        part.empty = 1;
      }
      rest = std::move(part);
    }
    return rest;
  }

  Automaton& automaton_;
  std::map<std::pair<std::size_t, std::size_t>, int> edges_;
  bool too_large_ = false;
};

std::optional<Automaton> Automaton::Of(const RegexNode& node) {
  Automaton automaton;
  if (!Builder(&automaton).Build(node)) {
    return std::nullopt;
  }
  automaton.FindLoops();
  return automaton;
}

// Two states are in one loop when each is reached from the other. The patterns
// are small, so this is asked pair by pair.
void Automaton::FindLoops() {
  const std::size_t count = states_.size();
  std::vector<std::vector<bool>> reached(count, std::vector<bool>(count));
  for (std::size_t start = 0; start < count; ++start) {
    std::vector<std::size_t> waiting = {start};
    while (!waiting.empty()) {
      const std::size_t at = waiting.back();
      waiting.pop_back();
      for (const Edge& edge : edges_[at]) {
        if (!reached[start][edge.to]) {
          reached[start][edge.to] = true;
          waiting.push_back(edge.to);
        }
      }
    }
  }
  loop_.assign(count, count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!reached[i][i] || loop_[i] != count) {
      continue;
    }
    std::vector<std::size_t>& members = loops_.emplace_back();
    for (std::size_t j = i; j < count; ++j) {
      if (reached[i][j] && reached[j][i]) {
        loop_[j] = loops_.size() - 1;
        members.push_back(j);
      }
    }
  }
}

// A character that all three take; letters and digits first.
std::optional<std::size_t> Automaton::CharacterFor(std::size_t a, std::size_t b,
                                                   std::size_t c) const {
  if (states_[a].opaque || states_[b].opaque || states_[c].opaque) {
    return std::nullopt;
  }
  const SampleSet shared = states_[a].set & states_[b].set & states_[c].set;
  if (shared.none()) {
    return std::nullopt;
  }
  constexpr std::array<std::pair<char, char>, 4> kFirst = {
      {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {' ', '~'}}};
  for (const auto& [low, high] : kFirst) {
    for (char each = low; each <= high; ++each) {
      if (shared[static_cast<std::size_t>(each)]) {
        return static_cast<std::size_t>(each);
      }
    }
  }
  for (std::size_t i = 0; i < kRegexSamples; ++i) {
    if (shared[i]) {
      return i;
    }
  }
  return std::nullopt;
}

namespace {

// Breadth first over `nodes`, from each to what `next` gives with a character;
// the text of the way to the goal.
template <typename NodeType>
class Search {
 public:
  void Start(const NodeType& node, std::string text) {
    if (came_.try_emplace(node, Step{node, std::move(text)}).second) {
      waiting_.push_back(node);
    }
  }
  void Add(const NodeType& from, const NodeType& to, std::size_t character) {
    if (came_.try_emplace(to, Step{from, SampleText(character)}).second) {
      waiting_.push_back(to);
    }
  }
  std::optional<NodeType> Take() {
    if (waiting_.empty()) {
      return std::nullopt;
    }
    NodeType node = waiting_.front();
    waiting_.pop_front();
    return node;
  }
  bool Has(const NodeType& node) const { return came_.contains(node); }
  std::size_t size() const { return came_.size(); }

  std::string TextTo(NodeType node) const {
    std::vector<std::string> texts;
    for (;;) {
      const Step& step = came_.at(node);
      texts.push_back(step.text);
      if (step.from == node) {
        break;
      }
      node = step.from;
    }
    std::string text;
    for (auto at = texts.rbegin(); at != texts.rend(); ++at) {
      text += *at;
    }
    return text;
  }

 private:
  struct Step {
    NodeType from;
    std::string text;
  };
  std::map<NodeType, Step> came_;
  std::deque<NodeType> waiting_;
};

}  // namespace

std::vector<std::string> Automaton::LastCharacters() const {
  std::vector<std::string> characters;
  for (const std::size_t last : lasts_) {
    const auto character = CharacterFor(last, last, last);
    if (character && characters.size() < kMaxWays) {
      characters.push_back(SampleText(*character));
    }
  }
  return characters;
}

std::string Automaton::StartTo(std::size_t state) const {
  Search<std::size_t> search;
  for (const std::size_t first : firsts_) {
    if (const auto character = CharacterFor(first, first, first)) {
      search.Start(first, SampleText(*character));
    }
  }
  while (const auto at = search.Take()) {
    if (*at == state) {
      return search.TextTo(state);
    }
    for (const Edge& edge : edges_[*at]) {
      if (const auto character = CharacterFor(edge.to, edge.to, edge.to)) {
        search.Add(*at, edge.to, *character);
      }
    }
  }
  return "";
}

// From one state of a loop to another, or round to itself, without leaving it.
std::optional<std::string> Automaton::WayWithin(std::size_t from,
                                                std::size_t to) const {
  Search<std::size_t> search;
  for (const Edge& edge : edges_[from]) {
    const auto character = CharacterFor(edge.to, edge.to, edge.to);
    if (loop_[edge.to] == loop_[from] && character) {
      search.Start(edge.to, SampleText(*character));
    }
  }
  while (const auto at = search.Take()) {
    if (*at == to) {
      return search.TextTo(to);
    }
    for (const Edge& edge : edges_[*at]) {
      const auto character = CharacterFor(edge.to, edge.to, edge.to);
      if (loop_[edge.to] == loop_[from] && character) {
        search.Add(*at, edge.to, *character);
      }
    }
  }
  return std::nullopt;
}

// The text of two ways that part and come back to the state together.
std::optional<std::string> Automaton::TwoWays(std::size_t state) const {
  using Pair = std::pair<std::size_t, std::size_t>;
  const auto run = [&](Pair start, auto is_goal, Search<Pair>* search) {
    search->Start(start, "");
    while (const auto at = search->Take()) {
      for (const Edge& a : edges_[at->first]) {
        for (const Edge& b : edges_[at->second]) {
          if (loop_[a.to] != loop_[state] || loop_[b.to] != loop_[state]) {
            continue;
          }
          if (const auto character = CharacterFor(a.to, b.to, b.to)) {
            search->Add(*at, {a.to, b.to}, *character);
          }
        }
      }
      if (is_goal(*at)) {
        return std::optional(search->TextTo(*at));
      }
    }
    return std::optional<std::string>();
  };
  Search<Pair> out;
  run(
      {state, state}, [](const Pair&) { return false; }, &out);
  for (const std::size_t a : loops_[loop_[state]]) {
    for (const std::size_t b : loops_[loop_[state]]) {
      if (a >= b || !out.Has({a, b})) {
        continue;
      }
      Search<Pair> back;
      const auto home = run(
          {a, b}, [&](const Pair& at) { return at == Pair(state, state); },
          &back);
      if (home) {
        return out.TextTo({a, b}) + *home;
      }
    }
  }
  return std::nullopt;
}

std::vector<AmbiguousWay> Automaton::Exponential() const {
  std::vector<AmbiguousWay> found;
  for (const std::vector<std::size_t>& loop : loops_) {
    for (const std::size_t from : loop) {
      for (const Edge& edge : edges_[from]) {
        if (found.size() >= kMaxWays) {
          return found;
        }
        if (edge.ways < 2 || loop_[edge.to] != loop_[from]) {
          continue;
        }
        const auto character = CharacterFor(edge.to, edge.to, edge.to);
        const auto rest = edge.to == from ? std::optional<std::string>("")
                                          : WayWithin(edge.to, from);
        if (character && rest) {
          found.push_back({StartTo(from), SampleText(*character) + *rest});
        }
      }
    }
    if (loop.size() <= kMaxLoop) {
      if (const auto text = TwoWays(loop[0])) {
        found.push_back({StartTo(loop[0]), *text});
      }
    }
  }
  return found;
}

// The text over which `first` leads to itself and to `second`, and `second` to
// itself.
std::optional<std::string> Automaton::WayBetween(std::size_t first,
                                                 std::size_t second,
                                                 std::size_t* budget) const {
  using Triple = std::array<std::size_t, 3>;
  Search<Triple> search;
  search.Start({first, first, second}, "");
  const Triple goal = {first, second, second};
  while (const auto at = search.Take()) {
    if (*at == goal) {
      return search.TextTo(goal);
    }
    if (search.size() > *budget) {
      *budget = 0;
      return std::nullopt;
    }
    for (const Edge& a : edges_[(*at)[0]]) {
      for (const Edge& c : edges_[(*at)[2]]) {
        if (loop_[a.to] != loop_[first] || loop_[c.to] != loop_[second] ||
            !CharacterFor(a.to, c.to, c.to)) {
          continue;
        }
        for (const Edge& b : edges_[(*at)[1]]) {
          if (const auto character = CharacterFor(a.to, b.to, c.to)) {
            search.Add(*at, {a.to, b.to, c.to}, *character);
          }
        }
      }
    }
  }
  *budget -= std::min(*budget, search.size());
  return std::nullopt;
}

std::vector<AmbiguousWay> Automaton::Polynomial() const {
  std::vector<AmbiguousWay> found;
  std::size_t budget = kMaxTriples;
  for (const std::vector<std::size_t>& first : loops_) {
    for (const std::vector<std::size_t>& second : loops_) {
      if (&first == &second || first.size() > kMaxLoop ||
          second.size() > kMaxLoop) {
        continue;
      }
      for (const std::size_t p : first) {
        for (const std::size_t q : second) {
          const auto text = WayBetween(p, q, &budget);
          if (text) {
            found.push_back({StartTo(p), *text});
          }
          if (budget == 0 || found.size() >= kMaxWays) {
            return found;
          }
        }
      }
    }
  }
  return found;
}

}  // namespace connectguard
