#include "differential/rule_files.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "differential/random.h"
#include "differential/shape.h"
#include "differential/shape_documents.h"
#include "differential/tokens.h"
#include "guard/functions.h"
#include "guard/parser.h"
#include "readers/yaml_reader.h"

namespace connectguard::differential {
namespace {

namespace fs = std::filesystem;

constexpr int kDocuments = 6;

// Null when the rules do not parse.
std::unique_ptr<Shape> ShapeOfText(const std::string& rules) {
  static const FunctionTable functions = StandardFunctions(ReadEmbeddedYaml);
  const auto parsed = ParseRules("rules.guard", rules, functions,
                                 {.version = GuardVersion::k31});
  return parsed ? ShapeOf(**parsed) : nullptr;
}

}  // namespace

std::vector<RuleFileText> ReadRuleFiles(const std::string& folder) {
  std::vector<RuleFileText> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".guard") {
      continue;
    }
    std::ifstream in(entry.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    files.push_back({.path = entry.path().string(), .text = text.str()});
  }
  std::sort(files.begin(), files.end(),
            [](const RuleFileText& a, const RuleFileText& b) {
              return a.path < b.path;
            });
  return files;
}

std::string FindRuleFiles(const std::string& program) {
  if (const char* named = std::getenv("CFN_GUARD_RULES");
      named != nullptr && *named != '\0') {
    return named;
  }
  // .../bin/<system>/<machine>/cfn-guard
  const fs::path package =
      fs::path(program).parent_path().parent_path().parent_path().parent_path();
  const fs::path rules = package / "rules";
  std::error_code ignored;
  return fs::is_directory(rules, ignored) ? rules.string() : "";
}

Case MakeCaseFor(const std::vector<RuleFileText>& files, std::uint64_t seed,
                 std::uint64_t number, bool mutated) {
  Random random(seed, number);
  const std::string& text = files[number % files.size()].text;
  Case made;
  made.rules = mutated ? Mutated(text, random.Pick(files).text, &random) : text;
  const std::unique_ptr<Shape> shape = ShapeOfText(text);
  for (int i = 0; i < kDocuments; ++i) {
    const Node document = shape == nullptr || random.Chance(4)
                              ? RandomDocument(&random)
                              : RandomDocument(*shape, &random);
    made.documents.push_back(RandomlyWritten(document, &random));
  }
  return made;
}

}  // namespace connectguard::differential
