// Flows for tests: from JSON text, or written action by action.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "document/document.h"
#include "flow/flow.h"
#include "readers/json_reader.h"

namespace connectguard::testing {

struct FlowSource {
  std::unique_ptr<Document> document;
  const Value* root = nullptr;
  Flow flow;
};

// A text `?` (with its quotes: "?") is read as an unknown value.
FlowSource ReadSource(const std::string& json);

// {"Version", "StartAction": start, "Actions": [actions]}.
std::string FlowOf(std::string_view start, std::string_view actions);

// An action of the flow language; `rest` is what follows its type.
std::string ActionOf(std::string_view identifier, std::string_view type,
                     std::string_view rest = "");

// The number of the action with this identifier.
std::uint32_t NumberOf(const Flow& flow, std::string_view identifier);

// Checks of the findings, in order, separated by blanks.
std::string ChecksOf(const Flow& flow);

}  // namespace connectguard::testing
