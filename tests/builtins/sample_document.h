// Documents with references and identifiers, from a short notation in JSON:
//
//   {"aws_s3_bucket.a": {
//      "Type": "AWS::S3::Bucket", "Native": "aws_s3_bucket", "Ids": ["rec"],
//      "Properties": {
//        "Key": {"$unknown": ["aws_kms_key.k.arn -> aws_kms_key.k"]},
//        "Size": {"$unset": "known after apply"},
//        "Role": {"$exactly": "aws_iam_role.r", "attribute": "arn"},
//        "Token": {"$sensitive": "hush"},
//        "Name": {"$linked": "rec", "to": ["local.name"]}}}}
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "readers/json_reader.h"

namespace connectguard {

class SampleDocument {
 public:
  // `previous`: what there was before, in the same notation. `plan`: JSON.
  explicit SampleDocument(std::string resources, std::string previous = "{}",
                          std::string plan = "{}")
      : builder_(document_.NewBuilder()) {
    builder_.StartMap({});
    AddSection("Resources", std::move(resources));
    AddSection("Previous", std::move(previous));
    const auto parsed =
        ReadJson(&parsed_, parsed_.AddFile("plan.json", std::move(plan)));
    EXPECT_TRUE(parsed);
    builder_.AddKey("Plan");
    builder_.AddCopy(**parsed);
    builder_.EndMap();
    document_.SetRoot(builder_.Finish());
  }

  const Document& document() const { return document_; }
  const Resource& At(std::string_view address) const {
    return *document_.FindResource(address);
  }

 private:
  void AddSection(std::string_view name, std::string resources) {
    const std::uint16_t file =
        parsed_.AddFile("sample.json", std::move(resources));
    const auto root = ReadJson(&parsed_, file);
    EXPECT_TRUE(root);
    builder_.AddKey(name);
    builder_.StartMap({});
    for (const Member& member : (*root)->AsMap()) {
      builder_.AddKey(member.key->text);
      AddResource(member.key->text, member.value);
    }
    builder_.EndMap();
  }

  void AddResource(std::string_view address, const Value& resource) {
    std::vector<Identifier> identifiers;
    if (const Value* ids = Find(resource, "Ids")) {
      for (const Value& id : ids->AsList()) {
        const std::string_view text = id.AsString();
        identifiers.push_back(
            {.attribute = text.starts_with("arn:") ? "arn" : "id",
             .text = text});
      }
    }
    document_.SetNaming(address,
                        {.native_type = StringAt(resource, "Native"),
                         .identifiers = document_.arena().CopyArray(
                             std::span<const Identifier>(identifiers))});
    builder_.StartMap({});
    for (const Member& member : resource.AsMap()) {
      if (member.key->text != "Ids" && member.key->text != "Native") {
        builder_.AddKey(member.key->text);
        Add(member.value);
      }
    }
    builder_.EndMap();
  }

  std::span<const Reference> References(const Value& texts) {
    std::vector<Reference> references;
    for (const Value& item : texts.AsList()) {
      const std::string_view text = item.AsString();
      const std::size_t arrow = text.find(" -> ");
      references.push_back({.text = text.substr(0, arrow),
                            .target = arrow == std::string_view::npos
                                          ? std::string_view()
                                          : text.substr(arrow + 4),
                            .attribute = {}});
    }
    return document_.arena().CopyArray(std::span<const Reference>(references));
  }

  void Add(const Value& value) {
    if (const Value* unknown = Find(value, "$unknown")) {
      UnknownInfo info;
      info.reason = "known after apply";
      info.references = References(*unknown);
      builder_.AddUnknown(document_.arena().New<UnknownInfo>(info), {});
    } else if (const Value* unset = Find(value, "$unset")) {
      UnknownInfo info;
      info.reason = unset->AsString();
      info.unset = true;
      builder_.AddUnknown(document_.arena().New<UnknownInfo>(info), {});
    } else if (const Value* target = Find(value, "$exactly")) {
      UnknownInfo info;
      info.reason = "known after apply";
      const Reference reference{.text = target->AsString(),
                                .target = target->AsString(),
                                .attribute = StringAt(value, "attribute"),
                                .exact = true};
      info.references = document_.arena().CopyArray(
          std::span<const Reference>(&reference, 1));
      builder_.AddUnknown(document_.arena().New<UnknownInfo>(info), {});
    } else if (const Value* secret = Find(value, "$sensitive")) {
      builder_.BeginSensitive();
      Add(*secret);
      builder_.EndSensitive();
    } else if (const Value* linked = Find(value, "$linked")) {
      builder_.AddLinkedString(linked->AsString(),
                               References(*Find(value, "to")), {});
    } else if (value.Is(Kind::kMap)) {
      builder_.StartMap({});
      for (const Member& member : value.AsMap()) {
        builder_.AddKey(member.key->text);
        Add(member.value);
      }
      builder_.EndMap();
    } else if (value.Is(Kind::kList)) {
      builder_.StartList({});
      for (const Value& item : value.AsList()) {
        Add(item);
      }
      builder_.EndList();
    } else {
      builder_.AddCopy(value);
    }
  }

  Document parsed_;  // Its texts are used by document_.
  Document document_;
  ValueBuilder builder_;
};

}  // namespace connectguard
