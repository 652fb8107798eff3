// Every recorded experiment with cfn-guard: the same statuses, or an error
// where it gave up. Once as 3.1.1, once as 3.2.0.
#include <cctype>
#include <optional>
#include <string>
#include <tuple>

#include "guard/evaluate_text.h"
#include "guard/micro_corpus.h"

namespace connectguard::testing {
namespace {

// What we answer to an experiment.
struct Observed {
  bool parsed = true;
  std::string error;  // Of the rules file, the data or a rule.
  std::map<std::string, std::string> rules;
};

// Parameters and data merged at the top level, as the command line of cfn-guard
// does it.
Result<const Value*> Merge(const std::vector<const Value*>& inputs,
                           ValueBuilder builder) {
  if (inputs.size() == 1) {
    return inputs[0];
  }
  const Kind kind = inputs[0]->kind;
  kind == Kind::kMap ? builder.StartMap({}) : builder.StartList({});
  for (const Value* input : inputs) {
    if (input->kind != kind) {
      return Fail(ErrorCode::kBadInput, "a map and a list cannot be merged");
    }
    if (kind == Kind::kList) {
      for (const Value& item : input->AsList()) {
        builder.AddCopy(item);
      }
      continue;
    }
    for (const Member& member : input->AsMap()) {
      if (builder.HasKey(member.key->text)) {
        return Fail(ErrorCode::kBadInput, "a key stands in two inputs");
      }
      builder.AddKey(member.key->text);
      builder.AddCopy(member.value);
    }
  }
  kind == Kind::kMap ? builder.EndMap() : builder.EndList();
  return builder.Finish();
}

Result<std::unique_ptr<Document>> LoadInputs(const Experiment& experiment,
                                             GuardVersion version) {
  auto document = std::make_unique<Document>();
  std::vector<const Value*> roots;
  std::vector<std::string> texts = experiment.params;
  texts.push_back(experiment.data);
  for (const std::string& text : texts) {
    const std::uint16_t file = document->AddFile("data.yaml", text);
    CG_ASSIGN_OR_RETURN(const Value* root,
                        ReadYaml(document.get(), file, DialectOf(version)));
    roots.push_back(root);
  }
  CG_ASSIGN_OR_RETURN(const Value* root, Merge(roots, document->NewBuilder()));
  document->SetRoot(root);
  return document;
}

Observed Observe(const Experiment& experiment, GuardVersion version) {
  Observed observed;
  const auto rules = Parse(experiment.rules, version);
  if (!rules) {
    observed.parsed = false;
    observed.error = Render(rules.error().diagnostic);
    return observed;
  }
  if ((*rules)->rules.empty() && (*rules)->parameterized_rules.empty()) {
    return observed;  // The data is not even looked at.
  }
  const auto document = LoadInputs(experiment, version);
  if (!document) {
    observed.error = Render(document.error().diagnostic);
    return observed;
  }
  const Evaluation evaluation =
      Evaluate(**rules, **document, {.version = version});
  for (const RuleRecord& record : evaluation.rules) {
    if (record.error) {
      observed.error += Render(record.error->diagnostic);
    }
  }
  observed.rules = StatusesOf(evaluation);
  return observed;
}

// The statuses of rules of one name as a set, as they are recorded.
std::string AsSet(const std::string& statuses) {
  std::set<std::string> unique;
  std::istringstream in(statuses);
  for (std::string status; std::getline(in, status, ',');) {
    unique.insert(status);
  }
  std::string joined;
  for (const std::string& status : unique) {
    joined += (joined.empty() ? "" : ",") + status;
  }
  return joined;
}

struct MicroCase {
  const Experiment* experiment;
  GuardVersion version;
};

void PrintTo(const MicroCase& micro, std::ostream* out) {
  *out << micro.experiment->id;
}

class MicroTest : public ::testing::TestWithParam<MicroCase> {
 protected:
  static const Recorded& RecordedFor(const MicroCase& micro) {
    static const auto older = ReadRecorded(/*newer=*/false);
    static const auto newer = ReadRecorded(/*newer=*/true);
    const auto& all = micro.version == GuardVersion::k31 ? older : newer;
    return all.at(micro.experiment->id);
  }

  static const Difference* DifferenceFor(const MicroCase& micro,
                                         const std::string& rule) {
    static const auto all = ReadDifferences();
    const char* version =
        micro.version == GuardVersion::k31 ? "\t3.1\t" : "\t3.2\t";
    const auto at = all.find(micro.experiment->id + version + rule);
    return at == all.end() ? nullptr : &at->second;
  }

  static void ExpectStatuses(const MicroCase& micro, const Recorded& recorded,
                             const Observed& observed) {
    EXPECT_TRUE(observed.parsed) << observed.error;
    for (const auto& [rule, status] : recorded.rules) {
      const Difference* difference = DifferenceFor(micro, rule);
      const auto at = observed.rules.find(rule);
      const std::string ours =
          at == observed.rules.end() ? "missing" : AsSet(at->second);
      EXPECT_EQ(ours,
                difference == nullptr ? AsSet(status) : difference->answer)
          << "rule " << rule << "\n"
          << observed.error;
    }
    EXPECT_EQ(observed.rules.size(), recorded.rules.size());
  }

  // cfn-guard gave up; we must have said that something is wrong.
  static void ExpectError(const MicroCase& micro, const Observed& observed) {
    if (const Difference* difference = DifferenceFor(micro, "*")) {
      EXPECT_EQ(difference->answer, "no error");
      EXPECT_TRUE(observed.parsed);
      EXPECT_EQ(observed.error, "");
      return;
    }
    EXPECT_TRUE(observed.parsed) << observed.error;
    EXPECT_NE(observed.error, "");
  }
};

TEST_P(MicroTest, AnswersAsRecorded) {
  const MicroCase& micro = GetParam();
  const Recorded& recorded = RecordedFor(micro);
  const Observed observed = Observe(*micro.experiment, micro.version);
  switch (recorded.exit) {
    case 0:
    case 19:
      ExpectStatuses(micro, recorded, observed);
      break;
    case 5:
      EXPECT_FALSE(observed.parsed);
      break;
    default:
      ExpectError(micro, observed);
  }
}

std::vector<MicroCase> AllCases(GuardVersion version) {
  std::vector<MicroCase> cases;
  for (const Experiment& experiment : Experiments()) {
    cases.push_back({&experiment, version});
  }
  return cases;
}

std::string CaseName(const ::testing::TestParamInfo<MicroCase>& info) {
  std::string name;
  for (const char c : info.param.experiment->id) {
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Guard31, MicroTest,
                         ::testing::ValuesIn(AllCases(GuardVersion::k31)),
                         CaseName);
INSTANTIATE_TEST_SUITE_P(Guard32, MicroTest,
                         ::testing::ValuesIn(AllCases(GuardVersion::k32)),
                         CaseName);

TEST(MicroCorpusTest, IsComplete) {
  EXPECT_EQ(Experiments().size(), 435u);
  EXPECT_EQ(ReadRecorded(/*newer=*/false).size(), 435u);
}

TEST(MicroCorpusTest, EveryDifferenceHasAReasonAndAnExperiment) {
  const auto recorded = ReadRecorded(/*newer=*/false);
  for (const auto& [key, difference] : ReadDifferences()) {
    EXPECT_TRUE(recorded.contains(key.substr(0, key.find('\t')))) << key;
    EXPECT_NE(difference.reason, "") << key;
  }
}

}  // namespace
}  // namespace connectguard::testing
