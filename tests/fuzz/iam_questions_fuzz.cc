// An identity policy, a line `----`, a question, and after another such line
// perhaps the policy of a resource: answers agree with each other, and a
// request that is said to be allowed is allowed by the reference evaluator.
//
// The question is a statement without Effect in JSON, or lines such as
// `action s3:GetObject`, `resource *`, `principal 111122223333`,
// `condition aws:SourceIp=10.0.0.1`, `without aws:SourceIp`.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/policy_files.h"
#include "analysis/question.h"
#include "base/text.h"
#include "fuzz/fuzzed_iam.h"
#include "iam/reference_evaluator.h"
#include "iam/refusal.h"
#include "iam/small_world.h"
#include "readers/json_reader.h"

namespace connectguard::testing {
namespace {

constexpr std::string_view kLine = "\n----\n";

std::vector<std::string> PartsOf(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(kLine);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) {
      return parts;
    }
    text.remove_prefix(end + kLine.size());
  }
}

IamQuestion QuestionOf(std::string_view text) {
  IamQuestion question;
  for (const std::string_view line : Split(text, '\n')) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::string_view what = line.substr(0, blank);
    const std::string rest(line.substr(std::min(blank + 1, line.size())));
    if (what == "action") {
      question.actions.push_back(rest);
    } else if (what == "resource") {
      question.resources.push_back(rest);
    } else if (what == "principal") {
      question.principal = rest;
    } else if (what == "without") {
      question.absent.push_back(rest);
    } else if (what == "condition") {
      const std::size_t equals = std::min(rest.find('='), rest.size());
      question.conditions.push_back(
          {.key = rest.substr(0, equals),
           .values = {rest.substr(std::min(equals + 1, rest.size()))}});
    }
  }
  return question;
}

// Null for what is no clear question, of which the error is checked.
std::unique_ptr<const IamQuery> QueryOf(const std::string& text,
                                        Document* document) {
  if (!text.starts_with('{')) {
    const IamQuestion question = QuestionOf(text);
    Warnings(question);
    auto query = MakeQuery(question, {.words = kNoWords}, document);
    if (!query) {
      RequireGoodError(query.error());
      return nullptr;
    }
    return *std::move(query);
  }
  const auto root =
      ReadJson(document, document->AddFile("query.json", std::string(text)));
  auto query = root ? IamQuery::Read(**root) : tl::unexpected(root.error());
  if (!query) {
    RequireGoodError(query.error());
    return nullptr;
  }
  return *std::move(query);
}

bool IsClear(const IamPolicy& policy) {
  if (policy.hole() != nullptr || !policy.findings().empty()) {
    return false;
  }
  for (const IamStatement& statement : policy.statements()) {
    if (statement.hole != nullptr || statement.effect_hole != nullptr) {
      return false;
    }
  }
  return true;
}

// REQUIRES: the answer is yes, and the policies are clear.
void CheckWitness(const IamAnswer& answer, const IamLayers& layers) {
  Require(answer.witness.has_value() || answer.witness_hidden,
          "yes has a witness");
  ReferenceLayers reference;
  if (layers.identity) {
    reference.identity.emplace();
    for (const IamPolicy* policy : *layers.identity) {
      reference.identity->push_back(&policy->document());
    }
  }
  if (layers.resource) {
    for (const IamPolicy* policy : *layers.resource) {
      reference.resource.push_back(&policy->document());
    }
  }
  const ReferenceRequest request = ToReference(*answer.witness);
  for (const bool unclear : {false, true}) {
    Require(ReferenceEvaluator(request, unclear).IsAllowed(reference),
            "a witness is allowed");
  }
}

void Ask(const IamLayers& layers, const IamQuery& query) {
  const IamAnswer may = May(layers, query, kQuickly);
  CheckAnswer(may);
  const IamAnswer always = MayAlways(layers, query, kQuickly);
  CheckAnswer(always);
  Require(may.verdict != IamVerdict::kNo || always.verdict != IamVerdict::kYes,
          "what is always allowed may be done");
  const PolicyRefs all = AllPolicies(layers);
  bool clear = true;
  for (const IamPolicy* policy : all) {
    clear = clear && IsClear(*policy);
  }
  if (may.verdict == IamVerdict::kYes && clear) {
    CheckWitness(may, layers);
  }
  if (may.verdict == IamVerdict::kNo) {
    WhyRefused(layers, query, kQuickly);
  }
  const IamAnswer denied = Denies(all, query, kQuickly);
  const IamEscapes escapes = Escapes(all, query, kQuickly);
  Require(denied.verdict == IamVerdict::kUnknown ||
              escapes.answer.verdict == IamVerdict::kUnknown ||
              (denied.verdict == IamVerdict::kYes) ==
                  (escapes.answer.verdict == IamVerdict::kNo),
          "what is denied does not escape");
  Require(denied.verdict != IamVerdict::kYes || layers.resource ||
              may.verdict != IamVerdict::kYes,
          "what is denied is not allowed");
}

std::optional<PolicyFile> FileOf(const std::string& text, IamPolicyKind kind) {
  auto file =
      ReadPolicy({.name = "p.json", .text = text}, kind, {.words = kNoWords});
  if (!file) {
    RequireGoodError(file.error());
    return std::nullopt;
  }
  return *std::move(file);
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard;           // NOLINT: a target, no library.
  using namespace connectguard::testing;  // NOLINT
  const std::vector<std::string> parts =
      PartsOf({reinterpret_cast<const char*>(data), size});
  if (parts.size() < 2) {
    return 0;
  }
  Document words;
  const auto query = QueryOf(parts[1], &words);
  const auto identity = FileOf(parts[0], IamPolicyKind::kIdentity);
  if (!query || !identity) {
    return 0;
  }
  Ask({.identity = PolicyRefs{identity->policy.get()}}, *query);
  if (parts.size() < 3) {
    return 0;
  }
  if (const auto resource = FileOf(parts[2], IamPolicyKind::kResource)) {
    const PolicyRefs of_resource = {resource->policy.get()};
    Ask({.resource = of_resource}, *query);
    Ask({.identity = PolicyRefs{identity->policy.get()},
         .resource = of_resource,
         .accounts = AccountRelation::kUnknown},
        *query);
  }
  return 0;
}
