#include "readers/terraform_types.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "readers/awscc_types.h"
#include "readers/json_reader.h"

namespace connectguard {

std::span<const EmbeddedFile> TerraformTypeFiles();

namespace {

constexpr std::string_view kTableFile = "terraform_types.json";

std::vector<std::string> StringsOf(const Value* list) {
  std::vector<std::string> strings;
  if (list != nullptr && list->Is(Kind::kList)) {
    for (const Value& item : list->AsList()) {
      if (item.Is(Kind::kString)) {
        strings.emplace_back(item.AsString());
      }
    }
  }
  return strings;
}

Words WordsOf(const Value& map) {
  Words words;
  for (const Member& member : map.AsMap()) {
    if (member.value.Is(Kind::kString)) {
      words.emplace(member.key->text, member.value.AsString());
    }
  }
  return words;
}

std::vector<std::pair<std::string, const Value*>> MembersOf(const Value* map) {
  std::vector<std::pair<std::string, const Value*>> members;
  if (map != nullptr && map->Is(Kind::kMap)) {
    for (const Member& member : map->AsMap()) {
      members.emplace_back(member.key->text, &member.value);
    }
  }
  return members;
}

// False when the text is no path.
bool ParsePath(std::string_view text, StepPath* path) {
  for (const std::string_view segment : Split(text, '.')) {
    const std::size_t bracket = segment.find('[');
    const std::string_view key = segment.substr(0, bracket);
    if (key.empty()) {
      return false;
    }
    path->push_back({.kind = PathStepKind::kKey, .key = std::string(key)});
    if (bracket == std::string_view::npos) {
      continue;
    }
    const std::string_view index = segment.substr(bracket);
    if (index == "[*]") {
      path->push_back({.kind = PathStepKind::kEach});
    } else if (index == "[+]") {
      path->push_back({.kind = PathStepKind::kAppend});
    } else if (index.size() == 3 && index[1] >= '0' && index[1] <= '9') {
      path->push_back({.kind = PathStepKind::kIndex,
                       .index = static_cast<std::uint32_t>(index[1] - '0')});
    } else {
      return false;
    }
  }
  return true;
}

std::string KeysOf(const StepPath& path) {
  std::string keys;
  for (const PathStep& step : path) {
    if (step.kind == PathStepKind::kKey) {
      keys += keys.empty() ? "" : ".";
      keys += step.key;
    }
  }
  return keys;
}

bool SamePrefix(const StepPath& a, const StepPath& b, std::size_t length) {
  return a.size() >= length && b.size() >= length &&
         std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(length),
                    b.begin());
}

// Where the `count`-th list of the path has been entered: the number of steps
// behind its [*]; 0 for none, the path's length when it has fewer.
std::size_t BehindEach(const StepPath& path, std::size_t count) {
  for (std::size_t i = 0; i < path.size() && count > 0; ++i) {
    if (path[i].kind == PathStepKind::kEach && --count == 0) {
      return i + 1;
    }
  }
  return count == 0 ? 0 : path.size();
}

// The shortest prefix of `to` that is made from nothing but what stands below
// the first `length` steps of `from`.
std::size_t OwnPrefix(const AttributeRule& rule,
                      const std::vector<AttributeRule>& all,
                      std::size_t length) {
  // What CloudFormation has no property for is never decided as a whole.
  const std::size_t first = rule.to.front().key.starts_with("x-") ? 2 : 1;
  for (std::size_t n = first; n < rule.to.size(); ++n) {
    const bool own =
        std::all_of(all.begin(), all.end(), [&](const AttributeRule& other) {
          return !SamePrefix(other.to, rule.to, n) ||
                 SamePrefix(other.from, rule.from, length);
        });
    if (own) {
      return n;
    }
  }
  return rule.to.size();
}

// An unknown block may turn out to be missing, so the unknown value stands at
// the highest property that only this block decides: when all of
// `lifecycle_rule` is unknown, so is all of LifecycleConfiguration. But a block
// that is there proves the property that it makes, so what is unknown inside it
// stands below that property.
void FindUnknownLengths(std::vector<AttributeRule>* rules) {
  for (AttributeRule& rule : *rules) {
    rule.unknown_length.assign(rule.from.size() + 1, 1);
    std::size_t made = 0;
    std::size_t lists = 0;
    for (std::size_t length = 1; length <= rule.from.size(); ++length) {
      lists += rule.from[length - 1].kind == PathStepKind::kEach ? 1 : 0;
      const std::size_t own = OwnPrefix(rule, *rules, length);
      std::size_t at = std::max({own, made + 1, BehindEach(rule.to, lists)});
      at = std::min(at, rule.to.size());
      // Not inside a list whose elements are not known either.
      const std::size_t next = BehindEach(rule.to, lists + 1);
      if (at >= next && next > 0 && next < rule.to.size()) {
        at = next - 1;
      }
      rule.unknown_length[length] = at;
      made = own;
    }
  }
}

}  // namespace

