#include "readers/template_shape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

constexpr const char* kPlanHint =
    "is this a Terraform plan? write it with `terraform show -json tfplan > "
    "plan.json`";

constexpr const char* kNoResourcesHint =
    "is this a Terraform plan? write it with `terraform show -json tfplan > "
    "plan.json`; a contact flow has `Actions`, or `modules` in an old export";

constexpr std::array<std::string_view, 14> kSections = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Plan",
    "Previous",
    "Resources",
    "Rules",
    "Transform",
};

constexpr std::array<std::string_view, 10> kResourceMembers = {
    "Change",         "Condition",
    "CreationPolicy", "DeletionPolicy",
    "DependsOn",      "Metadata",
    "Properties",     "Type",
    "UpdatePolicy",   "UpdateReplacePolicy",
};

class ShapeCheck {
 public:
  ShapeCheck(const Value& written, const SourceFile& source)
      : written_(written), source_(source) {}

  Status Check(bool fragment) const {
    CG_RETURN_IF_ERROR(CheckSections(fragment));
    return CheckResources();
  }

 private:
  tl::unexpected<Error> Bad(std::uint32_t offset, std::string message,
                            std::string hint = "") const {
    return Fail(
        ErrorCode::kBadInput,
        DiagnosticAt(source_, offset, std::move(message), std::move(hint)));
  }

  // Keys have no place of their own; the nearest such text before the value is
  // the key.
  std::uint32_t PlaceOf(const Member& member) const {
    const std::size_t found =
        source_.text().substr(0, member.value.begin).rfind(member.key->text);
    return found == std::string_view::npos || member.key->text.empty()
               ? member.value.begin
               : static_cast<std::uint32_t>(found);
  }

  // An error when a key is a slip for one that is missing.
  Status CheckKeys(const Value& map,
                   std::span<const std::string_view> known) const {
    for (const Member& member : map.AsMap()) {
      const std::string_view key = member.key->text;
      if (std::find(known.begin(), known.end(), key) != known.end()) {
        continue;
      }
      const std::string_view meant = ClosestMatch(key, known);
      if (!meant.empty() && Find(map, meant) == nullptr) {
        return Bad(PlaceOf(member), fmt::format("unknown key `{}`", key),
                   fmt::format("did you mean `{}`?", meant));
      }
    }
    return {};
  }

  Status CheckSections(bool fragment) const {
    if (!written_.Is(Kind::kMap)) {
      return Bad(written_.begin,
                 fmt::format("a template is a map with `Resources`, found {}",
                             KindName(written_.kind)),
                 kPlanHint);
    }
    CG_RETURN_IF_ERROR(CheckKeys(written_, kSections));
    const Value* resources = Find(written_, "Resources");
    if (resources == nullptr) {
      return fragment ? Status()
                      : Bad(written_.begin, "the template has no `Resources`",
                            kNoResourcesHint);
    }
    if (!resources->Is(Kind::kMap)) {
      return Bad(resources->begin,
                 fmt::format("`Resources` must be a map, found {}",
                             KindName(resources->kind)),
                 "resources stand below it by their logical id");
    }
    return {};
  }

  Status CheckResources() const {
    const Value* resources = Find(written_, "Resources");
    if (resources == nullptr) {
      return {};
    }
    for (const Member& member : resources->AsMap()) {
      if (!IsMaker(member.key->text)) {
        CG_RETURN_IF_ERROR(CheckResource(member));
      }
    }
    return {};
  }

  Status CheckResource(const Member& member) const {
    const std::string_view name = member.key->text;
    const Value& resource = member.value;
    if (!resource.Is(Kind::kMap)) {
      return Bad(PlaceOf(member),
                 fmt::format("the resource `{}` must be a map, found {}", name,
                             KindName(resource.kind)));
    }
    CG_RETURN_IF_ERROR(CheckKeys(resource, kResourceMembers));
    const Value* type = Find(resource, "Type");
    if (type == nullptr) {
      return Bad(PlaceOf(member),
                 fmt::format("the resource `{}` has no `Type`", name),
                 "every resource needs one, such as `AWS::S3::Bucket`");
    }
    if (!type->Is(Kind::kString)) {
      return Bad(type->begin,
                 fmt::format("the `Type` of `{}` must be text", name));
    }
    return {};
  }

  const Value& written_;
  const SourceFile& source_;
};

}  // namespace

Status CheckTemplate(const Value& written, const SourceFile& source,
                     bool fragment) {
  return ShapeCheck(written, source).Check(fragment);
}

}  // namespace connectguard
