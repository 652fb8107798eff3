// One stack, four ways in: the engine behind `check`, Validate, ValidateStream
// and typed resources say the same of it.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/convert.h"
#include "service/fixture.h"
#include "service/handlers.h"
#include "support/planned_request.h"

namespace connectguard {
namespace {

GateOptions Strict() {
  GateOptions options;
  options.pack = "strict";
  return options;
}

GateReport ByCheck(const std::string& plan) {
  return *BuiltInEngine().Check({.name = "plan.json", .bytes = plan}, Strict());
}

GateReport ByValidate(const std::string& plan) {
  v1::ValidateRequest request;
  request.mutable_document()->set_name("plan.json");
  request.mutable_document()->set_content(plan);
  *request.mutable_options() = ToProto(Strict());
  return FromProto(*Validate(BuiltInEngine(), request, {}));
}

GateReport ByStream(const std::string& plan) {
  StreamedInput input;
  v1::ValidateStreamRequest part;
  part.mutable_header()->set_name("plan.json");
  *part.mutable_header()->mutable_options() = ToProto(Strict());
  EXPECT_TRUE(input.Add(part));
  constexpr std::size_t kOddChunk = 777;
  for (std::size_t at = 0; at < plan.size(); at += kOddChunk) {
    part.set_chunk(plan.substr(at, kOddChunk));
    EXPECT_TRUE(input.Add(part));
  }
  return FromProto(*input.Finish(BuiltInEngine(), {}));
}

GateReport ByTypedResources(const std::string& plan) {
  v1::ValidateRequest request;
  *request.mutable_planned() = PlannedFromPlan(plan);
  *request.mutable_options() = ToProto(Strict());
  const auto report = Validate(BuiltInEngine(), request, {});
  EXPECT_TRUE(report) << Render(report.error().diagnostic);
  return report ? FromProto(*report) : GateReport{};
}

class EquivalenceTest : public testing::TestWithParam<const char*> {};

TEST_P(EquivalenceTest, EveryWayInFindsTheSame) {
  const std::string plan = ReadSourceFile(GetParam());
  const GateReport checked = ByCheck(plan);
  ASSERT_FALSE(checked.findings.empty());
  for (const GateReport& report : {ByValidate(plan), ByStream(plan)}) {
    EXPECT_EQ(report.verdict, checked.verdict);
    EXPECT_EQ(report.input_sha256, checked.input_sha256);
    EXPECT_EQ(ToProto(report).SerializeAsString(),
              ToProto(checked).SerializeAsString());
  }
  const GateReport typed = ByTypedResources(plan);
  EXPECT_EQ(typed.verdict, checked.verdict);
  EXPECT_THAT(Describe(typed),
              testing::UnorderedElementsAreArray(Describe(checked)));
}

// A binary plan brings its sources along, so a service points at their lines.
TEST(BinaryPlanTest, EveryWayInPointsAtItsSources) {
  const std::string plan =
      ReadSourceFile("tests/corpus/plans/02-flat-insecure.tfplan");
  const GateReport checked = ByCheck(plan);
  ASSERT_FALSE(checked.findings.empty());
  EXPECT_EQ(checked.findings[0].place.file, "main.tf");
  for (const GateReport& report : {ByValidate(plan), ByStream(plan)}) {
    EXPECT_EQ(ToProto(report).SerializeAsString(),
              ToProto(checked).SerializeAsString());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Plans, EquivalenceTest,
    testing::Values("examples/terraform/insecure/plan.json",
                    "examples/terraform/secure/plan.json",
                    "tests/corpus/plans/06-sensitive.json",
                    "tests/corpus/plans/10-replace.json",
                    "tests/corpus/plans/11-delete.json"),
    [](const auto& test) {
      std::string name = test.param;
      std::erase_if(name, [](char c) { return std::isalnum(c) == 0; });
      return name;
    });

}  // namespace
}  // namespace connectguard
