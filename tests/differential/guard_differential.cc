// Puts random rules and documents to our engine and to the real cfn-guard, and
// reports every difference, made as small as possible.
//
//   guard_differential --cases N --seed S [--first K]
//     --live          ask the real program (CFN_GUARD, or cfn-guard-reference)
//     --record FILE   the same, and write its answers
//     --replay FILE   compare with recorded answers
//     --rules DIR     not random rules: those in a folder, on documents that
//                     are made for them; --mutate changes the rules a little
//
// Exit code: 0 no difference, 1 some, 2 a wrong command line or no program.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "differential/case.h"
#include "differential/comparison.h"
#include "differential/recording.h"
#include "differential/reference.h"
#include "differential/rule_files.h"
#include "differential/shrink.h"

namespace connectguard::differential {
namespace {

struct Settings {
  std::uint64_t cases = 1000;
  std::uint64_t seed = 1;
  std::uint64_t first = 0;
  std::size_t shown = 5;  // Differences that are shrunk and printed.
  std::string record;
  std::string replay;
  std::string rules;
  bool mutate = false;
};

std::optional<Settings> Parse(const std::vector<std::string>& arguments) {
  Settings settings;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "--live") {
      continue;
    }
    if (name == "--mutate") {
      settings.mutate = true;
      continue;
    }
    if (++i == arguments.size()) {
      return std::nullopt;
    }
    const std::string& value = arguments[i];
    const std::uint64_t number = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--cases") {
      settings.cases = number;
    } else if (name == "--seed") {
      settings.seed = number;
    } else if (name == "--first") {
      settings.first = number;
    } else if (name == "--show") {
      settings.shown = number;
    } else if (name == "--record") {
      settings.record = value;
    } else if (name == "--replay") {
      settings.replay = value;
    } else if (name == "--rules") {
      settings.rules = value;
    } else {
      return std::nullopt;
    }
  }
  return settings;
}

// Both answers changed so little that it is the same difference.
Question ShrunkQuestion(Question question, Reference* reference) {
  const AnswerKind ours = Compare(question).ours.kind;
  const auto differs = [&](const Question& smaller) {
    Question asked = smaller;
    asked.recorded = Encoded(reference->Ask(smaller.rules, smaller.document));
    const Compared compared = Compare(asked);
    return compared.comparison == Comparison::kDifferent &&
           (asked.recorded == "error") == (question.recorded == "error") &&
           (asked.recorded == "parse") == (question.recorded == "parse") &&
           compared.ours.kind == ours;
  };
  const auto shrink = [&](std::string* text, auto with) {
    *text = Shrunk(*text, [&](const std::string& smaller) {
      return differs(with(smaller));
    });
  };
  for (int round = 0; round < 2; ++round) {
    shrink(&question.rules, [&](const std::string& rules) {
      Question smaller = question;
      smaller.rules = rules;
      return smaller;
    });
    shrink(&question.document.text, [&](const std::string& text) {
      Question smaller = question;
      smaller.document.text = text;
      return smaller;
    });
  }
  const Answer answer = reference->Ask(question.rules, question.document);
  question.recorded = Encoded(answer);
  question.recorded_error = answer.error;
  return question;
}

void Print(const Question& question, std::uint64_t number) {
  const Answer ours = Compare(question).ours;
  std::printf("--- case %llu: cfn-guard %s, we %s\n%s\n--- %s\n%s\n",
              static_cast<unsigned long long>(number),
              question.recorded.c_str(), Encoded(ours).c_str(),
              question.rules.c_str(),
              question.document.yaml ? "data.yaml" : "data.json",
              question.document.text.c_str());
  if (!question.recorded_error.empty()) {
    std::printf("--- cfn-guard says\n%s\n", question.recorded_error.c_str());
  }
  if (!ours.error.empty()) {
    std::printf("--- we say\n%s\n", ours.error.c_str());
  }
  std::fflush(stdout);
}

class Session {
 public:
  Session(const Settings& settings, const std::string& program)
      : settings_(settings) {
    if (!program.empty()) {
      reference_.emplace(program);
    }
    if (!settings.rules.empty()) {
      files_ = ReadRuleFiles(settings.rules);
      std::printf("%zu rules files\n", files_.size());
    }
  }

  int Run() {
    if (!settings_.replay.empty()) {
      Replay();
    } else {
      Ask();
    }
    std::printf("%s%s", counts_.Summary().c_str(),
                files_.empty() ? "" : counts_.Coverage().c_str());
    return counts_.different == 0 && !stale_ ? 0 : 1;
  }

 private:
  Case Make(std::uint64_t number) const {
    return files_.empty()
               ? MakeCase(settings_.seed, number)
               : MakeCaseFor(files_, settings_.seed, number, settings_.mutate);
  }

  void Ask() {
    std::vector<RecordedCase> recorded;
    for (std::uint64_t i = 0; i < settings_.cases; ++i) {
      const std::uint64_t number = settings_.first + i;
      const Case made = Make(number);
      const std::vector<Question> questions = AskReference(made, &*reference_);
      recorded.push_back(Record(number, made, questions));
      Look(number, questions);
    }
    if (!settings_.record.empty()) {
      std::ofstream(settings_.record)
          << WriteRecording({.seed = settings_.seed, .cases = recorded});
    }
  }

  void Replay() {
    const Recording recording = ReadRecording(settings_.replay);
    for (const RecordedCase& entry : recording.cases) {
      const Case made = MakeCase(recording.seed, entry.number);
      const std::optional<std::vector<Question>> questions =
          QuestionsOf(made, entry);
      if (questions) {
        Look(entry.number, *questions);
      } else {
        stale_ = true;
        std::printf("case %llu is not the one that was recorded\n",
                    static_cast<unsigned long long>(entry.number));
      }
    }
  }

  void Look(std::uint64_t number, const std::vector<Question>& questions) {
    bool shown = false;  // One of a case is enough.
    for (const Question& question : questions) {
      const Compared compared = Compare(question);
      counts_.Add(question, compared);
      if (compared.comparison != Comparison::kDifferent || shown ||
          shown_ >= settings_.shown) {
        continue;
      }
      shown = true;
      ++shown_;
      Print(reference_ ? ShrunkQuestion(question, &*reference_) : question,
            number);
    }
  }

  const Settings& settings_;
  std::optional<Reference> reference_;
  std::vector<RuleFileText> files_;  // Empty: random ones.
  Counts counts_;
  std::size_t shown_ = 0;
  bool stale_ = false;
};

int Main(const std::vector<std::string>& arguments) {
  const std::optional<Settings> settings = Parse(arguments);
  if (!settings) {
    std::fprintf(stderr,
                 "usage: guard_differential --cases N --seed S [--first K] "
                 "[--show N] [--live | --record FILE | --replay FILE | "
                 "--rules DIR [--mutate]]\n");
    return 2;
  }
  const std::string program = FindReference();
  if (program.empty() && settings->replay.empty()) {
    std::fprintf(stderr,
                 "the real program was not found: set CFN_GUARD to its path\n");
    return 2;
  }
  return Session(*settings, program).Run();
}

}  // namespace
}  // namespace connectguard::differential

int main(int argc, char** argv) {
  return connectguard::differential::Main({argv + 1, argv + argc});
}
