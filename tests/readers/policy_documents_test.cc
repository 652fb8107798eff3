// Policies that are data sources which are read only during apply: what is put
// together of them, held against what the very plan made when it was applied
// (corpus/plans/applied/24-policies.json has the policies by address).
#include "readers/policy_documents.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "readers/configuration_files.h"
#include "readers/json_reader.h"
#include "readers/may_be.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string ReadFixture(const std::string& name) {
  auto text = DiskFileReader().Read(PlanFolder() + "/" + name);
  EXPECT_TRUE(text);
  return text ? *std::move(text) : std::string();
}

std::unique_ptr<const Document> ReadPolicies(bool with_sources) {
  Input input = {.name = "plan.json", .bytes = ReadFixture("24-policies.json")};
  if (with_sources) {
    auto files = ReadBinaryPlan("tfplan", ReadFixture("24-policies.tfplan"));
    EXPECT_TRUE(files);
    input.configuration = *std::move(files);
  }
  auto document = ReadTerraformPlan(std::move(input), {});
  EXPECT_TRUE(document);
  return *std::move(document);
}

// The property that holds the policy.
const Value* PolicyOf(const Document& document, std::string_view address) {
  const Value* properties = Find(ResourceAt(document, address), "Properties");
  for (const char* name :
       {"PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy"}) {
    const Value* policy = Find(*properties, name);
    if (policy != nullptr) {
      return policy;
    }
  }
  return nullptr;
}

TEST(PolicyDocumentsTest, TurnOutAsTheyWereApplied) {
  const auto document = ReadPolicies(true);
  Document applied;
  applied.AddFile("applied", ReadFixture("applied/24-policies.json"));
  const auto truth = ReadJson(&applied, 0);
  ASSERT_TRUE(truth);
  int known = 0;
  for (const Member& member : (*truth)->AsMap()) {
    const std::string address(member.key->text);
    const Value* policy = PolicyOf(*document, address);
    if (policy == nullptr || policy->Is(Kind::kUnknown)) {
      continue;
    }
    ++known;
    EXPECT_TRUE(MayBe(*policy, member.value)) << address << '\n'
                                              << Dump(*policy) << '\n'
                                              << Dump(member.value);
  }
  EXPECT_EQ(known, 17);
}

TEST(PolicyDocumentsTest, AreWrittenAsTheProviderDoes) {
  const auto document = ReadPolicies(true);
  const std::string at = "PolicyDocument.Statement.0.";
  const auto full = [&](const std::string& path) {
    return PropertyOf(*document, "aws_iam_policy.full", path);
  };
  EXPECT_EQ(full("PolicyDocument.Version"), "\"2012-10-17\"");
  EXPECT_EQ(full("PolicyDocument.Id"), "\"full\"");
  EXPECT_EQ(full(at + "Sid"), "\"Mixed\"");
  EXPECT_EQ(full(at + "Effect"), "\"Deny\"");
  EXPECT_EQ(full(at + "Action"),
            "[\"connect:UpdateUserHierarchy\", \"connect:DeleteUser\", "
            "\"connect:CreateUser\"]");
  EXPECT_THAT(full(at + "Resource"),
              HasSubstr("user/${aws:userid}\", \"*\", ?("));
  EXPECT_EQ(full(at + "Principal.Service"), "\"connect.amazonaws.com\"");
  EXPECT_EQ(full(at + "Condition.Bool.aws:SecureTransport"), "\"false\"");
  EXPECT_EQ(full("PolicyDocument.Statement.1.NotPrincipal"), "\"*\"");
  EXPECT_EQ(full("PolicyDocument.Statement.1.Effect"), "\"Allow\"");
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.minified", "PolicyDocument"),
            full("PolicyDocument"));
}

