// Random small policies: every witness is really one by the reference
// evaluator, and where the answer says that there is none, brute force over a
// finite world finds none.
//
// CONNECTGUARD_IAM_PAIRS sets how many pairs, CONNECTGUARD_IAM_SEED the first
// seed; each pair has a seed of its own, which a failure names.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "iam/lint_checks.h"
#include "iam/policy_lint.h"
#include "iam/policy_text.h"
#include "iam/questions.h"
#include "iam/reference_evaluator.h"
#include "iam/small_world.h"

namespace connectguard::testing {
namespace {

constexpr std::size_t kRequests = 600;

std::uint64_t FromEnvironment(const char* name, std::uint64_t fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

std::uint64_t Pairs() {
  return FromEnvironment("CONNECTGUARD_IAM_PAIRS", 2000);
}
std::uint64_t FirstSeed() {
  return FromEnvironment("CONNECTGUARD_IAM_SEED", 1);
}

struct Counts {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::size_t unknown = 0;

  void Add(IamVerdict verdict) {
    (verdict == IamVerdict::kYes  ? yes
     : verdict == IamVerdict::kNo ? no
                                  : unknown)++;
  }
  std::string Text() const {
    return "yes " + std::to_string(yes) + ", no " + std::to_string(no) +
           ", unknown " + std::to_string(unknown);
  }
};

// `holds` says whether a request is what the question looks for.
template <typename Holds>
void CheckWitness(const IamAnswer& answer, const std::string& about,
                  const Holds& holds) {
  ASSERT_TRUE(answer.witness) << about;
  const ReferenceRequest request = ToReference(*answer.witness);
  for (const bool unclear : {false, true}) {
    EXPECT_TRUE(holds(request, unclear))
        << about << "\nwitness " << ToString(*answer.witness);
  }
}

template <typename Holds>
void CheckNone(const std::vector<ReferenceRequest>& requests,
               const std::string& about, const Holds& holds) {
  for (const ReferenceRequest& request : requests) {
    for (const bool unclear : {false, true}) {
      if (holds(request, unclear)) {
        FAIL() << about << "\nmissed " << ToText(request);
      }
    }
  }
}

TEST(SoundnessTest, AtMostAgreesWithBruteForce) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + i);
    PolicyTexts texts;
    const bool principals = world.OneIn(3);
    const IamPolicyKind kind =
        principals ? IamPolicyKind::kResource : IamPolicyKind::kIdentity;
    const std::string a = world.Document(principals);
    const std::string b = world.Document(principals);
    const IamPolicy& first = texts.Policy(a, kind);
    const IamPolicy& second = texts.Policy(b, kind);
    const IamAnswer answer = PolicyTexts::IsAtMost(first, second);
    counts.Add(answer.verdict);
    const std::string about =
        "seed " + std::to_string(FirstSeed() + i) + "\na " + a + "\nb " + b;
    const auto holds = [&](const ReferenceRequest& request, bool unclear) {
      const ReferenceEvaluator evaluator(request, unclear);
      return (principals || request.principal_type == "AWS") &&
             evaluator.Permits(first.document()) &&
             !evaluator.Permits(second.document());
    };
    if (answer.verdict == IamVerdict::kNo) {
      CheckWitness(answer, about, holds);
    } else if (answer.verdict == IamVerdict::kYes) {
      CheckNone(world.Requests(a + b, kRequests), about, holds);
    }
  }
  RecordProperty("answers", counts.Text());
  EXPECT_GT(counts.yes, Pairs() / 20) << counts.Text();
  EXPECT_GT(counts.no, Pairs() / 4) << counts.Text();
  EXPECT_LT(counts.unknown, Pairs() / 4) << counts.Text();
}

