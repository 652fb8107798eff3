// The member `tfplan` of a binary plan, taken apart: a message of Protocol
// Buffers. Nothing is judged here; plan_tree.h makes a plan of it.
//
// Texts and values point into the bytes of the message. Texts are UTF-8.
//
// Thread rule: pure function.
// Source: field numbers of `internal/plans/planproto/planfile.proto` of
// Terraform and of OpenTofu (read 2026-11), version 3 of the format.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "readers/cty_value.h"

namespace connectguard {

// A name, a number, or neither: an element of a set, which is its own key.
struct PlanStep {
  std::optional<std::string_view> name;
  std::optional<std::int64_t> number;
};
using PlanPath = std::vector<PlanStep>;

struct ResourceMessage {
  std::string_view address;
  std::string_view previous_address;
  std::string_view deposed;
  std::uint64_t action = 0;
  std::uint64_t reason = 0;
  bool importing = false;
  // Before and after, as far as the action has them; see cty_value.h.
  std::vector<std::string_view> values;
  CtyMarks before_marks;
  CtyMarks after_marks;
  std::vector<PlanPath> replace_paths;
};

struct VariableMessage {
  std::string_view name;
  std::string_view value;
};

struct PlanMessage {
  std::uint64_t version = 0;  // Of the format.
  std::string_view terraform_version;
  std::string_view timestamp;
  bool errored = false;
  bool complete = false;  // OpenTofu never says so.
  std::vector<VariableMessage> variables;
  bool refresh_only = false;
  std::vector<ResourceMessage> resources;
  std::vector<ResourceMessage> drift;  // Changed since the last apply.
  std::size_t deferred = 0;            // Changes that are put off.
};

// Nothing for what is no such message.
std::optional<PlanMessage> ParsePlanMessage(std::string_view bytes);

}  // namespace connectguard
