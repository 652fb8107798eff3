#include "readers/policy_statements.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {
namespace {

std::string_view TextOf(const PlanValue& at) {
  return at.value != nullptr && at.value->Is(Kind::kString) && !at.IsUnknown()
             ? at.value->AsString()
             : std::string_view();
}

// `&{aws:userid}` is how `${aws:userid}` is written in Terraform.
std::string WithVariables(std::string_view text) {
  std::string replaced(text);
  for (std::size_t at = replaced.find("&{"); at != std::string::npos;
       at = replaced.find("&{", at)) {
    replaced[at] = '$';
  }
  return replaced;
}

// Values of one key, from one or several blocks.
struct Values {
  std::vector<PlanValue> items;
  // A list that is unknown as a whole.
  PlanValue unknown;
  bool is_unknown = false;
  SourceSpan span = {};  // Of the first list.

  void Add(const PlanValue& list) {
    if (IsEmpty()) {
      span = list.SpanOr(span);
    }
    if (list.IsUnknown()) {
      unknown = list;
      is_unknown = true;
    }
    for (std::uint32_t i = 0; i < list.ListSize(); ++i) {
      if (list.At(i).IsSet()) {
        items.push_back(list.At(i));
      }
    }
  }
  bool IsEmpty() const { return items.empty() && !is_unknown; }

  // Sets are written backwards; what is unknown stands last.
  void Sort() {
    std::stable_sort(
        items.begin(), items.end(), [](const PlanValue& a, const PlanValue& b) {
          return !a.IsUnknown() && (b.IsUnknown() || TextOf(a) > TextOf(b));
        });
  }
};

class StatementWriter {
 public:
  StatementWriter(const PolicyStatement& statement, PropertyWriter* writer,
                  ValueBuilder* builder)
      : statement_(statement), writer_(writer), builder_(builder) {}

  void Write() {
    builder_->StartMap(statement_.span);
    WriteSid();
    WriteEffect();
    WriteSet("Action", "actions", /*has_variables=*/false);
    WriteSet("NotAction", "not_actions", /*has_variables=*/false);
    WriteSet("Resource", "resources", /*has_variables=*/true);
    WriteSet("NotResource", "not_resources", /*has_variables=*/true);
    WritePrincipals("Principal", "principals");
    WritePrincipals("NotPrincipal", "not_principals");
    WriteConditions();
    builder_->EndMap();
  }

 private:
  std::string Below(std::string_view path) const {
    return statement_.path + "." + std::string(path);
  }

  PlanValue At(std::string_view key) const { return statement_.block.At(key); }

  void WriteAttribute(const PlanValue& at, std::string_view path) {
    writer_->WriteAttribute(*statement_.owner, Below(path), at);
  }

  void WriteSid() {
    const PlanValue sid = At("sid");
    if (sid.IsUnknown() || !TextOf(sid).empty()) {
      builder_->AddKey("Sid");
      WriteAttribute(sid, "sid");
    }
  }

  void WriteEffect() {
    const PlanValue effect = At("effect");
    builder_->AddKey("Effect");
    if (effect.IsUnknown() || !TextOf(effect).empty()) {
      WriteAttribute(effect, "effect");
    } else {
      builder_->AddString("Allow", statement_.span);
    }
  }

  void WriteText(const PlanValue& at, std::string_view path,
                 bool has_variables) {
    const std::string_view text = TextOf(at);
    if (!has_variables || text.find("&{") == std::string_view::npos) {
      WriteAttribute(at, path);
      return;
    }
    if (at.IsSensitive()) {
      builder_->BeginSensitive();
    }
    builder_->AddString(WithVariables(text), at.value->span());
    if (at.IsSensitive()) {
      builder_->EndSensitive();
    }
  }

  // One value stands alone.
  void WriteValues(const Values& values, std::string_view path,
                   bool has_variables) {
    if (values.is_unknown) {
      WriteAttribute(values.unknown, path);
    } else if (values.items.size() == 1) {
      WriteText(values.items.front(), path, has_variables);
    } else {
      builder_->StartList(values.span);
      for (const PlanValue& item : values.items) {
        WriteText(item, path, has_variables);
      }
      builder_->EndList();
    }
  }

  void WriteSet(std::string_view key, std::string_view attribute,
                bool has_variables) {
    Values values;
    values.Add(At(attribute));
    if (values.IsEmpty()) {
      return;
    }
    values.Sort();
    builder_->AddKey(key);
    WriteValues(values, attribute, has_variables);
  }

