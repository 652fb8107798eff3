#include "differential/comparison.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "differential/engine.h"

namespace connectguard::differential {
namespace {

bool GaveUp(std::string_view recorded) {
  return recorded == "error" || recorded == "crash" || recorded == "report";
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
    compared.comparison = Comparison::kDifferent;
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
  }
}

std::string Counts::Summary() const {
  std::size_t on_purpose = 0;
  std::string text;
  for (const auto& [name, count] : intended) {
    on_purpose += count;
    text += fmt::format("  {} differ on purpose: {}\n", count, name);
  }
  const auto letters = [&](char letter) {
    const auto at = by_letter.find(letter);
    return at == by_letter.end() ? std::size_t{0} : at->second;
  };
  return fmt::format(
             "{} of {} answers equal\n  {} statuses of rules (PASS {}, FAIL "
             "{}, SKIP {})\n  {} errors of rules, {} documents and {} "
             "files of rules refused by both\n",
             questions - different - on_purpose, questions - on_purpose,
             statuses, letters('P'), letters('F'), letters('S'), errors,
             data_errors, parse_errors) +
         text;
}

}  // namespace connectguard::differential
