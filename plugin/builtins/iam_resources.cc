#include "builtins/iam_resources.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "document/contents.h"
#include "iam/finding.h"

namespace connectguard {
namespace {

// Patterns of ARNs. `{X}` is the property X or the identifier x; one that is
// not known is a wildcard.
//
// Source: Service Authorization Reference, resource types of each service; read
// 2026-11.
struct ArnTemplate {
  std::string_view type;
  std::string_view text;
  // What `Ref` gives in a template is the ARN.
  bool ref_is_arn = false;
};
constexpr std::array<ArnTemplate, 11> kTemplates = {{
    {"AWS::Connect::Instance", "arn:*:connect:*:*:instance/{id}", true},
    {"AWS::IAM::Role", "arn:*:iam::*:role{Path}{RoleName}"},
    {"AWS::IAM::User", "arn:*:iam::*:user{Path}{UserName}"},
    {"AWS::IAM::SAMLProvider", "arn:*:iam::*:saml-provider/{Name}", true},
    {"AWS::S3::Bucket", "arn:*:s3:::{BucketName}"},
    {"AWS::DynamoDB::Table", "arn:*:dynamodb:*:*:table/{TableName}"},
    {"AWS::Lambda::Function", "arn:*:lambda:*:*:function:{FunctionName}"},
    {"AWS::KMS::Key", "arn:*:kms:*:*:key/{key_id}"},
    {"AWS::Logs::LogGroup", "arn:*:logs:*:*:log-group:{LogGroupName}"},
    {"AWS::DirectoryService::MicrosoftAD", "arn:*:ds:*:*:directory/{id}"},
    {"AWS::CloudTrail::Trail", "arn:*:cloudtrail:*:*:trail/{TrailName}"},
}};
// In pieces, since a compiler may take `??-` for a trigraph.
constexpr std::string_view kInstanceId =
    "????????"
    "-"
    "????"
    "-"
    "????"
    "-"
    "????"
    "-"
    "????????????";

const ArnTemplate* TemplateOf(std::string_view type) {
  const auto* const found =
      std::find_if(kTemplates.begin(), kTemplates.end(),
                   [&](const ArnTemplate& each) { return each.type == type; });
  return found == kTemplates.end() ? nullptr : found;
}

std::string_view IdentifierOf(const Resource& resource,
                              std::string_view attribute) {
  for (const Identifier& identifier : resource.identifiers) {
    if (identifier.attribute == attribute) {
      return identifier.text;
    }
  }
  return {};
}

std::string PartOf(const Resource& resource, std::string_view name) {
  const Value* value = resource.properties == nullptr
                           ? nullptr
                           : Find(*resource.properties, name);
  if (value != nullptr && value->Is(Kind::kString)) {
    return std::string(value->AsString());
  }
  if (name == "Path") {
    return value == nullptr || value->Is(Kind::kNull) ||
                   (value->Is(Kind::kUnknown) && value->unknown->unset)
               ? "/"
               : "/*";
  }
  if (const std::string_view text = IdentifierOf(resource, name);
      !text.empty()) {
    return std::string(text);
  }
  return std::string(resource.type == "AWS::Connect::Instance" ? kInstanceId
                                                               : "*");
}

// Whether a reference gives the ARN of a resource of this type.
bool GivesArn(const Reference& reference, std::string_view type) {
  const ArnTemplate* known = TemplateOf(type);
  return reference.exact &&
         (reference.attribute == "arn" || reference.attribute == "Arn" ||
          (reference.attribute == "Ref" && known != nullptr &&
           known->ref_is_arn));
}

// The text in place of an unknown value; nullopt to leave it.
using Replace = std::function<std::optional<std::string>(const Value&)>;

// Answers whether anything was replaced. Recursion is bounded: readers refuse
// inputs deeper than limits::kMaxDepth.
bool CopyWith(const Value& value, const Replace& replace,
              ValueBuilder* builder) {
  bool replaced = false;
  if (value.Is(Kind::kList)) {
    builder->StartList(value.span());
    for (const Value& item : value.AsList()) {
      replaced = CopyWith(item, replace, builder) || replaced;
    }
    builder->EndList(value.end);
    return replaced;
  }
  if (value.Is(Kind::kMap)) {
    builder->StartMap(value.span());
    for (const Member& member : value.AsMap()) {
      builder->AddKey(member.key->text);
      replaced = CopyWith(member.value, replace, builder) || replaced;
    }
    builder->EndMap(value.end);
    return replaced;
  }
  if (value.Is(Kind::kUnknown)) {
    if (const auto text = replace(value)) {
      builder->AddString(*text, value.span());
      return true;
    }
  }
  builder->AddCopy(value);
  return false;
}

const Value& Replaced(const FunctionContext& context, const Value& document,
                      const Replace& replace) {
  // A copy would forget which containers are not to be printed.
  if (!document.Is(Kind::kMap) || HoldsSensitive(document)) {
    return document;
  }
  const bool replaced = CopyWith(document, replace, context.builder);
  const Value* copy = context.builder->Finish(&document);
  return replaced ? *copy : document;
}

std::string PatternOf(const Resource& resource) {
  const ArnTemplate* known = TemplateOf(resource.type);
  std::string pattern;
  std::string_view rest = known == nullptr ? std::string_view() : known->text;
  std::size_t open = 0;
  while ((open = rest.find('{')) != rest.npos) {
    pattern += rest.substr(0, open);
    rest.remove_prefix(open + 1);
    const std::size_t close = rest.find('}');
    pattern += PartOf(resource, rest.substr(0, close));
    rest.remove_prefix(close + 1);
  }
  return pattern.append(rest);
}

}  // namespace

ArnPatterns ArnPatternsOf(const Resource& resource) {
  ArnPatterns arns;
  const std::string_view arn = IdentifierOf(resource, "arn");
  const std::string pattern =
      arn.empty() ? PatternOf(resource) : std::string(arn);
  if (pattern.empty()) {
    return arns;
  }
  arns.patterns.push_back(pattern);
  const bool bucket = resource.type == "AWS::S3::Bucket";
  // The partition is that of the documents.
  arns.certain = pattern.find_first_of("*?", bucket ? 5 : 0) == pattern.npos;
  if (bucket) {
    arns.patterns.push_back(pattern + "/*");
  }
  return arns;
}

Result<AskedResources> ReadResources(const FunctionContext& context,
                                     std::string_view function,
                                     const std::vector<Selected>& argument) {
  AskedResources asked;
  for (const Selected& selected : argument) {
    if (selected.value == nullptr) {
      continue;
    }
    if (selected.value->Is(Kind::kUnknown) || selected.maybe) {
      asked.unknown.push_back(selected.value);
      continue;
    }
    const Resource* owner = context.document->OwnerOf(*selected.value).resource;
    if (owner == nullptr || ArnPatternsOf(*owner).patterns.empty()) {
      return Fail(ErrorCode::kBadInput,
                  fmt::format("the third argument of `{}` is no resource of "
                              "which it is known what its ARN looks like",
                              function),
                  "leave it out, and name the Resource in the question");
    }
    asked.known.push_back(owner);
  }
  return asked;
}

std::string StandInArnOf(const Resource& resource) {
  constexpr std::string_view kStart = "arn:*:iam::*:";
  const std::string pattern = PatternOf(resource);
  if (!pattern.starts_with(kStart)) {
    return "";
  }
  const std::string name = pattern.substr(kStart.size());
  return name.find_first_of("*?") == name.npos
             ? "arn:aws:iam::000000000000:" + name
             : "";
}

const Value& WithArnOf(const FunctionContext& context, const Value& document,
                       const Resource& resource, std::string_view pattern) {
  return Replaced(context, document,
                  [&](const Value& value) -> std::optional<std::string> {
                    for (const Reference& reference : value.References()) {
                      if (reference.target == resource.address &&
                          GivesArn(reference, resource.type)) {
                        return std::string(pattern);
                      }
                    }
                    return std::nullopt;
                  });
}

const Value& WithPrincipalsOf(const FunctionContext& context,
                              const Value& document) {
  return Replaced(
      context, document, [&](const Value& value) -> std::optional<std::string> {
        for (const Reference& reference : value.References()) {
          const Resource* target =
              context.document->FindResource(reference.target);
          if (target != nullptr && GivesArn(reference, target->type)) {
            std::string arn = StandInArnOf(*target);
            return arn.empty() ? std::nullopt : std::optional(std::move(arn));
          }
        }
        return std::nullopt;
      });
}

}  // namespace connectguard
