// Two clauses of which lint says that they never hold together do not, whatever
// the value is: all pairs of a pool of clauses, on a pool of values.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "lint/lint_text.h"

namespace connectguard::testing {
namespace {

std::vector<std::string> Clauses() {
  std::vector<std::string> clauses;
  for (const char* op : {"exists", "empty", "is_string", "is_list", "is_struct",
                         "is_bool", "is_int", "is_float", "is_null"}) {
    clauses.push_back(std::string("A ") + op);
    clauses.push_back(std::string("A !") + op);
  }
  for (const char* op : {"==", "!=", "<", ">=", "in", "not in"}) {
    for (const char* literal :
         {"'x'", "'y'", "''", "1", "2.0", "true", "['x']", "['x', 'y']",
          "[1, 2]", "['x', 1]", "/x/", "r[1,3]", "[]", "[['x']]"}) {
      clauses.push_back(std::string("A ") + op + " " + literal);
    }
  }
  clauses.emplace_back("some A == 'x'");
  clauses.emplace_back("some A in [1, 2]");
  return clauses;
}

struct Input {
  std::unique_ptr<Document> document;
  bool has_empty_list = false;
};

const std::vector<Input>& Inputs() {
  static const std::vector<Input> inputs = [] {
    std::vector<Input> all;
    for (const char* value : {"",
                              "A: null",
                              "A: 'x'",
                              "A: 'y'",
                              "A: ''",
                              "A: 1",
                              "A: 2",
                              "A: 2.0",
                              "A: true",
                              "A: []",
                              "A: ['x']",
                              "A: ['x', 'y']",
                              "A: ['x', 'x']",
                              "A: [1]",
                              "A: [1, 2]",
                              "A: [[]]",
                              "A: [['x']]",
                              "A: {}",
                              "A: {k: x}",
                              "A: xyx"}) {
      auto document = Load(std::string("{Z: 1, ") + value + "}");
      all.push_back({*std::move(document), std::string_view(value).find("[]") !=
                                               std::string_view::npos});
    }
    return all;
  }();
  return inputs;
}

TEST(ContradictionTest, NeverHoldsTogether) {
  const std::vector<std::string> clauses = Clauses();
  int contradictions = 0;
  for (const std::string& first : clauses) {
    for (const std::string& second : clauses) {
      const LintedFile linted =
          Lint("rule r { " + first + "\n " + second + " }");
      if (Find(linted, "contradiction") == nullptr) {
        continue;
      }
      ++contradictions;
      for (const Input& input : Inputs()) {
        EXPECT_NE(Evaluate(*linted.rules, *input.document).rules[0].status(),
                  RuleStatus::kPass)
            << first << " and " << second;
        // An empty list passes every comparison with cfn-guard.
        if (!input.has_empty_list) {
          EXPECT_NE(Evaluate(*linted.rules, *input.document,
                             {.semantics = Semantics::Compat()})
                        .rules[0]
                        .status(),
                    RuleStatus::kPass)
              << first << " and " << second << " with cfn-guard";
        }
      }
    }
  }
  EXPECT_GT(contradictions, 300);
}

TEST(ContradictionTest, OneAlternativeAlwaysHolds) {
  const std::vector<std::string> clauses = Clauses();
  int found = 0;
  for (const std::string& first : clauses) {
    for (const std::string& second : clauses) {
      const LintedFile linted =
          Lint("rule r { " + first + " or " + second + " }");
      if (Find(linted, "always-holds") == nullptr) {
        continue;
      }
      ++found;
      for (const Input& input : Inputs()) {
        EXPECT_EQ(Evaluate(*linted.rules, *input.document).rules[0].status(),
                  RuleStatus::kPass)
            << first << " or " << second;
      }
    }
  }
  EXPECT_GT(found, 10);
}

}  // namespace
}  // namespace connectguard::testing
