// Three steps: the library's events become a YamlTree, the dialect's rules turn
// that into Values (yaml_emitter.h), and a problem of either gets its place.
#include "readers/yaml_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "readers/json_as_yaml.h"
#include "readers/yaml_diagnosis.h"
#include "readers/yaml_emitter.h"
#include "readers/yaml_library.h"
#include "readers/yaml_tree.h"

namespace connectguard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view View(const yaml_char_t* text) {
  return text == nullptr
             ? std::string_view()
             : std::string_view(reinterpret_cast<const char*>(text));
}

struct Event {
  Event() = default;
  ~Event() { yaml_event_delete(&event); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  yaml_event_t event{};
};

// Events to a YamlTree.
class Composer {
 public:
  // `text` without byte order mark; `base` is what is added to its offsets.
  Composer(std::string_view text, std::uint32_t base, YamlTree* tree)
      : parser_(text), text_(text), cursor_(text), base_(base), tree_(tree) {}

  // With `only_document`, what follows the first document is an error;
  // otherwise it is not looked at.
  std::optional<YamlProblem> Run(bool only_document) {
    bool in_stream = true;
    while (in_stream && !problem_) {
      Event holder;
      yaml_event_t& event = holder.event;
      if (yaml_parser_parse(&parser_.state, &event) == 0) {
        return Complaint();
      }
      in_stream = Handle(event, only_document);
    }
    if (!problem_ && tree_->nodes.empty()) {
      Stop(0, "the input holds no YAML document",
           "it is empty or has only comments");
    }
    return std::move(problem_);
  }

 private:
  // False at the end of what is to be read.
  bool Handle(const yaml_event_t& event, bool only_document) {
    switch (event.type) {
      case YAML_STREAM_END_EVENT:
        return false;
      case YAML_DOCUMENT_START_EVENT:
        if (!tree_->nodes.empty()) {
          Stop(Begin(event), "a second document starts here",
               "one input holds one document; remove the line `---`");
        }
        return true;
      case YAML_DOCUMENT_END_EVENT:
        return only_document;
      case YAML_ALIAS_EVENT:
        AddAlias(event);
        return true;
      case YAML_SCALAR_EVENT:
        AddScalar(event);
        return true;
      case YAML_SEQUENCE_START_EVENT:
        StartContainer(YamlNodeType::kList, event,
                       event.data.sequence_start.tag,
                       event.data.sequence_start.anchor);
        return true;
      case YAML_MAPPING_START_EVENT:
        StartContainer(YamlNodeType::kMap, event, event.data.mapping_start.tag,
                       event.data.mapping_start.anchor);
        return true;
      case YAML_SEQUENCE_END_EVENT:
        EndContainer(event, ']');
        return true;
      case YAML_MAPPING_END_EVENT:
        EndContainer(event, '}');
        return true;
      default:
        return true;
    }
  }

  std::uint32_t Begin(const yaml_event_t& event) {
    return base_ + cursor_.ByteAt(event.start_mark.index);
  }
  std::uint32_t End(const yaml_event_t& event) {
    return base_ + cursor_.ByteAt(event.end_mark.index);
  }

  void Stop(std::uint32_t offset, std::string message, std::string hint = "",
            ErrorCode code = ErrorCode::kBadInput) {
    problem_ = YamlProblem{.code = code,
                           .offset = offset,
                           .message = std::move(message),
                           .hint = std::move(hint)};
  }

  YamlProblem Complaint() {
    const yaml_parser_t& state = parser_.state;
    const bool has_mark = state.error != YAML_READER_ERROR;
    const std::uint32_t problem =
        has_mark ? cursor_.ByteAt(state.problem_mark.index)
                 : static_cast<std::uint32_t>(state.problem_offset);
    const std::uint32_t context =
        state.context == nullptr ? problem
                                 : cursor_.ByteAt(state.context_mark.index);
    YamlProblem explained =
        ExplainYaml({.problem = state.problem == nullptr ? "" : state.problem,
                     .context = state.context == nullptr ? "" : state.context,
                     .problem_offset = problem,
                     .context_offset = context},
                    text_);
    explained.offset += base_;
    return explained;
  }

