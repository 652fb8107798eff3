// Recursion is bounded: the tree is no deeper than limits::kMaxDepth, and what
// aliases and long forms add is measured by the builder's depth.
#include "readers/yaml_emitter.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/limits.h"
#include "readers/yaml_scalars.h"
#include "readers/yaml_tags.h"

namespace connectguard {
namespace {

constexpr std::string_view kCoreTagPrefix = "tag:yaml.org,2002:";
constexpr std::string_view kMergeKey = "<<";

std::string_view ArticleKind(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "a boolean";
    default:
      return "a number";
  }
}

class Emitter {
 public:
  Emitter(const YamlTree& tree, std::string_view source, YamlDialect dialect,
          const YamlPlaces& places, ValueBuilder* builder,
          DuplicateKeys* duplicates)
      : tree_(tree),
        source_(source),
        dialect_(dialect),
        places_(places),
        builder_(builder),
        duplicates_(duplicates) {}

  std::optional<YamlProblem> Run() {
    Emit(tree_.nodes.front());
    return std::move(problem_);
  }

 private:
  bool IsTemplate() const { return dialect_ == YamlDialect::kCloudFormation; }
  bool IsValidate() const {
    return dialect_ == YamlDialect::kGuardValidate31 ||
           dialect_ == YamlDialect::kGuardValidate32;
  }

  bool Stop(const YamlNode& node, std::string message, std::string hint = "",
            ErrorCode code = ErrorCode::kBadInput) {
    if (!problem_) {
      problem_ = YamlProblem{.code = code,
                             .offset = node.begin,
                             .message = std::move(message),
                             .hint = std::move(hint)};
    }
    return false;
  }

  SourceSpan SpanOf(const YamlNode& node) const {
    return places_.fixed.value_or(
        SourceSpan{.begin = node.begin, .end = node.end, .file = places_.file});
  }

  // The place of a scalar's text, behind its tag and anchor.
  SourceSpan ArgumentSpan(const YamlNode& node) const {
    SourceSpan span = SpanOf(node);
    if (places_.fixed) {
      return span;
    }
    while (span.begin < span.end &&
           (source_[span.begin] == '!' || source_[span.begin] == '&' ||
            source_[span.begin] == '#')) {
      const char* ends = source_[span.begin] == '#' ? "\r\n" : " \t\r\n";
      const std::size_t behind = source_.find_first_of(ends, span.begin);
      const std::size_t next = source_.find_first_not_of(" \t\r\n", behind);
      span.begin = static_cast<std::uint32_t>(
          std::min<std::size_t>({next, source_.size(), span.end}));
    }
    return span;
  }

  const YamlNode& At(std::uint32_t number) const { return tree_.nodes[number]; }
  std::uint32_t NumberOf(const YamlNode& node) const {
    return static_cast<std::uint32_t>(&node - tree_.nodes.data());
  }

  // What a node stands for; null after a problem. An alias of an alias does not
  // exist, so one step is enough.
  const YamlNode* Resolve(const YamlNode& node) {
    if (node.type != YamlNodeType::kAlias) {
      return &node;
    }
    if (IsValidate()) {
      Stop(node, "aliases are not read here",
           "cfn-guard refuses aliases; write the value out");
      return nullptr;
    }
    const YamlNode& target = At(node.target);
    alias_nodes_ += target.next - node.target;
    if (alias_nodes_ > limits::kMaxAliasNodes) {
      Stop(node,
           fmt::format("aliases add more than {} values",
                       limits::kMaxAliasNodes),
           "write the document without nested aliases", ErrorCode::kLimit);
      return nullptr;
    }
    return &target;
  }

  bool CheckDepth(const YamlNode& node) {
    return builder_->depth() < static_cast<std::size_t>(limits::kMaxDepth) ||
           Stop(node,
                fmt::format("more than {} levels inside each other",
                            limits::kMaxDepth),
                "", ErrorCode::kLimit);
  }

  bool Emit(const YamlNode& written) {
    const YamlNode* node = Resolve(written);
    if (node == nullptr || !CheckDepth(written)) {
      return false;
    }
    const std::string_view tag = tree_.TagOf(*node);
    if (tag.size() > 1 && tag.front() == '!') {
      return EmitShortTag(*node, tag.substr(1));
    }
    return EmitUntagged(*node);
  }

  bool EmitUntagged(const YamlNode& node) {
    switch (node.type) {
      case YamlNodeType::kList:
        return EmitList(node);
      case YamlNodeType::kMap:
        return EmitMap(node);
      default:
        return EmitScalar(node);
    }
  }

  static YamlShape ShapeOf(const YamlNode& node) {
    return node.type == YamlNodeType::kList  ? YamlShape::kList
           : node.type == YamlNodeType::kMap ? YamlShape::kMap
                                             : YamlShape::kScalar;
  }

