#include "readers/serverless.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace connectguard {
namespace {

constexpr std::string_view kFunction = "AWS::Serverless::Function";
constexpr std::string_view kSimpleTable = "AWS::Serverless::SimpleTable";

// Properties that AWS::Lambda::Function has under the same name and shape.
constexpr std::array<std::string_view, 19> kSameInLambda = {
    "Architectures",
    "CodeSigningConfigArn",
    "Description",
    "Environment",
    "EphemeralStorage",
    "FileSystemConfigs",
    "FunctionName",
    "Handler",
    "ImageConfig",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "ReservedConcurrentExecutions",
    "Runtime",
    "SnapStart",
    "Timeout",
    "VpcConfig",
};

const Value* FindString(const Value& map, std::string_view key) {
  const Value* value = Find(map, key);
  return value != nullptr && value->Is(Kind::kString) ? value : nullptr;
}

// A property of a resource, or of Globals where the resource leaves it out.
// Maps are merged and lists of Globals come first, member by member.
class Merged {
 public:
  Merged(const Value* own, const Value* global) : own_(own), global_(global) {}

  bool Has(std::string_view key) const {
    return Own(key) != nullptr || Global(key) != nullptr;
  }
  // The one that counts when both are no containers.
  const Value* Get(std::string_view key) const {
    return Own(key) != nullptr ? Own(key) : Global(key);
  }
  const Value* Own(std::string_view key) const {
    return own_ == nullptr ? nullptr : Find(*own_, key);
  }
  const Value* Global(std::string_view key) const {
    return global_ == nullptr ? nullptr : Find(*global_, key);
  }
  Merged Inside(std::string_view key) const { return {Own(key), Global(key)}; }

 private:
  const Value* own_;
  const Value* global_;
};

bool IsCall(const Value& map) {
  return map.size == 1 && (map.AsMap().front().key->text == "Ref" ||
                           map.AsMap().front().key->text.starts_with("Fn::"));
}

bool IsPlainMap(const Value* value) {
  return value != nullptr && value->Is(Kind::kMap) && !IsCall(*value);
}

class ServerlessWriter {
 public:
  ServerlessWriter(const Value& written, ValueBuilder builder)
      : written_(written),
        globals_(Find(written, "Globals")),
        builder_(std::move(builder)) {}

  ServerlessResult Write() {
    builder_.StartMap(written_.span());
    for (const Member& section : written_.AsMap()) {
      if (section.key->text == "Globals") {
        continue;
      }
      builder_.AddKey(section.key->text);
      if (section.key->text == "Resources" && section.value.Is(Kind::kMap)) {
        builder_.StartMap(section.value.span());
        for (const Member& resource : section.value.AsMap()) {
          AddResource(resource);
        }
        builder_.EndMap();
      } else {
        builder_.AddCopy(section.value);
      }
    }
    builder_.EndMap();
    return {.root = builder_.Finish(), .makes_more = std::move(makes_more_)};
  }

 private:
  void AddResource(const Member& member) {
    const std::string_view type = StringAt(member.value, "Type");
    const Value* properties = Find(member.value, "Properties");
    if (type == kFunction &&
        (properties == nullptr || IsPlainMap(properties))) {
      AddFunction(member, {properties, GlobalsOf("Function")});
      return;
    }
    if (type == kSimpleTable &&
        (properties == nullptr || IsPlainMap(properties))) {
      AddTable(member, {properties, GlobalsOf("SimpleTable")});
      return;
    }
    if (type.starts_with("AWS::Serverless::")) {
      makes_more_.emplace_back(member.key->text);
    }
    builder_.AddKey(member.key->text);
    builder_.AddCopy(member.value);
  }

  const Value* GlobalsOf(std::string_view kind) const {
    return globals_ == nullptr ? nullptr : Find(*globals_, kind);
  }

  // --- Building --------------------------------------------------------------
  void Text(std::string_view key, std::string_view text) {
    builder_.AddKey(key);
    builder_.AddString(text, span_);
  }
  void Copy(std::string_view key, const Value* value) {
    if (value != nullptr) {
      builder_.AddKey(key);
      builder_.AddCopy(*value);
    }
  }
  void Call(std::string_view function, std::string_view argument) {
    builder_.StartMap(span_);
    Text(function, argument);
    builder_.EndMap();
  }
  void AttributeOf(std::string_view resource, std::string_view attribute) {
    Call("Fn::GetAtt", fmt::format("{}.{}", resource, attribute));
  }

