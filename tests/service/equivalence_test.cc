// One stack, four ways in: the engine behind `check`, Validate, ValidateStream
// and typed resources say the same of it.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sha256.h"
#include "readers/configuration_files.h"
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

GateReport ByValidate(const std::string& plan,
                      const v1::PlanFile* plan_file = nullptr) {
  v1::ValidateRequest request;
  request.mutable_document()->set_name("plan.json");
  request.mutable_document()->set_content(plan);
  if (plan_file != nullptr) {
    *request.mutable_document()->mutable_plan_file() = *plan_file;
  }
  *request.mutable_options() = ToProto(Strict());
  return FromProto(*Validate(BuiltInEngine(), request, {}));
}

GateReport ByStream(const std::string& plan,
                    const v1::PlanFile* plan_file = nullptr) {
  StreamedInput input;
  v1::ValidateStreamRequest part;
  part.mutable_header()->set_name("plan.json");
  *part.mutable_header()->mutable_options() = ToProto(Strict());
  if (plan_file != nullptr) {
    part.mutable_header()->set_plan_file_name(plan_file->name());
  }
  EXPECT_TRUE(input.Add(part));
  constexpr std::size_t kOddChunk = 777;
  const std::string plan_bytes =
      plan_file == nullptr ? "" : plan_file->content();
  for (std::size_t at = 0; at < plan_bytes.size(); at += kOddChunk) {
    part.set_plan_file_chunk(plan_bytes.substr(at, kOddChunk));
    EXPECT_TRUE(input.Add(part));
  }
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

// Beside the JSON it does what `check --plan-file` does.
TEST(BinaryPlanTest, StandsBesideTheJsonInEveryWayIn) {
  const std::string plan =
      ReadSourceFile("tests/corpus/plans/02-flat-insecure.json");
  v1::PlanFile plan_file;
  plan_file.set_name("tfplan");
  plan_file.set_content(
      ReadSourceFile("tests/corpus/plans/02-flat-insecure.tfplan"));
  GateReport checked = *BuiltInEngine().Check(
      {.name = "plan.json",
       .bytes = plan,
       .configuration = *ReadBinaryPlan("tfplan", plan_file.content())},
      Strict());
  checked.plan_file = "tfplan";
  checked.plan_file_sha256 = Sha256Hex(plan_file.content());
  ASSERT_FALSE(checked.findings.empty());
  EXPECT_EQ(checked.findings[0].place.file, "main.tf");
  const GateReport at_once = ByValidate(plan, &plan_file);
  const GateReport streamed = ByStream(plan, &plan_file);
  for (const GateReport& report : {at_once, streamed}) {
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
