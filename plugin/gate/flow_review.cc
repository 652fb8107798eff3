#include "gate/flow_review.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "document/dump.h"
#include "document/path.h"
#include "flow/review.h"
#include "gate/place.h"

namespace connectguard {
namespace {

constexpr std::string_view kLanguagePage =
    "https://docs.aws.amazon.com/connect/latest/APIReference/"
    "flow-language.html";

struct Matter {
  std::string_view check;
  std::string_view policy;
};

// Checks of a flow by itself that a policy judges as well.
constexpr std::array<Matter, 27> kMatters = {{
    {"no-flow", "CONNECT-FLOW-1"},
    {"version", "CONNECT-FLOW-1"},
    {"legacy-format", "CONNECT-FLOW-1"},
    {"no-actions", "CONNECT-FLOW-2"},
    {"no-start", "CONNECT-FLOW-2"},
    {"action-form", "CONNECT-FLOW-2"},
    {"no-identifier", "CONNECT-FLOW-2"},
    {"identifier-form", "CONNECT-FLOW-2"},
    {"identifier-repeats", "CONNECT-FLOW-2"},
    {"dangling-transition", "CONNECT-FLOW-2"},
    {"too-many-actions", "CONNECT-FLOW-2"},
    {"too-large", "CONNECT-FLOW-2"},
    {"unknown-type", "CONNECT-FLOW-3"},
    {"flow-type", "CONNECT-FLOW-4"},
    {"missing-error", "CONNECT-FLOW-5"},
    {"missing-condition", "CONNECT-FLOW-6"},
    {"extra-condition", "CONNECT-FLOW-6"},
    {"condition-form", "CONNECT-FLOW-6"},
    {"unreachable", "CONNECT-FLOW-7"},
    {"trap", "CONNECT-FLOW-8"},
    {"busy-circle", "CONNECT-FLOW-8"},
    {"missing-next", "CONNECT-FLOW-9"},
    {"unlogged", "CONNECT-FLOW-10"},
    {"tainted-dial", "CONNECT-FRAUD-6"},
    {"tainted-callback", "CONNECT-FRAUD-8"},
    {"tainted-function", "CONNECT-FLOW-22"},
    {"tainted-ssml", "CONNECT-FLOW-27"},
}};

// Of a resource with properties.
std::string NameOf(const Resource& resource) {
  return std::string(StringAt(*resource.properties, "Name"));
}

// A way as the functions of rules write it begins so (builtins/builtins.h).
constexpr std::string_view kStart = "start, ";
constexpr std::string_view kQuotedStart = "\"start, ";

std::string_view Unquoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"'
             ? text.substr(1, text.size() - 2)
             : std::string_view();
}

std::vector<std::uint32_t> AllActions(const FlowGraph& graph) {
  std::vector<std::uint32_t> actions(graph.action_count());
  std::iota(actions.begin(), actions.end(), 0U);
  return actions;
}

// What may run after the node.
std::vector<std::uint32_t> Followers(const FlowGraph& graph,
                                     std::uint32_t node) {
  std::vector<std::uint32_t> followers;
  for (const FlowEdge& edge : graph.Out(node)) {
    if (edge.to == graph.Anywhere()) {
      return AllActions(graph);
    }
    if (graph.IsAction(edge.to)) {
      followers.push_back(edge.to);
    }
  }
  return followers;
}

// The path that these words are of; empty when they are of none.
FlowPath PathInWords(const FlowGraph& graph, std::string_view words) {
  constexpr std::string_view kBetween = ", ";
  const bool from_start = words.starts_with(kStart);
  words.remove_prefix(from_start ? kStart.size() : 0);
  std::vector<std::uint32_t> next =
      from_start ? Followers(graph, graph.Entry()) : AllActions(graph);
  FlowPath path;
  while (!words.empty()) {
    std::size_t longest = 0;
    std::uint32_t found = 0;
    for (const std::uint32_t action : next) {
      const std::string title = ActionTitle(graph.flow().actions[action]);
      if (title.size() <= longest || !words.starts_with(title)) {
        continue;
      }
      const std::string_view rest = words.substr(title.size());
      if (rest.empty() || rest.starts_with(kBetween)) {
        longest = title.size();
        found = action;
      }
    }
    if (longest == 0) {
      return {};
    }
    path.push_back(found);
    words.remove_prefix(std::min(words.size(), longest + kBetween.size()));
    next = Followers(graph, path.back());
  }
  return path;
}

class Reviewer {
 public:
  Reviewer(const Document& document, ReviewedFlow* reviewed)
      : document_(document), reviewed_(*reviewed) {
    const Flow& flow = reviewed_.planned->flow();
    for (std::size_t i = 0; i < flow.actions.size(); ++i) {
      actions_.emplace(
          PathBelow(*flow.actions[i].node, *reviewed_.resource->node),
          static_cast<std::int32_t>(i));
    }
  }

  void AddPolicyFinding(const Finding& finding) {
    FlowIssue issue{.finding = finding,
                    .of_policy = true,
                    .action = ActionAt(finding.path)};
    const FlowGraph& graph = reviewed_.planned->graph();
    const bool from_start = finding.found.starts_with(kQuotedStart);
    if (FlowPath shown = PathInWords(graph, Unquoted(finding.found));
        !shown.empty()) {
      issue.way = WordsOf(shown, from_start);
      issue.path = std::move(shown);
      issue.finding.found.clear();
    } else if (issue.action >= 0 && !from_start) {
      issue.path = WayTo(static_cast<std::uint32_t>(issue.action));
      issue.way = WordsOf(issue.path, true);
    }
    reviewed_.issues.push_back(std::move(issue));
  }

