#include "readers/yaml_tags.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace connectguard {
namespace {

// On what shape of node cfn-guard expands a tag.
enum class InGuard { kNever, kOnScalar, kOnList, kOnBoth };

struct Tag {
  std::string_view name;
  std::string_view long_form;
  InGuard guard;
};

constexpr std::array<Tag, 26> kTags = {{
    {"And", "Fn::And", InGuard::kOnList},
    {"Base64", "Fn::Base64", InGuard::kOnScalar},
    {"Cidr", "Fn::Cidr", InGuard::kNever},
    {"Condition", "Condition", InGuard::kOnScalar},
    {"Contains", "Fn::Contains", InGuard::kOnList},
    {"EachMemberEquals", "Fn::EachMemberEquals", InGuard::kOnList},
    {"EachMemberIn", "Fn::EachMemberIn", InGuard::kOnList},
    {"Equals", "Fn::Equals", InGuard::kOnList},
    {"FindInMap", "Fn::FindInMap", InGuard::kOnList},
    {"GetAZs", "Fn::GetAZs", InGuard::kOnScalar},
    {"GetAtt", "Fn::GetAtt", InGuard::kOnBoth},
    {"If", "Fn::If", InGuard::kOnList},
    {"ImportValue", "Fn::ImportValue", InGuard::kOnScalar},
    {"Join", "Fn::Join", InGuard::kOnList},
    {"Length", "Fn::Length", InGuard::kNever},
    {"Not", "Fn::Not", InGuard::kOnList},
    {"Or", "Fn::Or", InGuard::kOnList},
    {"Ref", "Ref", InGuard::kOnScalar},
    {"RefAll", "Fn::RefAll", InGuard::kOnScalar},
    {"Select", "Fn::Select", InGuard::kOnList},
    {"Split", "Fn::Split", InGuard::kOnList},
    {"Sub", "Fn::Sub", InGuard::kOnBoth},
    {"ToJsonString", "Fn::ToJsonString", InGuard::kNever},
    {"Transform", "Fn::Transform", InGuard::kNever},
    {"ValueOf", "Fn::ValueOf", InGuard::kOnList},
    {"ValueOfAll", "Fn::ValueOfAll", InGuard::kNever},
}};

bool Expands(const Tag& tag, YamlShape shape, YamlDialect dialect) {
  switch (dialect) {
    case YamlDialect::kCloudFormation:
      return true;
    case YamlDialect::kGuardTest:
      return tag.guard != InGuard::kNever;
    case YamlDialect::kGuardValidate31:
    case YamlDialect::kGuardValidate32:
      break;
  }
  const bool both = tag.guard == InGuard::kOnBoth;
  return (shape == YamlShape::kScalar &&
          (both || tag.guard == InGuard::kOnScalar)) ||
         (shape == YamlShape::kList && (both || tag.guard == InGuard::kOnList));
}

}  // namespace

ShortTag ExpandShortTag(std::string_view name, YamlShape shape,
                        YamlDialect dialect) {
  const auto* tag = std::find_if(kTags.begin(), kTags.end(),
                                 [&](const Tag& t) { return t.name == name; });
  if (tag == kTags.end()) {
    return {};
  }
  return {.known = true,
          .long_form = Expands(*tag, shape, dialect) ? tag->long_form
                                                     : std::string_view()};
}

std::string ShortTagHint(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Tag& tag : kTags) {
    names.push_back(tag.name);
  }
  const std::string_view closest = ClosestMatch(name, names);
  return closest.empty() ? std::string()
                         : "did you mean `!" + std::string(closest) + "`?";
}

}  // namespace connectguard
