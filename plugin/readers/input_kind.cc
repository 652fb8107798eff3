#include "readers/input_kind.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "readers/zip_archive.h"

namespace connectguard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr const char* kShowHint =
    "write it with `terraform show -json tfplan > plan.json`";

std::string_view WithoutByteOrderMark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? text.substr(3) : text;
}

// What structures JSON outside of its strings. The table is for speed: nearly
// all of an input is looked at, and find_first_of asks for each byte anew.
constexpr auto kStructural = [] {
  std::array<bool, 256> structural = {};
  for (const unsigned char c : {'"', '{', '}', '[', ']'}) {
    structural[c] = true;
  }
  return structural;
}();

std::size_t FindStructural(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         !kStructural[static_cast<unsigned char>(text[at])]) {
    ++at;
  }
  return at;
}

// The offset behind a string that opens at `at`.
std::size_t SkipString(std::string_view text, std::size_t at) {
  for (std::size_t quote = text.find('"', at + 1);
       quote != std::string_view::npos; quote = text.find('"', quote + 1)) {
    std::size_t slashes = 0;
    while (text[quote - 1 - slashes] == '\\') {
      ++slashes;  // Ends at the latest where the string opens.
    }
    if (slashes % 2 == 0) {
      return quote + 1;
    }
  }
  return text.size();
}

// The keys that tell inputs from each other.
struct OutermostKeys {
  bool format_version = false;
  bool plan = false;
  bool terraform_version = false;
  bool state_lineage = false;
  bool log_level = false;
  bool changes = false;
  bool change_set = false;
  bool hook_context = false;
  bool hook_request = false;
  bool hook_type = false;
  bool hook_payload = false;
  bool resources = false;
  bool artifacts = false;
  bool version = false;
  bool flow = false;
  bool encrypted = false;

  void See(std::string_view key) {
    format_version |= key == "format_version";
    plan |= key == "resource_changes" || key == "planned_values";
    terraform_version |= key == "terraform_version";
    state_lineage |= key == "lineage" || key == "serial";
    log_level |= key == "@level";
    changes |= key == "Changes";
    change_set |= key == "ChangeSetName" || key == "ChangeSetId";
    hook_context |= key == "HookContext";
    hook_request |= key == "requestData" || key == "request";
    hook_type |= key == "hookTypeName" || key == "hookModel" ||
                 key == "actionInvocationPoint" || key == "clientRequestToken";
    hook_payload |= key == "previousTemplate" || key == "changedResources";
    resources |= key == "Resources";
    artifacts |= key == "artifacts";
    version |= key == "version";
    flow |= key == "StartAction" || key == "Actions" || key == "modules" ||
            key == "ContactFlow" || key == "ContactFlowModule";
    encrypted |= key == "encrypted_data";
  }
  // The older request of a Lambda Hook has but these two.
  bool IsHook() const {
    return hook_context ||
           (!resources && ((hook_request && hook_type) || hook_payload));
  }
  bool IsChangeSet() const { return changes && change_set && !resources; }
  bool IsAssembly() const { return artifacts && version && !resources; }
  bool IsPlan() const { return format_version && (plan || terraform_version); }
};

// Malformed JSON is not noticed here; its reader will say so.
OutermostKeys FindKeys(std::string_view text) {
  OutermostKeys keys;
  std::size_t depth = 0;
  std::size_t at = 0;
  while (!keys.IsPlan() && !keys.log_level) {
    at = FindStructural(text, at);
    if (at == text.size()) {
      break;
    }
    const char c = text[at];
    if (c == '"') {
      const std::size_t end = SkipString(text, at);
      if (depth == 1 && end > at + 1) {
        const std::size_t next = text.find_first_not_of(kBlanks, end);
        if (next != std::string_view::npos && text[next] == ':') {
          keys.See(text.substr(at + 1, end - at - 2));
        }
      }
      at = end;
      continue;
    }
    if (c == '{' || c == '[') {
      ++depth;
    } else if (depth-- <= 1) {
      break;
    }
    ++at;
  }
  return keys;
}

tl::unexpected<Error> Bad(std::string_view name, std::string message,
                          std::string hint) {
  return Fail(ErrorCode::kBadInput,
              DiagnosticFor(name, std::move(message), std::move(hint)));
}

}  // namespace

Status CheckIsText(std::string_view name, std::string_view bytes) {
  if (WithoutByteOrderMark(bytes).find_first_not_of(kBlanks) ==
      std::string_view::npos) {
    return Bad(name, "the input is empty",
               "expected a Terraform plan in JSON or a CloudFormation "
               "template");
  }
  if (LooksLikeZip(bytes)) {
    return Bad(name, "this is an archive, not text", "");
  }
  if (bytes.starts_with("\x1F\x8B")) {
    return Bad(name, "this is an archive, not text", kShowHint);
  }
  if (bytes.find('\0') != std::string_view::npos) {
    return Bad(name, "this is binary data, not text", kShowHint);
  }
  return {};
}

bool LooksLikeJson(std::string_view text) {
  text = WithoutByteOrderMark(text);
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first != std::string_view::npos &&
         (text[first] == '{' || text[first] == '[');
}

Result<InputFormat> DetectFormat(std::string_view name, std::string_view text) {
  if (!LooksLikeJson(text)) {
    // Guard Hooks show what they are handed as YAML.
    return text.starts_with("HookContext:") ||
                   text.find("\nHookContext:") != std::string_view::npos
               ? InputFormat::kHookPayload
               : InputFormat::kCloudFormation;
  }
  const OutermostKeys keys = FindKeys(text);
  if (keys.IsPlan()) {
    return InputFormat::kTerraformPlan;
  }
  if (keys.log_level) {
    return Bad(name, "this is the log of `terraform plan -json`, not a plan",
               "save the plan with `terraform plan -out=tfplan`, then write it "
               "with `terraform show -json tfplan > plan.json`");
  }
  if (keys.terraform_version && keys.state_lineage) {
    return Bad(name, "this is Terraform's state, not a plan", kShowHint);
  }
  if (keys.encrypted && !keys.resources) {
    return Bad(name, "this is an encrypted plan or state of OpenTofu",
               "write the plan where its key is, with `tofu show -json`");
  }
  if (keys.IsHook()) {
    return InputFormat::kHookPayload;
  }
  if (keys.IsChangeSet()) {
    return InputFormat::kChangeSet;
  }
  if (keys.IsAssembly()) {
    return InputFormat::kCdkAssembly;
  }
  return keys.flow && !keys.resources ? InputFormat::kContactFlow
                                      : InputFormat::kCloudFormation;
}

Status CheckIsNotTerraform(std::string_view name, std::string_view text) {
  constexpr std::array<std::string_view, 7> kBlocks = {
      "resource \"", "data \"",     "module \"", "provider \"",
      "variable \"", "terraform {", "locals {"};
  bool line_starts = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (line_starts && std::any_of(kBlocks.begin(), kBlocks.end(),
                                   [&](std::string_view block) {
                                     return rest.starts_with(block);
                                   })) {
      return Bad(name, "this is Terraform configuration, not a plan",
                 "plan it with `terraform plan -out=tfplan`, then write the "
                 "plan with `terraform show -json tfplan > plan.json`");
    }
    if (rest.starts_with("Terraform will perform") ||
        rest.starts_with("Terraform used the selected providers")) {
      return Bad(name, "this is a plan as people read it, not JSON", kShowHint);
    }
    line_starts = text[at] == '\n';
  }
  return {};
}

}  // namespace connectguard
