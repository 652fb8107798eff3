#include "differential/comparison.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "differential/engine.h"

namespace connectguard::differential {
namespace {

bool GaveUp(std::string_view recorded) {
  return recorded == "error" || recorded == "crash" || recorded == "report";
}

// Patterns without a meaning that the reference takes, by what we say of them.
std::string IntendedRefusal(std::string_view recorded, const Answer& ours) {
  if (ours.kind != AnswerKind::kParseError || recorded == "parse") {
    return "";
  }
  const auto says = [&](std::string_view text) {
    return ours.error.find(text) != std::string::npos;
  };
  if (says("the bounds of a repeat are the wrong way round")) {
    return "bounds";
  }
  return says("cannot stand in a look-around") ? "look-around" : "";
}

}  // namespace

std::vector<Question> AskReference(const Case& made, Reference* reference) {
  std::vector<Question> questions;
  const std::vector<Answer> answers =
      reference->Ask(made.rules, made.documents);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const DocumentText& document = made.documents[i];
    questions.push_back(
        {made.rules, document, Encoded(answers[i]), answers[i].error});
    if (!GaveUp(questions.back().recorded)) {
      continue;
    }
    for (const std::string& rules : EachRuleAlone(made.rules)) {
      const Answer answer = reference->Ask(rules, document);
      questions.push_back({rules, document, Encoded(answer), answer.error});
    }
  }
  return questions;
}

std::vector<Question> FromRecorded(const Case& made,
                                   std::deque<std::string>* answers) {
  std::vector<Question> questions;
  const auto add = [&](const std::string& rules, const DocumentText& document) {
    if (answers->empty()) {
      return false;
    }
    questions.push_back({rules, document, answers->front(), ""});
    answers->pop_front();
    return true;
  };
  for (const DocumentText& document : made.documents) {
    if (!add(made.rules, document) || !GaveUp(questions.back().recorded)) {
      continue;
    }
    for (const std::string& rules : EachRuleAlone(made.rules)) {
      add(rules, document);
    }
  }
  return questions;
}

Compared Compare(const Question& question) {
  Compared compared;
  compared.ours = AskEngine(question.rules, question.document.text);
  if (question.recorded == "crash" || question.recorded == "report") {
    compared.comparison = Comparison::kIntended;
    compared.intended = question.recorded;
  } else if (!Agree(question.recorded, compared.ours)) {
    // A mark that the reference takes for a column of the first line.
    compared.intended = question.document.text.starts_with("\xEF\xBB\xBF")
                            ? "byte-order mark"
                            : IntendedRefusal(question.recorded, compared.ours);
    compared.comparison = compared.intended.empty() ? Comparison::kDifferent
                                                    : Comparison::kIntended;
  }
  return compared;
}

const std::map<std::string, std::string>& IntendedDifferences() {
  static const std::map<std::string, std::string> all = [] {
    std::map<std::string, std::string> reasons;
    std::ifstream in(
        SourcePath("tests/corpus/guard-differential/differences.tsv"));
    for (std::string line; std::getline(in, line);) {
      const std::size_t tab = line.find('\t');
      if (!line.starts_with('#') && tab != std::string::npos) {
        reasons[line.substr(0, tab)] = line.substr(tab + 1);
      }
    }
    return reasons;
  }();
  return all;
}

void Counts::Add(const Question& question, const Compared& compared) {
  ++questions;
  if (compared.comparison == Comparison::kDifferent) {
    ++different;
  } else if (compared.comparison == Comparison::kIntended) {
    ++intended[compared.intended];
  } else if (question.recorded == "parse") {
    ++parse_errors;
  } else if (question.recorded == "data") {
    ++data_errors;
  } else if (question.recorded == "error") {
    ++errors;
  } else if (question.recorded != "-") {
    statuses += question.recorded.size();
    for (const char letter : question.recorded) {
      ++by_letter[letter];
    }
    for (const auto& [name, statuses_here] : compared.ours.rules) {
      seen[name] |= statuses_here;
    }
  }
}

std::string Counts::Summary() const {
  std::size_t on_purpose = 0;
  std::string tail;
  for (const auto& [name, count] : intended) {
    on_purpose += count;
    tail += fmt::format("  {} differ on purpose: {}\n", count, name);
  }
  std::string by_status;
  for (const auto& [letter, count] : by_letter) {
    by_status += fmt::format("{}{} {}", by_status.empty() ? "" : "; ",
                             StatusWords(StatusesOf(letter)), count);
  }
  return fmt::format(
             "{} of {} answers equal\n  {} statuses of rules: {}\n  {} errors "
             "of rules, {} documents and {} files of rules refused by both\n",
             questions - different - on_purpose, questions - on_purpose,
             statuses, by_status, errors, data_errors, parse_errors) +
         tail;
}

std::string Counts::Coverage() const {
  const auto with = [&](std::uint8_t bit) {
    return std::count_if(seen.begin(), seen.end(), [bit](const auto& rule) {
      return (rule.second & bit) != 0;
    });
  };
  return fmt::format(
      "  of {} rules, {} passed, {} failed and {} were skipped on some "
      "document\n",
      seen.size(), with(kPassBit), with(kFailBit), with(kSkipBit));
}

}  // namespace connectguard::differential
