#include "iam/principals.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "iam/condition_values.h"
#include "iam/domains.h"
#include "iam/pattern_reader.h"

namespace connectguard {

namespace {

bool IsAccountId(std::string_view text) {
  return text.size() == 12 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The account of `arn:aws:iam::111122223333:root`; empty for other texts.
std::string_view AccountOfRoot(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, ':');
  return parts.size() == 6 && parts[0] == "arn" && parts[2] == "iam" &&
                 parts[5] == "root"
             ? parts[4]
             : std::string_view();
}

struct Session {
  std::string_view partition;
  std::string_view account;
  std::string_view role;
  std::string_view name;
};

// Of `arn:aws:sts::111122223333:assumed-role/Role/session`.
std::optional<Session> ReadSession(std::string_view arn) {
  const std::vector<std::string_view> parts = Split(arn, ':');
  constexpr std::string_view kType = "assumed-role/";
  if (parts.size() != 6 || parts[2] != "sts" || !parts[5].starts_with(kType)) {
    return std::nullopt;
  }
  const std::string_view rest = parts[5].substr(kType.size());
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  return Session{.partition = parts[1],
                 .account = parts[4],
                 .role = rest.substr(0, slash),
                 .name = rest.substr(slash + 1)};
}

// A session's ARN lacks the path of its role, which may be any.
std::vector<Glob> GlobsOf(const Session& session) {
  Glob start = Glob::Text(fmt::format("AWS:arn:{}:iam::{}:role/",
                                      session.partition, session.account));
  const std::string end = fmt::format("{}|{}", session.role, session.name);
  Glob plain = start;
  plain.AddText(end);
  start.AddMany(kRefusesColon | kRefusesBar);
  start.AddText("/" + end);
  return {std::move(plain), std::move(start)};
}

// What one element lists, sorted by how it is granted to.
struct Listed {
  std::vector<Glob> direct;
  std::vector<Glob> roles;
  std::vector<Glob> accounts;
  std::vector<Glob> possible;
  // For NotPrincipal: whom it certainly spares.
  std::vector<Glob> spared;
  std::vector<const IamHole*> holes;
};

class PrincipalReader {
 public:
  PrincipalReader(bool wildcards, FormulaStore* store,
                  std::vector<IamFinding>* findings)
      : wildcards_(wildcards), store_(store), findings_(findings) {}

  Listed Read(const Value& element) {
    if (element.Is(Kind::kUnknown)) {
      Unknown(element);
    } else if (element.Is(Kind::kString) && element.AsString() == "*") {
      Everybody();
    } else if (element.Is(Kind::kMap)) {
      for (const Member& member : element.AsMap()) {
        ReadType(member);
      }
    } else {
      Doubt(element,
            "a principal is `*` or a map of AWS, Service, Federated "
            "or CanonicalUser");
    }
    SpareUsersAndSessions();
    return std::move(listed_);
  }

 private:
  void ReadType(const Member& member) {
    const std::string_view type = member.key->text;
    if (type != "AWS" && type != "Service" && type != "Federated" &&
        type != "CanonicalUser") {
      Doubt(member.value, fmt::format("`{}` is no type of principal", type));
      return;
    }
    for (const Value& item : OneOrMany(member.value)) {
      if (item.Is(Kind::kUnknown)) {
        Unknown(item);
        continue;
      }
      const auto text = IamScalarText(item);
      const auto latin1 = text ? ToLatin1(*text) : std::nullopt;
      if (!latin1 || latin1->empty()) {
        Doubt(item, "this is no principal");
      } else if (type == "AWS") {
        ReadAws(item, *latin1);
      } else {
        ReadNamed(item, std::string(type), *latin1);
      }
    }
  }

  void ReadNamed(const Value& item, const std::string& type,
                 const std::string& text) {
    Glob glob = Glob::Text(type + ":");
    if (text == "*") {
      glob.AddMany();
    } else if (HasWildcard(text)) {
      ReadPatternOf(item, text, &glob);
      return;
    } else {
      glob.AddText(type == "Service" ? ToLower(text) : text);
    }
    listed_.spared.push_back(glob);
    listed_.direct.push_back(std::move(glob));
  }