  std::uint32_t TagNumber(const yaml_char_t* tag) {
    if (tag == nullptr) {
      return 0;
    }
    const auto [found, inserted] = tag_numbers_.emplace(
        std::string(View(tag)),
        static_cast<std::uint32_t>(tree_->tags.size() + 1));
    if (inserted) {
      tree_->tags.emplace_back(View(tag));
    }
    return found->second;
  }

  std::uint32_t AddNode(const YamlNode& node, const yaml_char_t* anchor) {
    const auto number = static_cast<std::uint32_t>(tree_->nodes.size());
    if (number >= limits::kMaxNodes) {
      Stop(node.begin,
           fmt::format("more than {} values in one input", limits::kMaxNodes),
           "split the input", ErrorCode::kLimit);
    }
    if (anchor != nullptr) {
      anchors_[std::string(View(anchor))] = number;
    }
    tree_->nodes.push_back(node);
    return number;
  }

  void AddScalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    const std::string_view value(reinterpret_cast<const char*>(scalar.value),
                                 scalar.length);
    YamlNode node{.type = YamlNodeType::kScalar,
                  .plain = scalar.style == YAML_PLAIN_SCALAR_STYLE,
                  .tag = TagNumber(scalar.tag),
                  .begin = Begin(event),
                  .end = End(event),
                  .text = static_cast<std::uint32_t>(tree_->text.size()),
                  .size = static_cast<std::uint32_t>(value.size())};
    if (scalar.style == YAML_LITERAL_SCALAR_STYLE ||
        scalar.style == YAML_FOLDED_SCALAR_STYLE) {
      node.end = TrimmedEnd(node.begin, node.end);
    }
    tree_->text += value;
    node.next = static_cast<std::uint32_t>(tree_->nodes.size() + 1);
    AddNode(node, scalar.anchor);
  }

  // A block scalar ends for the library only where the next token stands.
  std::uint32_t TrimmedEnd(std::uint32_t begin, std::uint32_t end) const {
    const std::string_view written = text_.substr(begin - base_, end - begin);
    const std::size_t last = written.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos
               ? begin
               : begin + static_cast<std::uint32_t>(last + 1);
  }

  void AddAlias(const yaml_event_t& event) {
    YamlNode node{.type = YamlNodeType::kAlias,
                  .begin = Begin(event),
                  .end = End(event),
                  .next = static_cast<std::uint32_t>(tree_->nodes.size() + 1)};
    const std::string name(View(event.data.alias.anchor));
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) {
      Stop(node.begin, fmt::format("no anchor `&{}` stands above this", name));
      return;
    }
    node.target = found->second;
    if (tree_->nodes[node.target].next == 0) {
      Stop(node.begin, fmt::format("`*{}` stands inside what it repeats", name),
           "an alias can only repeat what is complete");
      return;
    }
    AddNode(node, nullptr);
  }

  void StartContainer(YamlNodeType type, const yaml_event_t& event,
                      const yaml_char_t* tag, const yaml_char_t* anchor) {
    const std::uint32_t begin = Begin(event);
    if (open_.size() >= static_cast<std::size_t>(limits::kMaxDepth)) {
      Stop(begin,
           fmt::format("more than {} levels inside each other",
                       limits::kMaxDepth),
           "no plan or template is nested this deep", ErrorCode::kLimit);
      return;
    }
    open_.push_back(AddNode({.type = type,
                             .tag = TagNumber(tag),
                             .begin = begin,
                             .end = End(event)},
                            anchor));
  }

  // A container in brackets ends behind its bracket; one by indentation where
  // its last child ends, since the library reads on to the next token.
  void EndContainer(const yaml_event_t& event, char bracket) {
    YamlNode& node = tree_->nodes[open_.back()];
    open_.pop_back();
    const std::uint32_t end = End(event);
    const bool in_brackets = event.end_mark.index > event.start_mark.index &&
                             text_[end - base_ - 1] == bracket;
    node.end = in_brackets ? end : std::max(last_end_, tree_->nodes.back().end);
    last_end_ = node.end;
    node.next = static_cast<std::uint32_t>(tree_->nodes.size());
  }

  YamlParser parser_;
  std::string_view text_;
  YamlByteCursor cursor_;
  std::uint32_t base_;
  YamlTree* tree_;
  std::vector<std::uint32_t> open_;
  std::uint32_t last_end_ = 0;  // Of the container closed last.
  std::unordered_map<std::string, std::uint32_t> anchors_;
  std::unordered_map<std::string, std::uint32_t> tag_numbers_;
  std::optional<YamlProblem> problem_;
};

