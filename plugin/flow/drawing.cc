#include "flow/drawing.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "flow/drawing_text.h"

namespace connectguard {
namespace {

constexpr std::size_t kNameBytes = 60;
constexpr std::size_t kNoteBytes = 120;
constexpr std::size_t kLabelBytes = 40;

struct Box {
  std::vector<std::string> lines;  // The title, the identifier, the notes.
  FlowAnswer reachable = FlowAnswer::kYes;
  bool ends = false;
  bool on_path = false;
  bool error = false;
  bool warning = false;
};

// One arrow: all branches from one node to another.
struct Arrow {
  std::string from;
  std::string to;
  std::vector<std::string> labels;
  bool failures = true;  // All of them are error branches.
  bool certain = false;
  bool on_path = false;
};

struct Picture {
  std::vector<Box> boxes;  // Of the actions.
  std::vector<Arrow> arrows;
  std::vector<std::string> missing;  // Names of the boxes of dangling branches.
  bool anywhere = false;
};

std::string NameOf(const FlowGraph& graph, std::uint32_t node) {
  return graph.IsAction(node)       ? fmt::format("a{}", node)
         : node == graph.Entry()    ? "start"
         : node == graph.Anywhere() ? "anywhere"
                                    : "end";
}

std::vector<Box> BoxesOf(const FlowGraph& graph, const FlowDrawing& drawing) {
  const FlowMarks reachable = Reachable(graph);
  std::vector<Box> boxes;
  for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
    const FlowAction& action = graph.flow().actions[i];
    FlowAction nameless{.hole = action.hole,
                        .written_type = action.written_type,
                        .facts = action.facts,
                        .node = action.node};
    Box box{.lines = {CutLine(ActionTitle(nameless), kNameBytes)},
            .reachable = reachable[i],
            .ends = Leaves(action) == FlowAnswer::kYes};
    if (!action.identifier.empty() && !action.identifier_value->sensitive) {
      box.lines.push_back(CutLine(action.identifier, kNameBytes));
    }
    boxes.push_back(std::move(box));
  }
  for (const FlowNote& note : drawing.notes) {
    Box& box = boxes[note.action];
    box.lines.push_back(CutLine(note.text, kNoteBytes));
    box.error = box.error || note.severity == FlowSeverity::kError;
    box.warning = box.warning || note.severity == FlowSeverity::kWarning;
  }
  for (const std::uint32_t action : drawing.path) {
    boxes[action].on_path = true;
  }
  return boxes;
}

std::string LabelOf(const FlowGraph& graph, const FlowEdge& edge) {
  if (edge.branch < 0 || !graph.IsAction(edge.from)) {
    return "";
  }
  const FlowBranch& branch =
      graph.flow()
          .actions[edge.from]
          .branches[static_cast<std::size_t>(edge.branch)];
  return branch.node->sensitive ? "" : CutLine(branch.label, kLabelBytes);
}

// Pairs of nodes between which the path goes.
std::set<std::pair<std::uint32_t, std::uint32_t>> StepsOf(
    const FlowGraph& graph, const FlowPath& path) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> steps;
  if (!path.empty()) {
    steps.emplace(graph.Entry(), path.front());
  }
  for (std::size_t i = 1; i < path.size(); ++i) {
    steps.emplace(path[i - 1], path[i]);
  }
  return steps;
}

Arrow& ArrowBetween(const std::string& from, const std::string& to,
                    std::size_t first, std::vector<Arrow>* arrows) {
  for (std::size_t i = first; i < arrows->size(); ++i) {
    if ((*arrows)[i].to == to) {
      return (*arrows)[i];
    }
  }
  arrows->push_back({.from = from, .to = to, .labels = {}});
  return arrows->back();
}

Picture PictureOf(const FlowGraph& graph, const FlowDrawing& drawing) {
  Picture picture{
      .boxes = BoxesOf(graph, drawing), .arrows = {}, .missing = {}};
  const auto steps = StepsOf(graph, drawing.path);
  for (std::uint32_t node = 0; node < graph.node_count(); ++node) {
    const std::size_t first = picture.arrows.size();
    for (const FlowEdge& edge : graph.Out(node)) {
      const bool dangles = edge.to == graph.Exit();
      // Ways out that no branch is written for show as a double border.
      if (node == graph.Anywhere() ||
          (dangles && !(edge.branch >= 0 && edge.certain))) {
        continue;
      }
      std::string to = NameOf(graph, edge.to);
      if (dangles) {
        to = fmt::format("missing{}", picture.missing.size());
        picture.missing.push_back(to);
      }
      picture.anywhere = picture.anywhere || edge.to == graph.Anywhere();
      Arrow& arrow =
          ArrowBetween(NameOf(graph, node), to, first, &picture.arrows);
      if (std::string label = LabelOf(graph, edge); !label.empty()) {
        arrow.labels.push_back(std::move(label));
      }
      arrow.failures = arrow.failures && edge.failure;
      arrow.certain = arrow.certain || edge.certain;
      arrow.on_path = arrow.on_path || steps.contains({node, edge.to});
    }
  }
  return picture;
}

// --- dot ---------------------------------------------------------------------

