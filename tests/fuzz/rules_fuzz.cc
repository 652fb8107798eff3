// A rules file of any bytes: a tree or one good error; a tree can be written
// down, linted, and judged on data of every kind.
#include <string>
#include <string_view>

#include "base/source.h"
#include "fuzz/fuzzed.h"
#include "guard/dump.h"
#include "lint/lint.h"

namespace connectguard::testing {
namespace {

constexpr std::string_view kData = R"(
Resources:
  bucket: {Type: AWS::S3::Bucket, Properties: {Name: a, Tags: [{Key: k, Value: v}]}}
  topic: {Type: AWS::SNS::Topic, Properties: {Name: b, On: true, Size: 5}}
A: {B: [1, 2.5, x, true, null, [], {}, [[1]], {C: D}]}
B: text
C: 2020-01-01
D: '{"E": [1, "y"]}'
)";

void Judge(const RuleFile& rules, GuardVersion version) {
  static const auto data = DataOf(kData, YamlDialect::kGuardValidate32);
  for (const Semantics semantics : {Semantics::Compat(), Semantics::Strict()}) {
    Evaluate(rules, *data, Quickly(version, semantics));
  }
}

}  // namespace
}  // namespace connectguard::testing

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace connectguard;           // NOLINT: a target, no library.
  using namespace connectguard::testing;  // NOLINT
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const GuardVersion version : kVersions) {
    const auto rules = RulesOf(text, version);
    if (rules != nullptr) {
      Require(rules->rules.empty() || !Dump(*rules).empty(),
              "a tree can be written down");
      Judge(*rules, version);
    }
  }
  const LintedFile linted = LintText("fuzzed.guard", text, Functions());
  Require((linted.rules == nullptr) == linted.error.has_value(),
          "lint has rules or an error");
  return 0;
}
