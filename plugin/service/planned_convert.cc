#include "service/planned_convert.h"

#include <charconv>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/limits.h"
#include "readers/planned_resource.h"
#include "readers/terraform_address.h"

namespace connectguard {
namespace {

// Doubles beyond it are not exact as integers.
constexpr double kLargestExactInteger = 9007199254740992.0;

using PathStep = std::variant<std::string, std::uint32_t>;

// `storage_config[0].tags["a.b"]` as steps; nothing when it is no such path.
std::optional<std::vector<PathStep>> ParsePath(std::string_view path) {
  std::vector<PathStep> steps;
  while (!path.empty()) {
    if (path.starts_with("[\"")) {
      const std::size_t end = path.find("\"]");
      if (end == std::string_view::npos) {
        return std::nullopt;
      }
      steps.emplace_back(std::string(path.substr(2, end - 2)));
      path.remove_prefix(end + 2);
    } else if (path.starts_with('[')) {
      std::uint32_t index = 0;
      const auto [end, error] =
          std::from_chars(path.data() + 1, path.data() + path.size(), index);
      if (error != std::errc() || end == path.data() + path.size() ||
          *end != ']' || index > limits::kMaxNodes) {
        return std::nullopt;
      }
      steps.emplace_back(index);
      path.remove_prefix(static_cast<std::size_t>(end + 1 - path.data()));
    } else {
      const std::size_t end = std::min(path.find_first_of(".["), path.size());
      if (end == 0) {
        return std::nullopt;
      }
      steps.emplace_back(std::string(path.substr(0, end)));
      path.remove_prefix(end);
    }
    if (path.starts_with('.')) {
      path.remove_prefix(1);
    }
  }
  return steps.empty() ? std::nullopt : std::optional(std::move(steps));
}

// Addresses are the caller's own text; attribute values never are shown.
tl::unexpected<Error> BadResource(std::string_view address,
                                  std::string message) {
  return Fail(ErrorCode::kBadInput, DiagnosticFor(address, std::move(message)));
}

Result<std::vector<PathStep>> PathAt(std::string_view address,
                                     std::string_view text) {
  std::optional<std::vector<PathStep>> steps = ParsePath(text);
  if (!steps) {
    return BadResource(address,
                       fmt::format("`{}` is no path to an attribute", text));
  }
  return *std::move(steps);
}

// The keys of a path without its indices, as expressions are named.
std::string WithoutIndices(const std::vector<PathStep>& steps) {
  std::string path;
  for (const PathStep& step : steps) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      path += path.empty() ? *key : "." + *key;
    }
  }
  return path;
}

// Builds values whose spans are numbers in the order of the request instead of
// places in a text: nested as values are nested, they lead from a property of
// the document back to the attribute that it was made from.
class NumberedBuilder {
 public:
  explicit NumberedBuilder(Document* document)
      : builder_(document->NewBuilder()) {}

  void StartMap() { builder_.StartMap(Next()); }
  void AddKey(std::string_view key) { builder_.AddKey(key); }
  void EndMap() { builder_.EndMap(++number_); }
  void StartList() { builder_.StartList(Next()); }
  void EndList() { builder_.EndList(++number_); }
  void AddNull() { builder_.AddNull(Next()); }
  void AddBool(bool value) { builder_.AddBool(value, Next()); }
  void AddInt(std::int64_t value) { builder_.AddInt(value, Next()); }
  void AddFloat(double value) { builder_.AddFloat(value, Next()); }
  void AddString(std::string_view value) { builder_.AddString(value, Next()); }
  const Value* Finish() { return builder_.Finish(); }

 private:
  SourceSpan Next() {
    ++number_;
    return {.begin = number_, .end = number_, .file = 0};
  }

  ValueBuilder builder_;
  std::uint32_t number_ = 0;
};

// Marked places of an object, in the shape in which a plan marks them: `true`
// at each place, containers above.
class Marks {
 public:
  void Mark(const std::vector<PathStep>& steps) {
    Marks* at = this;
    for (const PathStep& step : steps) {
      if (at->marked_) {
        return;  // All of it is marked already.
      }
      at = std::holds_alternative<std::string>(step)
               ? &at->members_[std::get<std::string>(step)]
               : &at->items_[std::get<std::uint32_t>(step)];
    }
    at->marked_ = true;
  }

  void Write(NumberedBuilder* builder) const {
    if (marked_) {
      builder->AddBool(true);
    } else if (!items_.empty()) {
      WriteItems(builder);
    } else {
      builder->StartMap();
      for (const auto& [key, marks] : members_) {
        builder->AddKey(key);
        marks.Write(builder);
      }
      builder->EndMap();
    }
  }

 private:
  void WriteItems(NumberedBuilder* builder) const {
    builder->StartList();
    std::uint32_t next = 0;
    for (const auto& [index, marks] : items_) {
      for (; next < index; ++next) {
        builder->AddBool(false);
      }
      marks.Write(builder);
      ++next;
    }
    builder->EndList();
  }

