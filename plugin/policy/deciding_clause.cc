#include "policy/deciding_clause.h"

#include <fmt/format.h>

#include "document/dump.h"
#include "document/path.h"

namespace connectguard {

DecidingClause DecidingClauseOf(const RuleFile& rules,
                                const ClauseRecord& record,
                                const SourceFile& input) {
  const Value& place = record.from != nullptr ? *record.from : *record.scope;
  const std::string path = PathOf(place);
  DecidingClause clause;
  clause.status = record.status;
  clause.clause = ClauseText(rules, *record.clause);
  clause.line = rules.source->At(record.clause->span.begin).line;
  clause.path = path.empty() ? "/" : path;
  clause.input_file = input.name();
  if (!IsMade(place) && place.end > place.begin && input.HasLines()) {
    clause.input_line = input.At(place.begin).line;
  }
  if (!record.remaining.empty()) {
    clause.missing = record.remaining;
  } else if (record.from != nullptr) {
    clause.found = Summarize(*record.from);
  }
  if (record.unknown != nullptr && record.unknown != record.from) {
    clause.unknown = Summarize(*record.unknown);
  }
  return clause;
}

std::string DecidingClauseText(const DecidingClause& clause) {
  std::string line = fmt::format("{} `{}` at {}", StatusName(clause.status),
                                 clause.clause, clause.path);
  if (!clause.missing.empty()) {
    line += fmt::format(", which has no {}", clause.missing);
  } else if (!clause.found.empty()) {
    line += fmt::format(": found {}", clause.found);
  }
  if (!clause.unknown.empty()) {
    line += fmt::format("; depends on {}", clause.unknown);
  }
  line += fmt::format(" (rule: line {}", clause.line);
  if (clause.input_line != 0) {
    line += fmt::format(", input: {}:{}", clause.input_file, clause.input_line);
  }
  return line + ")";
}

}  // namespace connectguard
