// Plans as pipelines really hand them over: in other encodings, among lines of
// a log, partial, failed, of other programs.
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sha256.h"
#include "document/dump.h"
#include "readers/input.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NotNull;

std::string Fixture(std::string_view name) {
  auto text =
      DiskFileReader().Read(PlanFolder() + "/" + std::string(name) + ".json");
  EXPECT_TRUE(text);
  return text ? *std::move(text) : std::string();
}

std::unique_ptr<const Document> ReadInput(std::string bytes,
                                          bool closed_world = false) {
  auto document = ReadDocument({.name = "plan", .bytes = std::move(bytes)},
                               {.closed_world = closed_world});
  EXPECT_TRUE(document) << Render(document.error().diagnostic);
  return document ? *std::move(document) : nullptr;
}

std::vector<std::string> NotesOf(const Document& document) {
  std::vector<std::string> notes;
  const Value* list = FindPath(document.root(), {"Plan", "Notes"});
  if (list != nullptr) {
    for (const Value& note : list->AsList()) {
      notes.emplace_back(note.AsString());
    }
  }
  return notes;
}

std::string PlanFact(const Document& document, std::string_view fact) {
  return Summarize(*FindPath(document.root(), {"Plan", fact}), 200);
}

std::string Utf16(std::string_view text, bool little) {
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : text) {
    bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  }
  return bytes;
}

TEST(PlanOdditiesTest, ReadsEncodingsOfWindows) {
  const std::string plan = Fixture("05-locals-vars");
  const std::string expected = Dump(ReadInput(plan)->root());
  EXPECT_EQ(Dump(ReadInput("\xEF\xBB\xBF" + plan)->root()), expected);
  for (const bool little : {true, false}) {
    const std::string bytes = Utf16(plan, little);
    const auto document = ReadInput(bytes);
    EXPECT_EQ(Dump(document->root()), expected);
    EXPECT_EQ(document->digest(), Sha256Hex(bytes));
  }
}

TEST(PlanOdditiesTest, ReadsUtf16BeyondAscii) {
  const auto document =
      ReadInput(std::string("\xFF\xFE", 2) +
                std::string("R\0e\0s\0o\0u\0r\0c\0e\0s\0:\0 \0{\0}\0\n\0"
                            "D\0e\0s\0c\0r\0i\0p\0t\0i\0o\0n\0:\0 \0"
                            "\xE4\0\x3D\xD8\x00\xDE\n\0",
                            62));
  ASSERT_THAT(document, NotNull());
  EXPECT_THAT(std::string(document->file(0).text()),
              HasSubstr("Description: \xC3\xA4\xF0\x9F\x98\x80\n"));
}

TEST(PlanOdditiesTest, ReadsAPlanAmongLinesOfALog) {
  const std::string plan = Fixture("05-locals-vars");
  ASSERT_TRUE(plan.ends_with("}\n") || plan.ends_with("}"));
  const std::string line = plan.substr(0, plan.rfind('}') + 1);
  const std::string expected =
      Dump(*FindPath(ReadInput(plan)->root(), {"Resources"}));
  const std::string log =
      "[command]/opt/terraform-bin show -json tfplan\n" + line +
      "\n::debug::Terraform exited with code 0.\n::set-output name=x::y\n";
  const auto document = ReadInput(log);
  EXPECT_EQ(Dump(*FindPath(document->root(), {"Resources"})), expected);
  EXPECT_THAT(NotesOf(*document),
              ElementsAre("3 lines around the plan are not part of it"));
  EXPECT_EQ(document->digest(), Sha256Hex(log));
  EXPECT_EQ(document->file(0).text().size(), log.size());
  // Places are those of what was handed over.
  const Value* bucket = document->FindResource("aws_s3_bucket.rec")->node;
  EXPECT_EQ(document->file(0).At(bucket->begin).line, 2u);
  EXPECT_THAT(NotesOf(*ReadInput("> show\r\n" + line + "\r\n")),
              ElementsAre("1 line around the plan is not part of it"));
}

TEST(PlanOdditiesTest, LosesNoSecondPlan) {
  const std::string plan = Fixture("05-locals-vars");
  const std::string line = plan.substr(0, plan.rfind('}') + 1);
  for (const std::string& text :
       {line + "\n" + line, "log\n" + line + "\n" + line}) {
    EXPECT_FALSE(ReadDocument({.name = "plan", .bytes = text}));
  }
}