  bool marked_ = false;
  std::map<std::string, Marks> members_;
  std::map<std::uint32_t, Marks> items_;
};

ChangeAction FromProto(v1::ChangeAction action) {
  switch (action) {
    case v1::CHANGE_ACTION_CREATE:
      return ChangeAction::kCreate;
    case v1::CHANGE_ACTION_UPDATE:
      return ChangeAction::kUpdate;
    case v1::CHANGE_ACTION_REPLACE:
      return ChangeAction::kReplace;
    case v1::CHANGE_ACTION_DELETE:
      return ChangeAction::kDelete;
    case v1::CHANGE_ACTION_FORGET:
      return ChangeAction::kForget;
    case v1::CHANGE_ACTION_READ:
      return ChangeAction::kRead;
    default:
      return ChangeAction::kNoOp;
  }
}

// Writes the request as a plan would have it, so that all that is known of
// plans holds for it:
//
//   resource_changes: [{address, change: {before, after, after_unknown,
//                                         after_sensitive, replace_paths}}]
class ChangeWriter {
 public:
  explicit ChangeWriter(Document* document) : builder_(document) {
    builder_.StartMap();
    builder_.AddKey("resource_changes");
    builder_.StartList();
  }

  Status Add(const v1::PlannedResource& message) {
    address_ = message.address();
    CG_RETURN_IF_ERROR(Admit(message));
    builder_.StartMap();
    builder_.AddKey("address");
    builder_.AddString(message.address());
    builder_.AddKey("change");
    builder_.StartMap();
    AddState("before", message.has_before(), message.before());
    AddState("after", message.has_after(), message.after());
    CG_RETURN_IF_ERROR(AddMarks("after_unknown", message.unknown_paths()));
    CG_RETURN_IF_ERROR(AddMarks("after_sensitive", message.sensitive_paths()));
    CG_RETURN_IF_ERROR(AddReplacePaths(message));
    builder_.EndMap();
    builder_.EndMap();
    return {};
  }

  const Value* Finish() {
    builder_.EndList();
    builder_.EndMap();
    return builder_.Finish();
  }

 private:
  Status Admit(const v1::PlannedResource& message) {
    if (message.address().empty() || message.type().empty()) {
      return BadResource(address_,
                         "a planned resource needs `address` and `type`");
    }
    if (!addresses_.insert(message.address()).second) {
      return BadResource(address_, "the address stands twice in the request");
    }
    if (!v1::ChangeAction_IsValid(message.change()) ||
        message.change() == v1::CHANGE_ACTION_UNSPECIFIED) {
      return BadResource(
          address_, "`change` has to say what the plan does to the resource");
    }
    return {};
  }

  void AddState(const char* key, bool exists,
                const google::protobuf::Struct& state) {
    builder_.AddKey(key);
    if (exists) {
      AddStruct(state);
    } else {
      builder_.AddNull();
    }
  }

  // Protocol Buffers parse at most 100 messages inside each other, so the
  // recursion is bounded.
  void AddValue(const google::protobuf::Value& value) {
    switch (value.kind_case()) {
      case google::protobuf::Value::kBoolValue:
        return builder_.AddBool(value.bool_value());
      case google::protobuf::Value::kNumberValue:
        return AddNumber(value.number_value());
      case google::protobuf::Value::kStringValue:
        return builder_.AddString(value.string_value());
      case google::protobuf::Value::kStructValue:
        return AddStruct(value.struct_value());
      case google::protobuf::Value::kListValue:
        builder_.StartList();
        for (const google::protobuf::Value& item :
             value.list_value().values()) {
          AddValue(item);
        }
        return builder_.EndList();
      default:
        return builder_.AddNull();
    }
  }

  // A Struct knows doubles only; whole numbers are what they were.
  void AddNumber(double number) {
    if (std::trunc(number) == number &&
        std::abs(number) <= kLargestExactInteger) {
      builder_.AddInt(static_cast<std::int64_t>(number));
    } else {
      builder_.AddFloat(number);
    }
  }

  // In the order of keys: a Struct has none of its own, and reports must not
  // depend on chance.
  void AddStruct(const google::protobuf::Struct& fields) {
    std::map<std::string_view, const google::protobuf::Value*> sorted;
    for (const auto& [key, value] : fields.fields()) {
      sorted.emplace(key, &value);
    }
    builder_.StartMap();
    for (const auto& [key, value] : sorted) {
      builder_.AddKey(key);
      AddValue(*value);
    }
    builder_.EndMap();
  }

  template <typename Paths>
  Status AddMarks(const char* key, const Paths& paths) {
    Marks marks;
    for (const std::string& path : paths) {
      CG_ASSIGN_OR_RETURN(const std::vector<PathStep> steps,
                          PathAt(address_, path));
      marks.Mark(steps);
    }
    builder_.AddKey(key);
    marks.Write(&builder_);
    return {};
  }

