// Rules files from texts, for the tests of the parser. The functions have the
// names and arities of the language and do nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "base/diagnostic.h"
#include "guard/ast.h"
#include "guard/dump.h"
#include "guard/functions.h"
#include "guard/parser.h"

namespace connectguard::testing {

inline void AddFunction(FunctionTable* table, std::string name, std::size_t low,
                        std::size_t high,
                        GuardVersion since = GuardVersion::k31) {
  table->Add({.name = std::move(name),
              .min_arguments = low,
              .max_arguments = high,
              .call = {},
              .since = since});
}

inline const FunctionTable& NamedFunctions() {
  static const FunctionTable functions = [] {
    FunctionTable table;
    for (const char* name : {"count", "json_parse", "to_upper", "to_lower",
                             "url_decode", "parse_int", "parse_float",
                             "parse_string", "parse_boolean", "parse_char"}) {
      AddFunction(&table, name, 1, 1);
    }
    AddFunction(&table, "join", 2, 2);
    AddFunction(&table, "substring", 3, 3);
    AddFunction(&table, "regex_replace", 3, 3);
    AddFunction(&table, "now", 0, 0, GuardVersion::k32);
    AddFunction(&table, "parse_epoch", 1, 1, GuardVersion::k32);
    AddFunction(&table, "between", 2, 3);
    return table;
  }();
  return functions;
}

inline Result<std::unique_ptr<const RuleFile>> ParseText(
    std::string_view text, GuardVersion version = GuardVersion::k32) {
  return ParseRules("rules.guard", std::string(text), NamedFunctions(),
                    {.version = version, .implicit_rule_name = "default"});
}

// The tree of a text, or what is wrong with it.
inline std::string DumpOf(std::string_view text,
                          GuardVersion version = GuardVersion::k32) {
  const auto rules = ParseText(text, version);
  return rules ? Dump(**rules) : Render(rules.error().diagnostic);
}

struct DumpCase {
  std::string_view source;
  std::string_view dump;
};

inline void ExpectDumps(std::initializer_list<DumpCase> cases) {
  for (const DumpCase& c : cases) {
    EXPECT_EQ(DumpOf(c.source), c.dump) << "source: " << c.source;
  }
}

inline bool Parses(std::string_view text,
                   GuardVersion version = GuardVersion::k32) {
  return ParseText(text, version).has_value();
}

}  // namespace connectguard::testing
