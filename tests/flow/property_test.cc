// Every analysis beside brute force, on random flows.
#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "flow/brute_force.h"
#include "flow/dominance.h"
#include "flow/flow_graph.h"
#include "flow/flow_source.h"
#include "flow/loops.h"
#include "flow/origins.h"
#include "flow/paths.h"
#include "flow/random_flow.h"
#include "flow/review.h"
#include "flow/settings.h"
#include "flow/states.h"

namespace connectguard::testing {
namespace {

constexpr std::uint32_t kSeed = 20261128;

// An answer of an analysis beside what is so in one filling. Without holes it
// must be exact.
void Check(FlowAnswer answer, bool truth, bool exact, const std::string& what) {
  if (answer == FlowAnswer::kUnknown) {
    EXPECT_FALSE(exact) << what;
  } else {
    EXPECT_EQ(answer == FlowAnswer::kYes, truth) << what;
  }
}

FlowMarks MarksOf(const Flow& flow, const NodeSet& nodes) {
  FlowMarks marks = NoMarks(flow);
  for (const int node : nodes) {
    marks[static_cast<std::size_t>(node)] = FlowAnswer::kYes;
  }
  return marks;
}

NodeSet RandomSet(std::uint32_t count, Random* random) {
  NodeSet nodes;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (Below(random, 3) == 0) {
      nodes.insert(static_cast<int>(i));
    }
  }
  return nodes;
}

NodeSet ReachedFrom(const PlainFlow& flow, int from) {
  NodeSet reached;
  std::vector<int> stack = {from};
  while (!stack.empty()) {
    const int node = stack.back();
    stack.pop_back();
    for (const int next : Followers(flow, node)) {
      if (reached.insert(next).second) {
        stack.push_back(next);
      }
    }
  }
  return reached;
}

// A flow as it is analysed, and as it may turn out.
struct Pair {
  const Flow& flow;
  const FlowGraph graph;
  const PlainFlow& plain;
  bool exact;
  int count() const { return static_cast<int>(plain.actions.size()); }
};

std::uint32_t NodeOf(int node) { return static_cast<std::uint32_t>(node); }

// The witness is a path of the plain flow of the shortest length.
void CheckWitness(const Pair& pair, int from, const FlowPath& witness,
                  std::size_t shortest) {
  int at = from;
  for (std::size_t i = from == kEntry ? 0 : 1; i < witness.size(); ++i) {
    const int node = static_cast<int>(witness[i]);
    EXPECT_TRUE(Followers(pair.plain, at).contains(node));
    at = node;
  }
  const std::size_t nodes = from == kEntry ? shortest : shortest + 1;
  EXPECT_EQ(witness.size(), nodes);
}

// What is left when actions of `through` can only fail leads to none of `to`.
bool AllPathsSucceed(const PlainFlow& plain, const NodeSet& to,
                     const NodeSet& through) {
  PlainFlow failing = plain;
  for (const int node : through) {
    PlainAction& action = failing.actions[NodeOf(node)];
    std::erase_if(action.branches,
                  [](const PlainBranch& branch) { return !branch.failure; });
  }
  return ShortestPath(failing, kEntry, to, {}) == 0;
}

void CheckPaths(const Pair& pair, Random* random) {
  const NodeSet to = RandomSet(NodeOf(pair.count()), random);
  const NodeSet avoiding = RandomSet(NodeOf(pair.count()), random);
  const FlowMarks to_marks = MarksOf(pair.flow, to);
  const FlowMarks avoiding_marks = MarksOf(pair.flow, avoiding);
  const FlowMarks reachable = Reachable(pair.graph);
  const NodeSet reached = ReachedFrom(pair.plain, kEntry);
  for (int from = -1; from < pair.count(); ++from) {
    const int plain_from = from < 0 ? kEntry : from;
    const std::uint32_t node = from < 0 ? pair.graph.Entry() : NodeOf(from);
    const std::size_t shortest =
        ShortestPath(pair.plain, plain_from, to, avoiding);
    const PathAnswer some =
        SomePath(pair.graph, node, to_marks, avoiding_marks);
    Check(some.answer, shortest > 0, pair.exact, "SomePath");
    if (pair.exact && shortest > 0) {
      CheckWitness(pair, plain_from, some.witness, shortest);
    }
    const bool out = ShortestPath(pair.plain, plain_from, {kOut}, avoiding) > 0;
    Check(SomePathOut(pair.graph, node, avoiding_marks).answer, out, pair.exact,
          "SomePathOut");
    Check(MustReach(pair.graph, node, avoiding_marks).answer, !out, pair.exact,
          "MustReach");
    Check(MayReach(pair.graph, node, to_marks).answer,
          ShortestPath(pair.plain, plain_from, to, {}) > 0, pair.exact,
          "MayReach");
    if (from >= 0) {
      Check(reachable[node], reached.contains(from), pair.exact, "Reachable");
    }
  }
  Check(EveryPathPasses(pair.graph, to_marks, avoiding_marks).answer,
        ShortestPath(pair.plain, kEntry, to, avoiding) == 0, pair.exact,
        "EveryPathPasses");
  Check(EveryPathSucceeds(pair.graph, to_marks, avoiding_marks).answer,
        AllPathsSucceed(pair.plain, to, avoiding), pair.exact,
        "EveryPathSucceeds");
}

void CheckDominance(const Pair& pair) {
  const FlowDominance dominance(pair.graph);
  for (int a = 0; a < pair.count(); ++a) {
    for (int b = 0; b < pair.count(); ++b) {
      const std::string what = fmt::format("dominance {} {}", a, b);
      Check(dominance.Dominates(NodeOf(a), NodeOf(b)),
            AllPathsPass(pair.plain, kEntry, b, a), pair.exact, what);
      Check(dominance.PostDominates(NodeOf(a), NodeOf(b)),
            AllPathsPass(pair.plain, b, kOut, a), pair.exact, "post" + what);
    }
  }
}

// Loops, from which actions lead to which.
std::set<NodeSet> PlainLoops(const PlainFlow& plain) {
  const NodeSet reached = ReachedFrom(plain, kEntry);
  std::set<NodeSet> loops;
  for (const int node : reached) {
    NodeSet loop;
    const NodeSet from_node = ReachedFrom(plain, node);
    for (const int other : from_node) {
      if (other >= 0 && ReachedFrom(plain, other).contains(node)) {
        loop.insert(other);
      }
    }
    if (node >= 0 && !loop.empty()) {
      loops.insert(loop);
    }
  }
  return loops;
}

// Errors of actions that have none are never taken.
bool HasErrors(PlainType type) {
  return type != PlainType::kLogOn && type != PlainType::kLogOff &&
         type != PlainType::kEnd;
}

bool PlainTrap(const PlainFlow& plain, const NodeSet& loop) {
  for (const int node : loop) {
    const PlainAction& action = plain.actions[NodeOf(node)];
    for (const PlainBranch& branch : action.branches) {
      const int to = branch.to == kDangling ? kOut : branch.to;
      if (!loop.contains(to) && (!branch.failure || HasErrors(action.type))) {
        return false;
      }
    }
    if (action.type == PlainType::kTransfer) {
      return false;
    }
  }
  return true;
}

void CheckLoops(const Pair& pair, Random* random) {
  const std::set<NodeSet> plain = PlainLoops(pair.plain);
  if (pair.exact) {
    std::set<NodeSet> found;
    for (const FlowLoop& loop : FindLoops(pair.graph, FlowWorld::kCertain)) {
      const NodeSet nodes(loop.actions.begin(), loop.actions.end());
      EXPECT_TRUE(found.insert(nodes).second);
      Check(IsTrap(loop), PlainTrap(pair.plain, nodes), true, "IsTrap");
    }
    EXPECT_EQ(found, plain);
  }
  const NodeSet marked = RandomSet(NodeOf(pair.count()), random);
  bool circle = false;
  for (int node = 0; node < pair.count(); ++node) {
    circle = circle || (!marked.contains(node) &&
                        ReachedFrom(pair.plain, kEntry).contains(node) &&
                        ShortestPath(pair.plain, node, {node}, marked) > 0);
  }
  const PathAnswer answer =
      CircleAvoiding(pair.graph, MarksOf(pair.flow, marked));
  Check(answer.answer, circle, pair.exact, "CircleAvoiding");
  for (const std::uint32_t node : answer.witness) {
    EXPECT_FALSE(marked.contains(static_cast<int>(node)));
  }
}

void CheckStates(const Pair& pair, const std::set<Visit>& visits) {
  const FlowStates states(pair.graph, FlowTopic::kLogging);
  for (int node = 0; node < pair.count(); ++node) {
    std::set<char> seen;
    for (const Visit& visit : visits) {
      if (visit.action == node) {
        seen.insert(visit.logging);
      }
    }
    for (const auto& [state, letter] :
         {std::pair(FlowState::kInherited, 'i'), std::pair(FlowState::kOn, '+'),
          std::pair(FlowState::kOff, '-')}) {
      Check(states.Sometimes(NodeOf(node), state), seen.contains(letter),
            pair.exact, "Sometimes");
      Check(states.Always(NodeOf(node), state),
            seen.empty() || seen == std::set<char>{letter}, pair.exact,
            "Always");
      const PathAnswer witness = states.Witness(NodeOf(node), state);
      Check(witness.answer, seen.contains(letter), pair.exact, "Witness");
      EXPECT_EQ(witness.witness.empty(), witness.answer == FlowAnswer::kNo);
    }
  }
}

std::string OriginText(const FlowOrigin& origin) {
  return fmt::format("{} {}", OriginName(origin.kind), origin.action);
}

// What origins and constants say of one text, beside all visits to its action.
void CheckText(const Pair& pair, const FlowSettings& settings,
               const std::set<Visit>& visits, int node,
               const FlowParameter& parameter) {
  const std::string& text = pair.plain.actions[NodeOf(node)].text;
  std::set<std::string> truth;
  std::set<std::string> constants;
  for (const Visit& visit : visits) {
    if (visit.action == node) {
      truth.merge(OriginsAt(visit, text));
      constants.insert(ConstantAt(visit, text));
    }
  }
  std::set<std::string> certain;
  std::set<std::string> possible;
  bool unknown = false;
  for (const FlowOrigin& origin :
       OriginsOf(settings, NodeOf(node), parameter)) {
    unknown = unknown || origin.kind == FlowOriginKind::kUnknown;
    possible.insert(OriginText(origin));
    if (origin.certain) {
      certain.insert(OriginText(origin));
    }
  }
  EXPECT_TRUE(std::ranges::includes(truth, certain)) << text;
  EXPECT_TRUE(unknown || std::ranges::includes(possible, truth)) << text;
  const FlowConstants found = ConstantsOf(settings, NodeOf(node), parameter);
  std::set<std::string> texts;
  for (const FlowConstant& constant : found.texts) {
    texts.emplace(constant.text);
  }
  const bool other = constants.erase("") > 0;
  constants.erase("(unset)");
  if (found.complete == FlowAnswer::kYes) {
    EXPECT_TRUE(std::ranges::includes(texts, constants)) << text;
  }
  Check(found.complete, !other, pair.exact, "complete: " + text);
  if (pair.exact) {
    EXPECT_FALSE(unknown) << text;
    EXPECT_EQ(certain, truth) << text;
    EXPECT_EQ(texts, constants) << text;
  }
}

// Texts of actions that a contact comes to in the analysed flow.
void CheckTexts(const Pair& pair, const std::set<Visit>& visits) {
  const FlowSettings settings(pair.graph);
  EXPECT_TRUE(settings.complete());
  const FlowMarks reachable = Reachable(pair.graph);
  for (int node = 0; node < pair.count(); ++node) {
    const FlowAction& action = pair.flow.actions[NodeOf(node)];
    for (const char* path : {"Text", "LambdaFunctionARN", "Attributes",
                             "FlowAttributes", "ThirdPartyPhoneNumber"}) {
      std::vector<const FlowParameter*> parameters;
      for (const FlowParameter& each : ParametersIn(action, path)) {
        parameters.push_back(&each);
      }
      if (reachable[NodeOf(node)] != FlowAnswer::kNo && !action.hole &&
          action.facts != nullptr && parameters.size() == 1 &&
          parameters[0]->text != "enter") {
        CheckText(pair, settings, visits, node, *parameters[0]);
      }
    }
  }
}

constexpr std::size_t kMaxVisits = 20'000;

void CheckAll(const Flow& flow, const PlainFlow& plain, bool exact,
              Random* random) {
  const Pair pair{
      .flow = flow, .graph = FlowGraph(flow), .plain = plain, .exact = exact};
  CheckPaths(pair, random);
  CheckDominance(pair);
  CheckLoops(pair, random);
  const std::set<Visit> visits = AllVisits(plain, kMaxVisits);
  if (!visits.empty()) {
    CheckStates(pair, visits);
    CheckTexts(pair, visits);
  }
}

TEST(PropertyTest, SmallFlowsAgreeWithEnumeration) {
  Random random(kSeed);
  for (int round = 0; round < 400; ++round) {
    const PlainFlow plain =
        RandomFlow({.actions = 1 + Below(&random, 7), .branches = 3}, &random);
    const std::string json = WriteFlow(plain);
    SCOPED_TRACE(json);
    const FlowSource source = ReadSource(json);
    CheckAll(source.flow, plain, true, &random);
    if (HasFailure()) {
      return;
    }
  }
}

// Yes and no hold in whatever the holes turn out to be.
TEST(PropertyTest, AnswersHoldHoweverHolesAreFilled) {
  Random random(kSeed + 1);
  for (int round = 0; round < 150; ++round) {
    const PlainFlow plain = RandomFlow(
        {.actions = 1 + Below(&random, 6), .holes = true, .branches = 3},
        &random);
    const std::string json = WriteFlow(plain);
    const FlowSource source = ReadSource(json);
    for (int filling = 0; filling < 6; ++filling) {
      const PlainFlow filled = Filled(plain, &random);
      SCOPED_TRACE(json + "\nas\n" + WriteFlow(filled));
      CheckAll(source.flow, filled, false, &random);
      if (HasFailure()) {
        return;
      }
    }
  }
}

// What is reached from the entry when no path goes on from `avoiding`.
void CheckLargePaths(const Pair& pair, Random* random) {
  const NodeSet to = RandomSet(NodeOf(pair.count()), random);
  const NodeSet avoiding = RandomSet(NodeOf(pair.count()), random);
  PlainFlow without = pair.plain;
  for (const int node : avoiding) {
    without.actions[NodeOf(node)].type = PlainType::kCompare;
    without.actions[NodeOf(node)].branches = {{.to = node}};
  }
  const NodeSet reached = ReachedFrom(without, kEntry);
  const bool found =
      std::ranges::any_of(to, [&](int node) { return reached.contains(node); });
  const FlowMarks to_marks = MarksOf(pair.flow, to);
  const FlowMarks avoiding_marks = MarksOf(pair.flow, avoiding);
  const std::uint32_t entry = pair.graph.Entry();
  Check(SomePath(pair.graph, entry, to_marks, avoiding_marks).answer, found,
        true, "SomePath");
  Check(EveryPathPasses(pair.graph, to_marks, avoiding_marks).answer, !found,
        true, "EveryPathPasses");
  Check(MustReach(pair.graph, entry, avoiding_marks).answer,
        !reached.contains(kOut), true, "MustReach");
}

// Too many paths to enumerate: what can be reached when an action is away, and
// contacts walked through where that ends.
TEST(PropertyTest, LargeFlowsAgreeWithRemoval) {
  Random random(kSeed + 2);
  int walked = 0;
  for (int round = 0; round < 12; ++round) {
    const std::uint32_t count = 20 + Below(&random, 231);
    const PlainFlow plain =
        RandomFlow({.actions = count, .branches = 3}, &random);
    const FlowSource source = ReadSource(WriteFlow(plain));
    const Pair pair{.flow = source.flow,
                    .graph = FlowGraph(source.flow),
                    .plain = plain,
                    .exact = true};
    const FlowDominance dominance(pair.graph);
    const NodeSet reached = ReachedFrom(plain, kEntry);
    for (int i = 0; i < 20; ++i) {
      const int away = static_cast<int>(Below(&random, count));
      PlainFlow without = plain;
      without.actions[NodeOf(away)].branches.clear();
      const NodeSet left =
          plain.start == away ? NodeSet() : ReachedFrom(without, kEntry);
      for (int b = 0; b < pair.count(); ++b) {
        Check(dominance.Dominates(NodeOf(away), NodeOf(b)),
              b == away || !reached.contains(b) || !left.contains(b), true,
              fmt::format("{} dominates {}", away, b));
      }
    }
    CheckLargePaths(pair, &random);
    std::set<NodeSet> loops;
    for (const FlowLoop& loop : FindLoops(pair.graph, FlowWorld::kCertain)) {
      loops.insert(NodeSet(loop.actions.begin(), loop.actions.end()));
    }
    EXPECT_EQ(loops, PlainLoops(plain));
    const std::set<Visit> visits = AllVisits(plain, kMaxVisits);
    if (!visits.empty()) {
      ++walked;
      CheckStates(pair, visits);
      CheckTexts(pair, visits);
    }
  }
  EXPECT_GT(walked, 0);
}

// --- What must not matter ----------------------------------------------------

// All answers, by the numbers of the plain flow: `as_plain` translates.
std::vector<std::string> Answers(const Flow& flow,
                                 const std::vector<std::uint32_t>& as_plain,
                                 std::uint32_t count) {
  const FlowGraph graph(flow);
  const FlowDominance dominance(graph);
  const FlowStates states(graph, FlowTopic::kLogging);
  const FlowSettings settings(graph);
  const FlowMarks reachable = Reachable(graph);
  const FlowMarks queues = MarkEffect(flow, "transfer_queue");
  std::vector<std::string> answers(count);
  for (std::uint32_t i = 0; i < flow.actions.size(); ++i) {
    if (as_plain[i] >= count) {
      continue;
    }
    std::string& answer = answers[as_plain[i]];
    answer = fmt::format("{} {} {} {}", static_cast<int>(reachable[i]),
                         static_cast<int>(MustReach(graph, i, queues).answer),
                         MayReach(graph, i, queues).witness.size(),
                         StateSetText(states.Before(i, FlowWorld::kPossible)));
    for (std::uint32_t plain = 0; plain < count; ++plain) {
      const auto other = static_cast<std::uint32_t>(
          std::ranges::find(as_plain, plain) - as_plain.begin());
      answer +=
          fmt::format(" {}{}", static_cast<int>(dominance.Dominates(other, i)),
                      static_cast<int>(dominance.PostDominates(other, i)));
    }
    for (const FlowParameter& parameter : flow.actions[i].parameters) {
      std::set<std::string> origins;
      for (FlowOrigin origin : OriginsOf(settings, i, parameter)) {
        origin.action = origin.action < 0
                            ? -1
                            : static_cast<int>(as_plain[NodeOf(origin.action)]);
        origins.insert(OriginText(origin) + (origin.certain ? "!" : ""));
      }
      answer += fmt::format(" {}", fmt::join(origins, ","));
    }
  }
  for (const FlowLoop& loop : FindLoops(graph, FlowWorld::kCertain)) {
    NodeSet nodes;
    for (const std::uint32_t node : loop.actions) {
      nodes.insert(static_cast<int>(as_plain[node]));
    }
    answers.push_back(fmt::format("{} {}", fmt::join(nodes, " "),
                                  static_cast<int>(IsTrap(loop))));
  }
  std::ranges::sort(answers.begin() + count, answers.end());
  return answers;
}

std::vector<std::uint32_t> InOrder(std::uint32_t count) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

TEST(PropertyTest, NamesAndOrderDoNotMatter) {
  Random random(kSeed + 3);
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t count = 1 + Below(&random, 25);
    const PlainFlow plain =
        RandomFlow({.actions = count, .holes = true, .branches = 3}, &random);
    std::vector<std::uint32_t> order = InOrder(count);
    std::shuffle(order.begin(), order.end(), random);
    const std::string json =
        WriteFlow(plain, {.prefix = "8c4e-renamed-", .order = order});
    SCOPED_TRACE(WriteFlow(plain) + "\n" + json);
    const FlowSource source = ReadSource(WriteFlow(plain));
    const FlowSource other = ReadSource(json);
    EXPECT_EQ(Answers(source.flow, InOrder(count), count),
              Answers(other.flow, order, count));
    if (HasFailure()) {
      return;
    }
  }
}

