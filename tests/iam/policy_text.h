// Policies and questions from JSON text, kept alive together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "document/document.h"
#include "iam/questions.h"
#include "readers/json_reader.h"

namespace connectguard::testing {

// `"<unknown>"` anywhere in the text becomes a value of kind unknown.
class PolicyTexts {
 public:
  const Value& Parse(std::string_view json) {
    Document& document = *documents_.emplace_back(std::make_unique<Document>());
    const std::uint16_t file =
        document.AddFile("policy.json", std::string(json));
    const auto root = ReadJson(&document, file);
    EXPECT_TRUE(root) << json << "\n"
                      << (root ? "" : root.error().diagnostic.message);
    if (json.find("<unknown>") == std::string_view::npos) {
      return **root;
    }
    ValueBuilder builder = document.NewBuilder();
    CopyWithUnknowns(**root, &builder);
    return *builder.Finish();
  }

  const IamPolicy& Policy(const Value& document,
                          IamPolicyKind kind = IamPolicyKind::kIdentity) {
    return *policies_.emplace_back(IamPolicy::Read(document, kind));
  }
  const IamPolicy& Policy(std::string_view json,
                          IamPolicyKind kind = IamPolicyKind::kIdentity) {
    return Policy(Parse(json), kind);
  }
  // A policy of today with these statements.
  const IamPolicy& Statements(std::string_view json,
                              IamPolicyKind kind = IamPolicyKind::kIdentity) {
    return Policy(R"({"Version": "2012-10-17", "Statement": [)" +
                      std::string(json) + "]}",
                  kind);
  }

  const IamQuery& Query(const Value& statement) {
    auto query = IamQuery::Read(statement);
    EXPECT_TRUE(query) << (query ? "" : query.error().diagnostic.message);
    return *queries_.emplace_back(*std::move(query));
  }
  const IamQuery& Query(std::string_view json) { return Query(Parse(json)); }

  IamAnswer MayBy(const IamPolicy& identity, std::string_view query) {
    return May({.identity = PolicyRefs{&identity}}, Query(query));
  }
  IamAnswer DeniedBy(const IamPolicy& policy, std::string_view query) {
    const IamPolicy* const one = &policy;
    return Denies({&one, 1}, Query(query));
  }
  static IamAnswer IsAtMost(const IamPolicy& a, const IamPolicy& b) {
    const IamPolicy* const first = &a;
    const IamPolicy* const second = &b;
    return AtMost({&first, 1}, {&second, 1});
  }

 private:
  static void CopyWithUnknowns(const Value& value, ValueBuilder* builder) {
    static const UnknownInfo kInfo{.reason = "known after apply"};
    switch (value.kind) {
      case Kind::kMap:
        builder->StartMap(value.span());
        for (const Member& member : value.AsMap()) {
          builder->AddKey(member.key->text);
          CopyWithUnknowns(member.value, builder);
        }
        builder->EndMap();
        break;
      case Kind::kList:
        builder->StartList(value.span());
        for (const Value& item : value.AsList()) {
          CopyWithUnknowns(item, builder);
        }
        builder->EndList();
        break;
      default:
        if (value.Is(Kind::kString) && value.AsString() == "<unknown>") {
          builder->AddUnknown(&kInfo, value.span());
        } else {
          builder->AddCopy(value);
        }
    }
  }

  std::deque<std::unique_ptr<Document>> documents_;
  std::deque<std::unique_ptr<const IamPolicy>> policies_;
  std::deque<std::unique_ptr<const IamQuery>> queries_;
};

inline std::string Explained(const IamAnswer& answer) {
  std::string text = answer.verdict == IamVerdict::kYes  ? "yes"
                     : answer.verdict == IamVerdict::kNo ? "no"
                                                         : "unknown";
  if (answer.witness) {
    text += ": " + ToString(*answer.witness);
  }
  if (!answer.reason.empty()) {
    text += " (" + answer.reason + ")";
  }
  return text;
}

}  // namespace connectguard::testing
