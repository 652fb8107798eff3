#include "differential/rule_files.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "differential/engine.h"
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

// One on which some rule passes, as far as our engine says so: among random
// documents these are rare. The last one tried when there is none.
Node PassingDocument(const std::string& rules, const Shape& shape,
                     Random* random) {
  Node document;
  for (int tries = 0; tries < 60; ++tries) {
    document = RandomDocument(shape, random);
    for (const auto& [name, statuses] :
         AskEngine(rules, ToJson(document, /*indented=*/false)).rules) {
      if ((statuses & kPassBit) != 0) {
        return document;
      }
    }
  }
  return document;
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
    Node document;
    if (shape == nullptr || random.Chance(4)) {
      document = RandomDocument(&random);
    } else {
      document = i == 0 ? PassingDocument(text, *shape, &random)
                        : RandomDocument(*shape, &random);
    }
    made.documents.push_back(RandomlyWritten(document, &random));
  }
  return made;
}

}  // namespace connectguard::differential