TEST(SoundnessTest, MayAgreesWithBruteForce) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + 1'000'000'007 + i);
    PolicyTexts texts;
    std::string all;
    IamLayers layers;
    ReferenceLayers reference;
    const auto add = [&](IamPolicyKind kind, bool principals, PolicyRefs* refs,
                         std::vector<const Value*>* documents) {
      const std::string text = world.Document(principals);
      all += "\n" + text;
      refs->push_back(&texts.Policy(text, kind));
      documents->push_back(&refs->back()->document());
    };
    if (!world.OneIn(6)) {
      add(IamPolicyKind::kIdentity, false, &layers.identity.emplace(),
          &reference.identity.emplace());
    }
    if (!layers.identity || world.OneIn(3)) {
      add(IamPolicyKind::kResource, true, &layers.resource.emplace(),
          &reference.resource);
    }
    if (layers.identity && world.OneIn(3)) {
      add(IamPolicyKind::kBoundary, false, &layers.boundary.emplace(),
          &reference.boundary.emplace());
    }
    if (world.OneIn(3)) {
      add(IamPolicyKind::kScp, false, &layers.scp.emplace_back(),
          &reference.scp.emplace_back());
    }
    if (layers.identity && layers.resource && world.OneIn(4)) {
      layers.accounts = AccountRelation::kOther;
      reference.other_account = true;
    }
    const std::string question = world.Query(layers.resource.has_value());
    const Value& query = texts.Parse(question);
    const IamAnswer answer = May(layers, texts.Query(query));
    counts.Add(answer.verdict);
    const std::string about =
        "seed " + std::to_string(FirstSeed() + i) + all + "\nquery " + question;
    const auto holds = [&](const ReferenceRequest& request, bool unclear) {
      const ReferenceEvaluator evaluator(request, unclear);
      return evaluator.Fits(query) && evaluator.IsAllowed(reference);
    };
    if (answer.verdict == IamVerdict::kYes) {
      CheckWitness(answer, about, holds);
    } else if (answer.verdict == IamVerdict::kNo) {
      CheckNone(world.Requests(all + question, kRequests), about, holds);
    }
  }
  RecordProperty("answers", counts.Text());
  EXPECT_GT(counts.yes, Pairs() / 10) << counts.Text();
  EXPECT_GT(counts.no, Pairs() / 10) << counts.Text();
  EXPECT_LT(counts.unknown, Pairs() / 3) << counts.Text();
}

TEST(SoundnessTest, EscapesAgreeWithBruteForce) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() / 2 && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + 2'000'000'011 + i);
    PolicyTexts texts;
    const std::string text = world.Document(false);
    const IamPolicy& policy = texts.Policy(text, IamPolicyKind::kScp);
    const std::string question = world.Query(false);
    const Value& query = texts.Parse(question);
    const IamPolicy* const one = &policy;
    const IamEscapes escapes = Escapes({&one, 1}, texts.Query(query));
    counts.Add(escapes.answer.verdict);
    const std::string about = "seed " + std::to_string(FirstSeed() + i) + "\n" +
                              text + "\nquery " + question;
    const auto holds = [&](const ReferenceRequest& request, bool unclear) {
      const ReferenceEvaluator evaluator(request, unclear);
      return request.principal_type == "AWS" && evaluator.Fits(query) &&
             !evaluator.Denies(policy.document(), true);
    };
    if (escapes.answer.verdict == IamVerdict::kYes) {
      CheckWitness(escapes.answer, about, holds);
      EXPECT_FALSE(escapes.exceptions.empty() && escapes.complete) << about;
      for (const IamException& exception : escapes.exceptions) {
        if (exception.certain) {
          CheckWitness({.witness = exception.witness}, about, holds);
        }
      }
    } else if (escapes.answer.verdict == IamVerdict::kNo) {
      CheckNone(world.Requests(text + question, kRequests), about, holds);
    }
  }
  RecordProperty("answers", counts.Text());
  EXPECT_GT(counts.yes, 0u) << counts.Text();
  EXPECT_GT(counts.no, 0u) << counts.Text();
}

// Where the texts of lists begin and end: `"s3:*"` in `["s3:*", ...]`.
std::vector<std::pair<std::size_t, std::size_t>> ListItems(
    const std::string& json) {
  std::vector<std::pair<std::size_t, std::size_t>> items;
  for (std::size_t begin = json.find('"'); begin != std::string::npos;) {
    const std::size_t end = json.find('"', begin + 1);
    const char before = json[json.find_last_not_of(' ', begin - 1)];
    const char after = json[json.find_first_not_of(' ', end + 1)];
    if ((before == '[' || before == ',') && (after == ']' || after == ',')) {
      items.emplace_back(begin, end + 1);
    }
    begin = json.find('"', end + 1);
  }
  return items;
}