  static bool HasWildcard(std::string_view text) {
    return text.find_first_of("*?") != std::string_view::npos;
  }

  // A pattern, which only questions and reference policies may have.
  void ReadPatternOf(const Value& item, const std::string& text, Glob* start) {
    const Glob whole =
        ReadGlob(text, {.variables = VariableReading::kText}).glob;
    start->Append(ArnGlob(whole, false).value_or(whole));
    AddPattern(item, text, *start);
  }

  void AddPattern(const Value& item, const std::string& text,
                  const Glob& glob) {
    Glob session = glob;
    session.AddText("|");
    session.AddMany(kRefusesColon);
    if (wildcards_) {
      listed_.direct.push_back(glob);
      listed_.direct.push_back(std::move(session));
      return;
    }
    Doubt(item,
          fmt::format("`{}`: a principal has no wildcards, except `*` alone",
                      ToUtf8(text)),
          false);
    listed_.possible.push_back(glob);
    listed_.possible.push_back(std::move(session));
  }

  void ReadAws(const Value& item, const std::string& text) {
    if (text == "*") {
      Everybody();
    } else if (IsAccountId(text)) {
      AddAccount(text);
    } else if (!text.starts_with("arn:")) {
      // AWS shows the unique id of a principal that was deleted.
      Doubt(item,
            fmt::format("`{}` is neither an account nor an ARN: who it is, if "
                        "anybody, is not known",
                        ToUtf8(text)));
    } else if (const std::string_view account = AccountOfRoot(text);
               IsAccountId(account)) {
      AddAccount(account);
    } else if (HasWildcard(text)) {
      Glob start = Glob::Text("AWS:");
      ReadPatternOf(item, text, &start);
    } else if (const auto session = ReadSession(text)) {
      for (Glob& glob : GlobsOf(*session)) {
        listed_.direct.push_back(std::move(glob));
      }
      sessions_.emplace_back(text);
    } else if (text.find(":role/") != std::string::npos) {
      AddRole(text);
    } else {
      listed_.direct.push_back(Glob::Text("AWS:" + text));
      users_.push_back(text);
    }
  }

  void AddAccount(std::string_view account) {
    const TextSet of_account =
        PrincipalsWithKey(kPrincipalAccountKey, TextSet({Glob::Text(account)}));
    listed_.accounts.insert(listed_.accounts.end(), of_account.globs().begin(),
                            of_account.globs().end());
    accounts_.emplace(account);
    Glob root = Glob::Text("AWS:arn:");
    root.AddMany(kRefusesColon);
    root.AddText(fmt::format(":iam::{}:root", account));
    listed_.spared.push_back(std::move(root));
  }

  void AddRole(const std::string& text) {
    Glob role = Glob::Text("AWS:" + text);
    listed_.roles.push_back(role);
    role.AddText("|");
    role.AddMany(kRefusesColon);
    listed_.roles.push_back(std::move(role));
    roles_.push_back(text);
  }

  void Everybody() {
    listed_.direct.push_back(Glob::Anything());
    listed_.spared.push_back(Glob::Anything());
  }

  void Unknown(const Value& value) {
    listed_.holes.push_back(HoleOf(value, store_));
    listed_.possible.push_back(Glob::Anything());
  }

  void Doubt(const Value& value, std::string message, bool anybody = true) {
    findings_->push_back(
        {.check = "principal", .value = &value, .message = message});
    listed_.holes.push_back(
        store_->Keep(IamHole{.value = &value, .reason = std::move(message)}));
    if (anybody) {
      listed_.possible.push_back(Glob::Anything());
    }
  }