  // Globals and own, as SAM joins them.
  void CopyMerged(std::string_view key, std::string_view as,
                  const Merged& from) {
    const Value* own = from.Own(key);
    const Value* global = from.Global(key);
    if (own == nullptr && global == nullptr) {
      return;
    }
    builder_.AddKey(as);
    AddMerged(own, global);
  }

  // Recursion is bounded by the depth of the input.
  void AddMerged(const Value* own, const Value* global) {
    if (IsPlainMap(own) && IsPlainMap(global)) {
      builder_.StartMap(own->span());
      for (const Member& member : global->AsMap()) {
        builder_.AddKey(member.key->text);
        AddMerged(Find(*own, member.key->text), &member.value);
      }
      for (const Member& member : own->AsMap()) {
        if (Find(*global, member.key->text) == nullptr) {
          builder_.AddKey(member.key->text);
          builder_.AddCopy(member.value);
        }
      }
      builder_.EndMap();
      return;
    }
    if (own != nullptr && global != nullptr && own->Is(Kind::kList) &&
        global->Is(Kind::kList)) {
      builder_.StartList(own->span());
      for (const Value* list : {global, own}) {
        for (const Value& item : list->AsList()) {
          builder_.AddCopy(item);
        }
      }
      builder_.EndList();
      return;
    }
    builder_.AddCopy(own != nullptr ? *own : *global);
  }

  // Everything but Type and Properties.
  void CopyAttributes(const Value& resource) {
    for (const Member& member : resource.AsMap()) {
      if (member.key->text != "Type" && member.key->text != "Properties") {
        Copy(member.key->text, &member.value);
      }
    }
  }

  void StartResource(std::string_view id, std::string_view type,
                     const Value& written, bool is_own) {
    builder_.AddKey(id);
    builder_.StartMap(span_);
    Text("Type", type);
    if (is_own) {
      CopyAttributes(written);
    } else {
      Copy("Condition", Find(written, "Condition"));
    }
    builder_.AddKey("Properties");
    builder_.StartMap(span_);
  }
  void EndResource() {
    builder_.EndMap();
    builder_.EndMap();
  }

  // SAM's tags are a map; CloudFormation's a list of pairs.
  void AddTags(const Merged& from) {
    if (!from.Has("Tags")) {
      return;
    }
    if ((from.Own("Tags") != nullptr && !IsPlainMap(from.Own("Tags"))) ||
        (from.Global("Tags") != nullptr && !IsPlainMap(from.Global("Tags")))) {
      CopyMerged("Tags", "Tags", from);
      return;
    }
    const Merged tags = from.Inside("Tags");
    builder_.AddKey("Tags");
    builder_.StartList(span_);
    for (const Value* map : {from.Global("Tags"), from.Own("Tags")}) {
      if (map == nullptr) {
        continue;
      }
      for (const Member& tag : map->AsMap()) {
        if (&tag.value != tags.Get(tag.key->text)) {
          continue;
        }
        builder_.StartMap(tag.value.span());
        builder_.AddKey("Key");
        builder_.AddString(tag.key->text, tag.value.span());
        Copy("Value", &tag.value);
        builder_.EndMap();
      }
    }
    builder_.EndList();
  }

