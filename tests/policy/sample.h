// A small policy to build tests from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "builtins/builtins.h"
#include "readers/yaml_reader.h"

namespace connectguard {

inline const FunctionTable& TestFunctions() {
  static const FunctionTable functions = AllFunctions(ReadEmbeddedYaml);
  return functions;
}

inline std::string SampleHeader(std::string_view id) {
  return fmt::format(
      "# METADATA\n"
      "# id: {}\n"
      "# title: Flow logs are on\n"
      "# severity: high\n"
      "# resources: [AWS::Connect::Instance]\n"
      "# source: https://docs.aws.amazon.com/connect/\n"
      "# fix: set ContactflowLogs to true\n",
      id);
}

// Every instance has ContactflowLogs == true; SKIP without instances.
inline std::string SamplePolicy(std::string_view id, std::string_view rule) {
  return SampleHeader(id) + fmt::format(R"(
let instances = Resources.*[ Type == 'AWS::Connect::Instance' ]

rule {} when %instances !empty {{
    %instances.Properties.Attributes.ContactflowLogs == true
    <<flow logs are off>>
}}
)",
                                        rule);
}

}  // namespace connectguard
