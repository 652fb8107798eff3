// Runs all recorded experiments with the rules language and says how many of
// our verdicts are those of cfn-guard 3.1.1: as they were recorded, and where
// the real program is installed (CFN_GUARD, or cfn-guard-reference) also as it
// answers now.
//
// Exit code: 0 when all are equal or differ as differences.tsv says, 1
// otherwise.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "differential/reference.h"
#include "support/micro_corpus.h"

namespace connectguard::differential {
namespace {

using testing::CompareMicro;
using testing::Experiment;
using testing::MicroVerdict;
using testing::Recorded;

struct Tally {
  std::size_t equal = 0;
  std::size_t intended = 0;
  std::size_t different = 0;
};

void Count(const Experiment& experiment, const Recorded& recorded,
           Tally* tally) {
  const testing::Observed observed =
      testing::Observe(experiment, GuardVersion::k31);
  for (const MicroVerdict& verdict :
       CompareMicro(experiment, GuardVersion::k31, recorded, observed)) {
    if (verdict.equal) {
      ++tally->equal;
      continue;
    }
    ++(verdict.intended ? tally->intended : tally->different);
    const testing::Difference* reason =
        testing::FindDifference(experiment, GuardVersion::k31, verdict.rule);
    std::printf("  %s: %s, rule %s: cfn-guard %s, we %s%s%s\n",
                verdict.intended ? "on purpose" : "DIFFERENT",
                experiment.id.c_str(), verdict.rule.c_str(),
                verdict.theirs.c_str(), verdict.ours.c_str(),
                verdict.intended ? ": " : "",
                verdict.intended ? reason->reason.c_str() : "");
  }
}

bool Print(const char* source, const Tally& tally) {
  std::printf("%zu of %zu verdicts equal to cfn-guard 3.1.1 %s\n", tally.equal,
              tally.equal + tally.different, source);
  return tally.different == 0;
}

bool CompareRecorded() {
  Tally tally;
  const auto recorded = testing::ReadRecorded(GuardVersion::k31);
  for (const Experiment& experiment : testing::Experiments()) {
    Count(experiment, recorded.at(experiment.id), &tally);
  }
  return Print("as recorded", tally);
}

bool CompareLive(const std::string& program) {
  Tally tally;
  Reference reference(program);
  for (const Experiment& experiment : testing::Experiments()) {
    Count(experiment, reference.Ask(experiment), &tally);
  }
  return Print("as it answers now", tally);
}

int Main() {
  std::printf("%zu experiments\n", testing::Experiments().size());
  bool equal = CompareRecorded();
  const std::string program = FindReference();
  if (program.empty()) {
    std::printf(
        "cfn-guard itself was not asked: set CFN_GUARD to the path of version "
        "3.1.1\n");
  } else {
    equal = CompareLive(program) && equal;
  }
  return equal ? 0 : 1;
}

}  // namespace
}  // namespace connectguard::differential

int main() { return connectguard::differential::Main(); }
