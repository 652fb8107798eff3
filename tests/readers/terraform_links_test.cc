// Every link that is resolved while ids are unknown, held against the state
// after that very plan was applied: corpus/plans/applied has, by address, the
// attributes that links are made of.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_reader.h"
#include "base/text.h"
#include "readers/json_reader.h"
#include "readers/plan_configuration.h"
#include "readers/terraform_plan.h"
#include "readers/terraform_references.h"
#include "readers/terraform_test_plan.h"

namespace connectguard {
namespace {

using Addresses = std::set<std::string>;
using Texts = std::set<std::string>;

// An attribute that names a resource of another type.
struct LinkKind {
  std::string_view from;  // A type, or its beginning before `*`.
  std::string_view attribute;
  std::string_view to;
  std::array<std::string_view, 3> identities;  // Of the target.
};

constexpr std::array<std::string_view, 3> kBucket = {"id", "bucket", "arn"};
constexpr std::array<std::string_view, 3> kKey = {"arn", "id", "key_id"};
constexpr std::array<std::string_view, 3> kIdOrArn = {"id", "arn", ""};

constexpr LinkKind kLinks[] = {
    {"aws_s3_bucket_*", "bucket", "aws_s3_bucket", kBucket},
    {"aws_s3_bucket_logging", "target_bucket", "aws_s3_bucket", kBucket},
    {"aws_s3_bucket_server_side_encryption_configuration",
     "rule.apply_server_side_encryption_by_default.kms_master_key_id",
     "aws_kms_key", kKey},
    {"aws_connect_*", "instance_id", "aws_connect_instance", kIdOrArn},
    {"aws_connect_instance", "directory_id", "aws_directory_service_directory",
     kIdOrArn},
    {"aws_connect_instance_storage_config",
     "storage_config.s3_config.bucket_name", "aws_s3_bucket", kBucket},
    {"aws_connect_instance_storage_config",
     "storage_config.s3_config.encryption_config.key_id", "aws_kms_key", kKey},
    {"aws_iam_role_policy", "role", "aws_iam_role", {"id", "name", ""}},
    {"aws_cloudtrail", "s3_bucket_name", "aws_s3_bucket", kBucket},
    {"aws_lambda_permission", "source_arn", "aws_connect_instance", kIdOrArn},
    {"aws_organizations_policy_attachment", "policy_id",
     "aws_organizations_policy", kIdOrArn},
    {"aws_cloudwatch_metric_alarm", "alarm_actions", "aws_sns_topic", kIdOrArn},
};

bool IsFrom(const LinkKind& kind, std::string_view type) {
  return kind.from.ends_with('*')
             ? type.starts_with(kind.from.substr(0, kind.from.size() - 1))
             : type == kind.from;
}

// The strings at a path of keys; lists are gone through.
void AddTexts(const Value* at, std::string_view path, Texts* out) {
  if (at == nullptr) {
    return;
  }
  if (at->Is(Kind::kList)) {
    for (const Value& item : at->AsList()) {
      AddTexts(&item, path, out);
    }
  } else if (path.empty()) {
    if (at->Is(Kind::kString)) {
      out->insert(std::string(at->AsString()));
    }
  } else {
    const std::size_t dot = path.find('.');
    AddTexts(Find(*at, path.substr(0, dot)),
             dot == std::string_view::npos ? "" : path.substr(dot + 1), out);
  }
}

Texts TextsAt(const Value* at, std::string_view path) {
  Texts texts;
  AddTexts(at, path, &texts);
  return texts;
}

struct Counts {
  int exact = 0;
  int ambiguous = 0;
  int unresolved = 0;
  int wrong = 0;

