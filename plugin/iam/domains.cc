#include "iam/domains.h"

#include <algorithm>

#include "iam/request.h"

namespace connectguard {

namespace {

constexpr std::uint8_t kNameRefuses = kRefusesColon | kRefusesBar;
constexpr int kArnComponents = 6;

void AddSome(Glob* glob, std::uint8_t refuses) {
  glob->AddOne(refuses);
  glob->AddMany(refuses);
}

// `AWS:arn:<some>:iam::<some>:` and what follows.
Glob AwsPrincipal(std::string_view service, std::string_view type) {
  Glob glob = Glob::Text("AWS:arn:");
  AddSome(&glob, kNameRefuses);
  glob.AddText(":");
  glob.AddText(service);
  glob.AddText("::");
  AddSome(&glob, kNameRefuses);
  glob.AddText(":");
  glob.AddText(type);
  return glob;
}

Glob Named(Glob glob) {
  AddSome(&glob, kNameRefuses);
  return glob;
}

Glob WithSession(Glob role) {
  role.AddText("|");
  AddSome(&role, kNameRefuses);
  return role;
}

std::vector<Glob> AwsPrincipals() {
  const Glob role = Named(AwsPrincipal("iam", "role/"));
  return {AwsPrincipal("iam", "root"), Named(AwsPrincipal("iam", "user/")),
          role, WithSession(role),
          Named(AwsPrincipal("sts", "federated-user/"))};
}

Glob Kind(std::string_view kind) {
  Glob glob = Glob::Text(kind);
  AddSome(&glob, kRefusesBar);
  return glob;
}

// The same tokens with wildcards that also refuse `refuses`.
Glob Refusing(const Glob& source, std::uint8_t refuses) {
  Glob glob;
  for (const GlobToken& token : source.tokens()) {
    switch (token.kind) {
      case GlobTokenKind::kCharacter:
        glob.Add(token.character, token.any_case);
        break;
      case GlobTokenKind::kOne:
        glob.AddOne(token.refuses | refuses);
        break;
      case GlobTokenKind::kMany:
        glob.AddMany(token.refuses | refuses);
        break;
      case GlobTokenKind::kVariable:
        glob.AddVariable(source.variables()[token.variable]);
        break;
    }
  }
  return glob;
}

std::vector<Glob> GlobsOf(const TextSet& set) {
  std::vector<Glob> globs = set.globs();
  for (const std::string& text : set.texts()) {
    globs.push_back(Glob::Text(text));
  }
  return globs;
}

// A fixed ARN that is certainly no role.
bool IsNoRole(const Glob& arn) {
  return arn.IsText() && arn.text().find(":role/") == std::string::npos;
}

// No name has such a character, so no principal is called like that.
bool WritesAny(const Glob& glob, std::string_view characters) {
  return std::any_of(
      glob.tokens().begin(), glob.tokens().end(), [&](const GlobToken& token) {
        return token.kind == GlobTokenKind::kCharacter &&
               characters.find(token.character) != std::string_view::npos;
      });
}

void AddPrincipalsWithArn(const Glob& arn, std::vector<Glob>* globs) {
  if (WritesAny(arn, "|")) {
    return;
  }
  Glob principal = Glob::Text("AWS:");
  principal.Append(Refusing(arn, kRefusesBar));
  if (!IsNoRole(arn)) {
    globs->push_back(WithSession(principal));
  }
  globs->push_back(std::move(principal));
}

void AddPrincipalsOfAccount(const Glob& account, std::vector<Glob>* globs) {
  if (WritesAny(account, ":|")) {
    return;
  }
  Glob glob = Glob::Text("AWS:arn:");
  glob.AddMany(kRefusesColon);
  glob.AddText(":");
  glob.AddMany(kRefusesColon);
  glob.AddText("::");
  glob.Append(Refusing(account, kNameRefuses));
  glob.AddText(":");
  glob.AddMany();
  globs->push_back(std::move(glob));
}

void AddUsersNamed(const Glob& name, std::vector<Glob>* globs) {
  if (WritesAny(name, "/:|")) {
    return;
  }
  const Glob own = Refusing(name, kNameRefuses | kRefusesSlash);
  Glob user = AwsPrincipal("iam", "user/");
  Glob below_path = user;
  user.Append(own);
  globs->push_back(std::move(user));
  below_path.AddMany(kNameRefuses);
  below_path.AddText("/");
  below_path.Append(own);
  globs->push_back(std::move(below_path));
}

}  // namespace

const TextSet& ActionDomain() {
  static const TextSet domain = [] {
    Glob glob;
    AddSome(&glob, kRefusesColon);
    glob.AddText(":");
    AddSome(&glob, kRefusesColon);
    return TextSet({glob});
  }();
  return domain;
}

const TextSet& ResourceDomain() {
  static const TextSet domain = [] {
    Glob arn = Glob::Text("arn:");
    for (int i = 0; i < 4; ++i) {
      arn.AddMany(kRefusesColon);
      arn.AddText(":");
    }
    arn.AddMany();
    return TextSet({Glob::Text("*"), arn});
  }();
  return domain;
}

const TextSet& PrincipalDomain() {
  static const TextSet domain = [] {
    std::vector<Glob> globs = AwsPrincipals();
    globs.push_back(Kind("Service:"));
    globs.push_back(Kind("Federated:"));
    globs.push_back(Kind("CanonicalUser:"));
    globs.push_back(Glob::Text(kAnonymous));
    return TextSet(std::move(globs));
  }();
  return domain;
}

const TextSet& AccountPrincipals() {
  static const TextSet domain{AwsPrincipals()};
  return domain;
}

const TextSet& ServiceLinkedRoles() {
  static const TextSet set = [] {
    const Glob role = Named(AwsPrincipal("iam", "role/aws-service-role/"));
    return TextSet({role, WithSession(role)});
  }();
  return set;
}

const TextSet& BooleanDomain() {
  static const TextSet domain({Glob::Text("true"), Glob::Text("false")});
  return domain;
}

TextSet PrincipalsWithKey(std::string_view key, const TextSet& values) {
  std::vector<Glob> globs;
  for (const Glob& value : GlobsOf(values)) {
    if (key == kPrincipalArnKey) {
      AddPrincipalsWithArn(value, &globs);
    } else if (key == kPrincipalAccountKey) {
      AddPrincipalsOfAccount(value, &globs);
    } else {
      AddUsersNamed(value, &globs);
    }
  }
  return TextSet(std::move(globs));
}

const TextSet& PrincipalsThatHave(std::string_view key) {
  static const TextSet users({Named(AwsPrincipal("iam", "user/"))});
  return key == kUsernameKey ? users : AccountPrincipals();
}

int CountComponents(const Glob& whole) {
  const auto colons = std::count_if(
      whole.tokens().begin(), whole.tokens().end(), [](const GlobToken& token) {
        return token.kind == GlobTokenKind::kCharacter &&
               token.character == ':';
      });
  return std::min(static_cast<int>(colons) + 1, kArnComponents);
}

std::optional<Glob> ArnGlob(const Glob& whole, bool lower_case) {
  if (CountComponents(whole) < kArnComponents) {
    return std::nullopt;
  }
  Glob glob;
  int colons = 0;
  for (const GlobToken& token : whole.tokens()) {
    const bool inside = colons < kArnComponents - 1;
    const std::uint8_t refuses = inside ? kRefusesColon : kRefusesNothing;
    switch (token.kind) {
      case GlobTokenKind::kCharacter:
        glob.Add(
            inside && lower_case ? ToLower(token.character) : token.character,
            token.any_case);
        colons += token.character == ':' ? 1 : 0;
        break;
      case GlobTokenKind::kOne:
        glob.AddOne(refuses);
        break;
      case GlobTokenKind::kMany:
        glob.AddMany(refuses);
        break;
      case GlobTokenKind::kVariable:
        glob.AddVariable(whole.variables()[token.variable]);
        break;
    }
  }
  return glob;
}

}  // namespace connectguard
