#include "iam/domains.h"

#include <algorithm>

#include "iam/request.h"

namespace connectguard {

namespace {

constexpr std::uint8_t kPathRefuses = kRefusesColon | kRefusesBar;
constexpr std::uint8_t kNameRefuses =
    kPathRefuses | kRefusesSlash | kRefusesWildcards;
constexpr int kArnComponents = 6;
constexpr int kAccountDigits = 12;

void AddSome(Glob* glob, std::uint8_t refuses) {
  glob->AddOne(refuses);
  glob->AddMany(refuses);
}

// `AWS:arn:<some>:iam::<account>:` and what follows.
Glob AwsPrincipal(std::string_view service, std::string_view type) {
  Glob glob = Glob::Text("AWS:arn:");
  AddSome(&glob, kNameRefuses);
  glob.AddText(":");
  glob.AddText(service);
  glob.AddText("::");
  for (int i = 0; i < kAccountDigits; ++i) {
    glob.AddOne(kRefusesAllButDigits);
  }
  glob.AddText(":");
  glob.AddText(type);
  return glob;
}

// With a name, and with a path before a name.
std::vector<Glob> Named(const Glob& start) {
  Glob plain = start;
  AddSome(&plain, kNameRefuses);
  Glob below_path = start;
  below_path.AddMany(kPathRefuses);
  below_path.AddText("/");
  AddSome(&below_path, kNameRefuses);
  return {std::move(plain), std::move(below_path)};
}

void Add(std::vector<Glob> more, std::vector<Glob>* globs) {
  for (Glob& glob : more) {
    globs->push_back(std::move(glob));
  }
}

std::vector<Glob> RolesAndSessions(std::string_view type) {
  std::vector<Glob> globs = Named(AwsPrincipal("iam", type));
  for (Glob role : std::vector(globs)) {
    role.AddText("|");
    AddSome(&role, kNameRefuses);
    globs.push_back(std::move(role));
  }
  return globs;
}

// Of accounts, and the identities by which CloudFront reads buckets.
std::vector<Glob> Users() {
  std::vector<Glob> globs = Named(AwsPrincipal("iam", "user/"));
  Glob cloudfront = Glob::Text("AWS:arn:");
  AddSome(&cloudfront, kNameRefuses);
  cloudfront.AddText(":iam::cloudfront:user/");
  AddSome(&cloudfront, kNameRefuses);
  globs.push_back(std::move(cloudfront));
  return globs;
}

std::vector<Glob> AwsPrincipals() {
  std::vector<Glob> globs = {AwsPrincipal("iam", "root")};
  Add(Users(), &globs);
  Add(RolesAndSessions("role/"), &globs);
  Add(Named(AwsPrincipal("sts", "federated-user/")), &globs);
  return globs;
}

Glob WithSession(Glob role) {
  role.AddText("|");
  AddSome(&role, kNameRefuses);
  return role;
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
  glob.Append(Refusing(account, kPathRefuses));
  glob.AddText(":");
  glob.AddMany();
  globs->push_back(std::move(glob));
}

void AddUsersNamed(const Glob& name, std::vector<Glob>* globs) {
  if (WritesAny(name, "/:|")) {
    return;
  }
  Glob user = Glob::Text("AWS:arn:");
  user.AddMany(kRefusesColon);
  user.AddText(":iam::");
  user.AddMany(kRefusesColon);
  user.AddText(":user/");
  Glob below_path = user;
  user.Append(Refusing(name, kNameRefuses));
  globs->push_back(std::move(user));
  below_path.AddMany(kPathRefuses);
  below_path.AddText("/");
  below_path.Append(Refusing(name, kNameRefuses));
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
  static const TextSet domain(AwsPrincipals());
  return domain;
}

const TextSet& ServiceLinkedRoles() {
  static const TextSet set = [] {
    return TextSet(RolesAndSessions("role/aws-service-role/"));
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
  static const TextSet users(Users());
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
