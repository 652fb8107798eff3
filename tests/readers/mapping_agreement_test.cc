// One stack, written for Terraform (corpus/mapping/main.tf, planned for real)
// and for CloudFormation (template.yaml), becomes the same properties. Every
// row of the mapping is exercised by it, or listed in untaken.tsv with the
// reason; and every property of the template is one that the plan gives too, or
// is listed in unplanned.tsv.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "document/dump.h"
#include "readers/input.h"
#include "readers/terraform_types.h"

namespace connectguard {
namespace {

std::string PathOf(std::string_view name) {
  return fmt::format("{}/tests/corpus/mapping/{}", CONNECTGUARD_SOURCE_DIR,
                     name);
}

std::unique_ptr<const Document> Read(std::string_view name) {
  std::ifstream in(PathOf(name));
  auto document = ReadDocument(
      {.name = std::string(name),
       .bytes = std::string(std::istreambuf_iterator<char>(in), {})});
  return document ? std::move(*document) : nullptr;
}

// The first columns joined by blanks, to the reason, which is the last.
std::map<std::string, std::string> ReadReasons(std::string_view name) {
  std::map<std::string, std::string> reasons;
  std::ifstream in(PathOf(name));
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.rfind('\t');
    if (!line.empty() && line.front() != '#' && tab != std::string::npos) {
      std::string key = line.substr(0, tab);
      for (char& c : key) {
        c = c == '\t' ? ' ' : c;
      }
      reasons[key] = line.substr(tab + 1);
    }
  }
  return reasons;
}

// `aws_s3_bucket.whole (policy)` is `AwsS3BucketWholePolicy` in the template.
std::string LogicalId(std::string_view address) {
  std::string id;
  bool starts = true;
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0) {
      starts = true;
      continue;
    }
    id += starts ? static_cast<char>(std::toupper(byte)) : c;
    starts = false;
  }
  return id;
}

// The one resource that a value refers to; empty for other values.
std::string_view TargetOf(const Value& value) {
  const std::span<const Reference> references = value.References();
  return references.size() == 1 ? references.front().target
                                : std::string_view();
}

bool IsSame(const Value& planned, const Value& written);

bool IsSameList(const Value& planned, const Value& written) {
  if (!written.Is(Kind::kList) || planned.size != written.size) {
    return false;
  }
  for (std::uint32_t i = 0; i < planned.size; ++i) {
    if (!IsSame(planned.AsList()[i], written.AsList()[i])) {
      return false;
    }
  }
  return true;
}

bool IsSameMap(const Value& planned, const Value& written) {
  if (!written.Is(Kind::kMap) || planned.size != written.size) {
    return false;
  }
  for (const Member& member : planned.AsMap()) {
    const Value* other = Find(written, member.key->text);
    if (other == nullptr || !IsSame(member.value, *other)) {
      return false;
    }
  }
  return true;
}

// Either may know the text that the other only knows to be a reference.
bool IsSame(const Value& planned, const Value& written) {
  const std::string_view target = TargetOf(planned);
  if (!target.empty() && LogicalId(target) == TargetOf(written)) {
    return true;
  }
  if (planned.Is(Kind::kUnknown) || written.Is(Kind::kUnknown)) {
    return false;
  }
  if (planned.Is(Kind::kList)) {
    return IsSameList(planned, written);
  }
  if (planned.Is(Kind::kMap)) {
    return IsSameMap(planned, written);
  }
  const auto number = [](const Value& value) {
    return value.Is(Kind::kInt) ? static_cast<double>(value.integer)
                                : value.real;
  };
  const auto is_number = [](const Value& value) {
    return value.Is(Kind::kInt) || value.Is(Kind::kFloat);
  };
  if (is_number(planned) && is_number(written)) {
    return number(planned) == number(written);
  }
  return planned.kind == written.kind &&
         Summarize(planned, 10'000) == Summarize(written, 10'000);
}

