#include "policy/policy_set.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/sha256.h"
#include "base/text.h"
#include "policy/layout.h"

namespace connectguard {

// Made at build time from policies/.
std::span<const EmbeddedFile> EmbeddedPolicyFiles();

namespace {

// Hexadecimal digits of the digest that are kept: enough to tell revisions
// apart, short enough to read aloud.
constexpr std::size_t kRevisionDigits = 12;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view TakeDigits(std::string_view* text) {
  std::size_t count = 0;
  while (count < text->size() && IsDigit((*text)[count])) {
    ++count;
  }
  const std::string_view digits = text->substr(0, count);
  text->remove_prefix(count);
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

// Numbers inside ids compare by value: S3-2 before S3-10.
bool IdLess(std::string_view left, std::string_view right) {
  std::string_view a = left;
  std::string_view b = right;
  while (!a.empty() && !b.empty()) {
    if (IsDigit(a.front()) && IsDigit(b.front())) {
      const std::string_view x = TakeDigits(&a);
      const std::string_view y = TakeDigits(&b);
      if (x != y) {
        return x.size() != y.size() ? x.size() < y.size() : x < y;
      }
      continue;
    }
    if (a.front() != b.front()) {
      return a.front() < b.front();
    }
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  // Ids that differ only in leading zeros still differ.
  return a.size() != b.size() ? a.size() < b.size() : left < right;
}

bool Contains(std::span<const std::string> ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::vector<std::string_view> IdsOf(std::span<const Policy> policies) {
  std::vector<std::string_view> ids;
  ids.reserve(policies.size());
  for (const Policy& policy : policies) {
    ids.emplace_back(policy.metadata.id);
  }
  return ids;
}

}  // namespace

Result<PolicySet> PolicySet::Load(const FileReader& files,
                                  std::string_view directory,
                                  const FunctionTable& functions) {
  CG_ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                      files.List(directory));
  std::vector<SourceText> texts;
  for (const std::string& path : paths) {
    const std::string_view within = PathWithin(directory, path);
    const PolicyFileKind kind = KindOfPolicyFile(within);
    if (kind == PolicyFileKind::kPolicy || kind == PolicyFileKind::kPack) {
      CG_ASSIGN_OR_RETURN(std::string text, files.Read(path));
      texts.push_back({.shown = path,
                       .path = std::string(within),
                       .text = std::move(text)});
    }
  }
  CG_ASSIGN_OR_RETURN(PolicySet set, FromTexts(std::move(texts), functions));
  if (set.policies_.empty()) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticFor(directory, "there is no policy here",
                              "policies are files named `<rule>.guard`"));
  }
  return set;
}

Result<PolicySet> PolicySet::Embedded(const FunctionTable& functions) {
  std::vector<SourceText> texts;
  for (const EmbeddedFile& file : EmbeddedPolicyFiles()) {
    texts.push_back({.shown = std::string(file.path),
                     .path = std::string(file.path),
                     .text = std::string(file.text)});
  }
  return FromTexts(std::move(texts), functions);
}

Result<PolicySet> PolicySet::FromTexts(std::vector<SourceText> texts,
                                       const FunctionTable& functions) {
  std::sort(
      texts.begin(), texts.end(),
      [](const SourceText& a, const SourceText& b) { return a.path < b.path; });
  PolicySet set;
  std::string digested;
  for (const SourceText& text : texts) {
    // Lengths keep two different lists from having the same bytes.
    digested += fmt::format("{}\n{}\n", text.path, text.text.size());
    digested += text.text;
  }
  set.revision_ = Sha256Hex(digested).substr(0, kRevisionDigits);
  CG_RETURN_IF_ERROR(set.AddPolicies(texts, functions));
  CG_RETURN_IF_ERROR(set.AddPacks(texts));
  return set;
}

Status PolicySet::AddPolicies(const std::vector<SourceText>& texts,
                              const FunctionTable& functions) {
  std::map<std::string, std::string_view, std::less<>> file_of_id;
  for (const SourceText& text : texts) {
    if (KindOfPolicyFile(text.path) != PolicyFileKind::kPolicy) {
      continue;
    }
    CG_ASSIGN_OR_RETURN(Policy policy,
                        ParsePolicy(text.shown, text.text, functions));
    const auto [other, is_new] =
        file_of_id.emplace(policy.metadata.id, text.shown);
    if (!is_new) {
      return Fail(ErrorCode::kBadInput,
                  DiagnosticFor(text.shown,
                                fmt::format("the id `{}` is taken by {}",
                                            policy.metadata.id, other->second),
                                "give this policy an id of its own"));
    }
    policy.path = text.path;
    policies_.push_back(std::move(policy));
  }
  std::sort(policies_.begin(), policies_.end(),
            [](const Policy& a, const Policy& b) {
              return IdLess(a.metadata.id, b.metadata.id);
            });
  return {};
}

Status PolicySet::AddPacks(const std::vector<SourceText>& texts) {
  const std::vector<std::string_view> ids = IdsOf(policies_);
  for (const SourceText& text : texts) {
    if (KindOfPolicyFile(text.path) == PolicyFileKind::kPack) {
      CG_ASSIGN_OR_RETURN(Pack pack, ParsePack(text.shown, text.text, ids));
      CG_RETURN_IF_ERROR(CheckParameters(pack, text));
      packs_.emplace(pack.name, std::move(pack));
    }
  }
  if (packs_.empty()) {
    const std::string name(kDefaultPack);
    packs_.emplace(
        name, Pack{.name = name, .title = "All policies", .policies = {"*"}});
  }
  return {};
}

Status PolicySet::CheckParameters(const Pack& pack,
                                  const SourceText& text) const {
  ParameterValues values;
  for (const ParameterSetting& setting : pack.parameters) {
    if (const Status good = Apply(setting, &values); !good) {
      const Diagnostic& wrong = good.error().diagnostic;
      return Fail(ErrorCode::kBadInput,
                  DiagnosticAt(SourceFile(text.shown, text.text),
                               setting.offset, wrong.message, wrong.hint));
    }
  }
  return {};
}

Status PolicySet::Apply(const ParameterSetting& setting,
                        ParameterValues* values) const {
  const Policy* policy = Find(setting.policy);
  if (policy == nullptr) {
    return Fail(ErrorCode::kUsage,
                fmt::format("there is no policy `{}`", setting.policy),
                DidYouMean(setting.policy, IdsOf(policies_)));
  }
  return values->Set(*policy, setting);
}

Result<std::unique_ptr<const ParameterValues>> PolicySet::Parameters(
    std::string_view pack, std::span<const std::string> settings) const {
  auto values = std::make_unique<ParameterValues>();
  if (const auto found = packs_.find(pack); found != packs_.end()) {
    for (const ParameterSetting& setting : found->second.parameters) {
      CG_RETURN_IF_ERROR(Apply(setting, values.get()));
    }
  }
  for (const std::string& text : settings) {
    CG_ASSIGN_OR_RETURN(const ParameterSetting setting, ParseSetting(text));
    CG_RETURN_IF_ERROR(Apply(setting, values.get()));
  }
  return values;
}

const Policy* PolicySet::Find(std::string_view id) const {
  const auto found =
      std::lower_bound(policies_.begin(), policies_.end(), id,
                       [](const Policy& policy, std::string_view wanted) {
                         return IdLess(policy.metadata.id, wanted);
                       });
  return found != policies_.end() && found->metadata.id == id ? &*found
                                                              : nullptr;
}

Result<std::vector<const Policy*>> PolicySet::Select(
    std::string_view pack, std::span<const std::string> only,
    std::span<const std::string> skip) const {
  const auto chosen = packs_.find(pack);
  if (chosen == packs_.end()) {
    std::vector<std::string_view> names;
    for (const auto& [name, unused] : packs_) {
      names.emplace_back(name);
    }
    std::string hint = DidYouMean(pack, names);
    return Fail(ErrorCode::kUsage, fmt::format("there is no pack `{}`", pack),
                hint.empty()
                    ? fmt::format("known packs: {}", fmt::join(names, ", "))
                    : std::move(hint));
  }
  const std::vector<std::string_view> ids = IdsOf(policies_);
  for (const std::span<const std::string> list : {only, skip}) {
    for (const std::string& id : list) {
      if (Find(id) == nullptr) {
        return Fail(ErrorCode::kUsage,
                    fmt::format("there is no policy `{}`", id),
                    DidYouMean(id, ids));
      }
    }
  }
  for (const std::string& id : only) {
    if (!chosen->second.Has(id)) {
      return Fail(ErrorCode::kUsage,
                  fmt::format("policy `{}` is not in pack `{}`", id, pack),
                  "name a pack that has it");
    }
  }
  std::vector<const Policy*> selected;
  for (const Policy& policy : policies_) {
    const std::string& id = policy.metadata.id;
    if (chosen->second.Has(id) && (only.empty() || Contains(only, id)) &&
        !Contains(skip, id)) {
      selected.push_back(&policy);
    }
  }
  return selected;
}

}  // namespace connectguard