std::string DotBox(const Box& box) {
  std::string style = "filled";
  style += box.reachable == FlowAnswer::kUnknown ? ",dashed" : "";
  std::string text = fmt::format("label=\"{}\"", DotLabel(box.lines));
  if (box.error || box.warning) {
    text += fmt::format(", fillcolor=\"{}\", color=\"{}\"",
                        box.error ? "mistyrose" : "lightyellow",
                        box.error ? "red3" : "orange3");
  } else if (box.reachable == FlowAnswer::kNo) {
    text += ", color=\"gray70\"";
  }
  text += box.reachable == FlowAnswer::kNo ? ", fontcolor=\"gray50\"" : "";
  text += box.ends ? ", peripheries=2" : "";
  text += box.on_path ? ", penwidth=3" : "";
  return fmt::format("{}, style=\"{}\"", text, style);
}

std::string DotArrow(const Arrow& arrow) {
  std::string text = fmt::format("style=\"{}\"", !arrow.certain   ? "dotted"
                                                 : arrow.failures ? "dashed"
                                                                  : "solid");
  if (!arrow.labels.empty()) {
    text += fmt::format(", label=\"{}\"", DotLabel(arrow.labels));
  }
  return text + (arrow.on_path ? ", penwidth=3" : "");
}

// --- Mermaid -----------------------------------------------------------------

std::string_view MermaidClass(const Box& box) {
  return box.error                               ? "error"
         : box.warning                           ? "warning"
         : box.reachable == FlowAnswer::kNo      ? "unreachable"
         : box.reachable == FlowAnswer::kUnknown ? "perhaps"
                                                 : "";
}

std::string MermaidArrow(const Arrow& arrow) {
  const std::string_view line = arrow.on_path                      ? "==>"
                                : !arrow.certain || arrow.failures ? "-.->"
                                                                   : "-->";
  const std::string labels = MermaidLabel(arrow.labels);
  return labels.empty() ? fmt::format("{} {} {}", arrow.from, line, arrow.to)
                        : fmt::format("{} {}|\"{}\"| {}", arrow.from, line,
                                      labels, arrow.to);
}

}  // namespace

std::vector<FlowNote> NotesOfFindings(const Flow& flow) {
  std::vector<FlowNote> notes;
  for (const FlowFinding& finding : flow.findings) {
    if (finding.action >= 0) {
      notes.push_back({.action = static_cast<std::uint32_t>(finding.action),
                       .severity = finding.severity,
                       .text = finding.message});
    }
  }
  return notes;
}

std::string DotText(const FlowGraph& graph, const FlowDrawing& drawing) {
  const Picture picture = PictureOf(graph, drawing);
  std::string text =
      "digraph flow {\n"
      "  node [shape=box, fillcolor=white, fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n";
  if (!drawing.title.empty()) {
    text += fmt::format("  label=\"{}\";\n", DotEscaped(drawing.title));
  }
  text += "  start [shape=circle, label=\"start\"];\n";
  for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
    text += fmt::format("  a{} [{}];\n", i, DotBox(picture.boxes[i]));
  }
  for (const std::string& name : picture.missing) {
    text += fmt::format("  {} [label=\"missing\", color=\"red3\"];\n", name);
  }
  if (picture.anywhere) {
    text += "  anywhere [label=\"any action\", style=\"dashed\"];\n";
  }
  for (const Arrow& arrow : picture.arrows) {
    text += fmt::format("  {} -> {} [{}];\n", arrow.from, arrow.to,
                        DotArrow(arrow));
  }
  return text + "}\n";
}

std::string MermaidText(const FlowGraph& graph, const FlowDrawing& drawing) {
  const Picture picture = PictureOf(graph, drawing);
  std::string text = "flowchart TD\n  start((\"start\"))\n";
  if (!drawing.title.empty()) {
    text = fmt::format("---\ntitle: \"{}\"\n---\n{}", DotEscaped(drawing.title),
                       text);
  }
  for (std::size_t i = 0; i < picture.boxes.size(); ++i) {
    const Box& box = picture.boxes[i];
    const std::string label = MermaidLabel(box.lines);
    text += box.ends ? fmt::format("  a{}[[\"{}\"]]", i, label)
                     : fmt::format("  a{}[\"{}\"]", i, label);
    const std::string_view look = MermaidClass(box);
    text += look.empty() ? "\n" : fmt::format(":::{}\n", look);
  }
  for (const std::string& name : picture.missing) {
    text += fmt::format("  {}[\"missing\"]:::error\n", name);
  }
  text += picture.anywhere ? "  anywhere[\"any action\"]:::perhaps\n" : "";
  for (const Arrow& arrow : picture.arrows) {
    text += fmt::format("  {}\n", MermaidArrow(arrow));
  }
  return text +
         "  classDef error fill:#ffe4e1,stroke:#cd0000\n"
         "  classDef warning fill:#ffffe0,stroke:#cd8500\n"
         "  classDef unreachable fill:#f5f5f5,stroke:#b3b3b3,color:#7f7f7f\n"
         "  classDef perhaps stroke-dasharray:4\n";
}

}  // namespace connectguard