  bool EmitShortTag(const YamlNode& node, std::string_view name) {
    const ShortTag tag = ExpandShortTag(name, ShapeOf(node), dialect_);
    if (!tag.known && IsTemplate()) {
      return Stop(node, fmt::format("CloudFormation has no tag `!{}`", name),
                  ShortTagHint(name));
    }
    if (tag.long_form.empty()) {
      return EmitUntagged(node);
    }
    const SourceSpan span = SpanOf(node);
    builder_->StartMap(span);
    builder_->AddKey(tag.long_form);
    const bool good = EmitArgument(node, tag.long_form);
    builder_->EndMap(span.end);
    return good;
  }

  bool EmitArgument(const YamlNode& node, std::string_view long_form) {
    if (node.type != YamlNodeType::kScalar) {
      return CheckDepth(node) && EmitUntagged(node);
    }
    if (IsTemplate() && long_form == "Fn::GetAtt") {
      EmitGetAtt(node);
      return true;
    }
    if (dialect_ == YamlDialect::kGuardTest && node.plain) {
      return EmitScalar(node);
    }
    builder_->AddString(tree_.TextOf(node), ArgumentSpan(node));
    return true;
  }

  // `Resource.Attribute`; the attribute itself may have points.
  void EmitGetAtt(const YamlNode& node) {
    const std::string_view text = tree_.TextOf(node);
    const SourceSpan span = ArgumentSpan(node);
    const std::size_t point = text.find('.');
    builder_->StartList(span);
    builder_->AddString(text.substr(0, point), span);
    if (point != std::string_view::npos) {
      builder_->AddString(text.substr(point + 1), span);
    }
    builder_->EndList();
  }

  // The type by tag or text. An unknown tag leaves a string in cfn-guard
  // validate, and the text's own type in its test.
  std::optional<YamlScalar> TypeOf(const YamlNode& node) const {
    const std::string_view text = tree_.TextOf(node);
    const std::string_view tag = tree_.TagOf(node);
    if (tag.substr(0, kCoreTagPrefix.size()) == kCoreTagPrefix) {
      return TypeTaggedScalar(text, tag.substr(kCoreTagPrefix.size()),
                              dialect_);
    }
    const bool typed_by_text =
        tag.empty() ||
        (dialect_ == YamlDialect::kGuardTest && tag.front() == '!');
    if (node.plain && typed_by_text) {
      return TypePlainScalar(text, dialect_);
    }
    return YamlScalar{};
  }

  bool StopForType(const YamlNode& node) {
    const std::string_view tag = tree_.TagOf(node);
    const std::string_view text = tree_.TextOf(node).substr(0, 40);
    if (tag.empty()) {
      return Stop(node, fmt::format("the number `{}` is too large", text),
                  "put it in quotes");
    }
    return Stop(node,
                fmt::format("`{}` is not of the type that its tag says", text));
  }

  bool EmitScalar(const YamlNode& node) {
    const SourceSpan span = SpanOf(node);
    const std::optional<YamlScalar> typed = TypeOf(node);
    if (!typed) {
      return StopForType(node);
    }
    switch (typed->kind) {
      case Kind::kNull:
        builder_->AddNull(span);
        break;
      case Kind::kBool:
        builder_->AddBool(typed->boolean, span);
        break;
      case Kind::kInt:
        builder_->AddInt(typed->integer, span);
        break;
      case Kind::kFloat:
        builder_->AddFloat(typed->real, span);
        break;
      default:
        builder_->AddString(tree_.TextOf(node), span);
    }
    return true;
  }

  bool EmitList(const YamlNode& node) {
    const SourceSpan span = SpanOf(node);
    builder_->StartList(span);
    bool good = true;
    for (std::uint32_t at = NumberOf(node) + 1; good && at < node.next;
         at = At(at).next) {
      good = Emit(At(at));
    }
    builder_->EndList(span.end);
    return good;
  }

  bool EmitMap(const YamlNode& node) {
    const SourceSpan span = SpanOf(node);
    builder_->StartMap(span);
    const bool good = EmitMembers(node);
    const std::size_t before = builder_->duplicate_count();
    builder_->EndMap(span.end);
    return good && (builder_->duplicate_count() == before || IsValidate() ||
                    TellDuplicates(node));
  }

  struct Merge {
    const YamlNode* key;
    const YamlNode* value;
  };

  bool EmitMembers(const YamlNode& node) {
    std::vector<Merge> merges;
    for (std::uint32_t at = NumberOf(node) + 1; at < node.next;) {
      const YamlNode& key = At(at);
      const YamlNode& value = At(key.next);
      at = value.next;
      if (IsMerge(key)) {
        merges.push_back({.key = &key, .value = &value});
        continue;
      }
      if (!EmitKey(key) || !Emit(value)) {
        return false;
      }
    }
    return merges.empty() || EmitMerges(node, merges);
  }