TEST(PlanOdditiesTest, ReadsPlansWithoutOptionalKeys) {
  for (const std::string_view plan :
       {R"({"format_version": "0.1", "terraform_version": "0.12.31"})",
        R"({"format_version": "1.2", "resource_changes": null,
            "configuration": null, "variables": null})",
        R"({"format_version": "1.2", "planned_values": {},
            "resource_changes": [], "deferred_changes": null})"}) {
    const auto document = ReadInput(std::string(plan));
    ASSERT_THAT(document, NotNull());
    EXPECT_THAT(document->resources(), IsEmpty());
  }
}

TEST(PlanOdditiesTest, ClosedWorldNeedsAWholePlan) {
  EXPECT_EQ(PlanFact(*ReadInput(Fixture("20-noop"), true), "ClosedWorld"),
            "true");
  for (const std::string_view partial : {"23-target", "21-errored"}) {
    const auto document = ReadInput(Fixture(partial), true);
    EXPECT_EQ(PlanFact(*document, "Complete"), "false");
    EXPECT_THAT(PlanFact(*document, "ClosedWorld"),
                HasSubstr("the plan is partial"));
  }
}

// What -target leaves out may configure a bucket all the same.
TEST(PlanOdditiesTest, DoubtsWhatAPartialPlanLeavesOut) {
  const auto partial = ReadInput(Fixture("23-target"));
  for (const char* property :
       {"PublicAccessBlockConfiguration", "BucketEncryption",
        "VersioningConfiguration", "LifecycleConfiguration"}) {
    EXPECT_THAT(PropertyOf(*partial, "aws_s3_bucket.recordings", property),
                HasSubstr("may be left out"))
        << property;
  }
  const auto whole = ReadInput(Fixture("01-flat-secure"));
  EXPECT_EQ(PropertyOf(*whole, "aws_s3_bucket.logs", "BucketEncryption"),
            "(none)");
}

TEST(PlanOdditiesTest, DeferredChangesMakeAPlanPartial) {
  std::string plan = Fixture("20-noop");
  ASSERT_EQ(PlanFact(*ReadInput(plan), "Complete"), "true");
  plan.insert(1, R"("deferred_changes": [{"reason": "resource_config_unknown",
      "resource_change": {"address": "aws_s3_bucket.later"}}],)");
  EXPECT_EQ(PlanFact(*ReadInput(plan), "Complete"), "false");
}

TEST(PlanOdditiesTest, SaysWhenAPlanDoesNotSayWhetherItIsWhole) {
  std::string plan = Fixture("20-noop");
  const std::string_view fact = R"("complete":true,)";
  ASSERT_NE(plan.find(fact), std::string::npos);
  EXPECT_THAT(NotesOf(*ReadInput(plan)), IsEmpty());
  plan.erase(plan.find(fact), fact.size());
  EXPECT_THAT(NotesOf(*ReadInput(plan)),
              ElementsAre(HasSubstr("does not say whether it is whole")));
}

// They change no resource: what the state will hold is what there is.
TEST(PlanOdditiesTest, RefreshOnlyPlansShowTheState) {
  const auto document = ReadInput(Fixture("17-refresh-only"));
  ASSERT_EQ(document->resources().size(), 3u);
  const Value& instance = ResourceAt(*document, "aws_connect_instance.main");
  EXPECT_EQ(Summarize(*FindPath(instance, {"Change", "Action"})), "\"no-op\"");
  EXPECT_EQ(Summarize(*FindPath(instance,
                                {"Properties", "Attributes", "ContactLens"})),
            "false");
  EXPECT_EQ(PlanFact(*document, "Complete"), "true");
  EXPECT_THAT(NotesOf(*document),
              testing::Contains(HasSubstr("(-refresh-only)")));
  EXPECT_EQ(
      PlanFact(*ReadInput(Fixture("17-refresh-only"), true), "ClosedWorld"),
      "true");
}

TEST(PlanOdditiesTest, RefreshOnlyPlansWithoutAStateShowNothing) {
  std::string plan = Fixture("17-refresh-only");
  const std::string key = "\"prior_state\"";
  plan.replace(plan.find(key), key.size(), "\"no_state\"");
  const auto document = ReadInput(plan);
  EXPECT_THAT(document->resources(), IsEmpty());
  EXPECT_THAT(document->previous(), IsEmpty());
  // What they leave out exists all the same.
  EXPECT_EQ(PlanFact(*document, "Complete"), "false");
  EXPECT_THAT(PlanFact(*ReadInput(plan, true), "ClosedWorld"),
              HasSubstr("the plan is partial"));
}

