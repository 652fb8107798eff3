#include "iam/small_world.h"

#include <algorithm>
#include <array>

#include "iam/glob.h"

namespace connectguard::testing {

namespace {

using Words = std::vector<std::string_view>;

const Words kActions = {"s3:a",  "s3:b",  "S3:A*", "s3:*", "s3:?", "*",
                        "s3:*b", "iam:a", "iam:*", "*",    "s3:a?"};
const Words kRealActions = {"s3:a", "s3:b", "s3:ab", "s3:ba", "iam:a", "sqs:b"};

const Words kResources = {"*",
                          "arn:aws:s3:::a",
                          "arn:aws:s3:::a*",
                          "arn:aws:s3:::*b",
                          "arn:aws:s3:::a/?",
                          "arn:AWS:s3:::A",
                          "arn:aws:s3:::${aws:PrincipalTag/t}",
                          "arn:aws:s3:::a/${aws:username}",
                          "arn:aws:s3:::a/${aws:PrincipalTag/t, 'b'}*",
                          "arn:aws:*:::a*",
                          "arn:*:s3:?:*:a:*",
                          "arn:aws:s3",
                          "arn:aws:iam::*:a/*"};
const Words kRealResources = {"*",
                              "arn:aws:s3:::a",
                              "arn:aws:s3:::b",
                              "arn:aws:s3:::ab",
                              "arn:aws:s3:::a/b",
                              "arn:aws:s3:::a/alice",
                              "arn:aws:s3:::A",
                              "arn:aws:s3:x::a:b",
                              "arn:aws:s3:::a:b",
                              "arn:aws:iam::1:a/b",
                              "arn:aws:sqs:::a"};

const Words kTexts = {"a",
                      "b",
                      "ab",
                      "A",
                      "a*",
                      "?b",
                      "*",
                      "${aws:PrincipalTag/t}",
                      "${aws:username}",
                      "${aws:PrincipalTag/t, 'b'}",
                      "a${*}"};

struct KeyVocabulary {
  std::string_view key;
  Words operators;
  Words values;
  // What requests have; lists with commas, `-` for absent.
  Words real;
};

const Words kTextOperators = {"StringEquals",
                              "StringNotEquals",
                              "StringLike",
                              "StringNotLike",
                              "StringEqualsIgnoreCase",
                              "StringNotEqualsIgnoreCase",
                              "StringEqualsIfExists",
                              "StringNotLikeIfExists",
                              "ForAllValues:StringLike",
                              "ForAnyValue:StringEquals",
                              "ForAllValues:StringNotEquals",
                              "ForAnyValue:StringNotLike",
                              "ForAnyValue:StringLikeIfExists"};
const Words kNumberOperators = {
    "NumericEquals",           "NumericNotEquals",
    "NumericLessThan",         "NumericLessThanEquals",
    "NumericGreaterThan",      "NumericGreaterThanEqualsIfExists",
    "NumericNotEqualsIfExists"};
const Words kDateOperators = {"DateEquals", "DateNotEquals", "DateLessThan",
                              "DateGreaterThanEquals"};
const Words kArnOperators = {"ArnLike",
                             "ArnNotLike",
                             "ArnEquals",
                             "StringEquals",
                             "StringNotLike",
                             "StringLike",
                             "ArnNotEqualsIfExists",
                             "ForAnyValue:ArnLike",
                             "ForAllValues:StringNotLike"};

const std::array<KeyVocabulary, 12>& Keys() {
  static const std::array<KeyVocabulary, 12> keys = {{
      {"aws:SourceVpc",
       kTextOperators,
       kTexts,
       {"-", "a", "b", "ab", "A", "a*", "alice", "x"}},
      {"aws:PrincipalTag/t",
       kTextOperators,
       {"a", "b", "a*", "AB"},
       {"-", "a", "b", "ab", "Ab"}},
      {"aws:TagKeys",
       kTextOperators,
       {"a", "b", "a*", "?"},
       {"-", "a", "b", "a,b", "ab", "ab,x"}},
      {"acme:Thing",
       kTextOperators,
       {"a", "b", "a*", "${aws:SourceVpc}"},
       {"-", "a", "b", "a,b", "ab", "A"}},
      {"s3:max-keys",
       kNumberOperators,
       {"1", "5", "10", "2.5", "-3"},
       {"-", "-4", "-3", "0", "1", "2", "2.5", "3", "5", "7", "10", "11"}},
      {"acme:Count",
       kNumberOperators,
       {"1", "5", "10"},
       {"-", "0", "1", "3", "5", "7", "10", "11", "x"}},
      {"aws:SourceIp",
       {"IpAddress", "NotIpAddress", "IpAddressIfExists"},
       {"10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "2001:db8::/32"},
       {"-", "10.0.0.1", "10.1.2.3", "10.1.9.9", "11.0.0.0", "2001:db8::5",
        "2002::1"}},
      {"aws:SecureTransport",
       {"Bool", "BoolIfExists", "StringEquals"},
       {"true", "false"},
       {"true", "false"}},
      {"aws:CurrentTime",
       kDateOperators,
       {"2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},
       {"2025-06-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z",
        "2027-01-01T00:00:00Z", "2027-06-01T00:00:00Z"}},
      {"aws:PrincipalArn",
       kArnOperators,
       {"arn:aws:iam::111122223333:role/R", "arn:aws:iam::*:role/*R",
        "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::*:user/*",
        "arn:aws:iam::*:*"},
       {}},
      {"aws:PrincipalAccount",
       {"StringEquals", "StringNotEquals", "StringLike"},
       {"111122223333", "444455556666", "1*"},
       {}},
      {"aws:username", kTextOperators, {"alice", "bob", "al*", "b"}, {}},
  }};
  return keys;
}

const Words kPrincipals = {R"("*")",
                           R"({"AWS": "111122223333"})",
                           R"({"AWS": "arn:aws:iam::111122223333:role/R"})",
                           R"({"AWS": "arn:aws:iam::111122223333:user/alice"})",
                           R"({"AWS": ["arn:aws:iam::444455556666:root",
                               "arn:aws:sts::111122223333:assumed-role/R/s"]})",
                           R"({"Service": "x.amazonaws.com"})",
                           R"({"Federated": "*"})",
                           R"({"AWS": []})"};

const std::vector<ReferenceRequest>& RealPrincipals() {
  static const std::vector<ReferenceRequest> principals = [] {
    std::vector<ReferenceRequest> all;
    const auto add = [&](std::string type, std::string name,
                         std::string session = "") {
      ReferenceRequest request;
      request.principal_type = std::move(type);
      request.principal = std::move(name);
      request.session = std::move(session);
      all.push_back(std::move(request));
    };
    add("AWS", "arn:aws:iam::111122223333:user/alice");
    add("AWS", "arn:aws:iam::111122223333:user/team/bob");
    add("AWS", "arn:aws:iam::111122223333:user/b");
    add("AWS", "arn:aws:iam::111122223333:role/R");
    add("AWS", "arn:aws:iam::111122223333:role/R", "s");
    add("AWS", "arn:aws:iam::111122223333:role/team/R", "s");
    add("AWS", "arn:aws:iam::111122223333:root");
    add("AWS", "arn:aws:iam::444455556666:user/alice");
    add("AWS", "arn:aws:iam::444455556666:role/R");
    add("AWS", "arn:aws:iam::777788889999:user/mallory");
    add("Service", "x.amazonaws.com");
    add("Federated", "arn:aws:iam::111122223333:saml-provider/P");
    add("Anonymous", "");
    return all;
  }();
  return principals;
}

}  // namespace

