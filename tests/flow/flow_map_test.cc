#include "flow/flow_map.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flow/flow_source.h"
#include "flow/map_drawing.h"

namespace connectguard::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::uint32_t AddFlow(FlowMap* map, const std::string& name) {
  return map->AddPlace({.kind = FlowPlaceKind::kFlow, .name = name});
}

void Link(FlowMap* map, std::uint32_t from, std::uint32_t to,
          FlowAnswer answer = FlowAnswer::kYes) {
  map->AddLink(
      {.from = from, .to = to, .label = "Transfer to flow", .answer = answer});
}

TEST(FlowMapTest, PlacesThatAreNotGivenAreOneByName) {
  FlowMap map;
  const FlowPlace elsewhere{.kind = FlowPlaceKind::kQueue,
                            .state = FlowPlaceState::kElsewhere,
                            .name = "q"};
  EXPECT_EQ(map.AddPlace(elsewhere), map.AddPlace(elsewhere));
  EXPECT_NE(AddFlow(&map, "main"), AddFlow(&map, "main"));
}

TEST(FlowMapTest, EqualLinksAreOneAndCertainOnceOneIs) {
  FlowMap map;
  const auto a = AddFlow(&map, "a");
  const auto b = AddFlow(&map, "b");
  Link(&map, a, b, FlowAnswer::kUnknown);
  Link(&map, a, b, FlowAnswer::kYes);
  Link(&map, a, b, FlowAnswer::kUnknown);
  ASSERT_EQ(map.links().size(), 1u);
  EXPECT_EQ(map.links()[0].answer, FlowAnswer::kYes);
}

TEST(FlowMapTest, WhatNothingLeadsToIsNotEntered) {
  FlowMap map;
  const auto a = AddFlow(&map, "a");
  const auto b = AddFlow(&map, "b");
  const auto c = AddFlow(&map, "c");
  Link(&map, a, b);
  Link(&map, b, c, FlowAnswer::kUnknown);
  Link(&map, a, a);  // To itself does not count.
  EXPECT_THAT(EnteredPlaces(map), ElementsAre(FlowAnswer::kNo, FlowAnswer::kYes,
                                              FlowAnswer::kUnknown));
}

// A target that nobody knows may be any flow, but no queue.
TEST(FlowMapTest, AnUnknownTargetMayBeAnyOfItsKind) {
  FlowMap map;
  const auto a = AddFlow(&map, "a");
  map.AddPlace({.kind = FlowPlaceKind::kQueue, .name = "q"});
  Link(&map, a,
       map.AddPlace({.kind = FlowPlaceKind::kFlow,
                     .state = FlowPlaceState::kUnknown,
                     .name = "$.Attributes.next"}));
  EXPECT_THAT(
      EnteredPlaces(map),
      ElementsAre(FlowAnswer::kUnknown, FlowAnswer::kNo, FlowAnswer::kYes));
}

TEST(FlowMapTest, CirclesAreCertainAndBetweenFlows) {
  FlowMap map;
  const auto a = AddFlow(&map, "a");
  const auto b = AddFlow(&map, "b");
  const auto c = AddFlow(&map, "c");
  const auto d = AddFlow(&map, "d");
  const auto quick =
      map.AddPlace({.kind = FlowPlaceKind::kQuickConnect, .name = "q"});
  Link(&map, a, b);
  Link(&map, b, c);
  Link(&map, c, a);
  Link(&map, c, d);
  Link(&map, d, a, FlowAnswer::kUnknown);
  Link(&map, d, d);
  Link(&map, quick, d);
  Link(&map, d, quick);
  EXPECT_THAT(FindCircles(map),
              ElementsAre(ElementsAre(a, b, c), ElementsAre(d)));
}

TEST(FlowMapTest, ALongChainIsNoCircleAndNoRecursion) {
  FlowMap map;
  constexpr std::uint32_t kCount = 100'000;
  for (std::uint32_t i = 0; i < kCount; ++i) {
    AddFlow(&map, "f");
  }
  for (std::uint32_t i = 1; i < kCount; ++i) {
    Link(&map, i - 1, i);
  }
  EXPECT_TRUE(FindCircles(map).empty());
  Link(&map, kCount - 1, 0);
  ASSERT_EQ(FindCircles(map).size(), 1u);
  EXPECT_EQ(FindCircles(map)[0].size(), kCount);
}