  void SpareUsersAndSessions() {
    for (const std::string& user : users_) {
      const std::vector<std::string_view> parts = Split(user, ':');
      if (parts.size() == 6 && accounts_.contains(std::string(parts[4]))) {
        listed_.spared.push_back(Glob::Text("AWS:" + user));
      }
    }
    for (const std::string& text : sessions_) {
      const Session session = *ReadSession(text);
      if (!accounts_.contains(std::string(session.account))) {
        continue;
      }
      for (const std::string& role : roles_) {
        if (role.ends_with("/" + std::string(session.role)) &&
            role.find(":" + std::string(session.account) + ":role/") !=
                std::string::npos) {
          listed_.spared.push_back(
              Glob::Text("AWS:" + role + "|" + std::string(session.name)));
        }
      }
    }
  }

  bool wildcards_;
  FormulaStore* store_;
  std::vector<IamFinding>* findings_;
  Listed listed_;
  std::set<std::string> accounts_;
  std::vector<std::string> users_;
  std::vector<std::string> roles_;
  std::vector<std::string> sessions_;
};

class PrincipalFormulas {
 public:
  PrincipalFormulas(const Value& element, Listed listed, FormulaStore* store)
      : element_(&element), listed_(std::move(listed)), store_(store) {}

  PrincipalElement Principal() {
    PrincipalElement element;
    const std::vector<const Formula*> parts = {
        Test(listed_.direct, listed_.possible),
        Test(listed_.roles, {}),
        Test(listed_.accounts, {}),
    };
    element.direct = parts[0];
    element.roles = parts[1];
    element.accounts = parts[2];
    std::vector<Glob> all = listed_.direct;
    all.insert(all.end(), listed_.roles.begin(), listed_.roles.end());
    all.insert(all.end(), listed_.accounts.begin(), listed_.accounts.end());
    element.covers = Test(all, listed_.possible);
    return element;
  }

  // Everybody but those listed: certainly those who are not covered at all,
  // certainly not those who are spared.
  PrincipalElement NotPrincipal() {
    std::vector<Glob> covered = listed_.direct;
    covered.insert(covered.end(), listed_.roles.begin(), listed_.roles.end());
    covered.insert(covered.end(), listed_.accounts.begin(),
                   listed_.accounts.end());
    listed_.holes.push_back(store_->Keep(IamHole{
        .value = element_,
        .reason = "whom NotPrincipal spares is certain only where the account, "
                  "and for a session its role, are listed too"}));
    PrincipalElement element;
    element.covers =
        store_->Not(TestBetween(listed_.spared, covered, listed_.possible));
    element.direct = element.covers;
    element.roles = store_->False();
    element.accounts = store_->False();
    return element;
  }

 private:
  const Formula* Test(const std::vector<Glob>& sure,
                      const std::vector<Glob>& possible) {
    if (sure.empty() && possible.empty()) {
      return store_->False();
    }
    return TestBetween(sure, sure, possible);
  }

  const Formula* TestBetween(const std::vector<Glob>& lower,
                             std::vector<Glob> upper,
                             const std::vector<Glob>& possible) {
    RequestTest test{.dimension = RequestDimension::kPrincipal,
                     .key_name = "principal",
                     .holes = listed_.holes,
                     .source = element_,
                     .operator_name = "Principal"};
    test.lower = store_->Keep(ValueSet(TextSet(lower)));
    upper.insert(upper.end(), possible.begin(), possible.end());
    ValueSet wide{TextSet(std::move(upper))};
    test.upper =
        wide == *test.lower ? test.lower : store_->Keep(std::move(wide));
    return store_->Test(std::move(test));
  }

  const Value* element_;
  Listed listed_;
  FormulaStore* store_;
};

}  // namespace

PrincipalElement ReadPrincipal(const Value& element, bool wildcards,
                               FormulaStore* store,
                               std::vector<IamFinding>* findings) {
  Listed listed = PrincipalReader(wildcards, store, findings).Read(element);
  return PrincipalFormulas(element, std::move(listed), store).Principal();
}

PrincipalElement ReadNotPrincipal(const Value& element, bool wildcards,
                                  FormulaStore* store,
                                  std::vector<IamFinding>* findings) {
  Listed listed = PrincipalReader(wildcards, store, findings).Read(element);
  return PrincipalFormulas(element, std::move(listed), store).NotPrincipal();
}

}  // namespace connectguard