TEST(PropertyTest, UnreachableActionsDoNotMatter) {
  Random random(kSeed + 4);
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t count = 1 + Below(&random, 20);
    const PlainFlow plain =
        RandomFlow({.actions = count, .branches = 3}, &random);
    PlainFlow more = plain;
    const std::uint32_t added = 1 + Below(&random, 10);
    const PlainFlow others =
        RandomFlow({.actions = count + added, .branches = 3}, &random);
    more.actions.insert(more.actions.end(), others.actions.begin(),
                        others.actions.begin() + added);
    SCOPED_TRACE(WriteFlow(more));
    const FlowSource source = ReadSource(WriteFlow(plain));
    const FlowSource other = ReadSource(WriteFlow(more));
    EXPECT_EQ(Answers(source.flow, InOrder(count), count),
              Answers(other.flow, InOrder(count + added), count));
    if (HasFailure()) {
      return;
    }
  }
}

// What a review says, by the actions of the plain flow, without what depends on
// the order in which actions are written: where a circle begins, and which of
// several equal ways is shown.
std::vector<std::string> Remarks(const Flow& flow,
                                 const std::vector<std::uint32_t>& as_plain,
                                 std::uint32_t count) {
  const FlowGraph graph(flow);
  std::vector<std::string> remarks;
  for (const FlowRemark& remark : ReviewFlow(graph, "CONTACT_FLOW")) {
    const bool anywhere = remark.check == "trap" ||
                          remark.check == "busy-circle" ||
                          remark.check == "unlogged";
    const int action = remark.action < 0 || anywhere
                           ? -1
                           : static_cast<int>(as_plain[NodeOf(remark.action)]);
    if (action < static_cast<int>(count)) {
      remarks.push_back(fmt::format(
          "{} {} {} {}", remark.check, static_cast<int>(remark.answer), action,
          remark.check.starts_with("tainted") || anywhere
              ? 0
              : remark.path.size()));
    }
  }
  std::ranges::sort(remarks);
  return remarks;
}

