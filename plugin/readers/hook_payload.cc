#include "readers/hook_payload.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/input_kind.h"
#include "readers/stack_reading.h"
#include "readers/template_document.h"
#include "readers/template_parameters.h"
#include "readers/template_ways.h"

namespace connectguard {
namespace {

// The first of several spellings that is a text; the guides have two.
std::string_view TextAt(const Value& map,
                        std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const std::string_view text = StringAt(map, key);
    if (!text.empty()) {
      return text;
    }
  }
  return {};
}

const Value* MapAt(const Value& map, std::string_view key) {
  const Value* value = Find(map, key);
  return value != nullptr && value->Is(Kind::kMap) ? value : nullptr;
}

class HookReading {
 public:
  HookReading(const Input& input, const ReadOptions& options,
              const Assumptions* assumed)
      : input_(input),
        options_(options),
        document_(std::make_unique<Document>()),
        world_(document_.get()) {
    world_.assumed = assumed;
  }

  Result<ReadOnce> Read() {
    document_->SetDigest(input_.sha256);
    file_ = document_->AddFile(input_.name, input_.bytes);
    CG_ASSIGN_OR_RETURN(root_,
                        ReadTemplateText(document_.get(), file_, nullptr));
    if (!root_->Is(Kind::kMap)) {
      return Bad(*root_, "a hook is handed a map", "");
    }
    made_.written = root_;
    if (input_.stack && (input_.stack->previous || input_.stack->change_set)) {
      return Misplaced("a hook is handed what was before");
    }
    CG_RETURN_IF_ERROR(Find(*root_, "HookContext") != nullptr ? ReadGuardHook()
                                                              : ReadRequest());
    CG_RETURN_IF_ERROR(WriteTemplateDocument(std::move(made_)));
    return ReadOnce{.document = std::move(document_),
                    .open = std::move(world_.open),
                    .conditional = world_.conditional};
  }