TEST(PolicyDocumentsTest, LinkTheirHolesToResources) {
  const auto document = ReadPolicies(true);
  EXPECT_EQ(ReferenceOf(*document, "module.inside.aws_iam_policy.given",
                        "PolicyDocument.Statement.0.Resource"),
            "aws_connect_instance.main arn");
  EXPECT_EQ(ReferenceOf(*document, "aws_iam_policy.output",
                        "PolicyDocument.Statement.0.Resource"),
            "aws_connect_instance.main arn");
  EXPECT_EQ(PropertyOf(*document, "aws_iam_role.agent[\"b\"]",
                       "AssumeRolePolicyDocument.Statement.0.Principal.AWS"),
            "\"arn:aws:iam::111122223333:role/b\"");
}

// Not to what other statements of the same data source refer to.
TEST(PolicyDocumentsTest, LinkEachStatementToItsOwnResources) {
  const auto document = ReadPolicies(true);
  EXPECT_EQ(ReferenceOf(*document, "aws_iam_policy.merged",
                        "PolicyDocument.Statement.2.Resource"),
            "aws_connect_instance.main arn");
  EXPECT_EQ(ReferenceOf(*document, "aws_iam_policy.merged",
                        "PolicyDocument.Statement.3.Resource"),
            "aws_kms_key.k arn");
}

TEST(PolicyDocumentsTest, MergeSourcesAndOverrides) {
  const auto document = ReadPolicies(true);
  const auto merged = [&](const std::string& path) {
    return PropertyOf(*document, "aws_iam_policy.merged",
                      "PolicyDocument.Statement." + path);
  };
  EXPECT_EQ(merged("0.Action"), "\"connect:Get*\"");
  EXPECT_EQ(merged("1.Effect"), "\"Deny\"");
  EXPECT_EQ(merged("2.Action"), "\"connect:StartChatContact\"");
  EXPECT_EQ(merged("3.Action"), "\"kms:Decrypt\"");
  EXPECT_EQ(merged("4"), "(none)");
}

TEST(PolicyDocumentsTest, KeepWhatAnUnknownDocumentMayReplaceUnknown) {
  const auto document = ReadPolicies(true);
  const auto statement = [&](const std::string& policy, int number) {
    return PropertyOf(*document, "aws_iam_policy." + policy,
                      "PolicyDocument.Statement." + std::to_string(number));
  };
  EXPECT_THAT(statement("opaque_override", 0),
              HasSubstr("?(a document that is known after apply may replace"));
  EXPECT_THAT(statement("opaque_override", 1), HasSubstr("connect:Describe*"));
  EXPECT_THAT(statement("opaque_override", 2),
              HasSubstr("?(known after apply: aws_connect_instance.main.arn"));
  EXPECT_THAT(statement("opaque_source", 0), HasSubstr("?(known after apply"));
  EXPECT_THAT(statement("opaque_source", 1), HasSubstr("\"Own\""));
  EXPECT_THAT(statement("tangled", 0), HasSubstr("?(known after apply"));
}

TEST(PolicyDocumentsTest, HideSecretPrincipals) {
  const auto document = ReadPolicies(true);
  EXPECT_EQ(PropertyOf(*document, "aws_iam_policy.secret",
                       "PolicyDocument.Statement.0.Principal"),
            "(sensitive)");
  EXPECT_THAT(Dump(document->root()), Not(HasSubstr("partner-secret")));
}

// A plan lists both documents of a conditional, and one where the other branch
// is a text.
TEST(PolicyDocumentsTest, AreNotGuessedFromConditionals) {
  const auto document = ReadPolicies(false);
  for (const char* address :
       {"aws_iam_policy.conditional", "aws_iam_policy.through_local",
        "module.inside.aws_iam_policy.chosen"}) {
    EXPECT_TRUE(PolicyOf(*document, address)->Is(Kind::kUnknown)) << address;
  }
  // The sources tell.
  const auto exact = ReadPolicies(true);
  EXPECT_EQ(PropertyOf(*exact, "aws_iam_policy.conditional",
                       "PolicyDocument.Statement.0.Action"),
            "\"connect:Describe*\"");
}

