#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/finding_text.h"
#include "report/flow_writer.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

std::string Counted(std::size_t count, std::string_view one,
                    std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

Ink InkOf(Verdict verdict) {
  return verdict == Verdict::kAllow  ? Ink::kGreen
         : verdict == Verdict::kDeny ? Ink::kRed
                                     : Ink::kYellow;
}

std::string KindOf(const ReviewedFlow& flow) {
  return flow.type == "MODULE" ? "module"
         : flow.type.empty()   ? "flow of unknown type"
                               : flow.type;
}

// How many findings of each sort there are.
struct Tally {
  std::size_t violations = 0;  // Of policies, and failures to judge.
  std::size_t errors = 0;      // Of the flow itself.
  std::size_t warnings = 0;
  std::size_t unknown = 0;
  std::size_t waived = 0;

  void Add(const Finding& finding, bool of_policy) {
    ++(finding.waiver                              ? waived
       : finding.status == FindingStatus::kUnknown ? unknown
       : of_policy                                 ? violations
       : finding.blocking                          ? errors
                                                   : warnings);
  }

  std::string Text() const {
    std::string text;
    const auto add = [&text](std::size_t count, std::string_view one,
                             std::string_view many) {
      if (count > 0) {
        text += text.empty() ? "" : ", ";
        text += Counted(count, one, many);
      }
    };
    add(violations, "violation", "violations");
    add(errors, "error", "errors");
    add(warnings, "warning", "warnings");
    add(unknown, "unknown", "unknown");
    add(waived, "waived", "waived");
    return text.empty() ? "nothing found" : text;
  }
};

class FlowText {
 public:
  FlowText(const Painter& painter, std::ostream& out)
      : painter_(painter), text_(painter, out), out_(out) {}

  void Write(const FlowInput& input) {
    if (input.error != nullptr) {
      out_ << fmt::format("{}  {}  ({})\n",
                          painter_.Paint(Ink::kRed, "NOT CHECKED"),
                          painter_.Paint(Ink::kBold, Printable(input.input)),
                          Printable(input.error->diagnostic.message));
      return;
    }
    WriteHead(input);
    Tally tally;
    for (const ReviewedFlow& flow : input.review->flows) {
      WriteFlow(flow, &tally);
    }
    if (!input.review->others.empty()) {
      out_ << '\n' << painter_.Paint(Ink::kBold, "Elsewhere") << '\n';
    }
    for (const Finding& finding : input.review->others) {
      tally.Add(finding, true);
      text_.Write(finding);
    }
    out_ << fmt::format("\n{}  {}: {}\n",
                        painter_.Paint(InkOf(input.verdict),
                                       UpperCase(VerdictName(input.verdict))),
                        Printable(input.input), tally.Text());
  }

 private:
  void WriteHead(const FlowInput& input) {
    out_ << fmt::format("{}  {}  ({}, {}, {})\n",
                        painter_.Paint(InkOf(input.verdict),
                                       UpperCase(VerdictName(input.verdict))),
                        painter_.Paint(Ink::kBold, Printable(input.input)),
                        Printable(input.kind),
                        Counted(input.review->flows.size(), "flow", "flows"),
                        Counted(static_cast<std::size_t>(input.counts.policies),
                                "policy", "policies"));
    for (const std::string& note : input.notes) {
      text_.WriteField("note", note);
    }
  }

  void WriteFlow(const ReviewedFlow& flow, Tally* tally) {
    const std::string address(flow.resource->address);
    const std::string named = flow.name.empty() || flow.name == address
                                  ? std::string()
                                  : fmt::format(" `{}`", flow.name);
    out_ << fmt::format(
        "\n{}{}  {}, {}{}\n", painter_.Paint(Ink::kBold, Printable(address)),
        Printable(named), Printable(KindOf(flow)),
        Counted(flow.planned->flow().actions.size(), "action", "actions"),
        flow.issues.empty() ? ": nothing found" : "");
    for (const FlowIssue& issue : flow.issues) {
      tally->Add(issue.finding, issue.of_policy);
      WriteIssue(issue);
    }
  }

  void WriteIssue(const FlowIssue& issue) {
    Finding shown = issue.finding;
    // The flow stands above it.
    shown.resource.clear();
    // Of a content that is one string the attribute alone says little.
    constexpr std::string_view kContent = "Properties.Content.";
    if (!shown.attribute.empty() && shown.path.starts_with(kContent)) {
      shown.attribute += ": " + shown.path.substr(kContent.size());
    }
    FindingExtras extras{.way = issue.way};
    if (!issue.of_policy) {
      extras.level = shown.blocking                            ? "error"
                     : shown.status == FindingStatus::kUnknown ? "unknown"
                                                               : "warning";
      shown.source.clear();
    }
    text_.Write(shown, extras);
  }

  const Painter& painter_;
  FindingText text_;
  std::ostream& out_;
};

void WriteOverall(std::span<const FlowInput> inputs, const Painter& painter,
                  std::ostream& out) {
  const auto unread = static_cast<std::size_t>(std::ranges::count_if(
      inputs, [](const FlowInput& input) { return input.error != nullptr; }));
  const Verdict worst = WorstVerdict(inputs);
  out << fmt::format(
      "\n{}  {}{}\n",
      painter.Paint(InkOf(worst), UpperCase(VerdictName(worst))),
      Counted(inputs.size(), "input", "inputs"),
      unread == 0 ? ""
                  : fmt::format(", of which {} could not be checked", unread));
}

// "main (flow, CONTACT_FLOW)"; of what is not given, why.
std::string PlaceText(const FlowPlace& place) {
  const std::string kind(PlaceKindName(place.kind));
  switch (place.state) {
    case FlowPlaceState::kGiven:
      return fmt::format("{} ({}{})", place.name, kind,
                         place.detail.empty() ? "" : ", " + place.detail);
    case FlowPlaceState::kElsewhere:
      return fmt::format(
          "{}{} ({}, not among the inputs)", place.name,
          place.detail.empty() ? "" : fmt::format(" `{}`", place.detail), kind);
    case FlowPlaceState::kUnknown:
      break;
  }
  return fmt::format("{} ({}, not known which)", place.name, kind);
}

void WritePlace(const FlowMap& map, std::uint32_t number, FlowAnswer entered,
                const std::vector<std::vector<const FlowLink*>>& out_of,
                const Painter& painter, std::ostream& out) {
  const FlowPlace& place = map.places()[number];
  const bool flow = place.kind == FlowPlaceKind::kFlow ||
                    place.kind == FlowPlaceKind::kModule;
  out << fmt::format(
      "{}{}\n", painter.Paint(Ink::kBold, Printable(PlaceText(place))),
      flow && entered == FlowAnswer::kNo ? ": nothing here leads to it" : "");
  for (const FlowLink* link : out_of[number]) {
    out << fmt::format("  {} {}  {}\n",
                       link->answer == FlowAnswer::kYes ? "->" : "?>",
                       Printable(PlaceText(map.places()[link->to])),
                       painter.Paint(Ink::kDim, Printable(link->label)));
  }
}

}  // namespace