  // True when a block, or what it is filed under, is not known: then nothing
  // of them all is.
  static bool IsOpen(const PlanValue& blocks,
                     std::initializer_list<std::string_view> keys) {
    for (std::uint32_t i = 0; i < blocks.ListSize(); ++i) {
      const PlanValue block = blocks.At(i);
      if (block.IsUnknown() ||
          std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
            return block.At(key).IsUnknown();
          })) {
        return true;
      }
    }
    return blocks.IsUnknown();
  }

  static bool IsSensitive(const PlanValue& blocks,
                          std::initializer_list<std::string_view> keys) {
    for (std::uint32_t i = 0; i < blocks.ListSize(); ++i) {
      for (const std::string_view key : keys) {
        if (blocks.At(i).At(key).IsSensitive()) {
          return true;
        }
      }
    }
    return blocks.IsSensitive();
  }

  // Blocks as one value that is unknown as a whole.
  void WriteOpen(const PlanValue& blocks, std::string_view path) {
    builder_->AddUnknown(writer_->UnknownAt(*statement_.owner, Below(path),
                                            PropertyWriter::Extent::kBlock),
                         blocks.SpanOr(statement_.span));
  }

  // Keys are printed, so that secret ones hide all that they lead to.
  template <typename Body>
  void Guarded(bool sensitive, const Body& write) {
    if (sensitive) {
      builder_->BeginSensitive();
    }
    write();
    if (sensitive) {
      builder_->EndSensitive();
    }
  }

  void WritePrincipals(std::string_view key, std::string_view attribute) {
    const PlanValue blocks = At(attribute);
    const bool open = IsOpen(blocks, {"type"});
    if (!open && blocks.ListSize() == 0) {
      return;
    }
    builder_->AddKey(key);
    if (open) {
      WriteOpen(blocks, attribute);
      return;
    }
    std::map<std::string_view, Values> by_type;
    for (std::uint32_t i = 0; i < blocks.ListSize(); ++i) {
      by_type[TextOf(blocks.At(i).At("type"))].Add(
          blocks.At(i).At("identifiers"));
    }
    const Values& first = by_type.begin()->second;
    if (by_type.size() == 1 && by_type.begin()->first == "*" &&
        !first.is_unknown && first.items.size() == 1 &&
        TextOf(first.items.front()) == "*") {
      builder_->AddString("*", blocks.SpanOr(statement_.span));
      return;
    }
    Guarded(IsSensitive(blocks, {"type"}), [&] {
      builder_->StartMap(blocks.SpanOr(statement_.span));
      for (auto& [type, values] : by_type) {
        values.Sort();
        builder_->AddKey(type);
        WriteValues(values, std::string(attribute) + ".identifiers",
                    /*has_variables=*/true);
      }
      builder_->EndMap();
    });
  }

  void WriteConditions() {
    const PlanValue blocks = At("condition");
    const bool open = IsOpen(blocks, {"test", "variable"});
    if (!open && blocks.ListSize() == 0) {
      return;
    }
    builder_->AddKey("Condition");
    if (open) {
      WriteOpen(blocks, "condition");
      return;
    }
    std::map<std::string_view, std::map<std::string_view, Values>> by_test;
    for (std::uint32_t i = 0; i < blocks.ListSize(); ++i) {
      const PlanValue block = blocks.At(i);
      by_test[TextOf(block.At("test"))][TextOf(block.At("variable"))].Add(
          block.At("values"));
    }
    Guarded(IsSensitive(blocks, {"test", "variable"}), [&] {
      builder_->StartMap(blocks.SpanOr(statement_.span));
      for (const auto& [test, by_variable] : by_test) {
        builder_->AddKey(test);
        builder_->StartMap(blocks.SpanOr(statement_.span));
        for (const auto& [variable, values] : by_variable) {
          builder_->AddKey(variable);
          WriteValues(values, "condition.values", /*has_variables=*/true);
        }
        builder_->EndMap();
      }
      builder_->EndMap();
    });
  }

  const PolicyStatement& statement_;
  PropertyWriter* writer_;
  ValueBuilder* builder_;
};

}  // namespace

void WritePolicyStatement(const PolicyStatement& statement,
                          PropertyWriter* writer, ValueBuilder* builder) {
  if (statement.unknown != nullptr) {
    builder->AddUnknown(statement.unknown, statement.span);
  } else if (statement.parsed != nullptr) {
    if (statement.sensitive) {
      builder->BeginSensitive();
    }
    builder->AddCopy(*statement.parsed);
    if (statement.sensitive) {
      builder->EndSensitive();
    }
  } else {
    StatementWriter(statement, writer, builder).Write();
  }
}

}  // namespace connectguard