TEST(PropertyTest, NamesAndOrderChangeNoFinding) {
  Random random(kSeed + 5);
  for (int round = 0; round < 100; ++round) {
    const std::uint32_t count = 1 + Below(&random, 25);
    const PlainFlow plain =
        RandomFlow({.actions = count, .holes = true, .branches = 3}, &random);
    std::vector<std::uint32_t> order = InOrder(count);
    std::shuffle(order.begin(), order.end(), random);
    const std::string json =
        WriteFlow(plain, {.prefix = "8c4e-renamed-", .order = order});
    SCOPED_TRACE(WriteFlow(plain) + "\n" + json);
    const FlowSource source = ReadSource(WriteFlow(plain));
    const FlowSource other = ReadSource(json);
    EXPECT_EQ(Remarks(source.flow, InOrder(count), count),
              Remarks(other.flow, order, count));
    if (HasFailure()) {
      return;
    }
  }
}

TEST(PropertyTest, UnreachableActionsAddNothingElsewhere) {
  Random random(kSeed + 6);
  for (int round = 0; round < 100; ++round) {
    const std::uint32_t count = 1 + Below(&random, 20);
    const PlainFlow plain =
        RandomFlow({.actions = count, .branches = 3}, &random);
    PlainFlow more = plain;
    const std::uint32_t added = 1 + Below(&random, 10);
    const PlainFlow others =
        RandomFlow({.actions = count + added, .branches = 3}, &random);
    more.actions.insert(more.actions.end(), others.actions.begin(),
                        others.actions.begin() + added);
    SCOPED_TRACE(WriteFlow(more));
    const FlowSource source = ReadSource(WriteFlow(plain));
    const FlowSource other = ReadSource(WriteFlow(more));
    EXPECT_EQ(Remarks(source.flow, InOrder(count), count),
              Remarks(other.flow, InOrder(count + added), count));
    for (const FlowRemark& remark :
         ReviewFlow(FlowGraph(other.flow), "CONTACT_FLOW")) {
      EXPECT_TRUE(remark.action < static_cast<int>(count) ||
                  remark.path.empty());
    }
    if (HasFailure()) {
      return;
    }
  }
}

