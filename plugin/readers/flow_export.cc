#include "readers/flow_export.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/json_reader.h"

namespace connectguard {
namespace {

constexpr std::string_view kOpenWorld =
    "the flow does not describe the whole account (say --closed-world if the "
    "inputs do)";
constexpr std::string_view kNoInstance =
    "the file does not say of which instance the flow is (`connectguard flow "
    "--instance` can)";
constexpr std::string_view kNoType =
    "the file does not say of which type the flow is (`connectguard flow "
    "--type` can)";

// What a file says of its flow.
struct Export {
  const Value* flow = nullptr;  // The content, parsed or as it is.
  std::string_view name = {};
  std::string_view type = {};  // As the file writes it.
  std::string_view state = {};
  std::string_view arn = {};
  std::string_view id = {};
  bool module = false;
};

// `contactFlow` as the API writes it: `CONTACT_FLOW`.
std::string ApiWord(std::string_view word) {
  std::string upper;
  for (const char c : word) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !upper.empty() && word.front() >= 'a') {
      upper += '_';
    }
    upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return upper;
}

// The name of a file without its folder and its ending.
std::string_view StemOf(std::string_view path) {
  std::string_view name = FileNameOf(path);
  name = name.substr(0, name.rfind('.'));
  return name.empty() ? FileNameOf(path) : name;
}

std::string_view FirstText(const Value* first, const Value* second,
                           std::string_view key) {
  const std::string_view text =
      first == nullptr ? std::string_view() : StringAt(*first, key);
  return !text.empty() || second == nullptr ? text : StringAt(*second, key);
}

class ExportReader {
 public:
  ExportReader(Document* document, const Value& written, FlowHome home,
               const ReadOptions& options)
      : document_(document),
        written_(written),
        home_(std::move(home)),
        options_(options),
        builder_(document->NewBuilder()) {}

  void Read() {
    const Export found = Find();
    std::string address(found.name);
    if (address.empty()) {
      address = StemOf(document_->file(written_.file).name());
    }
    builder_.StartMap(written_.span());
    builder_.AddKey("Resources");
    builder_.StartMap(written_.span());
    builder_.AddKey(address);
    AddResource(found, address);
    builder_.EndMap();
    builder_.AddKey("Previous");
    builder_.StartMap(written_.span());
    builder_.EndMap();
    AddPlan();
    builder_.EndMap();
    const Value* root = builder_.Finish();
    SetNaming(found, root->AsMap().front().value.AsMap().front());
    document_->SetRoot(root);
  }

 private:
  Export Find() {
    for (const char* key : {"ContactFlow", "ContactFlowModule"}) {
      const Value* described = connectguard::Find(written_, key);
      if (described != nullptr && described->Is(Kind::kMap)) {
        return Described(*described,
                         key == std::string_view("ContactFlowModule"));
      }
    }
    const Value* metadata = connectguard::Find(written_, "Metadata");
    if (metadata == nullptr) {
      metadata = connectguard::Find(written_, "metadata");
    }
    Export found{.flow = &written_,
                 .name = FirstText(metadata, nullptr, "name"),
                 .type = FirstText(&written_, metadata, "type")};
    const std::string type = ApiWord(found.type);
    found.module = type.find("MODULE") != std::string::npos;
    return found;
  }

  Export Described(const Value& described, bool module) {
    Export found{.flow = connectguard::Find(described, "Content"),
                 .name = StringAt(described, "Name"),
                 .type = StringAt(described, "Type"),
                 .state = StringAt(described, "State"),
                 .arn = StringAt(described, "Arn"),
                 .id = StringAt(described, "Id"),
                 .module = module};
    if (found.flow != nullptr && found.flow->Is(Kind::kString)) {
      ValueBuilder inner = document_->NewBuilder();
      if (const auto parsed =
              ReadEmbeddedJson(*found.flow, *document_, &inner)) {
        found.flow = *parsed;
      }
    }
    return found;
  }

