#include "iam/witness_text.h"

#include <algorithm>
#include <string_view>

#include "iam/action_table.h"

namespace connectguard {

namespace {

// Actions looked at; a question about most of AWS has to do without.
constexpr std::size_t kMaxActionsTried = 200;
constexpr std::size_t kMaxGlobsTried = 8;

// What stands in a component of an ARN.
std::string_view Filling(std::string_view before) {
  const std::size_t arn = before.find("arn:");
  const bool principal = arn == 4 && before.starts_with("AWS:");
  if (arn == 0 || principal) {
    switch (std::count(before.begin() + static_cast<std::ptrdiff_t>(arn),
                       before.end(), ':')) {
      case 1:
        return "aws";
      case 2:
        return principal ? "iam" : "service";
      case 3:
        return "us-east-1";
      case 4:
        return "111122223333";
      case 5:
        return principal && before.ends_with(':') ? "user/example" : "example";
      default:
        break;
    }
  }
  return "example";
}

std::string Filled(const Glob& glob) {
  std::string text;
  const auto& tokens = glob.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const GlobToken& token = tokens[i];
    if (token.kind == GlobTokenKind::kCharacter) {
      text.push_back(token.character);
      continue;
    }
    const bool some = token.kind == GlobTokenKind::kOne &&
                      i + 1 < tokens.size() &&
                      tokens[i + 1].kind == GlobTokenKind::kMany;
    const bool starts = text.empty() || text.back() == ':' ||
                        text.back() == '/' || text.back() == '|';
    if (some || (token.kind == GlobTokenKind::kMany && starts)) {
      text += Filling(text);
      i += some ? 1 : 0;
    } else if (token.kind == GlobTokenKind::kOne) {
      text.push_back(Takes(token, 'x') ? 'x' : '1');
    }
  }
  return text;
}

const TextSet* SmallestSet(const Dimension& dimension,
                           std::span<const DimensionTest> tests) {
  const TextSet* smallest = dimension.domain.texts;
  std::size_t size = SIZE_MAX;
  for (const DimensionTest& test : tests) {
    if (!test.holds || test.set == nullptr ||
        test.set->kind() != ValueSetKind::kText ||
        test.set->texts().IsEverything()) {
      continue;
    }
    const TextSet& texts = test.set->texts();
    if (texts.texts().size() + texts.globs().size() < size) {
      size = texts.texts().size() + texts.globs().size();
      smallest = &texts;
    }
  }
  return smallest;
}

// `arn:${Partition}:connect:${Region}:${Account}:instance/${InstanceId}`.
std::string FilledTemplate(std::string_view arn) {
  std::string text;
  while (!arn.empty()) {
    const std::size_t open = arn.find("${");
    const std::size_t close = arn.find('}', open);
    text += arn.substr(0, open);
    if (close == std::string_view::npos) {
      break;
    }
    text += Filling(text);
    arn.remove_prefix(close + 1);
  }
  return text;
}

std::optional<std::string> FirstKnownAction(
    const Dimension& dimension, std::span<const DimensionTest> tests,
    const TextSet& among) {
  std::size_t tried = 0;
  for (const Glob& glob : among.globs()) {
    for (const KnownAction& action : ActionsStartingWith(glob.prefix())) {
      if (++tried > kMaxActionsTried) {
        return std::nullopt;
      }
      std::string text(action.lower);
      if (Passes(dimension, tests, text)) {
        return text;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

bool Passes(const Dimension& dimension, std::span<const DimensionTest> tests,
            const std::string& value) {
  const bool passes =
      std::all_of(tests.begin(), tests.end(), [&](const DimensionTest& test) {
        const bool holds = test.kind == RequestTestKind::kPresent ||
                           (test.kind != RequestTestKind::kSeveral &&
                            test.set->Contains(value));
        return holds == test.holds;
      });
  return passes && (dimension.domain.texts == nullptr ||
                    dimension.domain.texts->Contains(value));
}

std::optional<std::string> TellingValue(const Dimension& dimension,
                                        std::span<const DimensionTest> tests) {
  const TextSet* among = SmallestSet(dimension, tests);
  if (among != nullptr && among->IsFinite()) {
    return std::nullopt;  // Whatever was found is one of its texts.
  }
  if (among != nullptr && dimension.dimension == RequestDimension::kAction) {
    return FirstKnownAction(dimension, tests, *among);
  }
  std::size_t tried = 0;
  if (among != nullptr) {
    for (const Glob& glob : among->globs()) {
      if (++tried > kMaxGlobsTried) {
        break;
      }
      std::string text = Filled(glob);
      if (Passes(dimension, tests, text)) {
        return text;
      }
    }
  }
  std::string text = "example";
  if (dimension.dimension == RequestDimension::kKey &&
      Passes(dimension, tests, text)) {
    return text;
  }
  return std::nullopt;
}

std::optional<std::string> TellingResource(const Dimension& dimension,
                                           std::span<const DimensionTest> tests,
                                           std::string_view action) {
  const ActionDetails* details = DetailsOf(action);
  const bool variables =
      std::any_of(tests.begin(), tests.end(), [](const DimensionTest& test) {
        return test.set != nullptr && test.set->HasVariables();
      });
  if (details == nullptr || variables) {
    return std::nullopt;
  }
  if (details->resources.empty() && Passes(dimension, tests, "*")) {
    return "*";
  }
  for (const std::string_view arn : details->resources) {
    std::string text = FilledTemplate(arn);
    if (Passes(dimension, tests, text)) {
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace connectguard