// The library itself would let some malformed sequences pass.
std::optional<YamlProblem> CheckUtf8(std::string_view text) {
  std::size_t bad = 0;
  if (IsUtf8(text, &bad)) {
    return std::nullopt;
  }
  return YamlProblem{.code = ErrorCode::kBadInput,
                     .offset = static_cast<std::uint32_t>(bad),
                     .message = "the text is not valid UTF-8 here",
                     .hint = "save the file as UTF-8"};
}

std::optional<YamlProblem> Build(std::string_view text, YamlDialect dialect,
                                 const YamlPlaces& places,
                                 ValueBuilder* builder,
                                 DuplicateKeys* duplicates = nullptr) {
  if (auto problem = CheckUtf8(text)) {
    return problem;
  }
  const bool marked = text.substr(0, 3) == kByteOrderMark;
  const std::uint32_t base = marked ? 3 : 0;
  // cfn-guard validate reads the first document and stops; where it does not,
  // silence about a second one would hide rules or resources.
  const bool only_document = dialect == YamlDialect::kCloudFormation ||
                             dialect == YamlDialect::kGuardTest;
  YamlTree tree;
  if (auto problem =
          Composer(text.substr(base), base, &tree).Run(only_document)) {
    return problem;
  }
  return EmitYaml(tree, text, dialect, places, builder, duplicates);
}

}  // namespace

Result<const Value*> ReadYaml(Document* document, std::uint16_t file,
                              YamlDialect dialect, DuplicateKeys* duplicates) {
  const SourceFile& source = document->file(file);
  if (source.text().size() > limits::kMaxInputBytes) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(source.name(), "the input is too large"));
  }
  const bool is_guard = dialect == YamlDialect::kGuardValidate31 ||
                        dialect == YamlDialect::kGuardValidate32;
  if (ValueBuilder quick = document->NewBuilder();
      is_guard && ReadJsonAsYaml(source.text(), file, dialect, &quick)) {
    return quick.Finish();
  }
  ValueBuilder builder = document->NewBuilder();
  auto problem = Build(source.text(), dialect, {.file = file, .fixed = {}},
                       &builder, duplicates);
  if (problem) {
    return Fail(problem->code, DiagnosticAt(source, problem->offset,
                                            std::move(problem->message),
                                            std::move(problem->hint)));
  }
  return builder.Finish();
}

Result<const Value*> ReadEmbeddedYaml(const Value& text,
                                      ValueBuilder* builder) {
  const std::size_t before = builder->count();
  if (text.sensitive) {
    builder->BeginSensitive();
  }
  auto problem = Build(text.AsString(), YamlDialect::kGuardTest,
                       {.file = text.file, .fixed = text.span()}, builder);
  if (text.sensitive) {
    builder->EndSensitive();
  }
  if (!problem) {
    return builder->Finish(&text);
  }
  if (builder->count() > before) {
    builder->Finish();
  }
  return Fail(problem->code,
              fmt::format("the string cannot be read: {}", problem->message),
              std::move(problem->hint));
}

}  // namespace connectguard