 private:
  tl::unexpected<Error> Bad(const Value& at, std::string message,
                            std::string hint) const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_->file(file_), at.begin,
                             std::move(message), std::move(hint)));
  }

  tl::unexpected<Error> Misplaced(std::string message) const {
    return Fail(ErrorCode::kUsage,
                DiagnosticFor(input_.name, std::move(message),
                              "leave --parameters, --parameter, --previous and "
                              "--change-set out"));
  }

  // --- Guard Hooks -----------------------------------------------------------
  Status ReadGuardHook() {
    const Value* context = MapAt(*root_, "HookContext");
    if (context == nullptr) {
      return Bad(*root_, "`HookContext` must be a map", "");
    }
    BindContext(TextAt(*context, {"AWSAccountID", "AwsAccountId"}),
                StringAt(*context, "StackId"));
    const std::string_view target = StringAt(*context, "TargetType");
    const std::string_view point = StringAt(*context, "InvocationPoint");
    deletes_ = point.starts_with("DELETE");
    const Value* previous = Find(*root_, "Previous");
    const bool is_template =
        target == "STACK" || target == "CHANGE_SET" ||
        (previous != nullptr && Find(*previous, "Resources") != nullptr);
    if (!is_template) {
      return AddOperation(point, Rewritten(MapAt(*root_, "Resources")),
                          Rewritten(MapAt(*root_, "Previous")));
    }
    if (Find(*root_, "Resources") == nullptr) {
      StackIsDeleted();
      return {};
    }
    Before before;
    if (previous != nullptr) {
      CG_ASSIGN_OR_RETURN(before,
                          TemplateIn(*previous, "the previous template"));
    }
    std::optional<ChangeSet> changes;
    if (const Value* list = Find(*root_, "Changes")) {
      CG_ASSIGN_OR_RETURN(
          changes,
          ReadChangedResources(*list, document_->file(file_), &world_.values));
      before.change_set = &*changes;
    }
    return ReadStack({.written = root_, .file = file_}, before);
  }

  // {Id: {ResourceType, ResourceProperties}} with the names that templates
  // have.
  static const Value* MemberOf(const Value& resource, std::string_view name) {
    const Value* value = Find(resource, name);
    return value != nullptr ? value
                            : Find(resource, fmt::format("Resource{}", name));
  }

  std::vector<StackResource> Rewritten(const Value* resources) {
    std::vector<StackResource> all;
    if (resources == nullptr) {
      return all;
    }
    for (const Member& member : resources->AsMap()) {
      const Value* type = MemberOf(member.value, "Type");
      all.push_back(ResourceOf(
          member.key->text,
          type != nullptr && type->Is(Kind::kString) ? type->AsString() : "",
          MemberOf(member.value, "Properties"), member.value));
    }
    return all;
  }

  // --- Lambda Hooks ----------------------------------------------------------
  Status ReadRequest() {
    if (Find(*root_, "requestData") == nullptr &&
        Find(*root_, "request") == nullptr) {
      return ReadPayload(*root_);
    }
    // The older form has everything one level deeper.
    const Value* request = MapAt(*root_, "request");
    request = request == nullptr ? root_ : request;
    const Value* context = MapAt(*request, "hookContext");
    context = context == nullptr ? request : context;
    const Value* data = MapAt(*request, "requestData");
    data = data == nullptr ? context : data;
    made_.client_request_token =
        TextAt(*request, {"clientRequestToken", "clientRequesttoken"});
    BindContext(StringAt(*context, "awsAccountId"),
                TextAt(*context, {"stackId", "stackID"}));
    const std::string_view point =
        TextAt(*context, {"actionInvocationPoint", "invocationPoint"});
    deletes_ = point.starts_with("DELETE");
    if (const Value* model = MapAt(*data, "targetModel")) {
      return ReadTargetModel(point, *data, *model);
    }
    const Value* payload = Find(*data, "payload");
    if (payload == nullptr) {
      return Bad(*data, "the request has neither `targetModel` nor `payload`",
                 "hand over the event of the Lambda function as it is");
    }
    if (payload->Is(Kind::kMap)) {
      return ReadPayload(*payload);
    }
    if (payload->Is(Kind::kString) && LooksLikeJson(payload->AsString())) {
      CG_ASSIGN_OR_RETURN(const Before inside,
                          TemplateIn(*payload, "the payload"));
      return ReadPayload(*inside.written);
    }
    return Bad(*payload, "the payload is still an address",
               "fetch it, and put what it holds in the place of the address");
  }

  Status ReadTargetModel(std::string_view point, const Value& data,
                         const Value& model) {
    const std::string_view id = StringAt(data, "targetLogicalId", "Resource");
    const std::string_view type = TextAt(data, {"targetName", "targetType"});
    const auto of = [&](std::string_view key) {
      std::vector<StackResource> all;
      const Value* properties = MapAt(model, key);
      if (properties != nullptr) {
        all.push_back(ResourceOf(id, type, properties, model));
      }
      return all;
    };
    std::vector<StackResource> now = of("resourceProperties");
    std::vector<StackResource> before = of("previousResourceProperties");
    if (now.empty() && before.empty()) {
      now.push_back(ResourceOf(id, type, nullptr, model));
    }
    return AddOperation(point, std::move(now), std::move(before));
  }

  Status ReadPayload(const Value& payload) {
    const Value* text = Find(payload, "template");
    if (text == nullptr || text->Is(Kind::kNull) ||
        (text->Is(Kind::kString) && text->size == 0)) {
      StackIsDeleted();
      return {};
    }
    CG_ASSIGN_OR_RETURN(const Before now, TemplateIn(*text, "the template"));
    Before before;
    const Value* previous = Find(payload, "previousTemplate");
    if (previous != nullptr && !previous->Is(Kind::kNull) &&
        !(previous->Is(Kind::kString) && previous->size == 0)) {
      CG_ASSIGN_OR_RETURN(before,
                          TemplateIn(*previous, "the previous template"));
    }
    std::optional<ChangeSet> changes;
    if (const Value* list = Find(payload, "changedResources")) {
      CG_ASSIGN_OR_RETURN(
          changes,
          ReadChangedResources(*list, document_->file(file_), &world_.values));
      before.change_set = &*changes;
    }
    return ReadStack({.written = now.written, .file = now.file}, before);
  }

  // --- Both ------------------------------------------------------------------
  // A template as a map, or as the text of a file of its own.
  Result<Before> TemplateIn(const Value& value, std::string_view what) {
    if (!value.Is(Kind::kString)) {
      return Before{.written = &value, .file = value.file};
    }
    const std::string name = fmt::format("{} ({})", input_.name, what);
    CG_RETURN_IF_ERROR(CheckIsText(name, value.AsString()));
    const std::uint16_t file =
        document_->AddFile(name, std::string(value.AsString()));
    CG_ASSIGN_OR_RETURN(const Value* written,
                        ReadTemplateText(document_.get(), file, &world_.notes));
    return Before{.written = written, .file = file};
  }

  // "arn:aws:cloudformation:eu-west-2:111122223333:stack/Name/Id"
  void BindContext(std::string_view account, std::string_view stack) {
    const auto bind = [&](const char* name, std::string_view text) {
      if (!text.empty()) {
        scope_.parameters[name].text = std::string(text);
      }
    };
    bind("AWS::AccountId", account);
    bind("AWS::StackId", stack);
    const auto parts = Split(stack, ':');
    if (parts.size() == 6 && parts[0] == "arn") {
      bind("AWS::Partition", parts[1]);
      bind("AWS::Region", parts[3]);
      const auto path = Split(parts[5], '/');
      if (path.size() == 3) {
        bind("AWS::StackName", path[1]);
      }
    }
  }

  // Parameters have values that the hook is not told.
  void KeepParameters(const Value& written) {
    const Value* declared = Find(written, "Parameters");
    if (declared != nullptr && declared->Is(Kind::kMap)) {
      for (const Member& member : declared->AsMap()) {
        scope_.parameters.try_emplace(std::string(member.key->text));
      }
    }
  }

  Status ReadStack(TemplateStack::Source source, const Before& before) {
    KeepParameters(*source.written);
    if (before.written != nullptr) {
      KeepParameters(*before.written);
    }
    const StackInputs none;
    const StackInputs& given = input_.stack ? *input_.stack : none;
    for (const GivenParameter& each : given.parameters) {
      scope_.parameters[each.name].text = each.value;
    }
    source.scope = scope_;
    CG_ASSIGN_OR_RETURN(
        stack_, ReadStackWith(&world_, std::move(source), given, before));
    made_.planned = stack_.planned;
    made_.previous = stack_.previous;
    made_.changes = stack_.changes;
    made_.has_changes = true;
    for (const StackResource& resource : made_.planned) {
      if (before.written == nullptr && before.change_set == nullptr) {
        made_.changes.planned[resource.address] = {.action = "create"};
      }
    }
    return {};
  }

  void StackIsDeleted() {
    world_.Incomplete(
        "the stack is deleted, and the hook is not told what it has: aim the "
        "hook at resources, to protect them");
    made_.has_changes = true;
  }

  StackResource ResourceOf(std::string_view id, std::string_view type,
                           const Value* properties, const Value& at) {
    ValueBuilder builder = document_->NewBuilder();
    builder.StartMap(at.span());
    builder.AddKey("Type");
    builder.AddString(type, at.span());
    builder.AddKey("Properties");
    // Of a deletion the properties are left empty.
    const bool untold = properties == nullptr || !properties->Is(Kind::kMap) ||
                        (deletes_ && properties->size == 0);
    if (untold) {
      builder.AddCopy(
          *world_.values.Unknown({.reason = "the hook is not told it",
                                  .references = {},
                                  .may_be_absent = true},
                                 at.span()));
    } else {
      AddResolvedProperties(type, *properties, &builder);
    }
    builder.EndMap();
    return {.address = id, .type = type, .node = builder.Finish()};
  }

  void AddResolvedProperties(std::string_view type, const Value& properties,
                             ValueBuilder* builder) {
    Intrinsics intrinsics(&world_.values, *root_, scope_);
    EmitProperties(type, properties, &intrinsics, builder);
  }

  Status AddOperation(std::string_view point, std::vector<StackResource> now,
                      std::vector<StackResource> before) {
    if (input_.stack) {
      return Misplaced(
          "a hook for resources is handed them without parameters");
    }
    world_.Incomplete(
        "a hook for resources shows one of them: the others of the stack were "
        "not checked");
    made_.has_changes = true;
    if (deletes_) {
      made_.previous = before.empty() ? std::move(now) : std::move(before);
      for (const StackResource& resource : made_.previous) {
        made_.changes.previous[resource.address] = {.action = "delete"};
      }
      return {};
    }
    if (point.starts_with("CREATE")) {
      before.clear();
    }
    made_.changes = CompareStacks(*document_, now, before);
    if (before.empty() && !point.starts_with("CREATE")) {
      for (auto& [address, change] : made_.changes.planned) {
        change = {.unknown_because = "the hook is not told what was before"};
      }
    }
    made_.planned = std::move(now);
    made_.previous = std::move(before);
    return {};
  }

  const Input& input_;
  const ReadOptions& options_;
  std::unique_ptr<Document> document_;
  StackWorld world_;
  std::uint16_t file_ = 0;
  const Value* root_ = nullptr;
  StackScope scope_;
  bool deletes_ = false;
  connectguard::ReadStack stack_;
  TemplateDocument made_{.world = &world_, .kind = "hook", .options = options_};
};

}  // namespace

Result<std::unique_ptr<const Document>> ReadHookPayload(
    Input input, const ReadOptions& options) {
  return ReadAllWays(options, input.bytes.size(),
                     [&](const Assumptions* assumed) {
                       return HookReading(input, options, assumed).Read();
                     });
}

}  // namespace connectguard
