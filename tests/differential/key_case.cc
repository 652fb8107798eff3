#include <cctype>
#include <string_view>
#include <vector>

#include "differential/special_cases.h"
#include "differential/text.h"

namespace connectguard::differential {
namespace {

constexpr std::string_view kWords[] = {
    "bucket",    "policy",   "policies", "status",   "statuses", "id",
    "ids",       "arn",      "vpc",      "group",    "groups",   "address",
    "addresses", "index",    "indices",  "indexes",  "key",      "keys",
    "series",    "news",     "data",     "datum",    "media",    "axis",
    "axes",      "alias",    "aliases",  "bus",      "buses",    "child",
    "children",  "people",   "mouse",    "mice",     "ox",       "oxen",
    "quiz",      "quizzes",  "matrix",   "matrices", "shoe",     "shoes",
    "hive",      "hives",    "half",     "halves",   "box",      "boxes",
    "class",     "classes",  "analysis", "analyses", "s3",       "v2",
    "a",         "ipv4",     "x509",     "tls12",    "kms",      "url",
    "urls",      "sheep",    "this",     "movie",    "movies",   "crisis",
    "crises",    "octopus",  "octopi",   "virus",    "tomato",   "tomatoes",
    "vertex",    "vertices", "leaf",     "leaves"};

std::string Capitalised(std::string word) {
  word[0] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

std::string Upper(std::string word) {
  for (char& c : word) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return word;
}

// The words in one of the spellings that keys have.
std::string Spelled(const std::vector<std::string>& words, Random* random) {
  constexpr std::string_view kSeparators[] = {"", "", "", "_", "-", " ", "."};
  const std::string_view separator = random->Pick(kSeparators);
  const std::size_t style = random->Below(5);
  Text spelled;
  for (std::size_t i = 0; i < words.size(); ++i) {
    spelled << (i == 0 ? "" : separator);
    const bool capital = style == 0 || style == 1 || (style == 2 && i > 0);
    const bool upper = style == 3 || (style == 1 && random->Chance(20));
    spelled << (upper ? Upper(words[i])
                      : (capital ? Capitalised(words[i]) : words[i]));
  }
  return spelled;
}

// The same name, with one word more, fewer or in another number.
std::vector<std::string> NearlySame(std::vector<std::string> words,
                                    Random* random) {
  std::string& last = words.back();
  switch (random->Below(5)) {
    case 0:
      last += "s";
      break;
    case 1:
      if (last.size() > 1 && last.ends_with('s')) last.pop_back();
      break;
    case 2:
      last = random->Pick(kWords);
      break;
    default:
      break;
  }
  return words;
}

}  // namespace

Case KeyCase(Random* random) {
  Node document = Node::Map();
  std::vector<std::vector<std::string>> names;
  for (int i = 0; i < 5; ++i) {
    std::vector<std::string> words;
    for (int count = random->Between(1, 3); count > 0; --count) {
      words.emplace_back(random->Pick(kWords));
    }
    const std::string key = Spelled(words, random);
    if (document.Find(key) == nullptr) {
      document.members.emplace_back(key, Node::Int(std::to_string(i)));
    }
    names.push_back(std::move(words));
  }
  Node root = Node::Map();
  root.members.emplace_back("M", document);
  Case made;
  for (int i = 0; i < 10; ++i) {
    const std::vector<std::string> words =
        NearlySame(random->Pick(names), random);
    made.rules += Text() << "rule r" << i << " { M.'" << Spelled(words, random)
                         << "' in r[0," << random->Between(0, 4) << "] }\n";
  }
  made.documents.push_back({.yaml = false, .text = ToJson(root, false)});
  return made;
}

}  // namespace connectguard::differential
