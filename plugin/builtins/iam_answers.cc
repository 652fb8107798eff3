#include "builtins/iam_answers.h"

#include "iam/request.h"

namespace connectguard {

std::string WitnessRemark(const IamAnswer& answer) {
  return answer.witness ? "for example " + ToString(*answer.witness)
                        : std::string();
}

void AddOpenAnswer(const IamAnswer& answer, const Value& from,
                   ResultList* results) {
  if (answer.holes.empty()) {
    results->AddUnknown(answer.reason, from);
  }
  for (const IamHole* hole : answer.holes) {
    results->AddUnknown(std::string(hole->reason),
                        hole->value == nullptr ? from : *hole->value);
  }
}

}  // namespace connectguard
