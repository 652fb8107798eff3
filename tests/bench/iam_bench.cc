// How long questions about IAM policies take. Targets: `may` on a typical
// policy below 100 microseconds, a policy of 1,500 patterns against itself
// below 50 milliseconds, and an end to what cannot be decided within a second.
// Times depend on the machine: compare ratios within one run.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "document/document.h"
#include "iam/action_table.h"
#include "iam/glob.h"
#include "iam/questions.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

constexpr std::string_view kInstance =
    "arn:aws:connect:us-east-1:111122223333:instance/"
    "2fb42df9-78a2-2e74-d572-c8af67ed289b";

// A document or question that lives as long as the program.
const Value& Parsed(const std::string& json) {
  static std::vector<std::unique_ptr<Document>> documents;
  Document& document = *documents.emplace_back(std::make_unique<Document>());
  const std::uint16_t file = document.AddFile("policy.json", json);
  const auto root = ReadJson(&document, file);
  if (!root) {
    std::abort();
  }
  return **root;
}

// What the role of a contact centre's function has.
const std::string& TypicalPolicy() {
  static const std::string policy = R"({"Version": "2012-10-17", "Statement": [
    {"Sid": "Read", "Effect": "Allow",
     "Action": ["connect:Describe*", "connect:List*", "connect:Get*"],
     "Resource": "*"},
    {"Sid": "Contacts", "Effect": "Allow",
     "Action": ["connect:StartOutboundVoiceContact", "connect:StopContact",
                "connect:UpdateContactAttributes"],
     "Resource": "arn:aws:connect:*:111122223333:instance/*/contact/*",
     "Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}},
    {"Sid": "Recordings", "Effect": "Allow",
     "Action": ["s3:GetObject", "s3:PutObject"],
     "Resource": "arn:aws:s3:::recordings/${aws:PrincipalTag/team}/*"},
    {"Sid": "Logs", "Effect": "Allow", "Action": "logs:*",
     "Resource": "arn:aws:logs:*:111122223333:log-group:/aws/lambda/*"},
    {"Sid": "Table", "Effect": "Allow",
     "Action": ["dynamodb:GetItem", "dynamodb:Query"],
     "Resource": "arn:aws:dynamodb:*:111122223333:table/customers*"},
    {"Sid": "NoMfa", "Effect": "Deny", "Action": "connect:Delete*",
     "Resource": "*",
     "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}},
    {"Sid": "Network", "Effect": "Deny", "NotAction": "sts:*", "Resource": "*",
     "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8"]},
                   "Bool": {"aws:ViaAWSService": "false"}}}]})";
  return policy;
}

const IamPolicy& Policy(const std::string& json,
                        IamPolicyKind kind = IamPolicyKind::kIdentity) {
  static std::vector<std::unique_ptr<const IamPolicy>> policies;
  return *policies.emplace_back(IamPolicy::Read(Parsed(json), kind));
}

const IamQuery& Query(const std::string& json) {
  static std::vector<std::unique_ptr<const IamQuery>> queries;
  return *queries.emplace_back(*IamQuery::Read(Parsed(json)));
}

void BM_ReadTypicalPolicy(benchmark::State& state) {
  const Value& document = Parsed(TypicalPolicy());
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        IamPolicy::Read(document, IamPolicyKind::kIdentity));
  }
}
BENCHMARK(BM_ReadTypicalPolicy)->Unit(benchmark::kMicrosecond);

void AskMay(benchmark::State& state, const std::string& query,
            IamVerdict expected) {
  const IamLayers layers{.identity = PolicyRefs{&Policy(TypicalPolicy())}};
  const IamQuery& asked = Query(query);
  for (auto _ : state) {
    const IamAnswer answer = May(layers, asked);
    if (answer.verdict != expected) {
      state.SkipWithError("wrong answer");
    }
  }
}

void BM_MayYes(benchmark::State& state) {
  AskMay(state,
         R"({"Action": "connect:DescribeInstance", "Resource": ")" +
             std::string(kInstance) + R"("})",
         IamVerdict::kYes);
}
BENCHMARK(BM_MayYes)->Unit(benchmark::kMicrosecond);

void BM_MayNo(benchmark::State& state) {
  AskMay(state,
         R"({"Action": "connect:DeleteInstance", "Resource": ")" +
             std::string(kInstance) + R"("})",
         IamVerdict::kNo);
}
BENCHMARK(BM_MayNo)->Unit(benchmark::kMicrosecond);

void BM_MayAnyOfAService(benchmark::State& state) {
  AskMay(state, R"({"Action": "dynamodb:*"})", IamVerdict::kYes);
}
BENCHMARK(BM_MayAnyOfAService)->Unit(benchmark::kMicrosecond);

void BM_MayWithVariable(benchmark::State& state) {
  AskMay(state,
         R"({"Action": "s3:GetObject",
             "Resource": "arn:aws:s3:::recordings/red/1.wav"})",
         IamVerdict::kYes);
}
BENCHMARK(BM_MayWithVariable)->Unit(benchmark::kMicrosecond);