  // --- Functions -------------------------------------------------------------
  void AddFunction(const Member& member, const Merged& from) {
    const std::string id(member.key->text);
    span_ = member.value.span();
    StartResource(id, "AWS::Lambda::Function", member.value, true);
    for (const std::string_view key : kSameInLambda) {
      CopyMerged(key, key, from);
    }
    AddCode(from);
    if (const Value* dead = from.Get("DeadLetterQueue");
        dead != nullptr && IsPlainMap(dead)) {
      builder_.AddKey("DeadLetterConfig");
      builder_.StartMap(dead->span());
      Copy("TargetArn", Find(*dead, "TargetArn"));
      builder_.EndMap();
    }
    if (const Value* mode = from.Get("Tracing")) {
      builder_.AddKey("TracingConfig");
      builder_.StartMap(mode->span());
      Copy("Mode", mode);
      builder_.EndMap();
    }
    AddTags(from);
    if (from.Has("Role")) {
      Copy("Role", from.Get("Role"));
    } else {
      builder_.AddKey("Role");
      AttributeOf(id + "Role", "Arn");
    }
    EndResource();
    if (!from.Has("Role")) {
      AddRole(id, member.value, from);
    }
    if (const Value* url = from.Get("FunctionUrlConfig"); IsPlainMap(url)) {
      AddUrl(id, member.value, *url);
    }
    for (const char* maker : {"Events", "AutoPublishAlias", "EventInvokeConfig",
                              "DeploymentPreference", "Connectors"}) {
      if (from.Has(maker)) {
        makes_more_.push_back(id);
        return;
      }
    }
  }

  void AddCode(const Merged& from) {
    const Value* inline_code = from.Get("InlineCode");
    builder_.AddKey("Code");
    builder_.StartMap(span_);
    if (inline_code != nullptr) {
      Copy("ZipFile", inline_code);
    } else if (const Value* image = from.Get("ImageUri")) {
      Copy("ImageUri", image);
    }
    builder_.EndMap();
  }

  void AddRole(const std::string& id, const Value& written,
               const Merged& from) {
    StartResource(id + "Role", "AWS::IAM::Role", written, false);
    if (const Value* trust = from.Get("AssumeRolePolicyDocument")) {
      Copy("AssumeRolePolicyDocument", trust);
    } else {
      builder_.AddKey("AssumeRolePolicyDocument");
      AddTrust();
    }
    Copy("PermissionsBoundary", from.Get("PermissionsBoundary"));
    Copy("Path", from.Get("RolePath"));
    AddManagedPolicies(from);
    AddInlinePolicies(id, from);
    EndResource();
  }

  void AddTrust() {
    builder_.StartMap(span_);
    Text("Version", "2012-10-17");
    builder_.AddKey("Statement");
    builder_.StartList(span_);
    builder_.StartMap(span_);
    Text("Effect", "Allow");
    builder_.AddKey("Principal");
    builder_.StartMap(span_);
    Text("Service", "lambda.amazonaws.com");
    builder_.EndMap();
    Text("Action", "sts:AssumeRole");
    builder_.EndMap();
    builder_.EndList();
    builder_.EndMap();
  }

  void ManagedPolicy(std::string_view name) {
    Call("Fn::Sub",
         fmt::format("arn:${{AWS::Partition}}:iam::aws:policy/{}", name));
  }

  static std::vector<const Value*> PoliciesOf(const Merged& from) {
    std::vector<const Value*> policies;
    for (const Value* each : {from.Global("Policies"), from.Own("Policies")}) {
      if (each == nullptr) {
        continue;
      }
      if (!each->Is(Kind::kList)) {
        policies.push_back(each);
        continue;
      }
      for (const Value& item : each->AsList()) {
        policies.push_back(&item);
      }
    }
    return policies;
  }

  static bool IsDocument(const Value& policy) {
    return IsPlainMap(&policy) && Find(policy, "Statement") != nullptr;
  }
  static bool IsPolicyTemplate(const Value& policy) {
    return IsPlainMap(&policy) && !IsDocument(policy);
  }

  void AddManagedPolicies(const Merged& from) {
    builder_.AddKey("ManagedPolicyArns");
    builder_.StartList(span_);
    ManagedPolicy("service-role/AWSLambdaBasicExecutionRole");
    if (from.Has("VpcConfig")) {
      ManagedPolicy("service-role/AWSLambdaVPCAccessExecutionRole");
    }
    if (const Value* mode = from.Get("Tracing");
        mode != nullptr && mode->Is(Kind::kString)) {
      ManagedPolicy("AWSXRayDaemonWriteAccess");
    }
    for (const Value* policy : PoliciesOf(from)) {
      if (policy->Is(Kind::kString)) {
        const std::string_view name = policy->AsString();
        if (name.starts_with("arn:")) {
          builder_.AddCopy(*policy);
        } else {
          builder_.StartMap(policy->span());
          builder_.AddKey("Fn::Sub");
          builder_.AddString(
              fmt::format("arn:${{AWS::Partition}}:iam::aws:policy/{}", name),
              policy->span());
          builder_.EndMap();
        }
      } else if (policy->Is(Kind::kMap) && IsCall(*policy)) {
        builder_.AddCopy(*policy);
      }
    }
    builder_.EndList();
  }