class TerraformTypesParser {
 public:
  explicit TerraformTypesParser(TerraformTypes* out) : out_(out) {}

  Status Parse(std::string text) {
    const std::uint16_t file =
        out_->document_.AddFile(std::string(kTableFile), std::move(text));
    CG_ASSIGN_OR_RETURN(const Value* root, ReadJson(&out_->document_, file));
    const Value* words = Find(*root, "words");
    if (words != nullptr && words->Is(Kind::kMap)) {
      for (const Member& member : words->AsMap()) {
        if (member.value.Is(Kind::kMap)) {
          out_->words_[std::string(member.key->text)] = WordsOf(member.value);
        }
      }
    }
    const Value* types = Find(*root, "types");
    if (types == nullptr || !types->Is(Kind::kMap)) {
      return Wrong(*root, "`types` must be a map");
    }
    for (const Member& member : types->AsMap()) {
      CG_RETURN_IF_ERROR(AddType(member.key->text, member.value));
    }
    return Link(*types);
  }

 private:
  tl::unexpected<Error> Wrong(const Value& at, std::string message) const {
    return Fail(ErrorCode::kInternal,
                DiagnosticAt(out_->document_.file(at.file), at.begin,
                             std::move(message)));
  }

  Status AddType(std::string_view name, const Value& value) {
    auto type = std::make_unique<TerraformType>();
    type->name = name;
    type->type = StringAt(value, "type");
    if (type->type.empty()) {
      return Wrong(value, "`type` is missing");
    }
    if (const Value* by = Find(value, "type_by");
        by != nullptr && by->Is(Kind::kMap)) {
      type->type_attribute = StringAt(*by, "attribute");
      type->type_by = WordsOf(*by);
    }
    if (const Value* merge = Find(value, "merge_into")) {
      type->merge = {.type = std::string(StringAt(*merge, "type")),
                     .attribute = std::string(StringAt(*merge, "attribute")),
                     .matches = StringsOf(Find(*merge, "matches"))};
    }
    type->one_for_each = StringAt(value, "one_for_each");
    type->identifiers = StringsOf(Find(value, "identifiers"));
    type->constants = MembersOf(Find(value, "constants"));
    type->defaults = MembersOf(Find(value, "defaults"));
    CG_RETURN_IF_ERROR(ReadRules(value, &type->attributes));
    if (const Value* also = Find(value, "also")) {
      type->also = {.type = std::string(StringAt(*also, "type")),
                    .when = std::string(StringAt(*also, "when")),
                    .attributes = {}};
      CG_RETURN_IF_ERROR(ReadRules(*also, &type->also->attributes));
    }
    out_->by_name_.emplace(type->name, type.get());
    out_->types_.push_back(std::move(type));
    return {};
  }

  Status ReadRules(const Value& value, std::vector<AttributeRule>* rules) {
    const Value* lines = Find(value, "attributes");
    if (lines == nullptr || !lines->Is(Kind::kList)) {
      return Wrong(value, "`attributes` must be a list");
    }
    for (const Value& line : lines->AsList()) {
      const std::vector<std::string> words = StringsOf(&line);
      AttributeRule rule;
      if (words.size() < 2 || !ParsePath(words[0], &rule.from) ||
          !ParsePath(words[1], &rule.to)) {
        return Wrong(line, "an attribute needs two paths");
      }
      rule.from_path = KeysOf(rule.from);
      rule.expression_path =
          rule.from_path == "tags_all" ? "tags" : rule.from_path;
      for (std::size_t i = 2; i < words.size(); ++i) {
        if (!AddWord(words[i], &rule)) {
          return Wrong(line, fmt::format("`{}` is not known", words[i]));
        }
      }
      rules->push_back(std::move(rule));
    }
    FindUnknownLengths(rules);
    return {};
  }

