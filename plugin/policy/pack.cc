#include "policy/pack.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "document/document.h"
#include "policy/layout.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

constexpr std::array<std::string_view, 3> kKeys = {"title", "policies",
                                                   "parameters"};
constexpr std::string_view kAll = "*";

class PackParser {
 public:
  PackParser(std::string path, std::string text,
             std::span<const std::string_view> known_ids)
      : known_ids_(known_ids) {
    file_ = document_.AddFile(std::move(path), std::move(text));
  }

  Result<Pack> Parse() {
    CG_ASSIGN_OR_RETURN(const Value* root,
                        ReadYaml(&document_, file_, YamlDialect::kGuardTest));
    if (!root->Is(Kind::kMap)) {
      return Wrong(*root, "a pack is a map with `title` and `policies`");
    }
    for (const Member& member : root->AsMap()) {
      const std::string_view key = member.key->text;
      if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
        return Wrong(member.value, fmt::format("unknown key `{}`", key),
                     DidYouMean(key, kKeys));
      }
    }
    Pack pack;
    pack.name = StemOf(document_.file(file_).name());
    pack.title = StringAt(*root, "title");
    if (pack.title.empty()) {
      return Wrong(*root, "the pack has no `title`",
                   "say in one line whom it is for");
    }
    const Value* policies = Find(*root, "policies");
    if (policies == nullptr) {
      return Wrong(*root, "the pack has no `policies`",
                   "list ids, or \"*\" for all");
    }
    CG_RETURN_IF_ERROR(ReadPolicies(*policies, &pack));
    if (const Value* parameters = Find(*root, "parameters")) {
      CG_RETURN_IF_ERROR(ReadParameters(*parameters, &pack));
    }
    return pack;
  }

 private:
  tl::unexpected<Error> Wrong(const Value& value, std::string message,
                              std::string hint = "") const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_.file(file_), value.begin,
                             std::move(message), std::move(hint)));
  }

  Status ReadPolicies(const Value& policies, Pack* pack) const {
    if (!policies.Is(Kind::kList)) {
      return ReadPolicy(policies, pack);
    }
    for (const Value& item : policies.AsList()) {
      CG_RETURN_IF_ERROR(ReadPolicy(item, pack));
    }
    if (pack->policies.empty()) {
      return Wrong(policies, "the pack chooses no policy");
    }
    return {};
  }

  Status ReadPolicy(const Value& item, Pack* pack) const {
    if (!item.Is(Kind::kString)) {
      return Wrong(item, "the id of a policy is expected here");
    }
    const std::string_view id = item.AsString();
    const bool known =
        id == kAll ||
        std::find(known_ids_.begin(), known_ids_.end(), id) != known_ids_.end();
    if (!known) {
      return Wrong(item, fmt::format("there is no policy `{}`", id),
                   DidYouMean(id, known_ids_));
    }
    if (std::find(pack->policies.begin(), pack->policies.end(), id) !=
        pack->policies.end()) {
      return Wrong(item, fmt::format("`{}` is listed twice", id));
    }
    pack->policies.emplace_back(id);
    return {};
  }

  Status ReadParameters(const Value& parameters, Pack* pack) const {
    if (!parameters.Is(Kind::kMap)) {
      return Wrong(parameters, "`parameters` is not a map of policies");
    }
    for (const Member& policy : parameters.AsMap()) {
      const std::string_view id = policy.key->text;
      if (!pack->Has(id)) {
        return Wrong(policy.value,
                     fmt::format("policy `{}` is not in this pack", id),
                     DidYouMean(id, known_ids_));
      }
      if (!policy.value.Is(Kind::kMap)) {
        return Wrong(policy.value, "a map of parameters is expected here");
      }
      for (const Member& parameter : policy.value.AsMap()) {
        std::optional<ParameterSetting> setting = SettingFrom(parameter.value);
        if (!setting) {
          return Wrong(parameter.value,
                       "a text, a number, true or false, or a list of texts "
                       "is expected here");
        }
        setting->policy = id;
        setting->name = parameter.key->text;
        pack->parameters.push_back(*std::move(setting));
      }
    }
    return {};
  }

  std::span<const std::string_view> known_ids_;
  Document document_;
  std::uint16_t file_ = 0;
};

}  // namespace

bool Pack::HasAll() const {
  return std::find(policies.begin(), policies.end(), kAll) != policies.end();
}

bool Pack::Has(std::string_view id) const {
  return HasAll() ||
         std::find(policies.begin(), policies.end(), id) != policies.end();
}

Result<Pack> ParsePack(std::string path, std::string text,
                       std::span<const std::string_view> known_ids) {
  return PackParser(std::move(path), std::move(text), known_ids).Parse();
}

}  // namespace connectguard
