#include "builtins/iam_question.h"

#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace connectguard {
namespace {

// The keys of all Condition elements, as they are written.
void CollectConditionKeys(const Value& value, std::set<std::string>* keys) {
  if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      CollectConditionKeys(item, keys);
    }
    return;
  }
  if (!value.Is(Kind::kMap)) {
    return;
  }
  if (const Value* statements = Find(value, "Statement")) {
    CollectConditionKeys(*statements, keys);
  }
  const Value* condition = Find(value, "Condition");
  if (condition == nullptr || !condition->Is(Kind::kMap)) {
    return;
  }
  for (const Member& operation : condition->AsMap()) {
    if (operation.value.Is(Kind::kMap)) {
      for (const Member& key : operation.value.AsMap()) {
        keys->insert(std::string(key.key->text));
      }
    }
  }
}

// The partition that the documents name; that of most accounts otherwise.
std::string_view PartitionIn(const Value& value) {
  if (value.Is(Kind::kString)) {
    constexpr std::string_view kStart = "arn:aws";
    const std::string_view text = value.AsString();
    const std::size_t end = text.find(':', kStart.size());
    return text.starts_with(kStart) && end != text.npos
               ? text.substr(4, end - 4)
               : std::string_view();
  }
  std::string_view partition;
  if (value.Is(Kind::kList)) {
    for (const Value& item : value.AsList()) {
      partition = partition.empty() ? PartitionIn(item) : partition;
    }
  } else if (value.Is(Kind::kMap)) {
    for (const Member& member : value.AsMap()) {
      partition = partition.empty() ? PartitionIn(member.value) : partition;
    }
  }
  return partition;
}

// Writes the question again, with what is asked of whom filled in.
class QuestionWriter {
 public:
  QuestionWriter(std::span<const Value* const> documents,
                 const RuleQuestion::Subject& subject, ValueBuilder* builder)
      : subject_(subject), builder_(builder) {
    for (const Value* document : documents) {
      CollectConditionKeys(*document, &keys_);
      partition_ = partition_.empty() ? PartitionIn(*document) : partition_;
    }
    partition_ = partition_.empty() ? "aws" : partition_;
  }

  const Value* Write(const Value& statement) {
    builder_->StartMap(statement.span());
    for (const Member& member : statement.AsMap()) {
      const std::string_view key = member.key->text;
      const bool resource = key == "Resource" || key == "NotResource";
      if (resource && !subject_.resources.empty()) {
        continue;
      }
      if (key == "Condition" && member.value.Is(Kind::kMap)) {
        WriteCondition(member.value);
      } else {
        builder_->AddKey(key);
        Copy(member.value);
      }
    }
    if (!subject_.resources.empty()) {
      builder_->AddKey("Resource");
      builder_->StartList(statement.span());
      for (const std::string& resource : subject_.resources) {
        AddText(resource, statement.span());
      }
      builder_->EndList();
    }
    if (!subject_.principal.empty() &&
        Find(statement, "Principal") == nullptr &&
        Find(statement, "NotPrincipal") == nullptr) {
      builder_->AddKey("Principal");
      builder_->StartMap(statement.span());
      builder_->AddKey("AWS");
      AddText(subject_.principal, statement.span());
      builder_->EndMap();
    }
    builder_->EndMap();
    return builder_->Finish();
  }

 private:
  void AddText(std::string_view text, SourceSpan span) {
    constexpr std::string_view kAny = "arn:*:";
    if (text.starts_with(kAny)) {
      builder_->AddString(
          fmt::format("arn:{}:{}", partition_, text.substr(kAny.size())), span);
    } else {
      builder_->AddString(text, span);
    }
  }

  void Copy(const Value& value) {
    if (value.Is(Kind::kString)) {
      AddText(value.AsString(), value.span());
    } else if (value.Is(Kind::kList)) {
      builder_->StartList(value.span());
      for (const Value& item : value.AsList()) {
        Copy(item);
      }
      builder_->EndList();
    } else if (value.Is(Kind::kMap)) {
      builder_->StartMap(value.span());
      for (const Member& member : value.AsMap()) {
        builder_->AddKey(member.key->text);
        Copy(member.value);
      }
      builder_->EndMap();
    } else {
      builder_->AddCopy(value);
    }
  }

  void WriteCondition(const Value& condition) {
    builder_->AddKey("Condition");
    builder_->StartMap(condition.span());
    for (const Member& operation : condition.AsMap()) {
      builder_->AddKey(operation.key->text);
      if (operation.key->text != "Null" || !operation.value.Is(Kind::kMap)) {
        Copy(operation.value);
        continue;
      }
      builder_->StartMap(operation.value.span());
      for (const Member& key : operation.value.AsMap()) {
        WriteNull(key);
      }
      builder_->EndMap();
    }
    builder_->EndMap();
  }

  void WriteNull(const Member& member) {
    const std::string_view key = member.key->text;
    if (!key.ends_with('*')) {
      builder_->AddKey(key);
      Copy(member.value);
      return;
    }
    const std::string start = ToLower(key.substr(0, key.size() - 1));
    std::set<std::string> seen;
    for (const std::string& known : keys_) {
      if (ToLower(known).starts_with(start) &&
          seen.insert(ToLower(known)).second) {
        builder_->AddKey(known);
        Copy(member.value);
      }
    }
  }

  const RuleQuestion::Subject& subject_;
  ValueBuilder* builder_;
  std::set<std::string> keys_;
  std::string_view partition_;
};

}  // namespace

Result<RuleQuestion> RuleQuestion::Read(const FunctionContext& context,
                                        std::string_view function,
                                        const std::vector<Selected>& argument) {
  const bool one = argument.size() == 1 && argument[0].value != nullptr &&
                   !argument[0].maybe;
  if (!one || !argument[0].value->Is(Kind::kMap)) {
    return Fail(ErrorCode::kBadInput,
                fmt::format("the second argument of `{}` is not a statement "
                            "without Effect",
                            function),
                "write `let question = { Action: 'connect:DeleteInstance', "
                "Resource: '*' }`");
  }
  const RuleQuestion question(context, *argument[0].value);
  CG_RETURN_IF_ERROR(question.About({}, {}));
  return question;
}

Result<std::unique_ptr<const IamQuery>> RuleQuestion::About(
    std::span<const Value* const> documents, const Subject& subject) const {
  return IamQuery::Read(
      *QuestionWriter(documents, subject, context_.builder).Write(statement_));
}

}  // namespace connectguard
