#include "analysis/policy_files.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "readers/input_kind.h"
#include "readers/input_text.h"
#include "readers/json_reader.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

constexpr const char* kExpected =
    "expected a policy document in JSON or YAML: a map with Version and "
    "Statement";

tl::unexpected<Error> Bad(const Document& document, const Value& value,
                          std::string message, std::string hint) {
  return Fail(ErrorCode::kBadInput,
              DiagnosticAt(document.file(value.file), value.begin,
                           std::move(message), std::move(hint)));
}

// Other readers' errors speak of plans and templates.
template <typename T>
Result<T> WithHint(Result<T> result, const char* hint) {
  if (!result && result.error().code == ErrorCode::kBadInput) {
    result.error().diagnostic.hint = hint;
  }
  return result;
}

Result<std::string> CheckText(PolicyText given) {
  std::string text = std::move(given.text);
  if (LooksLikeUtf16(text)) {
    CG_ASSIGN_OR_RETURN(text, FromUtf16(given.name, text));
  }
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(given.name, "the file is empty", kExpected));
  }
  CG_RETURN_IF_ERROR(WithHint(CheckIsText(given.name, text), kExpected));
  return text;
}

Result<const Value*> Parse(Document* document, std::uint16_t file) {
  const SourceFile& source = document->file(file);
  if (LooksLikeJson(source.text())) {
    return ReadJson(document, file);
  }
  auto root = ReadYaml(document, file, YamlDialect::kCloudFormation);
  if (!root || !(*root)->Is(Kind::kMap)) {
    if (!CheckIsNotTerraform(source.name(), source.text())) {
      return Fail(ErrorCode::kBadInput,
                  DiagnosticFor(source.name(),
                                "this is Terraform's text, not a policy "
                                "document",
                                "write the policy as JSON into a file of its "
                                "own, or take it out of `terraform show "
                                "-json`"));
    }
  }
  return root;
}

// What people hand over instead of a policy document.
Status RefuseOthers(const Document& document, const Value& root) {
  const std::string& name = document.file(root.file).name();
  if (Find(root, "format_version") != nullptr &&
      (Find(root, "planned_values") != nullptr ||
       Find(root, "resource_changes") != nullptr)) {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticFor(name, "this is a Terraform plan, not a policy document",
                      fmt::format("take the document out: `jq -r "
                                  "'.planned_values.root_module.resources[] | "
                                  "select(.address == \"ADDRESS\").values."
                                  "policy' {}`; `connectguard check` judges "
                                  "the whole plan",
                                  name)));
  }
  if (Find(root, "Resources") != nullptr ||
      Find(root, "AWSTemplateFormatVersion") != nullptr) {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticFor(name,
                      "this is a CloudFormation template, not a policy "
                      "document",
                      fmt::format("copy what stands below PolicyDocument into "
                                  "a file of its own; `connectguard check {}` "
                                  "judges the whole template",
                                  name)));
  }
  return {};
}

// The policy inside what the AWS command line prints: get-policy-version,
// get-role-policy, get-role, describe-policy, get-bucket-policy,
// get-key-policy.
const Value* FindInOutput(const Value& root) {
  for (const Value* found :
       {FindPath(root, {"PolicyVersion", "Document"}),
        Find(root, "PolicyDocument"),
        FindPath(root, {"Role", "AssumeRolePolicyDocument"}),
        FindPath(root, {"Policy", "Content"}), Find(root, "Policy")}) {
    if (found != nullptr &&
        (found->Is(Kind::kMap) || found->Is(Kind::kString))) {
      return found;
    }
  }
  return nullptr;
}

Result<const Value*> FindPolicy(Document* document, const Value& root) {
  if (Find(root, "Statement") != nullptr) {
    return &root;
  }
  CG_RETURN_IF_ERROR(RefuseOthers(*document, root));
  const Value* found = FindInOutput(root);
  if (found == nullptr) {
    return &root;
  }
  if (!found->Is(Kind::kString)) {
    return found;
  }
  ValueBuilder builder = document->NewBuilder();
  auto embedded = ReadEmbeddedJson(*found, *document, &builder);
  if (!embedded) {
    return Bad(*document, *found, embedded.error().diagnostic.message,
               kExpected);
  }
  return *embedded;
}

std::span<const Value> OneOrMany(const Value& value) {
  return value.Is(Kind::kList) ? value.AsList()
                               : std::span<const Value>(&value, 1);
}