  Status AddReplacePaths(const v1::PlannedResource& message) {
    builder_.AddKey("replace_paths");
    builder_.StartList();
    for (const std::string& path : message.replace_paths()) {
      CG_ASSIGN_OR_RETURN(const std::vector<PathStep> steps,
                          PathAt(address_, path));
      builder_.StartList();
      for (const PathStep& step : steps) {
        if (const auto* key = std::get_if<std::string>(&step)) {
          builder_.AddString(*key);
        } else {
          builder_.AddInt(std::get<std::uint32_t>(step));
        }
      }
      builder_.EndList();
    }
    builder_.EndList();
    return {};
  }

  NumberedBuilder builder_;
  std::string address_;  // Of the resource being added, for errors.
  std::unordered_set<std::string> addresses_;
};

// What the configuration says, of which messages hold references and the paths
// that are set.
class ExpressionReader {
 public:
  ExpressionReader(const v1::PlannedResource& message, Arena* arena,
                   ResourceExpressions* out)
      : message_(message), arena_(arena), out_(out) {}

  Status Read() {
    out_->complete = !message_.configured_paths().empty();
    for (const std::string& path : message_.configured_paths()) {
      CG_ASSIGN_OR_RETURN(AttributeExpression* const expression,
                          ExpressionAt(path));
      // A path that ends in a block is there because the block is empty.
      expression->is_empty = path.ends_with(']') && !path.ends_with("\"]");
    }
    for (const v1::ResourceReference& reference : message_.references()) {
      CG_ASSIGN_OR_RETURN(AttributeExpression* const expression,
                          ExpressionAt(reference.path()));
      const std::string_view text = arena_->CopyText(
          reference.text().empty() ? reference.target() : reference.text());
      expression->references.push_back(text);
      expression->given.push_back(
          {.text = text,
           .target = arena_->CopyText(reference.target()),
           .attribute = arena_->CopyText(reference.attribute())});
    }
    return {};
  }

 private:
  Result<AttributeExpression*> ExpressionAt(const std::string& text) {
    CG_ASSIGN_OR_RETURN(const std::vector<PathStep> steps,
                        PathAt(message_.address(), text));
    const std::string path = WithoutIndices(steps);
    const auto [found, added] = numbers_.emplace(path, out_->attributes.size());
    if (added) {
      out_->attributes.emplace_back().path = path;
    }
    return &out_->attributes[found->second];
  }

  const v1::PlannedResource& message_;
  Arena* arena_;
  ResourceExpressions* out_;
  std::map<std::string, std::size_t> numbers_;
};

const Value* StateOf(const Value& change, std::string_view key) {
  const Value* state = Find(change, key);
  return state->Is(Kind::kNull) ? nullptr : state;
}

// `written` is what ChangeWriter made of the message.
PlannedResource ResourceOf(const v1::PlannedResource& message,
                           const Value& written, Arena* arena) {
  const Value& change = *Find(written, "change");
  PlannedResource resource;
  resource.address = arena->CopyText(message.address());
  resource.type = arena->CopyText(message.type());
  resource.is_data =
      ParseResourceAddress(resource.address).local.starts_with("data.");
  resource.action = FromProto(message.change());
  resource.previous_address = arena->CopyText(message.previous_address());
  resource.replace_paths = Find(change, "replace_paths");
  resource.before = StateOf(change, "before");
  resource.after = StateOf(change, "after");
  resource.after_unknown = Find(change, "after_unknown");
  resource.after_sensitive = Find(change, "after_sensitive");
  resource.before_sensitive = resource.after_sensitive;
  resource.span = written.span();
  return resource;
}

}  // namespace

Result<std::unique_ptr<const Document>> ReadPlannedResources(
    const v1::PlannedResources& planned, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  ChangeWriter writer(document.get());
  for (const v1::PlannedResource& message : planned.resources()) {
    CG_RETURN_IF_ERROR(writer.Add(message));
  }
  const Value* source = writer.Finish();
  document->SetSource(source);
  const Value& changes = *Find(*source, "resource_changes");
  std::vector<PlannedResource> resources;
  std::deque<ResourceExpressions> expressions;
  for (int i = 0; i < planned.resources_size(); ++i) {
    PlannedResource resource = ResourceOf(
        planned.resources(i), changes.AsList()[static_cast<std::size_t>(i)],
        &document->arena());
    ExpressionReader reader(planned.resources(i), &document->arena(),
                            &expressions.emplace_back());
    CG_RETURN_IF_ERROR(reader.Read());
    resource.expressions = &expressions.back();
    resources.push_back(resource);
  }
  PlanFacts facts;
  facts.complete = planned.complete();
  CG_RETURN_IF_ERROR(
      BuildFromPlannedResources(document.get(), resources, facts, options));
  return document;
}

}  // namespace connectguard