  bool IsMerge(const YamlNode& key) const {
    return IsTemplate() && key.type == YamlNodeType::kScalar && key.plain &&
           key.tag == 0 && tree_.TextOf(key) == kMergeKey;
  }

  bool EmitKey(const YamlNode& written) {
    const YamlNode* key = Resolve(written);
    if (key == nullptr) {
      return false;
    }
    const std::string_view text = tree_.TextOf(*key);
    const std::string_view tag = tree_.TagOf(*key);
    const bool becomes_map =
        tag.size() > 1 && tag.front() == '!' &&
        !ExpandShortTag(tag.substr(1), ShapeOf(*key), dialect_)
             .long_form.empty();
    if (key->type != YamlNodeType::kScalar || becomes_map) {
      return Stop(written, "a key must be text", "");
    }
    if (!IsTemplate()) {
      const std::optional<YamlScalar> typed = TypeOf(*key);
      if (!typed || typed->kind != Kind::kString) {
        const Kind kind = typed ? typed->kind : Kind::kInt;
        return Stop(written,
                    fmt::format("the key `{}` is read as {}",
                                text.substr(0, 40), ArticleKind(kind)),
                    "put the key in quotes");
      }
    }
    builder_->AddKey(text);
    return true;
  }

  using KeySet = std::unordered_set<std::string_view>;

  // A map's own members win over merged ones, earlier merges over later ones.
  bool EmitMerges(const YamlNode& map, const std::vector<Merge>& merges) {
    KeySet present;
    for (std::uint32_t at = NumberOf(map) + 1; at < map.next;
         at = At(At(at).next).next) {
      const YamlNode* key = Resolve(At(at));
      if (key == nullptr) {
        return false;
      }
      present.insert(tree_.TextOf(*key));
    }
    return std::all_of(merges.begin(), merges.end(), [&](const Merge& merge) {
      return EmitMerged(*merge.key, *merge.value, &present, 0);
    });
  }

  bool EmitMerged(const YamlNode& key, const YamlNode& written, KeySet* present,
                  int depth) {
    const YamlNode* source = Resolve(written);
    if (source == nullptr) {
      return false;
    }
    if (source->type == YamlNodeType::kScalar || depth > limits::kMaxDepth) {
      return Stop(key, "the merge key `<<` needs a map or a list of maps", "");
    }
    std::vector<const YamlNode*> nested;
    for (std::uint32_t at = NumberOf(*source) + 1; at < source->next;) {
      const YamlNode& first = At(at);
      at = first.next;
      if (source->type == YamlNodeType::kList) {
        nested.push_back(&first);
        continue;
      }
      const YamlNode& value = At(at);
      at = value.next;
      if (IsMerge(first)) {
        nested.push_back(&value);
      } else if (!EmitMergedMember(first, value, present)) {
        return false;
      }
    }
    return std::all_of(nested.begin(), nested.end(),
                       [&](const YamlNode* inner) {
                         return EmitMerged(key, *inner, present, depth + 1);
                       });
  }

  bool EmitMergedMember(const YamlNode& key, const YamlNode& value,
                        KeySet* present) {
    const YamlNode* resolved = Resolve(key);
    if (resolved == nullptr) {
      return false;
    }
    if (!present->insert(tree_.TextOf(*resolved)).second) {
      return true;
    }
    return EmitKey(key) && Emit(value);
  }

  // Of a map that has some. False when they are refused.
  bool TellDuplicates(const YamlNode& map) {
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (std::uint32_t at = NumberOf(map) + 1; at < map.next;
         at = At(At(at).next).next) {
      const YamlNode* key = Resolve(At(at));
      if (key == nullptr) {
        return false;
      }
      const std::string_view name = tree_.TextOf(*key);
      const auto [place, is_new] = places.try_emplace(name, At(at).begin);
      if (is_new || IsMerge(At(at))) {
        continue;
      }
      if (duplicates_ == nullptr) {
        return Stop(At(at),
                    fmt::format("the key `{}` stands twice in one map", name),
                    "remove one of the two");
      }
      duplicates_->Add({.key = std::string(name),
                        .first = std::exchange(place->second, At(at).begin),
                        .last = At(at).begin});
    }
    return true;
  }

  const YamlTree& tree_;
  std::string_view source_;
  YamlDialect dialect_;
  YamlPlaces places_;
  ValueBuilder* builder_;
  DuplicateKeys* duplicates_;
  std::size_t alias_nodes_ = 0;
  std::optional<YamlProblem> problem_;
};

}  // namespace

std::optional<YamlProblem> EmitYaml(const YamlTree& tree,
                                    std::string_view source,
                                    YamlDialect dialect,
                                    const YamlPlaces& places,
                                    ValueBuilder* builder,
                                    DuplicateKeys* duplicates) {
  return Emitter(tree, source, dialect, places, builder, duplicates).Run();
}

}  // namespace connectguard