bool IsAboutSts(const Value& statement) {
  const Value* action = Find(statement, "Action");
  if (action == nullptr || Find(statement, "Resource") != nullptr) {
    return false;
  }
  const auto actions = OneOrMany(*action);
  return std::all_of(actions.begin(), actions.end(), [](const Value& each) {
    return each.Is(Kind::kString) && each.AsString().starts_with("sts:");
  });
}

// The first Principal or NotPrincipal; null when there is none.
const Value* FindPrincipal(const Value& document) {
  const Value* statements = Find(document, "Statement");
  if (statements == nullptr) {
    return nullptr;
  }
  for (const Value& statement : OneOrMany(*statements)) {
    for (const std::string_view element : {"Principal", "NotPrincipal"}) {
      if (const Value* principal = Find(statement, element)) {
        return principal;
      }
    }
  }
  return nullptr;
}

// A policy in the wrong place would be answered about as if half of it were not
// there.
Status CheckPlace(const PolicyFile& file, IamPolicyKind kind,
                  const Asker& asker) {
  const Value* principal = FindPrincipal(*file.node);
  if (principal != nullptr && !HasPrincipals(kind) &&
      kind != IamPolicyKind::kReference) {
    return Bad(
        *file.document, *principal,
        fmt::format("a policy with principals is no {}", PolicyKindName(kind)),
        fmt::format("it is the policy of a resource, or says who may assume a "
                    "role: {}",
                    asker.words.as_resource));
  }
  if (principal == nullptr && HasPrincipals(kind)) {
    return Bad(*file.document, *file.node,
               fmt::format("a {} names principals, and this one names none",
                           PolicyKindName(kind)),
               fmt::format("it looks like a policy of a role or user: {}",
                           asker.words.as_identity));
  }
  return {};
}

// A document with statements is a policy, if not one that AWS takes; its
// findings say so, and every answer about it is unknown.
Status CheckReadable(const PolicyFile& file) {
  const IamHole* hole = file.policy->hole();
  if (hole == nullptr || !file.policy->statements().empty()) {
    return {};
  }
  const Value& value = hole->value != nullptr ? *hole->value : *file.node;
  std::string hint = kExpected;
  for (const IamFinding& finding : file.policy->findings()) {
    if (finding.value == &value && !finding.hint.empty()) {
      hint = finding.hint;
    }
  }
  return Bad(*file.document, value, hole->reason, std::move(hint));
}

}  // namespace

IamPolicyKind KindByContent(const Value& document) {
  if (FindPrincipal(document) == nullptr) {
    return IamPolicyKind::kIdentity;
  }
  const auto statements = OneOrMany(*Find(document, "Statement"));
  return std::all_of(statements.begin(), statements.end(), IsAboutSts)
             ? IamPolicyKind::kTrust
             : IamPolicyKind::kResource;
}

bool HasPrincipals(IamPolicyKind kind) {
  return kind == IamPolicyKind::kResource || kind == IamPolicyKind::kTrust;
}

Result<PolicyFile> ReadPolicy(PolicyText given,
                              std::optional<IamPolicyKind> kind,
                              const Asker& asker) {
  PolicyFile file;
  file.name = given.name;
  CG_ASSIGN_OR_RETURN(std::string text, CheckText(std::move(given)));
  file.document = std::make_unique<Document>();
  const std::uint16_t number =
      file.document->AddFile(file.name, std::move(text));
  CG_ASSIGN_OR_RETURN(const Value* root, Parse(file.document.get(), number));
  file.document->SetRoot(root);
  CG_ASSIGN_OR_RETURN(file.node, FindPolicy(file.document.get(), *root));
  const IamPolicyKind as = kind.value_or(KindByContent(*file.node));
  file.policy = IamPolicy::Read(*file.node, as);
  CG_RETURN_IF_ERROR(CheckReadable(file));
  CG_RETURN_IF_ERROR(CheckPlace(file, as, asker));
  return file;
}

std::vector<Diagnostic> MistakesOf(const PolicyFile& file) {
  std::vector<Diagnostic> mistakes;
  for (const IamFinding& finding : file.policy->findings()) {
    if (finding.severity == IamSeverity::kError) {
      mistakes.push_back(DiagnosticAt(file.document->file(finding.value->file),
                                      finding.value->begin, finding.message,
                                      finding.hint));
    }
  }
  return mistakes;
}

}  // namespace connectguard