// What stands at a path of the table; null for an element that lacks it.
void Collect(const Value* value, std::span<const PathStep> path,
             std::vector<const Value*>* found) {
  if (value == nullptr || path.empty()) {
    found->push_back(value);
    return;
  }
  const PathStep& step = path.front();
  const std::span<const PathStep> rest = path.subspan(1);
  if (step.kind == PathStepKind::kKey) {
    Collect(Find(*value, step.key), rest, found);
  } else if (!value->Is(Kind::kList)) {
    found->push_back(nullptr);
  } else if (step.kind == PathStepKind::kIndex) {
    Collect(step.index < value->size ? &value->AsList()[step.index] : nullptr,
            rest, found);
  } else {
    for (const Value& item : value->AsList()) {
      Collect(&item, rest, found);
    }
  }
}

std::vector<const Value*> Collected(const Value* properties,
                                    const StepPath& path) {
  std::vector<const Value*> found;
  Collect(properties, path, &found);
  return found;
}

// True when something is set at a path of keys, within lists or not. `true` is
// how a plan says that something unknown is.
bool IsSetAt(const Value& value, std::span<const std::string_view> keys) {
  if (value.Is(Kind::kList)) {
    return std::any_of(value.AsList().begin(), value.AsList().end(),
                       [&](const Value& item) { return IsSetAt(item, keys); });
  }
  if (keys.empty()) {
    return !value.Is(Kind::kNull);
  }
  const Value* inner = Find(value, keys.front());
  return inner != nullptr && IsSetAt(*inner, keys.subspan(1));
}

class MappingAgreementTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(plan_, nullptr);
    ASSERT_NE(template_, nullptr);
    for (const Resource& resource : template_->resources()) {
      written_[std::string(resource.address)] = resource.properties;
    }
  }

  // Null when the template has no such resource.
  const Value* WrittenFor(const Resource& planned) const {
    const auto found = written_.find(LogicalId(planned.address));
    return found == written_.end() ? nullptr : found->second;
  }

  // Whether a resource of the plan sets the attribute.
  bool IsPlanned(const TerraformType& type, const AttributeRule& rule) const {
    const std::vector<std::string_view> keys = Split(rule.from_path, '.');
    const Value* changes = Find(*plan_->source(), "resource_changes");
    for (const Value& change : changes->AsList()) {
      if (StringAt(change, "type") != type.name) {
        continue;
      }
      const Value* after = FindPath(change, {"change", "after"});
      const Value* unknown = FindPath(change, {"change", "after_unknown"});
      if (IsSetAt(*after, keys) || IsSetAt(*unknown, keys)) {
        return true;
      }
    }
    return false;
  }

  // How often both have the property, and where they differ.
  struct Outcome {
    int same = 0;
    std::string differences;
  };
  Outcome Compare(const TerraformType& type, const AttributeRule& rule) const {
    Outcome outcome;
    const std::string_view target = type.merge ? type.merge->type : type.name;
    for (const Resource& resource : plan_->resources()) {
      const Value* written = WrittenFor(resource);
      if (resource.native_type != target || written == nullptr) {
        continue;
      }
      const auto ours = Collected(resource.properties, rule.to);
      const auto theirs = Collected(written, rule.to);
      for (std::size_t i = 0; i < ours.size() && i < theirs.size(); ++i) {
        if (ours[i] == nullptr || theirs[i] == nullptr) {
          continue;
        }
        if (IsSame(*ours[i], *theirs[i])) {
          ++outcome.same;
        } else {
          outcome.differences += fmt::format(
              "\n  {}: {} in the plan, {} in the template", resource.address,
              Summarize(*ours[i]), Summarize(*theirs[i]));
        }
      }
    }
    return outcome;
  }

  std::unique_ptr<const Document> plan_ = Read("plan.json");
  std::unique_ptr<const Document> template_ = Read("template.yaml");
  std::map<std::string, const Value*> written_;
};

