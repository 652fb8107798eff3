// Bytes to a Document: finds out what an input is and hands it to its reader.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_reader.h"
#include "base/result.h"
#include "document/document.h"
#include "readers/configuration_files.h"
#include "readers/stack_inputs.h"

namespace connectguard {

enum class InputFormat {
  kAuto,            // By content, not by file name.
  kTerraformPlan,   // `terraform show -json`, or `terraform plan -out`
  kCloudFormation,  // A template in JSON or YAML.
  kContactFlow,     // A flow alone: flow_export.h.
  kChangeSet,       // `aws cloudformation describe-change-set`
  kHookPayload,     // What CloudFormation hands to a Guard or Lambda Hook.
  kCdkAssembly,     // The manifest.json of a cdk.out folder.
};

// What a file of a flow alone mostly leaves open; empty: that is not known.
struct FlowHome {
  std::string instance_arn = {};
  std::string type = {};  // As CloudFormation writes it: CONTACT_FLOW.
};

struct Input {
  std::string name;  // What the user sees in messages.
  std::string bytes;
  InputFormat format = InputFormat::kAuto;
  // What a Terraform plan was made from; other inputs have none.
  std::optional<ConfigurationFiles> configuration = std::nullopt;
  // What a template is deployed with; other inputs have none.
  std::optional<StackInputs> stack = std::nullopt;
  // Of a flow alone, where its file does not say it; other inputs have none.
  std::optional<FlowHome> home = std::nullopt;
  // For files that a template names, by paths relative to `name`. Null: they
  // are not read, as in a service.
  const FileReader* disk = nullptr;
  // Set while it is read, when `bytes` are no longer what was handed over: the
  // digest of that, and how many lines around a plan were not part of it.
  std::string sha256 = {};
  std::size_t log_lines = 0;
};

struct ReadOptions {
  // The inputs describe the whole account, so what they lack does not exist.
  // Becomes Plan.ClosedWorld: true, or else an unknown value with that reason.
  bool closed_world = false;
  // Whether a template with open conditions is also read for each way in which
  // they can turn out (Document::ways).
  bool all_ways = false;
};

Result<std::unique_ptr<const Document>> ReadDocument(
    Input input, const ReadOptions& options = {});

// "terraform plan", "cloudformation template", "contact flow".
std::string_view FormatName(InputFormat format);

}  // namespace connectguard
