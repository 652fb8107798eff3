#include "iam/managed_policies.h"

#include <span>
#include <utility>
#include <vector>

#include "base/text.h"
#include "iam/data_files.h"

namespace connectguard {
namespace {

void AddTexts(std::string_view key, std::span<const std::string_view> texts,
              SourceSpan span, ValueBuilder* builder) {
  builder->AddKey(key);
  builder->StartList(span);
  for (const std::string_view text : texts) {
    builder->AddString(text, span);
  }
  builder->EndList();
}

// `StringEquals iam:AWSServiceName connect.amazonaws.com`
void AddCondition(std::string_view text, SourceSpan span,
                  ValueBuilder* builder) {
  const std::vector<std::string_view> words = Split(text, ' ');
  builder->AddKey("Condition");
  builder->StartMap(span);
  builder->AddKey(words[0]);
  builder->StartMap(span);
  AddTexts(words[1], std::span(words).subspan(2), span, builder);
  builder->EndMap();
  builder->EndMap();
}

void AddStatement(std::span<const std::string_view> columns, SourceSpan span,
                  ValueBuilder* builder) {
  builder->StartMap(span);
  builder->AddKey("Effect");
  builder->AddString(Trim(columns[1]), span);
  const std::vector<std::string_view> actions = Split(Trim(columns[2]), ' ');
  AddTexts(actions[0], std::span(actions).subspan(1), span, builder);
  AddTexts("Resource", Split(Trim(columns[3]), ' '), span, builder);
  if (columns.size() > 4) {
    AddCondition(Trim(columns[4]), span, builder);
  }
  builder->EndMap();
}

}  // namespace

const Value* AwsManagedPolicy(std::string_view arn, const Value& at,
                              ValueBuilder* builder) {
  constexpr std::string_view kOfAws = ":iam::aws:policy/";
  const std::size_t start = arn.find(kOfAws);
  if (!arn.starts_with("arn:") || start == arn.npos) {
    return nullptr;
  }
  const std::string_view name = arn.substr(start + kOfAws.size());
  std::vector<std::vector<std::string_view>> statements;
  for (const std::string_view line :
       DataLines(IamDataFile("managed_policies.txt"))) {
    std::vector<std::string_view> columns = Split(line, '|');
    if (Trim(columns[0]) == name) {
      statements.push_back(std::move(columns));
    }
  }
  if (statements.empty()) {
    return nullptr;
  }
  builder->StartMap(at.span());
  builder->AddKey("Version");
  builder->AddString("2012-10-17", at.span());
  builder->AddKey("Statement");
  builder->StartList(at.span());
  for (const auto& columns : statements) {
    AddStatement(columns, at.span(), builder);
  }
  builder->EndList();
  builder->EndMap();
  return builder->Finish(&at);
}

std::vector<std::string_view> AwsManagedPolicyNames() {
  std::vector<std::string_view> names;
  for (const std::string_view line :
       DataLines(IamDataFile("managed_policies.txt"))) {
    const std::string_view name = Trim(Split(line, '|')[0]);
    if (names.empty() || names.back() != name) {
      names.push_back(name);
    }
  }
  return names;
}

}  // namespace connectguard