// `replace(data.x.json, ...)` looks like the document itself in a plan.
TEST(PolicyDocumentsTest, ArePutTogetherOnlyWhereFunctionsShow) {
  const auto alone = ReadPolicies(false);
  for (const char* address : {"aws_iam_policy.edited", "aws_iam_policy.full"}) {
    EXPECT_TRUE(PolicyOf(*alone, address)->Is(Kind::kUnknown)) << address;
  }
  EXPECT_THAT(Dump(*Find(alone->root(), "Plan")),
              HasSubstr("a plan does not show functions"));
  const auto exact = ReadPolicies(true);
  EXPECT_TRUE(PolicyOf(*exact, "aws_iam_policy.edited")->Is(Kind::kUnknown));
  EXPECT_TRUE(PolicyOf(*exact, "aws_iam_policy.full")->Is(Kind::kMap));
  EXPECT_THAT(Dump(*Find(exact->root(), "Plan")),
              Not(HasSubstr("a plan does not show functions")));
}

// What the text of a data source becomes is never known before it is read.
std::string WithJson(const std::string& unknown) {
  return R"({"json": true)" + std::string(unknown == "{}" ? "" : ", ") +
         unknown.substr(1);
}

// What a plan may hold that no provider would write.
std::string DataPlan(const std::string& after, const std::string& unknown,
                     const std::string& policy_references =
                         R"("data.aws_iam_policy_document.d.json")") {
  return R"({"format_version": "1.2", "resource_changes": [
    {"address": "data.aws_iam_policy_document.d", "mode": "data",
     "type": "aws_iam_policy_document", "name": "d",
     "change": {"actions": ["read"], "before": null, "after": )" +
         after + R"(, "after_unknown": )" + WithJson(unknown) + R"(}},
    {"address": "aws_iam_policy.p", "mode": "managed", "type": "aws_iam_policy",
     "name": "p", "change": {"actions": ["create"], "before": null,
     "after": {"name": "p"}, "after_unknown": {"policy": true}}}],
   "configuration": {"root_module": {"resources": [
    {"address": "data.aws_iam_policy_document.d", "mode": "data",
     "type": "aws_iam_policy_document", "expressions": {
       "source_policy_documents": {"references":
         ["data.aws_iam_policy_document.d.json",
          "data.aws_iam_policy_document.d"]}}},
    {"address": "aws_iam_policy.p", "mode": "managed", "type": "aws_iam_policy",
     "expressions": {"policy": {"references": [)" +
         policy_references + R"(]}}}]}}})";
}

std::unique_ptr<const Document> ReadWithSource(std::string plan,
                                               std::string source) {
  Input input = {.name = "plan.json", .bytes = std::move(plan)};
  input.configuration = ConfigurationFiles{
      .files = {{.module = "", .name = "main.tf", .text = std::move(source)}},
      .left_out = {}};
  auto document = ReadTerraformPlan(std::move(input), {});
  EXPECT_TRUE(document);
  return *std::move(document);
}

// What becomes of `policy = EXPRESSION` in such a plan.
std::string PolicyIn(
    const std::string& plan,
    const std::string& expression = "data.aws_iam_policy_document.d.json") {
  const auto document = ReadWithSource(
      plan,
      "data \"aws_iam_policy_document\" \"d\" {\n"
      "  source_policy_documents = [data.aws_iam_policy_document.d.json]\n}\n"
      "locals {\n  x = \"y\"\n}\n"
      "resource \"aws_iam_policy\" \"p\" {\n  policy = " +
          expression + "\n}\n");
  return PropertyOf(*document, "aws_iam_policy.p", "PolicyDocument");
}

TEST(PolicyDocumentsTest, StayUnknownWhenTheyCannotBePutTogether) {
  const std::string unknown = "?(known after apply: data.aws_iam";
  // A document inside itself, a version that is not known, a source that is no
  // policy, a statement that may be any of those before.
  for (const auto& [after, holes] :
       std::vector<std::pair<std::string, std::string>>{
           {R"({"source_policy_documents": [null]})",
            R"({"source_policy_documents": [true]})"},
           {R"({"statement": []})", R"({"version": true})"},
           {R"({"source_policy_documents": ["no json"]})", "{}"},
           {R"({"source_policy_documents": [7]})", "{}"},
           {R"({"source_policy_documents":
                ["{\"Statement\": {\"Sid\": \"A\"}}"], "statement": [{}]})",
            R"({"statement": [{"sid": true}]})"},
           {R"({"version": "2008-10-17",
                "override_policy_documents": [null]})",
            R"({"override_policy_documents": [true]})"}}) {
    EXPECT_THAT(PolicyIn(DataPlan(after, holes)), HasSubstr(unknown)) << after;
  }
  const std::string good = R"({"statement": [{"actions": ["a:b"]}]})";
  EXPECT_THAT(PolicyIn(DataPlan(good, "{}")), HasSubstr("a:b"));
  EXPECT_THAT(
      PolicyIn(DataPlan(good, "{}", R"("data.aws_iam_policy_document.d.id")"),
               "data.aws_iam_policy_document.d.id"),
      HasSubstr("?("));
  EXPECT_THAT(
      PolicyIn(DataPlan(good, "{}",
                        R"("data.aws_iam_policy_document.d.json", "local.x")"),
               "\"${data.aws_iam_policy_document.d.json}${local.x}\""),
      HasSubstr("?("));
}

TEST(PolicyDocumentsTest, ReadsBlocksThatAreNotKnown) {
  EXPECT_EQ(PolicyIn(DataPlan("{}", R"({"statement": true})")),
            "{\"Version\": \"2012-10-17\", \"Statement\": [?(known after "
            "apply)]}");
  EXPECT_EQ(
      PolicyIn(DataPlan(
          R"({"statement": [{"actions": ["a:b"], "condition": [{}],
              "principals": [{"type": "AWS"}]}]})",
          R"({"statement": [{"effect": true, "condition": [{"test": true}],
              "principals": [{"identifiers": true}]}]})")),
      "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": ?(known "
      "after apply), \"Action\": \"a:b\", \"Principal\": {\"AWS\": ?(known "
      "after apply)}, \"Condition\": ?(known after apply)}]}");
}

