#include "lint/checks.h"

namespace connectguard {
namespace {

constexpr LintSeverity kError = LintSeverity::kError;
constexpr LintSeverity kWarning = LintSeverity::kWarning;
constexpr LintSeverity kInfo = LintSeverity::kInfo;

constexpr LintCheck kChecks[] = {
    // --- The rules file itself ----------------------------------------------
    {"syntax", kError, "the rules file does not parse",
     "nothing in it is judged"},
    {"unknown-variable", kError, "a variable that nothing defines",
     "the rule cannot be evaluated; cfn-guard gives up the whole run"},
    {"unknown-rule", kError, "a rule that does not exist",
     "the rule cannot be evaluated; cfn-guard gives up the whole run"},
    {"wrong-arity", kError, "a call with a wrong number of arguments",
     "the rule cannot be evaluated; cfn-guard gives up the whole run"},
    {"bad-pattern", kError,
     "a pattern of `regex_replace` that does not compile",
     "the rule cannot be evaluated; cfn-guard gives up the whole run"},
    {"rule-cycle", kError, "rules that refer to each other in a circle",
     "the rules have no status; cfn-guard crashes on them"},
    {"variable-cycle", kError, "a variable that is defined by itself",
     "it has no value; cfn-guard crashes on it"},
    {"unused-let", kWarning, "a variable that nothing uses",
     "what it selects is not checked by anything"},
    {"shadowed-let", kWarning, "a variable that another of its name replaces",
     "of one name in one block a literal counts before a function, a function "
     "before a query, and the last of its kind"},
    {"unused-rule", kWarning, "a rule with parameters that nothing calls",
     "it has no status of its own, so what it asks is not checked"},
    {"shadowed-rule", kWarning, "a rule that another of its name replaces",
     "of rules with parameters only the last of a name can be called"},
    {"unused-parameter", kWarning, "a parameter that nothing uses",
     "the rule asks the same whatever it is called with"},

    {"callers-variable", kWarning,
     "a name that means another variable for "
     "some callers",
     "a rule with parameters sees the variables of its caller before those of "
     "the file"},

    // --- What can never be --------------------------------------------------
    {"contradiction", kWarning, "clauses that can never hold together",
     "what stands behind them is never checked"},
    {"always-holds", kWarning, "alternatives of which one always holds",
     "the line checks nothing, and what stands behind it is never tried"},
    {"always-empty", kWarning, "a variable that never selects anything",
     "`some` in a `let` keeps no literals, so whatever uses it is skipped"},
    {"not-a-type", kWarning, "a resource type that cannot exist",
     "the filter selects nothing, so the rule is skipped for every input"},
    {"never-comparable", kWarning, "an order of values that have none",
     "the comparison fails whatever the value is"},

    // --- Where cfn-guard's verdict and the strict one differ ----------------
    {"ignored-not", kWarning, "`not` in front of a comparison",
     "cfn-guard ignores it and asks the opposite", Departure::kLeadingNot},
    {"ignored-not-call", kWarning, "`not` in front of a call of a rule",
     "cfn-guard ignores it and asks the opposite", Departure::kNegatedCall},
    {"empty-list-passes", kWarning, "a list compared as a whole",
     "an empty list passes with cfn-guard, and fails strictly",
     Departure::kEmptyLeft},
    {"empty-right-skips", kWarning, "a right side that may select nothing",
     "then cfn-guard skips the clause, and strictly it fails",
     Departure::kEmptyRight},
    {"whole-number", kWarning,
     "a decimal number that whole ones are compared with",
     "cfn-guard cannot compare 1 with 1.0 or 0.5 and fails the clause; "
     "strictly "
     "they are numbers",
     Departure::kNumbers},
    {"confusable-keys", kWarning,
     "two keys that cfn-guard takes for each other",
     "where the one is missing cfn-guard reads the other; strictly a key is "
     "what is written",
     Departure::kKeyCase},
    {"text-or-number", kWarning, "`not in` with values of one type",
     "what is written as the other type passes with cfn-guard, since it cannot "
     "be compared; strictly it fails",
     Departure::kIncomparable},
    {"filter-behind-star", kWarning, "a filter behind `[*]`",
     "cfn-guard asks what stands around the list; strictly each element is "
     "asked",
     Departure::kListFilter},
    {"condition-of-root", kWarning,
     "a type block whose `when` asks of a resource",
     "cfn-guard asks it once, of the whole document; strictly it is asked of "
     "each resource",
     Departure::kTypeConditions},
    {"range-in-list", kWarning, "a range in a list",
     "with cfn-guard a range matches only when it stands alone; strictly it is "
     "found",
     Departure::kRangeInList},
    {"negative-index", kWarning, "a negative index",
     "to cfn-guard the sign is nothing, and `[-1]` the second element; "
     "strictly "
     "it is the last",
     Departure::kIndexes},
    {"numeric-key", kWarning, "a key of digits",
     "with cfn-guard digits select from lists only; strictly they name a "
     "member "
     "of a map as well",
     Departure::kIndexes},
    {"maybe-list-filter", kInfo, "a filter behind `.*`",
     "of a list cfn-guard asks what stands around it; strictly each element is "
     "asked",
     Departure::kListFilter},
    {"maybe-condition-of-root", kInfo,
     "a type block whose `when` asks what resources may have",
     "cfn-guard asks it of the whole document; strictly it is asked of each "
     "resource that has the key",
     Departure::kTypeConditions},
    {"maybe-unequal-sets", kInfo, "two queries compared with `==`",
     "cfn-guard looks for the values of the longer side in the other; strictly "
     "each value of both needs its like",
     Departure::kSetEquality},
    {"maybe-empty-list", kInfo, "a comparison that an empty list passes",
     "an empty list passes `==`, `<`, `in` and `!=` with cfn-guard; strictly "
     "it "
     "fails the first three and is skipped by the others",
     Departure::kEmptyLeft},
    {"maybe-empty-right", kInfo, "a right side that could select nothing",
     "then cfn-guard skips the clause, and strictly it fails",
     Departure::kEmptyRight},
    {"number-types", kInfo, "a comparison of numbers",
     "cfn-guard cannot compare 5 with 5.0; strictly they are equal",
     Departure::kNumbers},
    {"key-spelling", kInfo,
     "a key that cfn-guard also reads in other spellings",
     "where the key is missing, cfn-guard tries other cases and the singular; "
     "strictly a key is what is written",
     Departure::kKeyCase},
    {"missing-resources", kInfo, "a query of all resources",
     "without `Resources` cfn-guard finds one missing value, or gives up at a "
     "type block; strictly nothing is selected",
     Departure::kMissingResources},
    {"maybe-incomparable", kInfo, "`not in` or `!=` of values of any type",
     "what cannot be compared counts as different with cfn-guard; strictly it "
     "fails",
     Departure::kIncomparable},

    // --- Traps that both fall into ------------------------------------------
    {"skipped-reference", kWarning, "a rule required that may be skipped",
     "a skipped rule counts as failed where another rule requires it"},
    {"star-on-map", kWarning, "`[*]` behind what is a map",
     "`[*]` of a map is the map itself; its values are `.*`"},
    {"filter-behind-filter", kWarning, "a filter directly behind a filter",
     "maps cannot be filtered there; cfn-guard crashes"},
    {"star-on-variable", kWarning, "`[*]` behind a variable with one list",
     "it stands for each result of the variable and does not look into the "
     "list"},
    {"emptiness-of-variable", kWarning,
     "`empty` asked of a variable with one "
     "value",
     "it asks whether there is a value: one that is an empty list is there"},
    {"set-comparison", kWarning, "one value compared with many",
     "two queries are compared as sets: with several values on the right each "
     "of them has to be on the left"},
    {"literal-argument", kWarning, "a literal given to a rule",
     "inside the rule it is a value like one of the input, and compares "
     "differently from the literal"},
    {"dropped-text", kWarning, "`regex_replace` of a part of a text",
     "what the pattern does not match is left out of the result"},
    {"repeated-capture", kWarning,
     "keys captured more than once under one name",
     "captured keys pile up over the whole file and are never cleared"},
    {"capture-and-let", kWarning, "a capture and a variable of one name",
     "either the variable hides what is captured, or they are mixed"},
    {"keys-of-map", kWarning, "`keys` compared with a query",
     "the query starts at the map that is filtered, not where the clause does"},
    {"keys-of-mixed-types", kWarning, "`keys` compared with what is no text",
     "keys are texts; one element that is none spoils the whole list"},
    {"ignored-some", kWarning, "`some` that is ignored",
     "`some` counts only at the left of a clause and in a `let`"},

    // --- Regular expressions ------------------------------------------------
    {"regex-exponential", kWarning,
     "a pattern that takes exponential time on some texts",
     "such a text in an input makes the rule an error instead of a verdict"},
    {"regex-polynomial", kInfo,
     "a pattern that takes polynomial time on some texts",
     "a long text of this kind makes the rule an error instead of a verdict"},

    // --- Comments, and runs with inputs -------------------------------------
    {"bad-allow", kWarning, "a `lint: allow` that does nothing",
     "a comment that allows nothing hides that nothing is allowed"},
    {"modes-disagree", kWarning,
     "a rule with another status than cfn-guard gives it",
     "the same rules let something else pass"},
};

}  // namespace

std::string_view LintSeverityName(LintSeverity severity) {
  switch (severity) {
    case LintSeverity::kError:
      return "error";
    case LintSeverity::kWarning:
      return "warning";
    case LintSeverity::kInfo:
      return "info";
  }
  return "";
}

std::string_view DepartureName(Departure departure) {
  switch (departure) {
    case Departure::kLeadingNot:
      return "leading-not";
    case Departure::kNegatedCall:
      return "negated-call";
    case Departure::kEmptyLeft:
      return "empty-left";
    case Departure::kEmptyRight:
      return "empty-right";
    case Departure::kNumbers:
      return "numbers";
    case Departure::kKeyCase:
      return "key-case";
    case Departure::kMissingResources:
      return "missing-resources";
    case Departure::kIncomparable:
      return "incomparable";
    case Departure::kSetEquality:
      return "set-equality";
    case Departure::kListFilter:
      return "list-filter";
    case Departure::kTypeConditions:
      return "type-conditions";
    case Departure::kRangeInList:
      return "range-in-list";
    case Departure::kIndexes:
      return "indexes";
  }
  return "";
}

std::span<const LintCheck> LintChecks() { return kChecks; }

const LintCheck* FindLintCheck(std::string_view id) {
  for (const LintCheck& check : kChecks) {
    if (check.id == id) {
      return &check;
    }
  }
  return nullptr;
}

}  // namespace connectguard
