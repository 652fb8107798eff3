#include "rule_tests/test_cases.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "readers/json_reader.h"
#include "readers/yaml_reader.h"

namespace connectguard {
namespace {

// Nothing but blank lines and comments.
bool IsBlank(std::string_view text) {
  const std::vector<std::string_view> lines = Split(text, '\n');
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    const std::string_view words = Trim(line);
    return words.empty() || words.front() == '#';
  });
}

class CaseReader {
 public:
  CaseReader(std::string path, std::string text)
      : document_(std::make_unique<Document>()) {
    file_ = document_->AddFile(std::move(path), std::move(text));
  }

  Result<GuardTestFile> Read() {
    GuardTestFile result;
    if (!IsBlank(document_->file(file_).text())) {
      CG_RETURN_IF_ERROR(ReadCases(&result.cases));
    }
    result.document = std::move(document_);
    return result;
  }

 private:
  // A document without text, such as a lone `---`, is a list of nothing.
  Status ReadCases(std::vector<GuardTestCase>* cases) {
    CG_ASSIGN_OR_RETURN(const Value* root, ReadRoot());
    if (root->Is(Kind::kNull) && root->begin == root->end) {
      return {};
    }
    if (!root->Is(Kind::kList)) {
      return Wrong(*root, "a test file is a list of cases",
                   "begin each case with `- name: ...`");
    }
    for (const Value& item : root->AsList()) {
      CG_ASSIGN_OR_RETURN(GuardTestCase test, ReadCase(item));
      cases->push_back(std::move(test));
    }
    return {};
  }

  // JSON is YAML but for a few escapes and lengths.
  Result<const Value*> ReadRoot() {
    Result<const Value*> yaml =
        ReadYaml(document_.get(), file_, YamlDialect::kGuardTest);
    if (yaml) {
      return yaml;
    }
    const Result<const Value*> json = ReadJson(document_.get(), file_);
    return json ? json : yaml;
  }

  tl::unexpected<Error> Wrong(const Value& value, std::string message,
                              std::string hint = "") const {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(document_->file(file_), value.begin,
                             std::move(message), std::move(hint)));
  }

  // What a reader that wants text makes of a scalar: what was written.
  std::optional<std::string> TextOf(const Value& value) const {
    switch (value.kind) {
      case Kind::kString:
        return std::string(value.AsString());
      case Kind::kNull:
      case Kind::kBool:
      case Kind::kInt:
      case Kind::kFloat:
        return std::string(document_->file(file_).text().substr(
            value.begin, value.end - value.begin));
      default:
        return std::nullopt;
    }
  }

  Result<GuardTestCase> ReadCase(const Value& item) const {
    if (!item.Is(Kind::kMap)) {
      return Wrong(item, "a case is not a map",
                   "a case has `name`, `input` and `expectations`");
    }
    GuardTestCase test;
    test.place = item.span();
    const Value* name = Find(item, "name");
    if (name != nullptr && !name->Is(Kind::kNull)) {
      test.name = TextOf(*name);
      if (!test.name) {
        return Wrong(*name, "the name of a case is not a text");
      }
    }
    test.input = Find(item, "input");
    if (test.input == nullptr) {
      return Wrong(item, "a case has no `input`");
    }
    CG_RETURN_IF_ERROR(ReadExpectations(item, &test));
    return test;
  }

  Status ReadExpectations(const Value& item, GuardTestCase* test) const {
    const Value* rules = FindPath(item, {"expectations", "rules"});
    if (rules == nullptr) {
      return Wrong(item, "a case has no `expectations.rules`",
                   "it is needed even when nothing is expected: "
                   "`expectations: {rules: {}}`");
    }
    if (!rules->Is(Kind::kMap) && !rules->Is(Kind::kNull)) {
      return Wrong(*rules, "`expectations.rules` is not a map",
                   "write `<rule>: PASS`, FAIL or SKIP below it");
    }
    if (rules->Is(Kind::kNull)) {
      return {};
    }
    test->expectations = rules;
    for (const Member& member : rules->AsMap()) {
      std::optional<std::string> status = TextOf(member.value);
      if (!status) {
        return Wrong(member.value,
                     fmt::format("what is expected of rule `{}` is not a text",
                                 member.key->text));
      }
      test->expected.emplace(member.key->text, *std::move(status));
    }
    return {};
  }

  std::unique_ptr<Document> document_;
  std::uint16_t file_ = 0;
};

}  // namespace

Result<GuardTestFile> ReadGuardTests(std::string path, std::string text) {
  return CaseReader(std::move(path), std::move(text)).Read();
}

}  // namespace connectguard
