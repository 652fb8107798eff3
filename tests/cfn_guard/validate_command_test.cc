#include "cfn_guard/validate_command.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cfn_guard/recorded.h"
#include "cfn_guard/run.h"

namespace connectguard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string err;
};

Outcome Validate(const TextFiles& files, std::vector<std::string> arguments) {
  FakeWorld world(files);
  arguments.insert(arguments.begin(), "validate");
  const int exit_code = RunCfnGuard(arguments, "guard", world.environment);
  return {
      .exit_code = exit_code, .out = world.out.str(), .err = world.err.str()};
}

Outcome ValidateRecorded(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--guard-version", "3.1"});
  return Validate(RecordedFiles("validate"), std::move(arguments));
}

std::vector<std::string> Structured(const std::string& format,
                                    std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"-z", "-S", "none", "-o", format});
  return arguments;
}

// ----------------------------------------------------------------- recorded --

TEST(ValidateTest, WritesTheReportsOfTheReference) {
  for (const std::string format : {"json", "yaml"}) {
    const Outcome outcome =
        ValidateRecorded(Structured(format, {"-r", "rules", "-d", "data"}));
    EXPECT_EQ(outcome.exit_code, kValidateFailed);
    EXPECT_EQ(outcome.out, Recorded("validate/structured." + format));
  }
  // Only here rules that do not parse are worse than what failed.
  const Outcome junit =
      ValidateRecorded(Structured("junit", {"-r", "rules", "-d", "data"}));
  EXPECT_EQ(junit.exit_code, kValidateRulesError);
  EXPECT_EQ(junit.out, Recorded("validate/structured.junit"));
}

TEST(ValidateTest, MergesParameters) {
  const Outcome outcome = ValidateRecorded(
      Structured("json", {"-r", "rules/plain.guard", "-d", "data/plain.json",
                          "-i", "parameters.json"}));
  EXPECT_EQ(outcome.exit_code, kValidateFailed);
  EXPECT_EQ(outcome.out, Recorded("validate/with_parameters.json"));
}

TEST(ValidateTest, PrintsWhatTheReferencePrintsForAPerson) {
  const std::vector<std::string> plain = {"-r", "rules/plain.guard", "-d",
                                          "data/plain.json"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), plain.begin(), plain.end());
    return ValidateRecorded(more);
  };
  EXPECT_EQ(with({"-S", "all"}).out, Recorded("validate/plain.summary"));
  EXPECT_EQ(with({"-S", "none", "-o", "yaml"}).out,
            Recorded("validate/plain.yaml"));
  EXPECT_EQ(with({"-v", "-S", "none"}).out,
            Recorded("validate/verbose.summary"));
  EXPECT_EQ(with({"-p", "-S", "none"}).out, Recorded("validate/trace.json"));
  EXPECT_EQ(ValidateRecorded({"-r", "rules/plain.guard", "-d", "data", "-S",
                              "fail", "-o", "json"})
                .out,
            Recorded("validate/plain.json"));
}

TEST(ValidateTest, PrintsTemplatesByResource) {
  EXPECT_EQ(ValidateRecorded({"-r", "rules/sub", "-d", "data/sub"}).out,
            Recorded("validate/template.summary"));
}

// --------------------------------------------------------------- exit codes --

const char kPasses[] = "rule a { A exists }";
const char kFails[] = "rule b { A == 2 }";
const char kBroken[] = "rule c { A == }";

struct ExitCase {
  std::vector<std::string> rules;  // Texts, in this order.
  int structured = 0;
  int junit = 0;
  int plain = 0;
};