  // False when the word is not known.
  bool AddWord(std::string_view text, AttributeRule* rule) const {
    const std::size_t colon = text.find(':');
    const std::string_view word = text.substr(0, colon);
    if (colon != std::string_view::npos) {
      return AddWordWithArgument(word, text.substr(colon + 1), rule);
    }
    if (word == "ref") {
      rule->is_reference = true;
    } else if (word == "json") {
      rule->transform = Transform::kJson;
    } else if (word == "tags") {
      rule->transform = Transform::kTags;
    } else if (word == "name_value") {
      rule->transform = Transform::kNameValue;
    } else if (word == "number") {
      rule->transform = Transform::kNumber;
    } else if (word == "self") {
      rule->is_self = true;
    } else if (word == "unstated") {
      rule->transform = Transform::kUnstated;
    } else if (word == "list") {
      rule->wraps_list = true;
    } else if (word == "append") {
      rule->appends = true;
    } else if (word == "sensitive") {
      rule->is_sensitive = true;
    } else if (word == "absent_if_unset") {
      rule->absent_if_unset = true;
    } else {
      return false;
    }
    return true;
  }

  bool AddWordWithArgument(std::string_view word, std::string_view argument,
                           AttributeRule* rule) const {
    if (word == "words") {
      const auto found = out_->words_.find(argument);
      rule->transform = Transform::kWords;
      rule->words = found == out_->words_.end() ? nullptr : &found->second;
      return rule->words != nullptr;
    }
    if (word == "with") {
      const std::size_t equals = argument.find('=');
      rule->sibling_key = argument.substr(0, equals);
      rule->sibling_value = argument.substr(std::min(equals, argument.size()));
      rule->sibling_value.erase(0, 1);
      return equals != std::string_view::npos;
    }
    if (word == "drop_if") {
      rule->drop_if = argument;
    } else if (word == "drop_parent_if") {
      rule->drop_parent_if = argument;
    } else if (word == "only_if") {
      rule->only_if = argument;
    } else if (word == "file") {
      rule->file_attribute = argument;
    } else if (word == "hash") {
      rule->hash_attribute = argument;
    } else {
      return false;
    }
    return true;
  }

  // Tells each type what is merged into it.
  Status Link(const Value& at) {
    for (const auto& type : out_->types_) {
      if (!type->merge) {
        continue;
      }
      const auto target =
          std::find_if(out_->types_.begin(), out_->types_.end(),
                       [&](const std::unique_ptr<TerraformType>& other) {
                         return other->name == type->merge->type;
                       });
      if (target == out_->types_.end()) {
        return Wrong(at, fmt::format("`{}` is merged into `{}`, which is no "
                                     "type of the table",
                                     type->name, type->merge->type));
      }
      (*target)->merged.push_back(type.get());
      for (const std::string& attribute : type->merge->matches) {
        std::vector<std::string>& all = (*target)->match_attributes;
        if (std::find(all.begin(), all.end(), attribute) == all.end()) {
          all.push_back(attribute);
        }
      }
    }
    return {};
  }

  TerraformTypes* out_;
};

const Result<const TerraformTypes*>& TerraformTypes::Get() {
  static const Result<std::unique_ptr<const TerraformTypes>> owner =
      Parse(std::string(TerraformTypeFiles().front().text));
  static const Result<const TerraformTypes*> table =
      owner
          ? Result<const TerraformTypes*>(owner->get())
          : Result<const TerraformTypes*>(tl::unexpected<Error>(owner.error()));
  return table;
}

Result<std::unique_ptr<const TerraformTypes>> TerraformTypes::Parse(
    std::string text) {
  auto types = std::make_unique<TerraformTypes>();
  CG_RETURN_IF_ERROR(TerraformTypesParser(types.get()).Parse(std::move(text)));
  return std::unique_ptr<const TerraformTypes>(std::move(types));
}

// Made when the first such type is asked for: most plans have none.
const TerraformTypes* TerraformTypes::Awscc() {
  static const Result<std::unique_ptr<const TerraformTypes>> table =
      Get() ? Parse(AwsccTable(**Get()))
            : Result<std::unique_ptr<const TerraformTypes>>(
                  tl::unexpected<Error>(Get().error()));
  return table ? table->get() : nullptr;
}

const TerraformType* TerraformTypes::Find(std::string_view name) const {
  const TerraformTypes* table = name.starts_with("awscc_") ? Awscc() : this;
  if (table == nullptr) {
    return nullptr;
  }
  const auto found = table->by_name_.find(name);
  return found == table->by_name_.end() ? nullptr : found->second;
}

std::string ScalarText(const Value& value) {
  switch (value.kind) {
    case Kind::kBool:
      return value.boolean ? "true" : "false";
    case Kind::kInt:
      return std::to_string(value.integer);
    case Kind::kString:
      return std::string(value.AsString());
    default:
      return "";
  }
}

}  // namespace connectguard
