#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/inspection_writer.h"
#include "report/text_layout.h"

namespace connectguard {
namespace {

struct GraphNode {
  const Resource* resource = nullptr;
  bool planned = true;
};

// What is drawn of one input. Nodes are numbered through all inputs, so that
// equal addresses of two inputs stay apart.
struct Graph {
  std::string name;
  std::size_t first = 0;
  std::vector<GraphNode> nodes = {};
  struct Edge {
    std::size_t from;
    std::size_t to;
    std::string label;
    bool certain;
  };
  std::vector<Edge> edges = {};
};

// Of a resource that stands in both states, the planned one is drawn.
Graph GraphOf(const InspectedInput& input, std::size_t first) {
  Graph graph{.name = input.input, .first = first};
  std::unordered_map<const Resource*, std::size_t> numbers;
  const auto add = [&](const Resource* resource, bool planned) {
    const auto [number, is_new] =
        numbers.emplace(resource, first + graph.nodes.size());
    if (is_new) {
      graph.nodes.push_back({.resource = resource, .planned = planned});
    }
    return number->second;
  };
  const Document& document = input.inspector->document();
  for (const ResourceInSection& each : input.chosen) {
    if (each.planned ||
        document.FindResource(each.resource->address) == nullptr) {
      add(each.resource, each.planned);
    }
  }
  const auto chosen = numbers;
  for (const ResourceLink& link : input.inspector->links()) {
    if (!chosen.contains(link.from) && !chosen.contains(link.to)) {
      continue;
    }
    std::string label = link.path.substr(link.path.find('.') + 1);
    label += link.more == 0 ? "" : fmt::format(" +{}", link.more);
    graph.edges.push_back({.from = add(link.from, true),
                           .to = add(link.to, true),
                           .label = std::move(label),
                           .certain = link.certain});
  }
  return graph;
}

std::string DotText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : Printable(text)) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted += c;
  }
  return quoted + '"';
}

// Address, type and open conditions, a line each; `quoted` is what a format
// makes of a text, with quotes around it.
std::string LabelOf(const Resource& resource,
                    std::string (*quoted)(std::string_view),
                    std::string_view line_break) {
  std::vector<std::string> lines = {std::string(resource.address),
                                    std::string(resource.type)};
  if (const std::string only_if = OnlyIf(resource); !only_if.empty()) {
    lines.push_back("only if " + only_if);
  }
  for (std::string& line : lines) {
    const std::string text = quoted(line);
    line = text.substr(1, text.size() - 2);
  }
  return '"' + Join(lines, line_break) + '"';
}

void WriteDot(const Graph& graph, std::size_t number, std::ostream& out) {
  out << fmt::format("  subgraph cluster_{} {{\n    label={};\n", number,
                     DotText(graph.name));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& [resource, planned] = graph.nodes[i];
    out << fmt::format("    n{} [label={}{}];\n", graph.first + i,
                       LabelOf(*resource, DotText, "\\n"),
                       !planned                    ? ", style=dashed"
                       : OnlyIf(*resource).empty() ? ""
                                                   : ", style=dotted");
  }
  out << "  }\n";
  for (const Graph::Edge& edge : graph.edges) {
    out << fmt::format("  n{} -> n{} [label={}{}];\n", edge.from, edge.to,
                       DotText(edge.label),
                       edge.certain ? "" : ", style=dashed");
  }
}

// Mermaid writes what would end a text as entities.
std::string MermaidText(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : Printable(text)) {
    switch (c) {
      case '"':
        quoted += "#quot;";
        break;
      case '#':
        quoted += "#35;";
        break;
      case '<':
        quoted += "#lt;";
        break;
      case '>':
        quoted += "#gt;";
        break;
      case '&':
        quoted += "#amp;";
        break;
      case '`':
        quoted += "#96;";
        break;
      default:
        quoted += c;
    }
  }
  return quoted + '"';
}

void WriteMermaid(const Graph& graph, std::size_t number, std::ostream& out) {
  out << fmt::format("  subgraph g{} [{}]\n", number, MermaidText(graph.name));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& [resource, planned] = graph.nodes[i];
    out << fmt::format("    n{}[{}]{}\n", graph.first + i,
                       LabelOf(*resource, MermaidText, "<br/>"),
                       !planned                    ? ":::gone"
                       : OnlyIf(*resource).empty() ? ""
                                                   : ":::open");
  }
  out << "  end\n";
  for (const Graph::Edge& edge : graph.edges) {
    out << fmt::format("  n{} {}|{}| n{}\n", edge.from,
                       edge.certain ? "-->" : "-.->", MermaidText(edge.label),
                       edge.to);
  }
}

}  // namespace

Status WriteGraph(std::span<const InspectedInput> inputs, GraphFormat format,
                  std::ostream& out) {
  const bool dot = format == GraphFormat::kDot;
  out << (dot ? "digraph resources {\n  rankdir=LR;\n  node [shape=box];\n"
              : "flowchart LR\n");
  std::size_t first = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Graph graph = GraphOf(inputs[i], first);
    first += graph.nodes.size();
    dot ? WriteDot(graph, i, out) : WriteMermaid(graph, i, out);
  }
  out << (dot ? "}\n"
              : "  classDef gone stroke-dasharray: 5 5\n"
                "  classDef open stroke-dasharray: 1 3\n");
  return FinishWriting(out);
}

}  // namespace connectguard