// What is certain of a document with a hole is true of it with the hole filled.
TEST(SoundnessTest, UnknownValuesNeverContradict) {
  Counts counts;
  for (std::uint64_t i = 0; i < Pairs() && !HasFailure(); ++i) {
    SmallWorld world(FirstSeed() + 3'000'000'019 + i);
    PolicyTexts texts;
    const bool principals = world.OneIn(3);
    const IamPolicyKind kind =
        principals ? IamPolicyKind::kResource : IamPolicyKind::kIdentity;
    const std::string whole = world.Document(principals);
    std::string holed = whole;
    const auto items = ListItems(whole);
    if (items.empty()) {
      continue;
    }
    const auto [begin, end] = items[world.Below(items.size())];
    holed.replace(begin, end - begin, "\"<unknown>\"");
    const IamQuery& query = texts.Query(world.Query(principals));
    const auto ask = [&](const std::string& text) {
      const PolicyRefs one = {&texts.Policy(text, kind)};
      return May(
          principals ? IamLayers{.resource = one} : IamLayers{.identity = one},
          query);
    };
    const IamAnswer with_hole = ask(holed);
    const IamAnswer filled = ask(whole);
    counts.Add(with_hole.verdict);
    if (with_hole.verdict != IamVerdict::kUnknown) {
      EXPECT_TRUE(filled.verdict == with_hole.verdict ||
                  filled.verdict == IamVerdict::kUnknown)
          << "seed " << FirstSeed() + i << "\n"
          << whole << "\n"
          << holed << "\n"
          << Explained(filled) << "\n"
          << Explained(with_hole);
    }
  }
  EXPECT_GT(counts.yes, Pairs() / 50) << counts.Text();
  EXPECT_GT(counts.no, Pairs() / 50) << counts.Text();
  EXPECT_GT(counts.unknown, Pairs() / 50) << counts.Text();
}

// Values of wrong kinds anywhere: nothing breaks, and what is certain stays
// within what the document could say if that place said anything.
TEST(SoundnessTest, BrokenDocumentsBreakNothing) {
  const std::vector<std::string> kinds = {"7",      "null", "[]",
                                          "{}",     "true", "\"<unknown>\"",
                                          "\"${\"", "\"\"", "[[\"a\"]]"};
  std::size_t findings = 0;
  for (std::uint64_t i = 0; i < Pairs() / 2; ++i) {
    SmallWorld world(FirstSeed() + 4'000'000'007 + i);
    PolicyTexts texts;
    std::string text = world.Document(true);
    const std::string question = world.Query(true);
    for (std::size_t broken = 0; broken < 1 + world.Below(3); ++broken) {
      const std::size_t begin = text.find('"', world.Below(text.size()));
      const std::size_t end =
          begin == std::string::npos ? begin : text.find('"', begin + 1);
      if (end == std::string::npos ||
          text[text.find_first_not_of(' ', end + 1)] == ':') {
        continue;
      }
      std::string candidate = text;
      candidate.replace(begin, end + 1 - begin,
                        kinds[world.Below(kinds.size())]);
      Document document;
      const std::uint16_t file = document.AddFile("policy.json", candidate);
      if (ReadJson(&document, file)) {
        text = std::move(candidate);
      }
    }
    for (const IamPolicyKind kind :
         {IamPolicyKind::kIdentity, IamPolicyKind::kScp, IamPolicyKind::kTrust,
          IamPolicyKind::kResource, IamPolicyKind::kReference}) {
      const IamPolicy& policy = texts.Policy(text, kind);
      const IamPolicy* const one = &policy;
      const IamQuery& query = texts.Query(question);
      for (const IamFinding& finding : LintPolicy(policy)) {
        EXPECT_TRUE(IsIamLintCheck(finding.check)) << finding.check;
        ++findings;
      }
      const IamAnswer denied = Denies({&one, 1}, query);
      const IamEscapes escapes = Escapes({&one, 1}, query);
      EXPECT_EQ(denied.verdict == IamVerdict::kYes,
                escapes.answer.verdict == IamVerdict::kNo)
          << text;
      EXPECT_NE(AtMost({&one, 1}, {&one, 1}).verdict, IamVerdict::kNo) << text;
    }
  }
  EXPECT_GT(findings, Pairs());
}

}  // namespace
}  // namespace connectguard::testing