// Each document has the one before it twice: the last would have 2^40
// statements.
TEST(PolicyDocumentsTest, EndDocumentsThatWereMadeToGrow) {
  std::string changes;
  std::string configured;
  std::string source;
  for (int i = 0; i < 40; ++i) {
    const std::string name =
        "data.aws_iam_policy_document.d" + std::to_string(i);
    const std::string before =
        "\"data.aws_iam_policy_document.d" + std::to_string(i - 1) + ".json\"";
    changes += R"({"address": ")" + name + R"(", "mode": "data",
      "type": "aws_iam_policy_document", "change": {"actions": ["read"],
      "before": null, "after": {"source_policy_documents": [null],
      "override_policy_documents": [null], "statement": [{}]},
      "after_unknown": {"source_policy_documents": [true],
      "override_policy_documents": [true], "json": true}}},)";
    configured += R"({"address": ")" + name + R"(", "expressions": {
      "source_policy_documents": {"references": [)" +
                  before + R"(]},
      "override_policy_documents": {"references": [)" +
                  before + "]}}},";
    const std::string list =
        "[data.aws_iam_policy_document.d" + std::to_string(i - 1) + ".json]\n";
    source += "data \"aws_iam_policy_document\" \"d" + std::to_string(i) +
              "\" {\n  source_policy_documents = " + list +
              "  override_policy_documents = " + list + "}\n";
  }
  const auto document = ReadWithSource(
      PlanOf(changes + Change("aws_iam_policy.p", R"({"name": "p"})",
                              R"({"policy": true})"),
             configured + Configured("aws_iam_policy.p",
                                     R"({"policy": {"references":
                        ["data.aws_iam_policy_document.d39.json"]}})")),
      source +
          "resource \"aws_iam_policy\" \"p\" {\n"
          "  policy = data.aws_iam_policy_document.d39.json\n}\n");
  EXPECT_TRUE(PolicyOf(*document, "aws_iam_policy.p")->Is(Kind::kUnknown));
}

}  // namespace
}  // namespace connectguard
