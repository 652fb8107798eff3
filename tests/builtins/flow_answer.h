// Templates with contact flows, for tests of what rules ask of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "builtins/rule_answer.h"

namespace connectguard {

// A flow or module of these actions, which begins at `a`.
inline std::string FlowResource(std::string_view id, std::string_view type,
                                std::string_view actions,
                                std::string_view start = "a") {
  return "  " + std::string(id) +
         ": {Type: AWS::Connect::" + std::string(type) +
         ", Properties: {Name: " + std::string(id) +
         ", Content: {Version: '2019-10-30', StartAction: " +
         std::string(start) + ", Actions: [" + std::string(actions) + "]}}}\n";
}

// What becomes of `%answer empty` for the one flow of these actions; `lets` say
// what `answer` is, with `flows` for the flow. `more`: other resources.
inline Answer AskFlow(std::string_view actions, std::string_view lets,
                      std::string_view more = "",
                      std::string_view start = "a") {
  return AnswerOf(
      *Template(FlowResource("Flow", "ContactFlow", actions, start) +
                std::string(more)),
      "let flows = Resources.*[ Type == 'AWS::Connect::ContactFlow' ]\n" +
          std::string(lets));
}

// `{Identifier: ID, Type: TYPE}`, with more members.
inline std::string Action(std::string_view id, std::string_view type,
                          std::string_view next = "",
                          std::string_view parameters = "",
                          std::string_view transitions = "") {
  std::string text =
      "{Identifier: " + std::string(id) + ", Type: " + std::string(type);
  if (!parameters.empty()) {
    text += ", Parameters: " + std::string(parameters);
  }
  if (!next.empty() || !transitions.empty()) {
    text += ", Transitions: {";
    text += next.empty() ? "" : "NextAction: " + std::string(next) + ", ";
    text += std::string(transitions) + "}";
  }
  return text + "}, ";
}

}  // namespace connectguard