std::string SmallWorld::List(const Words& words) {
  const std::size_t count = 1 + Below(2);
  std::string list = "[";
  for (std::size_t i = 0; i < count; ++i) {
    list += (i == 0 ? "\"" : ", \"") + std::string(words[Below(words.size())]) +
            "\"";
  }
  return list + "]";
}

std::string SmallWorld::Principal() {
  return std::string(kPrincipals[Below(kPrincipals.size())]);
}

std::string SmallWorld::Condition(bool is_query) {
  std::string text = "{";
  std::vector<std::string> used;
  const std::size_t count = 1 + Below(2);
  for (std::size_t i = 0; i < count; ++i) {
    const KeyVocabulary& key = Keys()[Below(Keys().size())];
    std::string op(key.operators[Below(key.operators.size())]);
    std::string values = List(key.values);
    if (OneIn(6) && !is_query) {
      op = "Null";
      values = OneIn(2) ? "\"true\"" : "\"false\"";
    }
    if (is_query && (op.find("Any") != std::string::npos ||
                     values.find("${") != std::string::npos)) {
      continue;
    }
    if (std::find(used.begin(), used.end(), op) != used.end()) {
      continue;
    }
    text += std::string(used.empty() ? "" : ", ") + "\"" + op + "\": {\"" +
            std::string(key.key) + "\": " + values + "}";
    used.push_back(op);
  }
  return text + "}";
}