void WriteTextFlowReport(std::span<const FlowInput> inputs, bool colour,
                         std::ostream& out) {
  // The error alone says it all when there is no report beside it.
  if (std::ranges::all_of(inputs, [](const FlowInput& input) {
        return input.error != nullptr;
      })) {
    return;
  }
  const Painter painter(colour);
  FlowText text(painter, out);
  std::string_view separator;
  for (const FlowInput& input : inputs) {
    out << separator;
    separator = "\n";
    text.Write(input);
  }
  if (inputs.size() > 1) {
    WriteOverall(inputs, painter, out);
  }
}

void WriteTextFlowMap(const FlowMap& map, bool colour, std::ostream& out) {
  const Painter painter(colour);
  std::vector<std::vector<const FlowLink*>> out_of(map.places().size());
  for (const FlowLink& link : map.links()) {
    out_of[link.from].push_back(&link);
  }
  const std::vector<FlowAnswer> entered = EnteredPlaces(map);
  for (std::uint32_t i = 0; i < map.places().size(); ++i) {
    const FlowPlace& place = map.places()[i];
    const bool shown = place.kind == FlowPlaceKind::kFlow ||
                       place.kind == FlowPlaceKind::kModule ||
                       !out_of[i].empty();
    if (place.state == FlowPlaceState::kGiven && shown) {
      WritePlace(map, i, entered[i], out_of, painter, out);
    }
  }
  for (const std::vector<std::uint32_t>& circle : FindCircles(map)) {
    std::string names;
    for (const std::uint32_t place : circle) {
      names += names.empty() ? "" : ", ";
      names += map.places()[place].name;
    }
    out << fmt::format("{} {}\n", painter.Paint(Ink::kYellow, "circle:"),
                       Printable(names));
  }
  out << fmt::format("{}, {}\n",
                     Counted(map.places().size(), "place", "places"),
                     Counted(map.links().size(), "link", "links"));
}

}  // namespace connectguard