TEST(PlanOdditiesTest, HidesTheSecretsOfAState) {
  const auto document = ReadInput(
      R"({"format_version": "1.2", "planned_values": {}, "resource_drift": [],
          "prior_state":
          {"values": {"root_module": {"child_modules": [{"resources": [
            {"address": "module.m.a_b.c", "mode": "managed", "type": "a_b",
             "values": {"open": "seen", "closed": "hunter2"},
             "sensitive_values": {"closed": true}},
            {"address": "module.m.data.a_b.c", "mode": "data", "type": "a_b",
             "values": {}}]}]}}}})");
  ASSERT_EQ(document->resources().size(), 1u);
  const std::string text =
      Summarize(ResourceAt(*document, "module.m.a_b.c"), 200);
  EXPECT_THAT(text, HasSubstr("seen"));
  EXPECT_THAT(text, testing::Not(HasSubstr("hunter2")));
}

TEST(PlanOdditiesTest, RefusesABrokenState) {
  const auto document = ReadDocument(
      {.name = "plan.json",
       .bytes =
           R"({"format_version": "1.2", "planned_values": {}, "prior_state": {"values":
                    {"root_module": {"resources": [{"mode": "managed"}]}}}})"});
  ASSERT_FALSE(document);
  EXPECT_THAT(document.error().diagnostic.message,
              HasSubstr("a resource of the state needs"));
}

TEST(PlanOdditiesTest, TellsWhatDrifted) {
  EXPECT_THAT(NotesOf(*ReadInput(Fixture("14-update-noop-drift"))),
              testing::Contains("changed outside of Terraform since the last "
                                "apply: `aws_connect_instance.main`, "
                                "`aws_iam_role.r`"));
  std::string many = Fixture("17-refresh-only");
  const std::string key = "\"resource_drift\":[";
  many.insert(many.find(key) + key.size(),
              R"({"address":"a.b"},{"address":7},7,)");
  EXPECT_THAT(NotesOf(*ReadInput(many)),
              testing::Contains("changed outside of Terraform since the last "
                                "apply: `a.b`, `?`, `?` and 1 more"));
}

// Old and new object of one address, in every order of Terraform and with a
// forgotten one.
TEST(PlanOdditiesTest, ReadsEveryOrderOfReplace) {
  for (const std::string_view actions :
       {R"("delete", "create")", R"("create", "delete")",
        R"("create", "forget")", R"("forget", "create")"}) {
    const auto document =
        ReadChanges(Change("a_b.c", "{}", "{}", actions, "{}"));
    const std::string text =
        Summarize(*Find(ResourceAt(*document, "a_b.c"), "Change"), 60);
    EXPECT_THAT(text, HasSubstr(R"({"Action": "replace")")) << actions;
    const Resource* previous = document->FindPrevious("a_b.c");
    ASSERT_THAT(previous, NotNull());
    EXPECT_THAT(
        Summarize(*Find(*previous->node, "Change"), 60),
        HasSubstr(actions.find("forget") == actions.npos ? R"("replace")"
                                                         : R"("forget")"));
  }
}

TEST(PlanOdditiesTest, LastOfDuplicateKeysCounts) {
  std::string plan = Fixture("01-flat-secure");
  const std::string name = "\"contact_flow_logs_enabled\":true";
  const std::size_t at = plan.find(name, plan.find("\"resource_changes\""));
  ASSERT_NE(at, std::string::npos);
  plan.insert(at + name.size(), ",\"contact_flow_logs_enabled\":false");
  const auto document = ReadInput(plan);
  EXPECT_THAT(NotesOf(*document),
              testing::Contains(
                  HasSubstr("the key `contact_flow_logs_enabled` stands twice "
                            "in one map, at plan:1:")));
  for (const Resource& resource : document->resources()) {
    if (resource.type == "AWS::Connect::Instance") {
      EXPECT_EQ(Summarize(*FindPath(*resource.properties,
                                    {"Attributes", "ContactflowLogs"})),
                "false");
    }
  }
}

}  // namespace
}  // namespace connectguard
