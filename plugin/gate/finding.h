// What a gate has to say about one policy and one resource.
//
// A Finding owns all its text: it outlives document and policies, and can be
// written to any report or message.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "policy/policy.h"

namespace connectguard {

enum class FindingStatus : std::uint8_t {
  kViolation,  // The policy is broken.
  kUnknown,    // It cannot be decided before apply; `reason` says why.
  kError,      // Evaluating the policy went wrong; always denies.
};

// "violation", "unknown", "error".
std::string_view FindingStatusName(FindingStatus status);

// Where something was written, ready to be shown.
struct FindingPlace {
  std::string file;
  LineColumn place;
  SourceSpan span;          // Byte offsets in that file.
  bool has_lines = false;   // False for a one-line plan: show the path instead.
  std::string source_line;  // Cut around the place; empty without lines.
  std::uint32_t caret = 0;
};

// By which the author of the input lets a finding pass; texts as written, empty
// when left out.
struct FindingWaiver {
  std::string reason;  // Never empty.
  std::string until;   // A day, `2027-01-31`, which counts as well.
  std::string owner;
  std::string ticket;
  FindingPlace place;  // Without the line, which may hold more than it.
};

struct Finding {
  std::string policy_id;
  std::string title;
  Severity severity = Severity::kMedium;
  FindingStatus status = FindingStatus::kViolation;
  // True when this finding keeps the verdict from being "allowed"; false when
  // it is reported only, being below the threshold, tolerated or waived. Set by
  // Decide.
  bool blocking = false;
  std::optional<FindingWaiver> waiver;
  // Terraform address or logical id; empty when it concerns the plan as a
  // whole.
  std::string resource;
  std::string resource_type;  // CloudFormation type.
  // Where the program that wrote the template made the resource; mostly empty.
  std::string construct;
  std::string path;  // "Properties.Attributes.ContactflowLogs"
  // As the input names it, when that differs: "contact_flow_logs_enabled".
  std::string attribute;
  // The address of the resource that `attribute` belongs to, when that is
  // another one than `resource`: "aws_s3_bucket_acl.recordings".
  std::string set_in;
  std::string message;   // What is wrong, from the policy.
  std::string found;     // The value found, or "(missing)".
  std::string expected;  // The clause as written in the policy.
  std::string reason;    // For kUnknown and kError: why.
  std::string fix;
  std::string source;         // The address of what the policy rests on.
  FindingPlace place;         // In the input; no file when it has no place.
  FindingPlace policy_place;  // The clause in the policy file.
};

}  // namespace connectguard