  void AddRemarks(OnUnknown on_unknown) {
    for (FlowRemark& remark :
         ReviewFlow(reviewed_.planned->graph(), reviewed_.type)) {
      const bool counted_only = remark.answer == FlowAnswer::kUnknown &&
                                on_unknown == OnUnknown::kAllow;
      if (!counted_only && !IsSaidByPolicy(remark)) {
        AddRemark(std::move(remark), on_unknown);
      }
    }
  }

  void Sort() {
    std::ranges::stable_sort(reviewed_.issues, {}, [](const FlowIssue& issue) {
      return std::tuple(
          issue.finding.waiver.has_value(), !issue.finding.blocking,
          issue.finding.status == FindingStatus::kUnknown,
          -static_cast<int>(issue.finding.severity),
          issue.action >= 0 && issue.path.empty(), issue.path.size());
    });
  }

 private:
  FlowPath WayTo(std::uint32_t action) const {
    const FlowGraph& graph = reviewed_.planned->graph();
    FlowPath way = ShortestPathTo(graph, action, FlowWorld::kCertain);
    return way.empty() ? ShortestPathTo(graph, action, FlowWorld::kPossible)
                       : way;
  }

  std::string WordsOf(const FlowPath& path, bool from_start) const {
    return path.empty() ? std::string()
                        : (from_start ? "Start, " : "") +
                              PathText(reviewed_.planned->flow(), path);
  }

  // The innermost action that a path of the document leads into.
  std::int32_t ActionAt(std::string path) const {
    while (!path.empty()) {
      if (const auto found = actions_.find(path); found != actions_.end()) {
        return found->second;
      }
      const std::size_t end = path.find_last_of(".[");
      path.resize(end == std::string::npos ? 0 : end);
    }
    return -1;
  }

  bool IsSaidByPolicy(const FlowRemark& remark) const {
    const auto* matter =
        std::ranges::find(kMatters, remark.check, &Matter::check);
    return matter != kMatters.end() &&
           std::ranges::any_of(reviewed_.issues, [&](const FlowIssue& issue) {
             // A policy may blame the flow for what shows at an action.
             const bool same =
                 issue.action == remark.action || remark.check == "unlogged";
             return issue.of_policy && same &&
                    issue.finding.policy_id == matter->policy;
           });
  }

  void AddRemark(FlowRemark remark, OnUnknown on_unknown) {
    const bool error = remark.severity == FlowSeverity::kError;
    const bool certain = remark.answer == FlowAnswer::kYes;
    const Value& value = *remark.value;
    Finding finding;
    finding.policy_id = remark.check;
    finding.title = remark.message;
    finding.severity = error ? Severity::kHigh : Severity::kLow;
    finding.status =
        certain ? FindingStatus::kViolation : FindingStatus::kUnknown;
    finding.blocking = error && (certain || on_unknown == OnUnknown::kDeny);
    finding.resource = reviewed_.resource->address;
    finding.resource_type = reviewed_.resource->type;
    finding.path = PathBelow(value, *reviewed_.resource->node);
    finding.message = std::move(remark.message);
    if (!value.Is(Kind::kMap) && !value.Is(Kind::kList)) {
      finding.found = Summarize(value);
    }
    finding.fix = std::move(remark.hint);
    finding.source = kLanguagePage;
    finding.place = PlaceOf(document_, value);
    if (!certain) {
      finding.reason = "it depends on a part of the flow that is not known";
    }
    NativeAttribute native = NativeAttributeOf(document_, value);
    finding.attribute = std::move(native.path);
    if (native.address != reviewed_.resource->address) {
      finding.set_in = std::move(native.address);
    }
    std::string way = WordsOf(remark.path, true);
    reviewed_.issues.push_back({.finding = std::move(finding),
                                .action = remark.action,
                                .path = std::move(remark.path),
                                .way = std::move(way)});
  }

  const Document& document_;
  ReviewedFlow& reviewed_;
  std::map<std::string, std::int32_t, std::less<>> actions_;
};

}  // namespace

bool IsOfFlows(const Policy& policy) {
  return std::ranges::any_of(
      policy.metadata.resources, [](const std::string& type) {
        return type == kFlowType || type == kFlowModuleType;
      });
}

FlowReview ReviewFlows(const Document& document,
                       std::span<const Finding> findings,
                       OnUnknown on_unknown) {
  FlowReview review;
  std::unordered_map<std::string_view, std::size_t> numbers;
  const auto& index = document.Derived<FlowIndex>();
  for (const Resource& resource : document.resources()) {
    if (const PlannedFlow* planned = index.Of(*resource.node)) {
      numbers.emplace(resource.address, review.flows.size());
      review.flows.push_back({.resource = &resource,
                              .name = NameOf(resource),
                              .type = std::string(planned->type()),
                              .planned = planned});
    }
  }
  std::vector<std::vector<const Finding*>> of_flow(review.flows.size());
  for (const Finding& finding : findings) {
    const auto found = numbers.find(finding.resource);
    if (found == numbers.end()) {
      review.others.push_back(finding);
    } else {
      of_flow[found->second].push_back(&finding);
    }
  }
  for (std::size_t i = 0; i < review.flows.size(); ++i) {
    Reviewer reviewer(document, &review.flows[i]);
    for (const Finding* finding : of_flow[i]) {
      reviewer.AddPolicyFinding(*finding);
    }
    reviewer.AddRemarks(on_unknown);
    reviewer.Sort();
  }
  return review;
}

}  // namespace connectguard
