#include "analysis/answers.h"

namespace connectguard {

std::string_view VerdictWord(IamVerdict verdict) {
  switch (verdict) {
    case IamVerdict::kYes:
      return "yes";
    case IamVerdict::kNo:
      return "no";
    case IamVerdict::kUnknown:
      break;
  }
  return "unknown";
}

std::string_view ActionOf(const IamAnswer& answer) {
  return answer.witness ? std::string_view(answer.witness->action)
                        : std::string_view();
}

std::string_view PartName(NearMiss::Part part) {
  switch (part) {
    case NearMiss::Part::kResource:
      return "resource";
    case NearMiss::Part::kPrincipal:
      return "principal";
    case NearMiss::Part::kCondition:
      break;
  }
  return "condition";
}

const Value& ValueOf(const NearMiss& miss) {
  switch (miss.part) {
    case NearMiss::Part::kResource:
      return *miss.statement->resource.value;
    case NearMiss::Part::kPrincipal:
      return *miss.statement->principal_value;
    case NearMiss::Part::kCondition:
      break;
  }
  return miss.clause != nullptr ? *miss.clause->values : *miss.statement->node;
}

IamVerdict AnyGained(const IamGains& gains) {
  switch (gains.at_most.verdict) {
    case IamVerdict::kYes:
      return IamVerdict::kNo;
    case IamVerdict::kNo:
      return IamVerdict::kYes;
    case IamVerdict::kUnknown:
      break;
  }
  return IamVerdict::kUnknown;
}

}  // namespace connectguard
