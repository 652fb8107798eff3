#include "flow/brute_force.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

namespace connectguard::testing {
namespace {

const PlainAction& At(const PlainFlow& flow, int node) {
  return flow.actions[static_cast<std::size_t>(node)];
}

bool LeavesAt(const PlainAction& action) {
  return action.branches.empty() || action.type == PlainType::kTransfer;
}

struct Reader {
  std::string variable;  // As in Visit; empty for a root that nothing sets.
  std::string origin;    // Of the root itself.
};

// The paths that the generator writes.
std::vector<Reader> ReadersIn(const std::string& text) {
  std::vector<Reader> readers;
  for (const char* name : {"Attributes.a", "Attributes.b", "FlowAttributes.f",
                           "StoredCustomerInput", "External"}) {
    if (text.find("$." + std::string(name)) != std::string::npos) {
      readers.push_back({.variable = name, .origin = {}});
    }
  }
  if (text.find("$.CustomerEndpoint") != std::string::npos) {
    readers.push_back({.variable = {}, .origin = "caller_address -1"});
  }
  return readers;
}

bool IsWhole(const std::string& text) {
  return text.starts_with("$.") && text.find(' ') == std::string::npos;
}

std::set<std::string> OriginsOfText(const Visit& visit, int action,
                                    const std::string& text) {
  std::set<std::string> origins;
  if (!IsWhole(text)) {
    origins.insert(fmt::format("constant {}", action));
  }
  for (const Reader& reader : ReadersIn(text)) {
    if (reader.variable.empty()) {
      origins.insert(reader.origin);
    } else {
      const auto& found = visit.origins.at(reader.variable);
      origins.insert(found.begin(), found.end());
    }
  }
  return origins;
}

void Set(Visit* visit, const std::string& variable, int action,
         const std::string& text) {
  const std::set<std::string> origins = OriginsOfText(*visit, action, text);
  const std::string constant = ConstantAt(*visit, text);
  visit->origins[variable] = origins;
  visit->constants[variable] = constant;
}

// What the action does when it succeeds.
void Succeed(const PlainFlow& flow, Visit* visit) {
  const PlainAction& action = At(flow, visit->action);
  const auto made = [&](const char* variable, const char* origin) {
    visit->origins[variable] = {fmt::format("{} {}", origin, visit->action)};
    visit->constants[variable].clear();
  };
  switch (action.type) {
    case PlainType::kStore:
      return made("StoredCustomerInput", "caller_input");
    case PlainType::kCall:
      return made("External", "lambda");
    case PlainType::kSetAttribute:
      return Set(visit, "Attributes." + action.name, visit->action,
                 action.text);
    case PlainType::kSetConstant:
      return Set(visit, "FlowAttributes." + action.name, visit->action,
                 action.text);
    case PlainType::kLogOn:
      visit->logging = '+';
      return;
    case PlainType::kLogOff:
      visit->logging = '-';
      return;
    default:
      return;
  }
}

void Failed(const PlainFlow& flow, Visit* visit) {
  const PlainAction& action = At(flow, visit->action);
  auto& origins = visit->origins["Attributes." + action.name];
  if (action.type == PlainType::kSetAttribute &&
      origins.contains("attribute -1") &&
      visit->constants["inherited " + action.name] == "yes") {
    origins = {"attribute_after_failure -1"};
  }
}

Visit FirstVisit(int start) {
  return {.action = start,
          .logging = 'i',
          .origins = {{"Attributes.a", {"attribute -1"}},
                      {"Attributes.b", {"attribute -1"}},
                      {"FlowAttributes.f", {"flow_attribute -1"}},
                      {"StoredCustomerInput", {"caller_input -1"}},
                      {"External", {"lambda -1"}}},
          // A flow attribute that is not set has no text at all.
          .constants = {{"Attributes.a", ""},
                        {"Attributes.b", ""},
                        {"FlowAttributes.f", "(unset)"},
                        {"StoredCustomerInput", ""},
                        {"External", ""},
                        {"inherited a", "yes"},
                        {"inherited b", "yes"}}};
}

}  // namespace

NodeSet Followers(const PlainFlow& flow, int node) {
  if (node == kEntry) {
    return {flow.start};
  }
  if (node == kOut) {
    return {};
  }
  NodeSet followers;
  for (const PlainBranch& branch : At(flow, node).branches) {
    followers.insert(branch.to == kDangling ? kOut : branch.to);
  }
  if (LeavesAt(At(flow, node))) {
    followers.insert(kOut);
  }
  return followers;
}

void EachPath(const PlainFlow& flow, int from,
              const std::function<void(const std::vector<int>&)>& visit) {
  std::vector<int> path = {from};
  const std::function<void()> extend = [&] {
    for (const int next : Followers(flow, path.back())) {
      const bool again = std::ranges::find(path, next) != path.end();
      if (again && next != from) {
        continue;
      }
      path.push_back(next);
      visit(path);
      if (!again) {
        extend();
      }
      path.pop_back();
    }
  };
  extend();
}

std::size_t ShortestPath(const PlainFlow& flow, int from, const NodeSet& to,
                         const NodeSet& avoiding) {
  std::size_t shortest = 0;
  EachPath(flow, from, [&](const std::vector<int>& path) {
    const bool inner_free =
        std::all_of(path.begin() + 1, path.end() - 1,
                    [&](int node) { return !avoiding.contains(node); });
    if (inner_free && to.contains(path.back()) &&
        (shortest == 0 || path.size() - 1 < shortest)) {
      shortest = path.size() - 1;
    }
  });
  return shortest;
}

bool AllPathsPass(const PlainFlow& flow, int from, int to, int through) {
  if (through == to || through == from) {
    return true;
  }
  bool all = true;
  EachPath(flow, from, [&](const std::vector<int>& path) {
    all = all &&
          (path.back() != to || std::ranges::find(path, through) != path.end());
  });
  return all;
}

std::set<Visit> AllVisits(const PlainFlow& flow, std::size_t limit) {
  std::set<Visit> seen;
  std::deque<Visit> work = {FirstVisit(flow.start)};
  seen.insert(work.front());
  while (!work.empty()) {
    const Visit visit = work.front();
    work.pop_front();
    for (const PlainBranch& branch : At(flow, visit.action).branches) {
      if (branch.to < 0) {
        continue;
      }
      Visit next = visit;
      if (branch.failure) {
        Failed(flow, &next);
      } else {
        Succeed(flow, &next);
        const PlainAction& action = At(flow, visit.action);
        if (action.type == PlainType::kSetAttribute) {
          next.constants["inherited " + action.name] = "no";
        }
      }
      next.action = branch.to;
      if (seen.insert(next).second) {
        work.push_back(next);
      }
    }
    if (seen.size() > limit) {
      return {};
    }
  }
  return seen;
}

std::set<std::string> OriginsAt(const Visit& visit, const std::string& text) {
  return OriginsOfText(visit, visit.action, text);
}

std::string ConstantAt(const Visit& visit, const std::string& text) {
  const std::vector<Reader> readers = ReadersIn(text);
  if (readers.empty()) {
    return text;
  }
  return IsWhole(text) && !readers[0].variable.empty()
             ? visit.constants.at(readers[0].variable)
             : "";
}

}  // namespace connectguard::testing
