#include "differential/answer.h"

namespace connectguard::differential {
namespace {

// By set of statuses; two or three occur only where rules share a name.
constexpr std::string_view kLetters = "?PFpSqfa";

}  // namespace

std::string StatusWords(std::uint8_t statuses) {
  std::string words;
  const auto add = [&](std::uint8_t bit, const char* word) {
    if ((statuses & bit) != 0) {
      words += (words.empty() ? "" : ",") + std::string(word);
    }
  };
  add(kFailBit, "FAIL");
  add(kPassBit, "PASS");
  add(kSkipBit, "SKIP");
  return words.empty() ? "none" : words;
}

std::uint8_t StatusesOf(char letter) {
  const std::size_t at = kLetters.find(letter);
  return at == std::string_view::npos ? 0 : static_cast<std::uint8_t>(at);
}

std::string Encoded(const Answer& answer) {
  switch (answer.kind) {
    case AnswerKind::kParseError:
      return "parse";
    case AnswerKind::kDataError:
      return "data";
    case AnswerKind::kError:
      return "error";
    case AnswerKind::kNoReport:
      return "report";
    case AnswerKind::kCrash:
      return "crash";
    case AnswerKind::kStatuses:
      break;
  }
  std::string letters;
  for (const auto& [name, statuses] : answer.rules) {
    letters += kLetters[statuses & 7U];
  }
  return letters.empty() ? "-" : letters;
}

bool Agree(std::string_view recorded, const Answer& ours) {
  return Encoded(ours) == recorded;
}

}  // namespace connectguard::differential
