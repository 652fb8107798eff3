#include "gate/secret_texts.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "readers/input.h"

namespace connectguard {
namespace {

std::unique_ptr<const Document> Read(std::string text) {
  auto document = ReadDocument({.name = "plan.json", .bytes = std::move(text)});
  EXPECT_TRUE(document);
  return document ? *std::move(document) : nullptr;
}

constexpr char kPlan[] = R"({"format_version": "1.2",
 "variables": {"pw": {"value": "from-variable"}, "open": {"value": "no-secret"}},
 "configuration": {"root_module": {"variables": {
   "pw": {"sensitive": true, "default": "from-default"}, "open": {}}}},
 "resource_changes": [{"address": "acme_thing.a", "mode": "managed",
   "type": "acme_thing", "name": "a", "change": {"actions": ["update"],
   "before": {"key": "old-secret"},
   "after": {"key": "new-secret", "list": ["abc", "shown"], "copy": "new-secret",
             "tags": {"team": "hidden-team"}},
   "before_sensitive": {"key": true},
   "after_sensitive": {"key": true, "list": [true], "tags": true},
   "after_unknown": {}}}]})";

TEST(SecretTextsTest, KnowsEveryMarkOfAPlan) {
  const auto document = Read(kPlan);
  const SecretTexts secrets(*document);
  for (const char* secret : {"from-variable", "from-default", "old-secret",
                             "new-secret", "abc", "hidden-team"}) {
    EXPECT_TRUE(secrets.Holds(secret)) << secret;
  }
  for (const char* open : {"no-secret", "shown", "", "new-secre"}) {
    EXPECT_FALSE(secrets.Holds(open)) << open;
  }
}

TEST(SecretTextsTest, FindsLongSecretsInsideOtherTexts) {
  const auto document = Read(kPlan);
  const SecretTexts secrets(*document);
  EXPECT_TRUE(secrets.Holds("postgres://user:new-secret@host"));
  EXPECT_TRUE(secrets.Holds("new-secret-and-more"));
  EXPECT_FALSE(secrets.Holds("abcdef"));
}

TEST(SecretTextsTest, HoldsNothingWithoutMarks) {
  const auto document = Read(R"({"Resources": {"A": {"Type": "X::Y::Z"}}})");
  EXPECT_FALSE(SecretTexts(*document).Holds("X::Y::Z"));
}

}  // namespace
}  // namespace connectguard
