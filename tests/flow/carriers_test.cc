// Flows in what carries them: templates and plans, as text, object and with
// pieces that are known only later.
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "flow/flow.h"
#include "flow/flow_graph.h"
#include "flow/flow_source.h"
#include "flow/paths.h"
#include "readers/input.h"

namespace connectguard::testing {
namespace {

struct Carried {
  std::unique_ptr<const Document> document;
  const Value* content = nullptr;
  Flow flow;
};

Carried Read(const std::string& name, const std::string& bytes,
             std::string_view address) {
  Carried carried;
  auto document = ReadDocument({.name = name, .bytes = bytes});
  if (!document) {
    ADD_FAILURE() << document.error().diagnostic.message;
    return carried;
  }
  carried.document = std::move(*document);
  const Resource* resource = carried.document->FindResource(address);
  if (resource == nullptr || resource->properties == nullptr) {
    ADD_FAILURE() << "no resource " << address;
    return carried;
  }
  carried.content = Find(*resource->properties, "Content");
  if (carried.content != nullptr) {
    carried.flow = ReadFlow(*carried.content);
  }
  return carried;
}

std::string Template(const std::string& content) {
  return R"(Resources:
  Lookup:
    Type: AWS::Lambda::Function
    Properties: {Role: x}
  Main:
    Type: AWS::Connect::ContactFlow
    Properties:
      Name: main
      InstanceArn: x
      Type: CONTACT_FLOW
      Content: )" +
         content;
}

std::uint32_t LineOf(const Carried& carried, const Value& value) {
  return carried.document->file(value.file).At(value.begin).line;
}

TEST(CarriersTest, TextInATemplate) {
  const Carried carried =
      Read("template.yml",
           Template(R"('{"Version": "2019-10-30", "StartAction": "a", "Actions":
        [{"Identifier": "a", "Type": "Wait", "Transitions":
          {"NextAction": "gone"}}]}')"),
           "Main");
  ASSERT_EQ(ChecksOf(carried.flow), "dangling-transition");
  EXPECT_EQ(LineOf(carried, *carried.flow.findings[0].value), 13u);
}

TEST(CarriersTest, SubstitutionsAreHoles) {
  const Carried carried = Read("template.yml", Template(R"(!Sub |
        {"Version": "2019-10-30", "StartAction": "call", "Actions": [
          {"Identifier": "call", "Type": "InvokeLambdaFunction",
           "Parameters": {"LambdaFunctionARN": "${Lookup.Arn}",
                          "InvocationTimeLimitSeconds": "3"},
           "Transitions": {"NextAction": "${Lookup}"}},
          {"Identifier": "bye", "Type": "DisconnectParticipant"}]}
)"),
                               "Main");
  ASSERT_EQ(carried.flow.actions.size(), 2u);
  EXPECT_EQ(ChecksOf(carried.flow), "");
  const FlowParameter* function =
      FindParameter(carried.flow.actions[0], "LambdaFunctionARN");
  ASSERT_NE(function, nullptr);
  EXPECT_EQ(function->kind, FlowTextKind::kHole);
  ASSERT_EQ(function->value->References().size(), 1u);
  EXPECT_EQ(function->value->References()[0].target, "Lookup");
  EXPECT_TRUE(carried.flow.actions[0].branches[0].anywhere);
  EXPECT_EQ(Reachable(FlowGraph(carried.flow)),
            (FlowMarks{FlowAnswer::kYes, FlowAnswer::kUnknown}));
}

TEST(CarriersTest, JoinedPieces) {
  const Carried carried = Read("template.yml", Template(R"(
        Fn::Join:
          - ''
          - - '{"Version": "2019-10-30", "StartAction": "a", "Actions": ['
            - '{"Identifier": "a", "Type": "TransferToFlow", "Parameters": {"ContactFlowId": "'
            - !Ref Lookup
            - '"}}]}'
)"),
                               "Main");
  ASSERT_EQ(carried.flow.actions.size(), 1u);
  EXPECT_EQ(carried.flow.actions[0].parameters[0].kind, FlowTextKind::kHole);
}

TEST(CarriersTest, TextThatIsNoJson) {
  const Carried carried =
      Read("template.yml", Template("'{\"Version\": \"2019-'"), "Main");
  EXPECT_EQ(ChecksOf(carried.flow), "no-flow");
  EXPECT_EQ(LineOf(carried, *carried.flow.findings[0].value), 11u);
}

std::string Plan(const std::string& after, const std::string& unknown) {
  const std::string change =
      R"({"address": "aws_connect_contact_flow.main", "mode": "managed",
          "type": "aws_connect_contact_flow", "name": "main",
          "provider_name": "registry.terraform.io/hashicorp/aws",
          "change": {"actions": ["create"], "before": null,
                     "after": {"name": "main", "type": "CONTACT_FLOW")" +
      after + R"(}, "after_unknown": {)" + unknown + "}}}";
  return R"({"format_version": "1.2", "terraform_version": "1.9.0",
             "planned_values": {"root_module": {}},
             "resource_changes": [)" +
         change + R"(], "configuration": {"root_module": {}}})";
}

TEST(CarriersTest, TextInAPlan) {
  const Carried carried = Read(
      "plan.json",
      Plan(
          R"(, "content": "{\"Version\": \"2019-10-30\", \"StartAction\": \"a\", \"Actions\": [{\"Identifier\": \"a\", \"Type\": \"Loop\", \"Transitions\": {\"NextAction\": \"b\"}}]}")",
          ""),
      "aws_connect_contact_flow.main");
  ASSERT_EQ(carried.flow.actions.size(), 1u);
  EXPECT_EQ(carried.flow.actions[0].type, "Loop");
  EXPECT_EQ(ChecksOf(carried.flow), "dangling-transition");
}

TEST(CarriersTest, ContentThatIsKnownAfterApply) {
  const Carried carried = Read("plan.json", Plan("", R"("content": true)"),
                               "aws_connect_contact_flow.main");
  ASSERT_EQ(carried.flow.actions.size(), 1u);
  EXPECT_TRUE(carried.flow.actions[0].hole);
  EXPECT_EQ(ChecksOf(carried.flow), "");
}

}  // namespace
}  // namespace connectguard::testing