  void AddResource(const Export& found, std::string_view address) {
    const SourceSpan span = written_.span();
    builder_.StartMap(span);
    builder_.AddKey("Type");
    builder_.AddString(found.module ? "AWS::Connect::ContactFlowModule"
                                    : "AWS::Connect::ContactFlow",
                       span);
    builder_.AddKey("Properties");
    builder_.StartMap(span);
    builder_.AddKey("Name");
    builder_.AddString(address, span);
    builder_.AddKey("InstanceArn");
    AddFirst(InstanceOf(found.arn), home_.instance_arn, kNoInstance);
    if (!found.module) {
      builder_.AddKey("Type");
      AddFirst(ApiWord(found.type), home_.type, kNoType);
    }
    if (!found.state.empty()) {
      builder_.AddKey("State");
      builder_.AddString(found.state, span);
    }
    if (found.flow != nullptr) {
      builder_.AddKey("Content");
      builder_.AddCopy(*found.flow);
    }
    builder_.EndMap();
    builder_.AddKey("Change");
    builder_.StartMap(span);
    builder_.AddKey("Action");
    builder_.AddString("create", span);
    builder_.EndMap();
    builder_.EndMap();
  }

  // `arn:aws:connect:R:A:instance/I/contact-flow/F` without its last two parts.
  static std::string InstanceOf(std::string_view arn) {
    const std::size_t flow = arn.find("/contact-flow/");
    const std::size_t module = arn.find("/flow-module/");
    return std::string(arn.substr(0, flow != std::string_view::npos     ? flow
                                     : module != std::string_view::npos ? module
                                                                        : 0));
  }

  void AddUnknown(std::string_view reason) {
    builder_.AddUnknown(
        document_->arena().New<UnknownInfo>(UnknownInfo{
            .reason = reason, .references = {}, .may_be_absent = false}),
        written_.span());
  }

  // What the file says, or else the caller.
  void AddFirst(std::string_view written, std::string_view told,
                std::string_view otherwise) {
    if (written.empty() && told.empty()) {
      AddUnknown(otherwise);
    } else {
      builder_.AddString(written.empty() ? told : written, written_.span());
    }
  }

  void AddPlan() {
    const SourceSpan span = written_.span();
    builder_.AddKey("Plan");
    builder_.StartMap(span);
    builder_.AddKey("Kind");
    builder_.AddString("flow", span);
    builder_.AddKey("Complete");
    builder_.AddBool(true, span);
    builder_.AddKey("Errored");
    builder_.AddBool(false, span);
    builder_.AddKey("ClosedWorld");
    if (options_.closed_world) {
      builder_.AddBool(true, span);
    } else {
      AddUnknown(kOpenWorld);
    }
    builder_.EndMap();
  }

  void SetNaming(const Export& found, const Member& resource) {
    std::vector<Identifier> identifiers = {
        {.attribute = "Name",
         .text = StringAt(*connectguard::Find(resource.value, "Properties"),
                          "Name")}};
    if (!found.arn.empty()) {
      identifiers.push_back({.attribute = "ContactFlowArn", .text = found.arn});
    }
    if (!found.id.empty()) {
      identifiers.push_back({.attribute = "Id", .text = found.id});
    }
    document_->SetNaming(resource.key->text,
                         {.native_type = StringAt(resource.value, "Type"),
                          .identifiers = document_->arena().CopyArray(
                              std::span<const Identifier>(identifiers))});
  }

  Document* document_;
  const Value& written_;
  FlowHome home_;
  const ReadOptions& options_;
  ValueBuilder builder_;
};

}  // namespace

// Source: AWS::Connect::ContactFlow, property Type, read 2026-11.
std::span<const std::string_view> FlowTypes() {
  static constexpr std::array<std::string_view, 10> kTypes = {
      "CONTACT_FLOW",     "CUSTOMER_QUEUE", "CUSTOMER_HOLD",
      "CUSTOMER_WHISPER", "AGENT_HOLD",     "AGENT_WHISPER",
      "OUTBOUND_WHISPER", "AGENT_TRANSFER", "QUEUE_TRANSFER",
      "CAMPAIGN"};
  return kTypes;
}

Result<std::unique_ptr<const Document>> ReadFlowExport(
    Input input, const ReadOptions& options) {
  auto document = std::make_unique<Document>();
  document->SetDigest(std::move(input.sha256));
  const std::uint16_t file =
      document->AddFile(std::move(input.name), std::move(input.bytes));
  CG_ASSIGN_OR_RETURN(const Value* written, ReadJson(document.get(), file));
  ExportReader(document.get(), *written,
               input.home ? *std::move(input.home) : FlowHome(), options)
      .Read();
  return document;
}

}  // namespace connectguard