TEST(ValidateTest, ExitsAsTheReference) {
  const ExitCase cases[] = {
      {{kPasses}, 0, 0, 0},
      {{kFails}, 19, 19, 19},
      {{kBroken}, 5, 5, 5},
      {{"# nothing"}, 0, 0, 0},
      {{kPasses, kBroken}, 5, 5, 5},
      {{kFails, kBroken}, 19, 5, 5},
      {{kBroken, kFails}, 19, 5, 19},
      {{kBroken, kFails, kPasses}, 19, 5, 19},
      {{"rule s when Nope exists { A exists }"}, 0, 0, 0},
      // An error of one rule ends the whole run.
      {{kFails, "rule e { %nope exists }"}, 255, 255, 255},
  };
  for (const ExitCase& each : cases) {
    TextFiles files = {{"d.json", R"({"A": 1})"}};
    std::vector<std::string> arguments = {"-d", "d.json"};
    for (std::size_t i = 0; i < each.rules.size(); ++i) {
      const std::string name = "r" + std::to_string(i) + ".guard";
      files[name] = each.rules[i];
      arguments.insert(arguments.end(), {"-r", name});
    }
    EXPECT_EQ(Validate(files, Structured("json", arguments)).exit_code,
              each.structured);
    EXPECT_EQ(Validate(files, Structured("junit", arguments)).exit_code,
              each.junit);
    EXPECT_EQ(Validate(files, arguments).exit_code, each.plain);
  }
}

TEST(ValidateTest, PrintsNoReportWhenARuleCannotBeEvaluated) {
  const Outcome outcome =
      Validate({{"d.json", "{\"A\": 1}"}, {"r.guard", "A empty"}},
               Structured("json", {"-r", "r.guard", "-d", "d.json"}));
  EXPECT_EQ(outcome.exit_code, kCfnGuardGaveUp);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err,
              AllOf(StartsWith("Error occurred "), HasSubstr("r.guard:1:1")));
}

TEST(ValidateTest, ReportsTheLiteralOverWhichTheReferenceDies) {
  const Outcome outcome = Validate(
      {{"d.json", "{}"}, {"r.guard", "let x = 5\nrule a { %x is_list }"}},
      Structured("json", {"-r", "r.guard", "-d", "d.json"}));
  EXPECT_EQ(outcome.exit_code, kValidateFailed);
  EXPECT_THAT(outcome.out, HasSubstr(R"("value": 5)"));
}

TEST(ValidateTest, SaysThatABlockHasNothing) {
  const TextFiles files = {
      {"d.json", R"({"R": {"a": {"P": 1}}})"},
      {"r.guard", "rule a { R[ P == 2 ] !empty { Q exists } }"}};
  const Outcome outcome =
      Validate(files, Structured("json", {"-r", "r.guard", "-d", "d.json"}));
  EXPECT_THAT(outcome.out,
              HasSubstr("query for block clause did not retrieve any value"));
}

// -------------------------------------------------------------------- input --

TEST(ValidateTest, ReadsStandardInput) {
  TextFiles files = {{"-", "A: 2"}, {"r.guard", kFails}};
  const Outcome outcome =
      Validate(files, Structured("json", {"-r", "r.guard"}));
  EXPECT_EQ(outcome.exit_code, kValidatePassed);
  EXPECT_THAT(outcome.out, HasSubstr(R"("name": "STDIN")"));
  files["-"] = "";
  EXPECT_EQ(Validate(files, {"-r", "r.guard"}).exit_code, kCfnGuardGaveUp);
}

TEST(ValidateTest, ReadsAPayload) {
  const Outcome outcome =
      Validate({{"-", R"({"rules": ["A == 1", "rule x { A exists }"],
                 "data": ["A: 2", "{\"A\": 1}"]})"}},
               Structured("json", {"-P"}));
  EXPECT_EQ(outcome.exit_code, kValidateFailed);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr(R"("name": "DATA_STDIN[2]")"),
                    HasSubstr(R"("name": "RULES_STDIN[1]/default")")));
  for (const char* wrong :
       {"", "zork", "[]", R"({"rules": []})", R"({"rules": 1, "data": []})",
        R"({"rules": [], "data": [{}]})"}) {
    const Outcome refused = Validate({{"-", wrong}}, {"-P"});
    EXPECT_EQ(refused.exit_code, kCfnGuardGaveUp) << wrong;
    EXPECT_THAT(refused.err, HasSubstr("STDIN")) << wrong;
  }
}