std::string PathText(const StepPath& path) {
  std::string text;
  for (const PathStep& step : path) {
    switch (step.kind) {
      case PathStepKind::kKey:
        text += (text.empty() ? "" : ".") + step.key;
        break;
      case PathStepKind::kIndex:
        text += fmt::format("[{}]", step.index);
        break;
      case PathStepKind::kEach:
        text += "[*]";
        break;
      case PathStepKind::kAppend:
        text += "[+]";
        break;
    }
  }
  return text;
}

TEST_F(MappingAgreementTest, EveryRowIsExercisedOrListed) {
  const auto reasons = ReadReasons("untaken.tsv");
  std::set<std::string> used;
  int rows = 0;
  int exercised = 0;
  const auto look = [&](const TerraformType& type, const AttributeRule& rule) {
    ++rows;
    const std::string row = fmt::format("{} {} {}", type.name,
                                        PathText(rule.from), PathText(rule.to));
    const Outcome outcome = Compare(type, rule);
    const bool taken = IsPlanned(type, rule) && outcome.same > 0;
    const bool good = taken && outcome.differences.empty();
    exercised += good ? 1 : 0;
    const std::string key = reasons.contains(row) ? row : type.name + " * *";
    if (reasons.contains(key)) {
      used.insert(key);
      EXPECT_FALSE(good) << row << " is listed, but exercised";
    } else {
      EXPECT_TRUE(taken) << row << " is neither exercised nor listed";
      EXPECT_EQ(outcome.differences, "") << row;
    }
  };
  for (const auto& type : (*TerraformTypes::Get())->all()) {
    for (const AttributeRule& rule : type->attributes) {
      look(*type, rule);
    }
    if (type->also) {
      for (const AttributeRule& rule : type->also->attributes) {
        look(*type, rule);
      }
    }
  }
  for (const auto& [row, reason] : reasons) {
    EXPECT_TRUE(used.contains(row)) << row << " is listed, but no row";
    EXPECT_NE(reason, "") << row;
  }
  std::cout << fmt::format(
      "{} rows: {} exercised in both directions, {} listed with a reason\n",
      rows, exercised, rows - exercised);
}

// Every scalar below, by its path without numbers of elements.
void ExpectPlanned(const Value& written, const Value* planned,
                   const std::string& path, std::set<std::string>* missing) {
  if (planned != nullptr && IsSame(*planned, written)) {
    return;
  }
  if (written.Is(Kind::kMap)) {
    for (const Member& member : written.AsMap()) {
      ExpectPlanned(
          member.value,
          planned == nullptr ? nullptr : Find(*planned, member.key->text),
          fmt::format("{}.{}", path, member.key->text), missing);
    }
    return;
  }
  const bool both_lists = written.Is(Kind::kList) && planned != nullptr &&
                          planned->Is(Kind::kList) &&
                          planned->size == written.size;
  if (!both_lists) {
    missing->insert(path);
    return;
  }
  for (std::uint32_t i = 0; i < written.size; ++i) {
    ExpectPlanned(written.AsList()[i], &planned->AsList()[i], path + "[*]",
                  missing);
  }
}

TEST_F(MappingAgreementTest, EveryPropertyOfTheTemplateIsPlannedOrListed) {
  const auto reasons = ReadReasons("unplanned.tsv");
  std::set<std::string> missing;
  std::set<std::string> planned;
  for (const Resource& resource : plan_->resources()) {
    planned.insert(LogicalId(resource.address));
    const Value* written = WrittenFor(resource);
    if (written != nullptr) {
      ExpectPlanned(*written, resource.properties, std::string(resource.type),
                    &missing);
    }
  }
  for (const auto& [id, properties] : written_) {
    EXPECT_TRUE(planned.contains(id)) << id << " is in the template alone";
  }
  for (const std::string& path : missing) {
    EXPECT_TRUE(reasons.contains(path)) << path << " is in the template alone";
  }
  for (const auto& [path, reason] : reasons) {
    EXPECT_TRUE(missing.contains(path)) << path << " is listed, but planned";
    EXPECT_NE(reason, "") << path;
  }
}

}  // namespace
}  // namespace connectguard