std::string TargetsOf(const std::string& json) {
  const FlowSource source = ReadSource(json);
  const FlowGraph graph(source.flow);
  const FlowSettings settings(graph);
  std::string text;
  for (const FlowTarget& target : FindTargets(settings)) {
    text += std::string(PlaceKindName(target.kind)) + " " + target.label + ":";
    for (const FlowConstant& constant : target.constants.texts) {
      text += " " + std::string(constant.text);
    }
    text += target.constants.complete == FlowAnswer::kYes  ? "\n"
            : target.constants.complete == FlowAnswer::kNo ? " or another\n"
                                                           : " or unknown\n";
  }
  return text;
}

TEST(FlowMapTest, FindsWhatActionsName) {
  EXPECT_EQ(TargetsOf(R"({"Version": "2019-10-30", "StartAction": "a",
    "Actions": [
    {"Identifier": "a", "Type": "UpdateFlowAttributes", "Parameters":
      {"FlowAttributes": {"next": {"Value": "F1"}}},
     "Transitions": {"NextAction": "b"}},
    {"Identifier": "b", "Type": "UpdateContactEventHooks", "Parameters":
      {"EventHooks": {"CustomerQueue": "F2", "AgentHold": "?"}},
     "Transitions": {"NextAction": "d"}},
    {"Identifier": "d", "Type": "UpdateContactTargetQueue", "Parameters":
      {"QueueId": "$.Attributes.queue"}, "Transitions": {"NextAction": "e"}},
    {"Identifier": "e", "Type": "GetMetricData", "Parameters":
      {"QueueId": "read only"}, "Transitions": {"NextAction": "f"}},
    {"Identifier": "f", "Type": "TransferToFlow", "Parameters":
      {"ContactFlowId": "$.FlowAttributes.next"},
     "Transitions": {"NextAction": "m"}},
    {"Identifier": "m", "Type": "InvokeFlowModule", "Parameters":
      {"FlowModuleId": "M"}, "Transitions": {"NextAction": "g"}},
    {"Identifier": "g", "Type": "DisconnectParticipant"},
    {"Identifier": "h", "Type": "TransferToFlow", "Parameters":
      {"ContactFlowId": "never reached"},
     "Transitions": {"NextAction": "g"}}]})"),
            "flow CustomerQueue: F2\n"
            "flow AgentHold: or unknown\n"
            "queue Set working queue: or another\n"
            "flow Transfer to flow: F1\n"
            "module Invoke module: M\n");
}

TEST(FlowMapTest, DrawsPlacesAndLinks) {
  FlowMap map;
  const auto a = AddFlow(&map, "a \"quoted\"");
  const auto gone = map.AddPlace({.kind = FlowPlaceKind::kFlow,
                                  .state = FlowPlaceState::kElsewhere,
                                  .name = "gone"});
  Link(&map, a, gone, FlowAnswer::kUnknown);
  const std::string dot = DotText(map);
  EXPECT_THAT(dot, HasSubstr(R"(p0 [label="a \"quoted\"\nflow", style="", )"
                             R"(color="gray70")"));
  EXPECT_THAT(dot, HasSubstr(R"(p1 [label="gone\nflow, elsewhere", )"
                             R"(style="dashed"])"));
  EXPECT_THAT(dot, HasSubstr(R"(p0 -> p1 [label="Transfer to flow", )"
                             R"(style="dotted"])"));
  const std::string mermaid = MermaidText(map);
  EXPECT_THAT(mermaid, HasSubstr("p0[\"a #34;quoted#34;<br/>flow\"]:::alone"));
  EXPECT_THAT(mermaid, HasSubstr("p0 -.->|\"Transfer to flow\"| p1"));
  EXPECT_THAT(mermaid, Not(HasSubstr("\"quoted\"")));
}

}  // namespace
}  // namespace connectguard::testing