TEST(ValidateTest, WarnsOfFilesThatItDoesNotLookAt) {
  const TextFiles files = {
      {"r.guard", kFails}, {"d/a.txt", "A: 1"}, {"d/b.yaml", "A: 2"}};
  const Outcome folder =
      Validate(files, Structured("json", {"-r", "r.guard", "-d", "d"}));
  EXPECT_EQ(folder.exit_code, kValidatePassed);
  EXPECT_THAT(folder.err, HasSubstr("warning: d/a.txt is not looked at"));
  const Outcome named =
      Validate(files, Structured("json", {"-r", "r.guard", "-d", "d/a.txt"}));
  EXPECT_EQ(named.out, "[]");
  EXPECT_EQ(named.exit_code, kValidatePassed);
  EXPECT_THAT(Validate(files, {"-r", "d", "-d", "d"}).err,
              HasSubstr("there are no rules below d"));
}

TEST(ValidateTest, RefusesWhatItCannotRead) {
  const TextFiles files = {{"r.guard", kFails}, {"d.json", "{\"A\": }"}};
  EXPECT_EQ(Validate(files, {"-r", "r.guard", "-d", "nope"}).exit_code,
            kCfnGuardGaveUp);
  EXPECT_EQ(Validate(files, {"-r", "nope", "-d", "d.json"}).exit_code,
            kCfnGuardGaveUp);
  EXPECT_EQ(Validate({{"r.guard", kFails}, {"d.yaml", "A: [1"}},
                     {"-r", "r.guard", "-d", "d.yaml"})
                .exit_code,
            kCfnGuardGaveUp);
}

TEST(ValidateTest, RefusesParametersThatOverlap) {
  const TextFiles files = {{"r.guard", kFails},      {"d.json", "{\"A\": 2}"},
                           {"p.json", "{\"P\": 1}"}, {"q.json", "{\"P\": 2}"},
                           {"a.json", "{\"A\": 2}"}, {"l.json", "[1]"}};
  const auto with = [&](std::vector<std::string> parameters) {
    std::vector<std::string> arguments = {"-r", "r.guard", "-d", "d.json",
                                          "-i"};
    arguments.insert(arguments.end(), parameters.begin(), parameters.end());
    return Validate(files, arguments);
  };
  EXPECT_EQ(with({"p.json"}).exit_code, kValidatePassed);
  EXPECT_EQ(with({"p.json", "q.json"}).exit_code, kCfnGuardGaveUp);
  const Outcome overlap = with({"a.json"});
  EXPECT_EQ(overlap.exit_code, kCfnGuardGaveUp);
  EXPECT_THAT(overlap.err, HasSubstr("key `A` is in the input parameters too"));
  EXPECT_EQ(with({"l.json"}).exit_code, kCfnGuardGaveUp);
}

// ------------------------------------------------------------------ options --

TEST(ValidateTest, ChecksItsOptions) {
  const TextFiles files = {{"r.guard", kPasses}, {"d.json", "{\"A\": 1}"}};
  const auto code = [&](const std::vector<std::string>& arguments) {
    return Validate(files, arguments).exit_code;
  };
  EXPECT_EQ(code({"-d", "d.json"}), kCfnGuardUsage);
  EXPECT_EQ(code({"-P", "-r", "r.guard"}), kCfnGuardUsage);
  EXPECT_EQ(code({"-r", "r.guard", "-a", "-m"}), kCfnGuardUsage);
  EXPECT_EQ(code({"-z", "-v", "-r", "r.guard"}), kCfnGuardUsage);
  EXPECT_EQ(code({"-r", "r.guard", "-S", "foo"}), kCfnGuardUsage);
  EXPECT_EQ(code({"-r", "r.guard", "-d", "d.json", "-z"}), kCfnGuardGaveUp);
  EXPECT_EQ(code({"-r", "r.guard", "-d", "d.json", "-z", "-S", "none"}),
            kCfnGuardGaveUp);
  EXPECT_EQ(code({"-r", "r.guard", "-d", "d.json", "-o", "junit"}),
            kCfnGuardGaveUp);
  EXPECT_EQ(code({"-r", "r.guard", "-d", "d.json", "-o", "sarif"}),
            kCfnGuardGaveUp);
  EXPECT_EQ(code({"-r", "r.guard", "-d", "d.json", "-t", "CFNTemplate", "-m"}),
            kValidatePassed);
}

