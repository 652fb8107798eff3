#include "flow/map_drawing.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "flow/drawing_text.h"

namespace connectguard {
namespace {

constexpr std::size_t kNameBytes = 60;
constexpr std::size_t kLabelBytes = 40;

enum class Look : std::uint8_t {
  kPlain,
  kCircle,   // It leads back to itself.
  kAlone,    // A flow that nothing leads to.
  kOutside,  // Not among the inputs.
};

struct Box {
  std::vector<std::string> lines;
  Look look = Look::kPlain;
  bool rounded = false;
};

std::vector<Box> BoxesOf(const FlowMap& map) {
  std::vector<Box> boxes;
  const std::vector<FlowAnswer> entered = EnteredPlaces(map);
  for (std::uint32_t i = 0; i < map.places().size(); ++i) {
    const FlowPlace& place = map.places()[i];
    const bool flow = place.kind == FlowPlaceKind::kFlow ||
                      place.kind == FlowPlaceKind::kModule;
    const bool given = place.state == FlowPlaceState::kGiven;
    Box box{.lines = {CutLine(place.name, kNameBytes)}, .rounded = !flow};
    std::string kind(PlaceKindName(place.kind));
    kind += place.detail.empty() ? "" : ", " + place.detail;
    kind += given ? "" : fmt::format(", {}", PlaceStateName(place.state));
    box.lines.push_back(CutLine(kind, kNameBytes));
    box.look = !given                                  ? Look::kOutside
               : flow && entered[i] == FlowAnswer::kNo ? Look::kAlone
                                                       : Look::kPlain;
    boxes.push_back(std::move(box));
  }
  for (const std::vector<std::uint32_t>& circle : FindCircles(map)) {
    for (const std::uint32_t place : circle) {
      boxes[place].look = Look::kCircle;
    }
  }
  return boxes;
}

std::string_view DotLook(Look look) {
  switch (look) {
    case Look::kPlain:
      return "";
    case Look::kCircle:
      return ", color=\"orange3\"";
    case Look::kAlone:
      return ", color=\"gray70\", fontcolor=\"gray50\"";
    case Look::kOutside:
      break;
  }
  return "";
}

std::string DotBox(const Box& box) {
  std::string style = box.rounded ? "rounded" : "";
  if (box.look == Look::kOutside) {
    style += style.empty() ? "dashed" : ",dashed";
  }
  return fmt::format("label=\"{}\", style=\"{}\"{}", DotLabel(box.lines), style,
                     DotLook(box.look));
}

std::string_view MermaidClass(Look look) {
  switch (look) {
    case Look::kPlain:
      return "";
    case Look::kCircle:
      return ":::circle";
    case Look::kAlone:
      return ":::alone";
    case Look::kOutside:
      break;
  }
  return ":::outside";
}

}  // namespace

std::string DotText(const FlowMap& map) {
  std::string text =
      "digraph flows {\n"
      "  rankdir=LR;\n"
      "  node [shape=box, fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n";
  const std::vector<Box> boxes = BoxesOf(map);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    text += fmt::format("  p{} [{}];\n", i, DotBox(boxes[i]));
  }
  for (const FlowLink& link : map.links()) {
    text += fmt::format(
        "  p{} -> p{} [label=\"{}\"{}];\n", link.from, link.to,
        DotEscaped(CutLine(link.label, kLabelBytes)),
        link.answer == FlowAnswer::kYes ? "" : ", style=\"dotted\"");
  }
  return text + "}\n";
}

std::string MermaidText(const FlowMap& map) {
  std::string text = "flowchart LR\n";
  const std::vector<Box> boxes = BoxesOf(map);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const std::string label = MermaidLabel(boxes[i].lines);
    text += boxes[i].rounded ? fmt::format("  p{}(\"{}\")", i, label)
                             : fmt::format("  p{}[\"{}\"]", i, label);
    text += fmt::format("{}\n", MermaidClass(boxes[i].look));
  }
  for (const FlowLink& link : map.links()) {
    text +=
        fmt::format("  p{} {}|\"{}\"| p{}\n", link.from,
                    link.answer == FlowAnswer::kYes ? "-->" : "-.->",
                    MermaidEscaped(CutLine(link.label, kLabelBytes)), link.to);
  }
  return text +
         "  classDef circle stroke:#cd8500\n"
         "  classDef alone fill:#f5f5f5,stroke:#b3b3b3,color:#7f7f7f\n"
         "  classDef outside stroke-dasharray:4\n";
}

}  // namespace connectguard