// Whether one action can come right after another, perhaps by a branch whose
// target is not known.
bool Steps(const FlowGraph& graph, std::uint32_t from, std::uint32_t to) {
  for (const FlowEdge& edge : graph.Out(from)) {
    if (edge.to == to || edge.to == graph.Anywhere()) {
      return true;
    }
  }
  return false;
}

// Each way of a finding is one that a contact can walk.
TEST(PropertyTest, WaysOfFindingsAreWalked) {
  Random random(kSeed + 7);
  int ways = 0;
  for (int round = 0; round < 100; ++round) {
    const std::uint32_t count = 1 + Below(&random, 30);
    const PlainFlow plain =
        RandomFlow({.actions = count, .holes = true, .branches = 3}, &random);
    SCOPED_TRACE(WriteFlow(plain));
    const FlowSource source = ReadSource(WriteFlow(plain));
    const FlowGraph graph(source.flow);
    for (const FlowRemark& remark : ReviewFlow(graph, "CONTACT_FLOW")) {
      for (std::size_t i = 1; i < remark.path.size(); ++i) {
        ++ways;
        EXPECT_TRUE(Steps(graph, remark.path[i - 1], remark.path[i]))
            << remark.check;
      }
    }
    if (HasFailure()) {
      return;
    }
  }
  EXPECT_GT(ways, 100);
}

}  // namespace
}  // namespace connectguard::testing
