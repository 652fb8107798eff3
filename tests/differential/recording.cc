#include "differential/recording.h"

#include <deque>
#include <fstream>
#include <sstream>

namespace connectguard::differential {

RecordedCase Record(std::uint64_t number, const Case& made,
                    const std::vector<Question>& questions) {
  RecordedCase recorded{
      .number = number, .fingerprint = Fingerprint(made), .answers = {}};
  for (const Question& question : questions) {
    recorded.answers.push_back(question.recorded);
  }
  return recorded;
}

std::optional<std::vector<Question>> QuestionsOf(const Case& made,
                                                 const RecordedCase& recorded) {
  if (Fingerprint(made) != recorded.fingerprint) {
    return std::nullopt;
  }
  std::deque<std::string> answers(recorded.answers.begin(),
                                  recorded.answers.end());
  std::vector<Question> questions = FromRecorded(made, &answers);
  if (!answers.empty() || questions.size() != recorded.answers.size()) {
    return std::nullopt;
  }
  return questions;
}

std::string WriteRecording(const Recording& recording) {
  std::ostringstream out;
  out << "seed " << recording.seed << "\n";
  for (const RecordedCase& recorded : recording.cases) {
    out << recorded.number << " " << recorded.fingerprint;
    for (const std::string& answer : recorded.answers) {
      out << " " << answer;
    }
    out << "\n";
  }
  return out.str();
}

Recording ReadRecording(const std::string& path) {
  Recording recording;
  std::ifstream in(path);
  std::string word;
  in >> word >> recording.seed >> std::ws;
  for (std::string line; std::getline(in, line);) {
    std::istringstream fields(line);
    RecordedCase recorded;
    fields >> recorded.number >> recorded.fingerprint;
    while (fields >> word) {
      recorded.answers.push_back(word);
    }
    recording.cases.push_back(std::move(recorded));
  }
  return recording;
}

}  // namespace connectguard::differential
