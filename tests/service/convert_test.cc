#include "service/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/fixture.h"
#include "service/grpc_status.h"

namespace connectguard {
namespace {

using testing::HasSubstr;

GateReport FullReport() {
  GateReport report = *BuiltInEngine().Check(
      {.name = "plan.json", .bytes = InsecurePlan()}, {});
  report.notes.push_back("a note");
  report.nothing_matched = true;
  report.client_request_token = "token-1";
  report.plan_file = "tfplan";
  report.plan_file_sha256 = "abc";
  report.findings[0].construct = "Stack/Main/Resource";
  report.findings[0].waiver = {.reason = "why",
                               .until = "2027-01-31",
                               .owner = "o",
                               .ticket = "t",
                               .place = {}};
  report.findings[0].waiver->place.file = "main.tf";
  report.findings[0].waiver->place.place = {.line = 3, .column = 5};
  report.counts.waived = 4;
  return report;
}

TEST(ConvertTest, ReportsSurviveTheWire) {
  const GateReport report = FullReport();
  const GateReport back = FromProto(ToProto(report));
  EXPECT_EQ(back.verdict, report.verdict);
  EXPECT_EQ(back.input, report.input);
  EXPECT_EQ(back.input_kind, report.input_kind);
  EXPECT_EQ(back.input_sha256, report.input_sha256);
  EXPECT_EQ(back.policy_revision, report.policy_revision);
  EXPECT_EQ(back.notes, report.notes);
  EXPECT_TRUE(back.nothing_matched);
  EXPECT_EQ(back.client_request_token, "token-1");
  EXPECT_EQ(back.plan_file, "tfplan");
  EXPECT_EQ(back.plan_file_sha256, "abc");
  EXPECT_EQ(back.findings[0].construct, "Stack/Main/Resource");
  ASSERT_TRUE(back.findings[0].waiver);
  EXPECT_EQ(back.findings[0].waiver->reason, "why");
  EXPECT_EQ(back.findings[0].waiver->until, "2027-01-31");
  EXPECT_EQ(back.findings[0].waiver->owner, "o");
  EXPECT_EQ(back.findings[0].waiver->ticket, "t");
  EXPECT_EQ(back.findings[0].waiver->place.file, "main.tf");
  EXPECT_EQ(back.findings[0].waiver->place.place.line, 3u);
  EXPECT_FALSE(back.findings[1].waiver);
  EXPECT_EQ(back.counts.waived, 4);
  EXPECT_EQ(back.counts.policies, report.counts.policies);
  EXPECT_EQ(back.counts.resources, report.counts.resources);
  EXPECT_EQ(Describe(back), Describe(report));
  EXPECT_EQ(back.findings[0].place.place, report.findings[0].place.place);
  EXPECT_EQ(back.findings[0].fix, report.findings[0].fix);
  EXPECT_EQ(back.findings[0].attribute, report.findings[0].attribute);
  EXPECT_EQ(back.findings[0].policy_place.source_line,
            report.findings[0].policy_place.source_line);
}

TEST(ConvertTest, OptionsSurviveTheWire) {
  GateOptions options;
  options.pack = "strict";
  options.only = {"A-1", "B-2"};
  options.skip = {"C-3"};
  options.fail_on = Severity::kHigh;
  options.on_unknown = OnUnknown::kDeny;
  options.closed_world = true;
  options.guard_compat = true;
  options.waivers = false;
  const auto back = FromProto(ToProto(options));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->pack, options.pack);
  EXPECT_EQ(back->only, options.only);
  EXPECT_EQ(back->skip, options.skip);
  EXPECT_EQ(back->fail_on, options.fail_on);
  EXPECT_EQ(back->on_unknown, options.on_unknown);
  EXPECT_EQ(back->closed_world, options.closed_world);
  EXPECT_EQ(back->guard_compat, options.guard_compat);
  EXPECT_FALSE(back->waivers);
}

TEST(ConvertTest, DefaultsAreThoseOfTheCommand) {
  const auto options = FromProto(v1::ValidateOptions());
  ASSERT_TRUE(options);
  EXPECT_EQ(options->pack, GateOptions().pack);
  EXPECT_EQ(options->fail_on, GateOptions().fail_on);
  EXPECT_EQ(options->on_unknown, GateOptions().on_unknown);
  EXPECT_TRUE(options->waivers);
}

// A newer service may say what this program does not know: never "allowed".
TEST(ConvertTest, AnUnknownVerdictOrStatusDenies) {
  v1::Report message;
  message.set_verdict(static_cast<v1::Verdict>(99));
  message.add_findings()->set_status(static_cast<v1::FindingStatus>(99));
  const GateReport report = FromProto(message);
  EXPECT_EQ(report.verdict, Verdict::kDeny);
  EXPECT_EQ(report.findings[0].status, FindingStatus::kError);
}

TEST(GrpcStatusTest, ErrorsKeepTheirKindOverTheWire) {
  for (const ErrorCode code :
       {ErrorCode::kUsage, ErrorCode::kBadInput, ErrorCode::kMissing,
        ErrorCode::kLimit, ErrorCode::kCancelled, ErrorCode::kInternal}) {
    const Error error{.code = code,
                      .diagnostic = DiagnosticFor("f", "message", "do x")};
    const Error back = FromGrpcStatus(ToGrpcStatus(error), "", "unix:s");
    EXPECT_EQ(back.code, code);
    EXPECT_EQ(Render(back.diagnostic), Render(error.diagnostic));
  }
}

TEST(GrpcStatusTest, DetailsKeepTheirPartsOverTheWire) {
  const SourceFile file("t.yaml", "A: [1");
  const Error error{
      .code = ErrorCode::kBadInput,
      .diagnostic = DiagnosticAt(file, 3, "open list", "add `]`")};
  const Error back =
      FromGrpcStatus(ToGrpcStatus(error), ToErrorDetail(error), "unix:s");
  EXPECT_EQ(back.code, error.code);
  EXPECT_EQ(Render(back.diagnostic), Render(error.diagnostic));
  EXPECT_EQ(back.diagnostic.message, "open list");
  EXPECT_EQ(back.diagnostic.hint, "add `]`");
}

TEST(GrpcStatusTest, ASilentServerIsNamedWithAHint) {
  const Error error = FromGrpcStatus(
      {grpc::StatusCode::UNAVAILABLE, "connection refused"}, "", "unix:/s");
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_THAT(Render(error.diagnostic), HasSubstr("unix:/s"));
  EXPECT_THAT(error.diagnostic.hint, HasSubstr("serve"));
}

TEST(GrpcStatusTest, AMessageBeyondTheTrailersLimitIsCut) {
  const Error error{
      .code = ErrorCode::kBadInput,
      .diagnostic = DiagnosticFor("f", std::string(100'000, 'x'))};
  EXPECT_LE(ToGrpcStatus(error).error_message().size(), 4096u);
}

}  // namespace
}  // namespace connectguard