std::string SmallWorld::Statement(bool principals, bool is_query) {
  std::string text = "{";
  if (!is_query) {
    text += OneIn(3) ? R"("Effect": "Deny", )" : R"("Effect": "Allow", )";
  }
  if (principals && (!is_query || OneIn(3))) {
    text += R"("Principal": )" + Principal() + ", ";
  }
  text += (OneIn(4) ? R"("NotAction": )" : R"("Action": )") + List(kActions);
  text += (OneIn(4) ? R"(, "NotResource": )" : R"(, "Resource": )") +
          (is_query ? List({"*", "arn:aws:s3:::a*", "arn:aws:s3:::a/b",
                            "arn:aws:s3:::a"})
                    : List(kResources));
  if (!OneIn(3)) {
    text += R"(, "Condition": )" + Condition(is_query);
  }
  return text + "}";
}

std::string SmallWorld::Document(bool principals) {
  std::string text = OneIn(8) ? R"({"Statement": [)"
                              : R"({"Version": "2012-10-17", "Statement": [)";
  const std::size_t count = 1 + Below(3);
  for (std::size_t i = 0; i < count; ++i) {
    text += (i == 0 ? "" : ", ") + Statement(principals, false);
  }
  return text + "]}";
}

std::string SmallWorld::Query(bool principals) {
  return Statement(principals, true);
}

namespace {

// Whether a set operator is applied to the key anywhere: only then may a key
// that no table lists have several values.
bool HasSetOperator(std::string_view texts, std::string_view key) {
  const std::string start = "{\"" + std::string(key) + "\"";
  for (std::size_t at = texts.find(start); at != std::string_view::npos;
       at = texts.find(start, at + 1)) {
    const std::string_view before = texts.substr(0, at - 3);
    if (before.substr(before.rfind('"') + 1).starts_with("ForA")) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<ReferenceRequest> SmallWorld::Requests(std::string_view texts,
                                                   std::size_t limit) {
  // Keys that the texts do not mention change nothing.
  std::vector<const KeyVocabulary*> keys;
  for (const KeyVocabulary& key : Keys()) {
    const bool always = key.real.size() > 1 && key.real[0] != "-";
    if (!key.real.empty() &&
        (always || texts.find(key.key) != std::string_view::npos)) {
      keys.push_back(&key);
    }
  }
  const bool several = HasSetOperator(texts, "acme:Thing");
  std::size_t all =
      kRealActions.size() * kRealResources.size() * RealPrincipals().size();
  for (const KeyVocabulary* key : keys) {
    all *= key->real.size();
  }
  std::vector<ReferenceRequest> requests;
  for (std::size_t i = 0; i < std::min(all, limit); ++i) {
    std::size_t number = all <= limit ? i : Below(all);
    const auto choose = [&](std::size_t count) {
      const std::size_t chosen = number % count;
      number /= count;
      return chosen;
    };
    ReferenceRequest request =
        RealPrincipals()[choose(RealPrincipals().size())];
    request.action = kRealActions[choose(kRealActions.size())];
    request.resource = kRealResources[choose(kRealResources.size())];
    for (const KeyVocabulary* key : keys) {
      const std::string_view value = key->real[choose(key->real.size())];
      if (value == "-") {
        continue;
      }
      std::vector<std::string>& values =
          request.keys[ToLower(std::string(key->key))];
      const std::size_t comma = key->key == "acme:Thing" && !several
                                    ? std::string_view::npos
                                    : value.find(',');
      values.emplace_back(value.substr(0, std::min(value.find(','), comma)));
      if (comma != std::string_view::npos) {
        values.emplace_back(value.substr(comma + 1));
      }
    }
    requests.push_back(std::move(request));
  }
  return requests;
}

ReferenceRequest ToReference(const IamRequest& request) {
  ReferenceRequest reference;
  reference.action = request.action;
  reference.resource = request.resource;
  std::string principal = request.principal.empty()
                              ? "AWS:arn:aws:iam::111122223333:user/alice"
                              : request.principal;
  const std::size_t colon = principal.find(':');
  reference.principal_type = principal.substr(0, colon);
  if (colon != std::string::npos) {
    const std::size_t bar = principal.find('|');
    reference.principal = principal.substr(colon + 1, bar - colon - 1);
    if (bar != std::string::npos) {
      reference.session = principal.substr(bar + 1);
    }
  }
  for (const auto& [key, entry] : request.keys) {
    if (!entry.values.empty()) {
      reference.keys[key] = entry.values;
    }
  }
  return reference;
}

std::string ToText(const ReferenceRequest& request) {
  std::string text = request.action + " on " + request.resource + " by " +
                     request.principal_type + " " + request.principal +
                     (request.session.empty() ? "" : " | " + request.session);
  for (const auto& [key, values] : request.keys) {
    text += ", " + key + "=";
    for (const std::string& value : values) {
      text += value + " ";
    }
  }
  return text;
}

}  // namespace connectguard::testing