TEST(ValidateTest, ShowsTheStatusesAskedFor) {
  const TextFiles files = {{"d.json", "{\"A\": 1}"},
                           {"r.guard",
                            "rule p { A exists }\nrule f { A == 2 }\n"
                            "rule s when B exists { A exists }"}};
  const auto table = [&](const std::string& shown) {
    return Validate(files, {"-r", "r.guard", "-d", "d.json", "-S", shown}).out;
  };
  EXPECT_THAT(table("pass,skip"),
              AllOf(HasSubstr("r.guard/p    PASS"),
                    HasSubstr("r.guard/s    SKIP"), Not(HasSubstr("FAILED"))));
  EXPECT_THAT(table("fail"),
              AllOf(HasSubstr("r.guard/f    FAIL"), Not(HasSubstr("PASS"))));
  EXPECT_THAT(table("none"), IsEmpty());
  EXPECT_THAT(table("all,none,pass"), Not(HasSubstr("SKIP")));
}

TEST(ValidateTest, JudgesAsTheVersionAskedFor) {
  const TextFiles files = {{"d.yaml", "A: y"},
                           {"r.guard", "rule a { A is_bool }"}};
  const auto code = [&](const std::string& version) {
    return Validate(files, {"-r", "r.guard", "-d", "d.yaml", "--guard-version",
                            version})
        .exit_code;
  };
  EXPECT_EQ(code("3.1"), kValidateFailed);
  EXPECT_EQ(code("3.2"), kValidatePassed);
}

// -------------------------------------------------------------------- sarif --

TEST(ValidateTest, WritesSarif) {
  const Outcome outcome =
      ValidateRecorded(Structured("sarif", {"-r", "rules", "-d", "data"}));
  EXPECT_EQ(outcome.exit_code, kValidateFailed);
  EXPECT_THAT(
      outcome.out,
      AllOf(HasSubstr(R"("version": "2.1.0")"),
            HasSubstr(R"("ruleId": "ENCRYPTED")"),
            HasSubstr(R"("uri": "data/sub/template.yaml")"),
            // Where the value stands that failed: `Status: Suspended`.
            HasSubstr("\"startLine\": 10,\n"
                      "                  \"startColumn\": 17"),
            HasSubstr("[Path=[L:0,C:0] Value=\\\"Enabled\\\"]. keep versions"),
            HasSubstr(R"("ruleAndPath/v1": ")")));
}

// A rule of a thousand checks is written in pieces, which must not show.
TEST(ValidateTest, WritesManyChecksInOrder) {
  std::string data = "{\"L\": [";
  for (int i = 0; i < 2000; ++i) {
    data += (i == 0 ? "" : ", ") + std::to_string(i);
  }
  const TextFiles files = {{"d.json", data + "]}"},
                           {"r.guard", "rule a { L[*] < 0 }"}};
  const Outcome outcome =
      Validate(files, Structured("json", {"-r", "r.guard", "-d", "d.json"}));
  std::size_t at = 0;
  for (int i = 0; i < 2000; ++i) {
    at = outcome.out.find("\"path\": \"/L/" + std::to_string(i) + "\"", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
  EXPECT_THAT(outcome.out, HasSubstr("            },\n            {\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("}{")));
}

}  // namespace
}  // namespace connectguard
