// Documents with unknown values, written as YAML: a string that starts with `?`
// becomes one.
//
//   ?            known after apply, and may turn out not to be there
//   ?!           known after apply, certain to be there
//   ?!target#id  exactly that attribute of that resource
//
// What follows a plain `?` only tells several apart.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "document/document.h"
#include "guard/evaluate_text.h"

namespace connectguard::testing {

inline const UnknownInfo* UnknownFrom(std::string_view mark, Arena* arena) {
  auto* info = arena->New<UnknownInfo>();
  info->reason = "known after apply";
  info->may_be_absent = !mark.starts_with("?!");
  if (const std::size_t at = mark.find('#'); at != std::string_view::npos) {
    Reference reference;
    reference.text = arena->CopyText(mark.substr(2));
    reference.target = reference.text.substr(0, at - 2);
    reference.attribute = reference.text.substr(at - 1);
    reference.exact = true;
    info->references =
        arena->CopyArray(std::span<const Reference>(&reference, 1));
  }
  return info;
}

inline void CopyWithUnknowns(const Value& value, Arena* arena,
                             ValueBuilder* builder) {
  if (value.Is(Kind::kMap)) {
    builder->StartMap(value.span());
    for (const Member& member : value.AsMap()) {
      builder->AddKey(member.key->text);
      CopyWithUnknowns(member.value, arena, builder);
    }
    builder->EndMap();
  } else if (value.Is(Kind::kList)) {
    builder->StartList(value.span());
    for (const Value& item : value.AsList()) {
      CopyWithUnknowns(item, arena, builder);
    }
    builder->EndList();
  } else if (value.Is(Kind::kString) && value.AsString().starts_with('?')) {
    builder->AddUnknown(UnknownFrom(value.AsString(), arena), value.span());
  } else {
    builder->AddCopy(value, /*share_text=*/false);
  }
}

inline std::unique_ptr<Document> WithUnknowns(std::string_view yaml) {
  auto document = std::make_unique<Document>();
  auto plain = Load(yaml);
  if (!plain) {
    ADD_FAILURE() << Render(plain.error().diagnostic);
    return document;
  }
  document->AddFile("data.yaml", std::string(yaml));
  ValueBuilder builder = document->NewBuilder();
  CopyWithUnknowns((*plain)->root(), &document->arena(), &builder);
  document->SetRoot(builder.Finish());
  return document;
}

// The status of one clause as the body of a rule.
inline std::string Judge(std::string_view clause, std::string_view yaml,
                         GuardVersion version = GuardVersion::k32,
                         Semantics semantics = Semantics::Compat()) {
  const Judgement run = EvaluateOn(
      "let sel = Resources.*[ Type == 'X' Flag == true ]\n"
      "rule r { " +
          std::string(clause) + "\n}\n",
      WithUnknowns(yaml), {.version = version, .semantics = semantics});
  return run.Status("r");
}

}  // namespace connectguard::testing
