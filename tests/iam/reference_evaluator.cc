#include "iam/reference_evaluator.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <set>
#include <sstream>

namespace connectguard::testing {

namespace {

std::string Lower(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

std::vector<std::string> Texts(const Value& value) {
  std::vector<std::string> texts;
  const auto add = [&](const Value& item) {
    if (item.Is(Kind::kBool)) {
      texts.push_back(item.boolean ? "true" : "false");
    } else if (item.Is(Kind::kInt)) {
      texts.push_back(std::to_string(item.integer));
    } else {
      texts.emplace_back(item.AsString());
    }
  };
  if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      add(item);
    }
  } else {
    add(value);
  }
  return texts;
}

// A pattern character, and whether it is a wildcard.
struct Sign {
  char c;
  bool wild;
};
using Signs = std::vector<Sign>;

bool Match(const Signs& pattern, std::size_t p, const std::string& text,
           std::size_t t) {
  if (p == pattern.size()) {
    return t == text.size();
  }
  if (pattern[p].wild && pattern[p].c == '*') {
    return Match(pattern, p + 1, text, t) ||
           (t < text.size() && Match(pattern, p, text, t + 1));
  }
  return t < text.size() && (pattern[p].wild || pattern[p].c == text[t]) &&
         Match(pattern, p + 1, text, t + 1);
}

bool Match(const Signs& pattern, const std::string& text) {
  return Match(pattern, 0, text, 0);
}

// At the first five colons.
std::vector<std::string> Components(const std::string& arn) {
  std::vector<std::string> parts(1);
  for (const char c : arn) {
    if (c == ':' && parts.size() < 6) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

std::vector<Signs> Components(const Signs& arn) {
  std::vector<Signs> parts(1);
  for (const Sign& sign : arn) {
    if (sign.c == ':' && !sign.wild && parts.size() < 6) {
      parts.emplace_back();
    } else {
      parts.back().push_back(sign);
    }
  }
  return parts;
}

bool MatchArn(const Signs& pattern, const std::string& arn, bool fold) {
  std::vector<Signs> wanted = Components(pattern);
  std::vector<std::string> actual = Components(arn);
  if (wanted.size() != 6 || actual.size() != 6) {
    return false;
  }
  for (std::size_t i = 0; i < 6; ++i) {
    if (fold && i < 5) {
      actual[i] = Lower(actual[i]);
      for (Sign& sign : wanted[i]) {
        sign.c = Lower(std::string(1, sign.c))[0];
      }
    }
    if (!Match(wanted[i], actual[i])) {
      return false;
    }
  }
  return true;
}

std::optional<double> ToNumber(const std::string& text) {
  if (text.empty() ||
      text.find_first_not_of("-.0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return std::strtod(text.c_str(), nullptr);
}

// `YYYY-MM-DDThh:mm:ssZ` as a text that sorts.
bool Order(const std::string& base, int sign) {
  if (base.ends_with("LessThanEquals")) {
    return sign <= 0;
  }
  if (base.ends_with("GreaterThanEquals")) {
    return sign >= 0;
  }
  if (base.ends_with("LessThan")) {
    return sign < 0;
  }
  if (base.ends_with("GreaterThan")) {
    return sign > 0;
  }
  return sign == 0;
}

bool InRange(const std::string& address, const std::string& range) {
  const std::size_t slash = range.find('/');
  const int family = range.find(':') == std::string::npos ? AF_INET : AF_INET6;
  std::array<unsigned char, 16> a = {};
  std::array<unsigned char, 16> b = {};
  if (inet_pton(family, address.c_str(), a.data()) != 1 ||
      inet_pton(family, range.substr(0, slash).c_str(), b.data()) != 1) {
    return false;
  }
  const int bits = slash == std::string::npos
                       ? (family == AF_INET ? 32 : 128)
                       : std::atoi(range.c_str() + slash + 1);
  for (int i = 0; i < bits; ++i) {
    const auto byte = static_cast<std::size_t>(i / 8);
    if (((a[byte] ^ b[byte]) >> (7 - i % 8) & 1) != 0) {
      return false;
    }
  }
  return true;
}

bool IsAddress(const std::string& text) {
  std::array<unsigned char, 16> bytes = {};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

}  // namespace

std::vector<std::string> ReferenceEvaluator::ValuesOf(
    const std::string& key) const {
  const bool is_aws = request_.principal_type == "AWS";
  const std::vector<std::string> parts = Components(request_.principal);
  if (key == "aws:principalarn") {
    return is_aws ? std::vector{request_.principal}
                  : std::vector<std::string>();
  }
  if (key == "aws:principalaccount") {
    return is_aws ? std::vector{parts.at(4)} : std::vector<std::string>();
  }
  if (key == "aws:username") {
    if (!is_aws || !parts.at(5).starts_with("user/")) {
      return {};
    }
    return {parts[5].substr(parts[5].rfind('/') + 1)};
  }
  const auto at = request_.keys.find(key);
  return at == request_.keys.end() ? std::vector<std::string>() : at->second;
}

namespace {

// The pattern with its variables replaced; nullopt when one has no value.
template <typename Lookup>
std::optional<Signs> Expand(const std::string& text, bool variables,
                            bool wildcards, const Lookup& lookup) {
  Signs signs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!variables || text.compare(i, 2, "${") != 0) {
      signs.push_back(
          {text[i], wildcards && (text[i] == '*' || text[i] == '?')});
      continue;
    }
    const std::size_t end = text.find('}', i);
    std::string name = text.substr(i + 2, end - i - 2);
    i = end;
    std::string value;
    if (name == "*" || name == "?" || name == "$") {
      value = name;
    } else {
      std::optional<std::string> fallback;
      if (const std::size_t comma = name.find(',');
          comma != std::string::npos) {
        const std::size_t open = name.find('\'', comma);
        fallback = name.substr(open + 1, name.rfind('\'') - open - 1);
        name.resize(comma);
      }
      const std::vector<std::string> values = lookup(Lower(name));
      if (values.size() == 1) {
        value = values[0];
      } else if (fallback) {
        value = *fallback;
      } else {
        return std::nullopt;
      }
    }
    for (const char c : value) {
      signs.push_back({c, false});
    }
  }
  return signs;
}

}  // namespace

bool ReferenceEvaluator::MatchesAction(const Value& statement) const {
  const bool negated = Find(statement, "NotAction") != nullptr;
  const Value& element = *Find(statement, negated ? "NotAction" : "Action");
  const auto none = [](const std::string&) {
    return std::vector<std::string>();
  };
  bool any = false;
  for (const std::string& text : Texts(element)) {
    any = any || Match(*Expand(Lower(text), false, true, none),
                       Lower(request_.action));
  }
  return any != negated;
}

bool ReferenceEvaluator::MatchesResource(const Value& statement,
                                         const Reading& reading) const {
  const bool negated = Find(statement, "NotResource") != nullptr;
  const Value* element = Find(statement, negated ? "NotResource" : "Resource");
  if (element == nullptr) {
    return true;
  }
  bool any = false;
  for (const std::string& text : Texts(*element)) {
    const auto signs =
        Expand(text, reading.variables, true,
               [&](const std::string& k) { return ValuesOf(k); });
    if (!signs) {
      if (negated && !unclear_) {
        return false;
      }
      continue;
    }
    if (text == "*") {
      any = true;
      continue;
    }
    Signs whole = *signs;
    const bool strict = reading.scp || Find(statement, "Principal") != nullptr;
    if (Components(whole).size() < 6 && strict && !text.ends_with('*')) {
      continue;
    }
    while (Components(whole).size() < 6) {
      whole.push_back({':', false});
      whole.push_back({'*', true});
    }
    any = any || MatchArn(whole, request_.resource, true);
  }
  return any != negated;
}

bool ReferenceEvaluator::Compare(const std::string& base,
                                 const std::string& actual,
                                 const std::string& wanted,
                                 bool variables) const {
  const auto lookup = [&](const std::string& key) { return ValuesOf(key); };
  if (base.starts_with("String")) {
    auto signs = Expand(wanted, variables, base == "StringLike", lookup);
    if (!signs) {
      return false;
    }
    if (base != "StringEqualsIgnoreCase") {
      return Match(*signs, actual);
    }
    for (Sign& sign : *signs) {
      sign.c = Lower(std::string(1, sign.c))[0];
    }
    return Match(*signs, Lower(actual));
  }
  if (base.starts_with("Arn")) {
    const auto signs = Expand(wanted, variables, true, lookup);
    return signs && MatchArn(*signs, actual, false);
  }
  if (base == "Bool") {
    return Lower(actual) == Lower(wanted);
  }
  if (base.starts_with("Numeric")) {
    const double a = *ToNumber(actual);
    const double b = *ToNumber(wanted);
    return Order(base, a < b ? -1 : a > b ? 1 : 0);
  }
  if (base.starts_with("Date")) {
    return Order(base, actual.compare(wanted));
  }
  return InRange(actual, wanted);
}

bool ReferenceEvaluator::MatchesClause(const std::string& op,
                                       const std::string& key,
                                       const Value& values,
                                       const Reading& reading) const {
  static const std::set<std::string> kMultivalued = {"aws:tagkeys"};
  std::string base = op;
  std::string quantifier;
  if (base.starts_with("For")) {
    quantifier = base.substr(0, base.find(':'));
    base = base.substr(base.find(':') + 1);
  }
  const bool if_exists = base.ends_with("IfExists");
  if (if_exists) {
    base.resize(base.size() - 8);
  }
  const std::vector<std::string> actual = ValuesOf(key);
  const std::vector<std::string> wanted = Texts(values);
  if (base == "Null") {
    return std::any_of(wanted.begin(), wanted.end(), [&](const auto& text) {
      return (Lower(text) == "true") == actual.empty();
    });
  }
  bool negated = false;
  if (const std::size_t at = base.find("Not"); at != std::string::npos) {
    negated = true;
    base.erase(at, 3);
  }
  const auto typed = [&](const std::string& one) {
    if (base.starts_with("Numeric")) {
      return ToNumber(one).has_value();
    }
    if (base.starts_with("Date")) {
      return one.size() == 20;
    }
    return base != "IpAddress" || IsAddress(one);
  };
  const auto holds = [&](const std::string& one) {
    if (!typed(one)) {
      return negated && unclear_;
    }
    const bool any =
        std::any_of(wanted.begin(), wanted.end(), [&](const auto& text) {
          return Compare(base, one, text, reading.variables);
        });
    return any != negated;
  };
  if (quantifier == "ForAllValues") {
    return std::all_of(actual.begin(), actual.end(), holds);
  }
  if (quantifier == "ForAnyValue") {
    return actual.empty() && if_exists
               ? unclear_
               : std::any_of(actual.begin(), actual.end(), holds);
  }
  if (actual.empty()) {
    return negated || if_exists;
  }
  if (reading.question && actual.size() > 1) {
    return negated;
  }
  if (!reading.question && (actual.size() > 1 || kMultivalued.contains(key))) {
    return unclear_;
  }
  return holds(actual[0]);
}

bool ReferenceEvaluator::MatchesConditions(const Value& statement,
                                           const Reading& reading) const {
  const Value* condition = Find(statement, "Condition");
  if (condition == nullptr) {
    return true;
  }
  for (const Member& block : condition->AsMap()) {
    for (const Member& entry : block.value.AsMap()) {
      if (!MatchesClause(std::string(block.key->text),
                         Lower(std::string(entry.key->text)), entry.value,
                         reading)) {
        return false;
      }
    }
  }
  return true;
}

ReferenceEvaluator::Grant ReferenceEvaluator::OneGrant(
    const std::string& type, const std::string& text) const {
  if (type != "AWS") {
    return request_.principal_type == type &&
                   (text == "*" || text == request_.principal)
               ? Grant::kDirect
               : Grant::kNone;
  }
  if (text == "*") {
    return Grant::kDirect;
  }
  if (request_.principal_type != "AWS") {
    return Grant::kNone;
  }
  const std::vector<std::string> own = Components(request_.principal);
  const std::vector<std::string> arn = Components(text);
  if (arn.size() == 1 || arn[5] == "root") {
    return (arn.size() == 1 ? text : arn[4]) == own[4] ? Grant::kAccount
                                                       : Grant::kNone;
  }
  if (arn[5].starts_with("assumed-role/")) {
    const std::string name =
        own[5].starts_with("role/") ? own[5].substr(own[5].rfind('/') + 1) : "";
    return own[4] == arn[4] && own[1] == arn[1] &&
                   arn[5] == "assumed-role/" + name + "/" + request_.session
               ? Grant::kDirect
               : Grant::kNone;
  }
  if (text != request_.principal) {
    return Grant::kNone;
  }
  return arn[5].starts_with("role/") ? Grant::kRole : Grant::kDirect;
}

ReferenceEvaluator::Grant ReferenceEvaluator::PrincipalGrant(
    const Value& element) const {
  if (element.Is(Kind::kString)) {
    return Grant::kDirect;
  }
  Grant best = Grant::kNone;
  for (const Member& member : element.AsMap()) {
    for (const std::string& text : Texts(member.value)) {
      best = std::max(best, OneGrant(std::string(member.key->text), text));
    }
  }
  return best;
}

bool ReferenceEvaluator::MatchesPrincipal(const Value& statement) const {
  const Value* element = Find(statement, "Principal");
  return element == nullptr || PrincipalGrant(*element) != Grant::kNone;
}

bool ReferenceEvaluator::MatchesRest(const Value& statement,
                                     const Reading& reading) const {
  return MatchesAction(statement) && MatchesResource(statement, reading) &&
         MatchesConditions(statement, reading);
}

bool ReferenceEvaluator::MatchesStatement(const Value& statement,
                                          const Reading& reading) const {
  return MatchesPrincipal(statement) && MatchesRest(statement, reading);
}

bool ReferenceEvaluator::Fits(const Value& question) const {
  return MatchesStatement(question, {.question = true});
}

namespace {

bool HasVariables(const Value& document) {
  return StringAt(document, "Version") == "2012-10-17";
}

}  // namespace

bool ReferenceEvaluator::Allows(const Value& document, bool scp) const {
  const Reading reading{.variables = HasVariables(document), .scp = scp};
  for (const Value& statement : Find(document, "Statement")->AsList()) {
    if (StringAt(statement, "Effect") == "Allow" &&
        MatchesStatement(statement, reading)) {
      return true;
    }
  }
  return false;
}

bool ReferenceEvaluator::Denies(const Value& document, bool scp) const {
  const Reading reading{.variables = HasVariables(document), .scp = scp};
  for (const Value& statement : Find(document, "Statement")->AsList()) {
    if (StringAt(statement, "Effect") == "Deny" &&
        MatchesStatement(statement, reading)) {
      return true;
    }
  }
  return false;
}

ReferenceEvaluator::Grant ReferenceEvaluator::GrantOf(
    const Value& document) const {
  Grant best = Grant::kNone;
  for (const Value& statement : Find(document, "Statement")->AsList()) {
    if (StringAt(statement, "Effect") == "Allow" &&
        MatchesRest(statement, {.variables = HasVariables(document)})) {
      best = std::max(best, PrincipalGrant(*Find(statement, "Principal")));
    }
  }
  return best;
}

bool ReferenceEvaluator::IsAllowed(const ReferenceLayers& layers) const {
  const bool is_aws = request_.principal_type == "AWS";
  const bool linked =
      request_.principal.find(":role/aws-service-role/") != std::string::npos;
  const auto any = [&](const std::vector<const Value*>& documents,
                       bool scp = false) {
    return std::any_of(
        documents.begin(), documents.end(),
        [&](const Value* document) { return Allows(*document, scp); });
  };
  std::vector<const Value*> all = layers.resource;
  for (const auto& layer : {layers.identity, layers.boundary}) {
    if (layer) {
      all.insert(all.end(), layer->begin(), layer->end());
    }
  }
  for (const auto& level : layers.scp) {
    if (!is_aws || linked) {
      continue;
    }
    const bool denied = std::any_of(
        level.begin(), level.end(),
        [&](const Value* document) { return Denies(*document, true); });
    if (denied || !any(level, true)) {
      return false;
    }
  }
  if (std::any_of(all.begin(), all.end(),
                  [&](const Value* document) { return Denies(*document); })) {
    return false;
  }
  const bool limited = !layers.boundary || any(*layers.boundary);
  const bool by_identity =
      is_aws && !linked && layers.identity && any(*layers.identity) && limited;
  Grant grant = Grant::kNone;
  for (const Value* document : layers.resource) {
    grant = std::max(grant, GrantOf(*document));
  }
  if (!layers.identity) {  // Not asked about.
    return grant == Grant::kDirect || (grant != Grant::kNone && limited);
  }
  if (layers.other_account) {
    return grant != Grant::kNone && (!is_aws || by_identity);
  }
  return by_identity || grant == Grant::kDirect ||
         (grant == Grant::kRole && limited);
}

}  // namespace connectguard::testing