void BM_MayUnderScp(benchmark::State& state) {
  const IamPolicy& full = Policy(
      R"({"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"}]})",
      IamPolicyKind::kScp);
  const IamPolicy& guard = Policy(
      R"({"Version": "2012-10-17", "Statement": [
          {"Effect": "Deny", "Action": "connect:DeleteInstance",
           "Resource": "*", "Condition": {"ArnNotLike": {
             "aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}}}]})",
      IamPolicyKind::kScp);
  const IamLayers layers{.identity = PolicyRefs{&Policy(
                             R"({"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "*", "Resource": "*"}]})")},
                         .scp = {{&full}, {&full, &guard}}};
  const IamQuery& asked = Query(R"({"Action": "connect:DeleteInstance",
    "Condition": {"ArnNotLike": {
      "aws:PrincipalArn": "arn:aws:iam::*:role/BreakGlass"}}})");
  for (auto _ : state) {
    if (May(layers, asked).verdict != IamVerdict::kNo) {
      state.SkipWithError("wrong answer");
    }
  }
}
BENCHMARK(BM_MayUnderScp)->Unit(benchmark::kMicrosecond);

// As AWS's ReadOnlyAccess: prefixes of the reading actions of all services.
std::string ManyPatterns(std::size_t count, bool reversed) {
  std::vector<std::string> patterns;
  std::string last;
  for (const KnownAction& action : KnownActions()) {
    const std::string name(action.name);
    const std::size_t colon = name.find(':');
    std::string pattern = name.substr(0, colon + 9) + "*";
    if (action.level == AccessLevel::kRead && pattern != last &&
        patterns.size() < count) {
      patterns.push_back(pattern);
      last = std::move(pattern);
    }
  }
  if (reversed) {
    patterns = {patterns.rbegin(), patterns.rend()};
  }
  std::string json =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": [)";
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    json += (i == 0 ? "\"" : ", \"") + patterns[i] + "\"";
  }
  return json + "]}]}";
}

void AskAtMost(benchmark::State& state, const IamPolicy& a, const IamPolicy& b,
               IamVerdict expected) {
  const IamPolicy* const first = &a;
  const IamPolicy* const second = &b;
  for (auto _ : state) {
    if (AtMost({&first, 1}, {&second, 1}).verdict != expected) {
      state.SkipWithError("wrong answer");
    }
  }
}

void BM_AtMostItself1500Patterns(benchmark::State& state) {
  const IamPolicy& policy = Policy(ManyPatterns(1500, false));
  AskAtMost(state, policy, policy, IamVerdict::kYes);
}
BENCHMARK(BM_AtMostItself1500Patterns)->Unit(benchmark::kMillisecond);

// Written differently: one pattern more, so that the sets are not the same.
void BM_AtMostWider1501Patterns(benchmark::State& state) {
  std::string wider = ManyPatterns(1500, true);
  wider.insert(wider.rfind("]}]}"), R"(, "connect:Delete*")");
  AskAtMost(state, Policy(ManyPatterns(1500, false)), Policy(wider),
            IamVerdict::kYes);
}
BENCHMARK(BM_AtMostWider1501Patterns)->Unit(benchmark::kMillisecond);

void BM_AtMostNarrower1500Patterns(benchmark::State& state) {
  std::string wider = ManyPatterns(1500, true);
  wider.insert(wider.rfind("]}]}"), R"(, "connect:Delete*")");
  AskAtMost(state, Policy(wider), Policy(ManyPatterns(1500, false)),
            IamVerdict::kNo);
}
BENCHMARK(BM_AtMostNarrower1500Patterns)->Unit(benchmark::kMillisecond);

// Contains all of so many pairs of letters: twice the states for each.
void BM_Adversarial(benchmark::State& state) {
  const auto pairs = static_cast<std::size_t>(state.range(0));
  std::string json =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Action": "s3:GetObject", "Resource": "*"})";
  for (std::size_t i = 0; i < pairs; ++i) {
    const char letter = static_cast<char>('a' + i);
    json += R"(, {"Effect": "Deny", "Action": "*", "NotResource":
      "arn:aws:s3:::*)" +
            std::string(1, letter) + std::string(1, letter) + R"(*"})";
  }
  const IamLayers layers{.identity = PolicyRefs{&Policy(json + "]}")}};
  const IamQuery& asked = Query(R"({"Action": "s3:GetObject"})");
  double unknown = 0;
  for (auto _ : state) {
    const IamAnswer answer = May(layers, asked);
    if (answer.verdict == IamVerdict::kNo) {
      state.SkipWithError("wrong answer");
    }
    unknown = answer.verdict == IamVerdict::kUnknown ? 1 : 0;
  }
  state.counters["unknown"] = unknown;
}
BENCHMARK(BM_Adversarial)
    ->Arg(4)
    ->Arg(8)
    ->Arg(12)
    ->Arg(20)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace connectguard

BENCHMARK_MAIN();