  friend bool operator==(const Counts&, const Counts&) = default;
  std::string Text() const {
    return fmt::format("exact {}, ambiguous {}, unresolved {}, wrong {}", exact,
                       ambiguous, unresolved, wrong);
  }
  friend std::ostream& operator<<(std::ostream& out, const Counts& c) {
    return out << c.Text();
  }
};

std::string ReadFixture(const std::string& path) {
  auto text = DiskFileReader().Read(PlanFolder() + "/" + path);
  if (!text) {
    ADD_FAILURE() << Render(text.error().diagnostic);
    return "{}";
  }
  return *std::move(text);
}

// A plan, what becomes of its references, and the truth.
class AppliedPlan {
 public:
  AppliedPlan(const std::string& name, bool with_sources) {
    truth_.AddFile("applied", ReadFixture("applied/" + name + ".json"));
    auto truth = ReadJson(&truth_, 0);
    Input plan = {.name = "plan", .bytes = ReadFixture(name + ".json")};
    if (with_sources) {
      auto read = ReadBinaryPlan("tfplan", ReadFixture(name + ".tfplan"));
      EXPECT_TRUE(read);
      plan.configuration = read ? *std::move(read) : ConfigurationFiles();
    }
    auto changes = ReadPlannedChanges(std::move(plan), &plan_);
    if (!truth || !changes) {
      ADD_FAILURE() << "cannot read " << name;
      return;
    }
    applied_ = *truth;
    changes_ = *std::move(changes);
    resolver_ = std::make_unique<ReferenceResolver>(changes_->resources,
                                                    changes_->facts);
  }

  // Resources whose sources are not used.
  std::vector<std::string_view> WithoutSource() const {
    std::vector<std::string_view> without;
    for (const PlannedResource& owner : changes_->resources) {
      if (!owner.is_data && !resolver_->HasSource(owner)) {
        without.push_back(owner.address);
      }
    }
    return without;
  }

  // What the links of the table turn out to be.
  Counts CountLinks() const {
    Counts counts;
    for (const PlannedResource& owner : changes_->resources) {
      for (const LinkKind& kind : kLinks) {
        if (!owner.is_data && IsFrom(kind, owner.type)) {
          CountLink(owner, kind, &counts);
        }
      }
    }
    return counts;
  }

  // Links of any attribute to one resource's attribute that are not true.
  // Those that are only part of an expression are not looked at: a reference
  // may stand in a condition.
  std::vector<std::string> WrongLinks(int* checked) const {
    std::vector<std::string> wrong;
    for (const PlannedResource& owner : changes_->resources) {
      const Value* values = Find(*applied_, owner.address);
      if (values == nullptr || owner.expressions == nullptr) {
        continue;
      }
      for (const AttributeExpression& each : owner.expressions->attributes) {
        const std::vector<ResolvedReference> resolved =
            resolver_->Resolve(owner, each.path).references;
        const PlannedResource* target =
            resolved.size() == 1 ? resolved[0].Target() : nullptr;
        if (target == nullptr) {
          continue;
        }
        const std::string attribute(resolved[0].candidates[0].attribute);
        const Texts here = TextsAt(values, each.path);
        const Texts there =
            TextsAt(Find(*applied_, target->address), attribute);
        if (here.empty() || there.empty()) {
          continue;
        }
        ++*checked;
        const bool holds =
            std::all_of(here.begin(), here.end(), [&](const std::string& text) {
              return std::any_of(there.begin(), there.end(),
                                 [&](const std::string& part) {
                                   return text.find(part) != text.npos;
                                 });
            });
        if (!holds) {
          wrong.push_back(fmt::format("{} {} is not {} {}", owner.address,
                                      each.path, target->address, attribute));
        }
      }
    }
    return wrong;
  }

 private:
  void CountLink(const PlannedResource& owner, const LinkKind& kind,
                 Counts* counts) const {
    const Texts here = TextsAt(Find(*applied_, owner.address), kind.attribute);
    const Addresses real = TargetsNamed(here, kind);
    const Addresses found = Found(owner, kind);
    if (here.empty() || (real.empty() && found.empty())) {
      return;
    }
    const bool more =
        std::includes(found.begin(), found.end(), real.begin(), real.end());
    int& count = found == real           ? counts->exact
                 : found.empty()         ? counts->unresolved
                 : more && !real.empty() ? counts->ambiguous
                                         : counts->wrong;
    ++count;
    if (found != real) {
      fmt::print("  {} {}: {} may be meant, {} is\n", owner.address,
                 kind.attribute, fmt::join(found, ", "), fmt::join(real, ", "));
    }
  }