  void AddInlinePolicies(const std::string& id, const Merged& from) {
    const auto policies = PoliciesOf(from);
    if (std::none_of(policies.begin(), policies.end(),
                     [](const Value* each) { return IsPlainMap(each); })) {
      return;
    }
    builder_.AddKey("Policies");
    builder_.StartList(span_);
    for (std::size_t i = 0; i < policies.size(); ++i) {
      const Value& policy = *policies[i];
      if (!IsPlainMap(&policy)) {
        continue;
      }
      builder_.StartMap(policy.span());
      Text("PolicyName", fmt::format("{}RolePolicy{}", id, i));
      builder_.AddKey("PolicyDocument");
      if (IsPolicyTemplate(policy)) {
        const std::string_view name =
            policy.size == 0 ? "" : policy.AsMap().front().key->text;
        Call("Fn::Unknown",
             fmt::format("SAM's policy template `{}` says it", name));
      } else {
        builder_.AddCopy(policy);
      }
      builder_.EndMap();
    }
    builder_.EndList();
  }

  void AddUrl(const std::string& id, const Value& written, const Value& url) {
    StartResource(id + "Url", "AWS::Lambda::Url", written, false);
    for (const char* key : {"AuthType", "Cors", "InvokeMode"}) {
      Copy(key, Find(url, key));
    }
    builder_.AddKey("TargetFunctionArn");
    Call("Ref", id);
    EndResource();
    const Value* authentication = FindString(url, "AuthType");
    if (authentication == nullptr || authentication->AsString() != "NONE") {
      return;
    }
    StartResource(id + "UrlPublicPermissions", "AWS::Lambda::Permission",
                  written, false);
    Text("Action", "lambda:InvokeFunctionUrl");
    Text("Principal", "*");
    Text("FunctionUrlAuthType", "NONE");
    builder_.AddKey("FunctionName");
    Call("Ref", id);
    EndResource();
  }

  // --- Tables ----------------------------------------------------------------
  void AddTable(const Member& member, const Merged& from) {
    span_ = member.value.span();
    StartResource(member.key->text, "AWS::DynamoDB::Table", member.value, true);
    for (const char* key :
         {"TableName", "SSESpecification", "PointInTimeRecoverySpecification",
          "ProvisionedThroughput"}) {
      CopyMerged(key, key, from);
    }
    if (!from.Has("ProvisionedThroughput")) {
      Text("BillingMode", "PAY_PER_REQUEST");
    }
    AddTags(from);
    const Value* key = from.Get("PrimaryKey");
    const std::string_view name =
        key == nullptr ? "id" : StringAt(*key, "Name", "id");
    const std::string_view type =
        key == nullptr ? "String" : StringAt(*key, "Type", "String");
    AddKeyList("AttributeDefinitions", name, "AttributeType",
               type == "Number"   ? "N"
               : type == "Binary" ? "B"
                                  : "S");
    AddKeyList("KeySchema", name, "KeyType", "HASH");
    EndResource();
  }

  void AddKeyList(std::string_view key, std::string_view name,
                  std::string_view attribute, std::string_view value) {
    builder_.AddKey(key);
    builder_.StartList(span_);
    builder_.StartMap(span_);
    Text("AttributeName", name);
    Text(attribute, value);
    builder_.EndMap();
    builder_.EndList();
  }

  const Value& written_;
  const Value* globals_;
  ValueBuilder builder_;
  SourceSpan span_;  // Of the resource that is being written out.
  std::vector<std::string> makes_more_;
};

}  // namespace

ServerlessResult WriteOutServerless(const Value& written,
                                    ValueBuilder builder) {
  return ServerlessWriter(written, std::move(builder)).Write();
}

}  // namespace connectguard