  // The applied resources that one of the texts names.
  Addresses TargetsNamed(const Texts& texts, const LinkKind& kind) const {
    Addresses named;
    for (const PlannedResource& resource : changes_->resources) {
      const Value* values = Find(*applied_, resource.address);
      if (resource.is_data || resource.type != kind.to || values == nullptr) {
        continue;
      }
      for (const std::string_view identity : kind.identities) {
        const Texts own = TextsAt(values, identity);
        if (!identity.empty() && !own.empty() && texts.contains(*own.begin())) {
          named.insert(std::string(resource.address));
        }
      }
    }
    return named;
  }

  // By a known text, or else by reference.
  Addresses Found(const PlannedResource& owner, const LinkKind& kind) const {
    const Texts known = TextsAt(owner.after, kind.attribute);
    Addresses found;
    for (const PlannedResource& resource : changes_->resources) {
      for (const std::string_view identity : kind.identities) {
        const Texts own =
            identity.empty() ? Texts() : TextsAt(resource.after, identity);
        if (!resource.is_data && resource.type == kind.to && !own.empty() &&
            known.contains(*own.begin())) {
          found.insert(std::string(resource.address));
        }
      }
    }
    if (!found.empty()) {
      return found;
    }
    for (const ResolvedReference& each :
         resolver_->Resolve(owner, kind.attribute).references) {
      for (const ReferenceCandidate& candidate : each.candidates) {
        for (const PlannedResource* any : candidate.group->instances) {
          if (any->type == kind.to &&
              (candidate.resource == nullptr || candidate.resource == any)) {
            found.insert(std::string(any->address));
          }
        }
      }
    }
    return found;
  }

  Document truth_;
  Document plan_;
  const Value* applied_ = nullptr;
  std::unique_ptr<const PlannedChanges> changes_;
  std::unique_ptr<ReferenceResolver> resolver_;
};

// 22 computes its indices in ways that a plan does not show, so that by the
// plan alone the instance with the same key is taken in vain: reports say when
// that was assumed.
struct LinksCase {
  const char* plan;
  Counts by_plan;     // From the plan in JSON alone.
  Counts by_sources;  // With the binary plan.
};

class TerraformLinksTest : public testing::TestWithParam<LinksCase> {
 protected:
  static void Compare(const AppliedPlan& plan, const Counts& expected) {
    const Counts counts = plan.CountLinks();
    fmt::print("{}: {}\n", GetParam().plan, counts.Text());
    EXPECT_EQ(counts, expected);
    int checked = 0;
    const std::vector<std::string> wrong = plan.WrongLinks(&checked);
    EXPECT_TRUE(wrong.empty() || expected.wrong > 0)
        << fmt::format("{}", fmt::join(wrong, "\n"));
    EXPECT_GT(checked + counts.unresolved, 0);
  }
};

TEST_P(TerraformLinksTest, AreThoseOfTheAppliedState) {
  Compare(AppliedPlan(GetParam().plan, false), GetParam().by_plan);
}

TEST_P(TerraformLinksTest, AreThoseOfTheAppliedStateWithSources) {
  const AppliedPlan plan(GetParam().plan, true);
  Compare(plan, GetParam().by_sources);
  EXPECT_THAT(plan.WithoutSource(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Plans, TerraformLinksTest,
    testing::Values(
        LinksCase{"01-flat-secure", {33, 0, 0, 0}, {33, 0, 0, 0}},
        LinksCase{"02-flat-insecure", {5, 0, 0, 0}, {5, 0, 0, 0}},
        LinksCase{"03-modules", {11, 0, 1, 0}, {12, 0, 0, 0}},
        LinksCase{"04-count-foreach", {25, 9, 0, 0}, {34, 0, 0, 0}},
        LinksCase{"05-locals-vars", {0, 0, 7, 0}, {7, 0, 0, 0}},
        LinksCase{"06-sensitive", {2, 0, 0, 0}, {2, 0, 0, 0}},
        LinksCase{"07-policy-documents", {0, 0, 0, 0}, {0, 0, 0, 0}},
        LinksCase{"08-dynamic", {4, 0, 1, 0}, {5, 0, 0, 0}},
        LinksCase{"16-unknown-keys", {5, 2, 0, 0}, {7, 0, 0, 0}},
        LinksCase{"22-computed-keys", {22, 19, 18, 14}, {69, 4, 0, 0}}),
    [](const auto& each) {
      std::string name = each.param.plan;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

}  // namespace
}  // namespace connectguard
