#include "differential/document_generator.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace connectguard::differential {
namespace {

using Kind = Node::Kind;

constexpr std::array<std::string_view, 26> kKeys = {
    "A",         "B",        "C",       "D",      "Name",    "name",   "Key",
    "Value",     "Tags",     "tags",    "Size",   "Enabled", "Policy", "Items",
    "Statement", "Action",   "Effect",  "x-y",    "k1",      "0",      "Groups",
    "group_id",  "GroupIds", "groupId", "Fn::If", "Ref"};

constexpr std::array<std::string_view, 16> kInts = {
    "0",    "1",   "2",          "3",
    "5",    "7",   "10",         "-1",
    "-5",   "100", "443",        "8080",
    "1000", "256", "4294967296", "9223372036854775807"};

constexpr std::array<std::string_view, 9> kFloats = {
    "0.0", "0.5", "1.0", "1.5", "5.0", "-2.5", "10.25", "100.0", "1.0e3"};

constexpr std::array<std::string_view, 34> kStrings = {"",
                                                       "a",
                                                       "A",
                                                       "ab",
                                                       "abc",
                                                       "ABC",
                                                       "b",
                                                       "x",
                                                       "5",
                                                       "1",
                                                       "0",
                                                       "1.0",
                                                       "true",
                                                       "false",
                                                       "null",
                                                       "enabled",
                                                       "Enabled",
                                                       "a b",
                                                       "*",
                                                       "a,b",
                                                       "s3:Get",
                                                       "s3:*",
                                                       "x-y",
                                                       "10.0.0.0/8",
                                                       "é",
                                                       "aws",
                                                       "Allow",
                                                       "{\"a\":1}",
                                                       "[1,2]",
                                                       "2012-10-17",
                                                       "a/b",
                                                       "%41b",
                                                       "arn:aws:s3:::b",
                                                       "AWS::S3::Bucket"};

std::string RandomKey(Random* random) {
  return std::string(random->Pick(kKeys));
}

Node RandomValue(Random* random, int depth);

Node RandomList(Random* random, int depth) {
  Node list = Node::List();
  const int size = random->Between(random->Chance(12) ? 0 : 1, 3);
  for (int i = 0; i < size; ++i) {
    // Mostly of one kind, as real lists are.
    list.items.push_back(i > 0 && random->Chance(70)
                             ? NearlyEqual(list.items[0], random)
                             : RandomValue(random, depth - 1));
  }
  return list;
}

Node RandomMap(Random* random, int depth) {
  Node map = Node::Map();
  const int size = random->Between(random->Chance(12) ? 0 : 2, 5);
  for (int i = 0; i < size; ++i) {
    const std::string key = RandomKey(random);
    if (map.Find(key) == nullptr) {
      map.members.emplace_back(key, RandomValue(random, depth - 1));
    }
  }
  return map;
}

Node RandomTags(Random* random) {
  Node tags = Node::List();
  const int size = random->Between(1, 3);
  for (int i = 0; i < size; ++i) {
    Node tag = Node::Map();
    tag.members.emplace_back("Key", Node::String(RandomKey(random)));
    tag.members.emplace_back("Value", RandomScalar(random));
    tags.items.push_back(std::move(tag));
  }
  return tags;
}

Node RandomValue(Random* random, int depth) {
  const std::size_t choice = random->Below(100);
  if (depth <= 0 || choice < 50) {
    return RandomScalar(random);
  }
  if (choice < 75) {
    return RandomList(random, depth);
  }
  return choice < 82 ? RandomTags(random) : RandomMap(random, depth);
}

Node RandomResource(Random* random) {
  Node resource = Node::Map();
  resource.members.emplace_back("Type",
                                Node::String(random->Pick(ResourceTypes())));
  if (!random->Chance(5)) {
    resource.members.emplace_back("Properties", RandomMap(random, 3));
  }
  if (random->Chance(10)) {
    resource.members.emplace_back("DependsOn", RandomValue(random, 1));
  }
  return resource;
}

Node RandomTemplate(Random* random) {
  Node resources = Node::Map();
  const int size = random->Between(random->Chance(5) ? 0 : 1, 4);
  constexpr std::array<std::string_view, 4> kNames = {"one", "two", "Three",
                                                      "f4"};
  for (int i = 0; i < size; ++i) {
    resources.members.emplace_back(
        std::string(kNames[static_cast<std::size_t>(i)]),
        RandomResource(random));
  }
  Node root = Node::Map();
  if (random->Chance(30)) {
    root.members.emplace_back("Parameters", RandomMap(random, 2));
  }
  root.members.emplace_back("Resources", std::move(resources));
  return root;
}

// One of all nodes, the root left out when there is another.
Node* RandomPlace(Node* root, Random* random) {
  Node* at = root;
  while (at->ChildCount() > 0 && (at == root || random->Chance(70))) {
    at = &at->Child(random->Below(at->ChildCount()));
  }
  return at;
}

void RemoveOne(Node* container, Random* random) {
  const std::size_t number = random->Below(container->ChildCount());
  if (container->IsList()) {
    container->items.erase(container->items.begin() +
                           static_cast<std::ptrdiff_t>(number));
  } else {
    container->members.erase(container->members.begin() +
                             static_cast<std::ptrdiff_t>(number));
  }
}

void Respell(Node* map, Random* random) {
  auto& key = map->members[random->Below(map->members.size())].first;
  const std::string other = OtherSpelling(key, random);
  if (map->Find(other) == nullptr) {
    key = other;
  }
}

void ChangeOnce(Node* root, Random* random) {
  Node* place = RandomPlace(root, random);
  const bool container = place->ChildCount() > 0;
  switch (random->Below(8)) {
    case 0:
    case 1:
      *place = NearlyEqual(*place, random);
      return;
    case 2:
      *place = RandomValue(random, 2);
      return;
    case 3:
      if (container) RemoveOne(place, random);
      return;
    case 4:
      if (place->IsList()) {
        place->items.push_back(RandomValue(random, 1));
      } else if (place->IsMap() && place->Find("New") == nullptr) {
        place->members.emplace_back("New", RandomValue(random, 1));
      }
      return;
    case 5:
      if (place->IsMap() && container) Respell(place, random);
      return;
    case 6:
      *place = random->Chance(50) ? Node::List() : Node::Map();
      return;
    default:
      *place = RandomScalar(random);
  }
}

Node NearInt(const Node& node, Random* random) {
  const long long value = std::strtoll(node.text.c_str(), nullptr, 10);
  switch (random->Below(5)) {
    case 0:
      return Node::Int(
          std::to_string(value < 9000000000000000000 ? value + 1 : value - 1));
    case 1:
      return Node::Float(std::to_string(value) + ".0");
    case 2:
      return Node::String(node.text);
    case 3:
      return Node::Bool(value != 0);
    default:
      return node;
  }
}

Node NearString(const Node& node, Random* random) {
  Node near = node;
  const bool number =
      !node.text.empty() &&
      std::all_of(node.text.begin(), node.text.end(),
                  [](unsigned char c) { return std::isdigit(c) != 0; }) &&
      node.text.size() < 10;
  switch (random->Below(6)) {
    case 0:
      for (char& c : near.text) {
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      }
      return near;
    case 1:
      near.text += random->Chance(50) ? "a" : "1";
      return near;
    case 2:
      if (number) return Node::Int(node.text);
      if (node.text == "true" || node.text == "false") {
        return Node::Bool(node.text == "true");
      }
      return near;
    case 3:
      return Node::String(std::string(random->Pick(kStrings)));
    default:
      return near;
  }
}

}  // namespace

const std::vector<std::string>& ResourceTypes() {
  static const std::vector<std::string> types = {
      "AWS::S3::Bucket", "AWS::IAM::Role", "AWS::EC2::Instance",
      "Custom::Thing"};
  return types;
}

Node RandomScalar(Random* random) {
  const std::size_t choice = random->Below(100);
  if (choice < 45) return Node::String(std::string(random->Pick(kStrings)));
  if (choice < 70) return Node::Int(std::string(random->Pick(kInts)));
  if (choice < 80) return Node::Float(std::string(random->Pick(kFloats)));
  if (choice < 94) return Node::Bool(random->Chance(50));
  return {};
}

Node NearlyEqual(const Node& node, Random* random) {
  if (random->Chance(12)) {
    Node list = Node::List();
    list.items.push_back(node);
    return list;
  }
  switch (node.kind) {
    case Kind::kInt:
      return NearInt(node, random);
    case Kind::kString:
      return NearString(node, random);
    case Kind::kFloat:
      return random->Chance(50) ? node : Node::String(node.text);
    case Kind::kBool:
      if (random->Chance(30)) return Node::String(node.text);
      return Node::Bool((node.text == "true") != random->Chance(50));
    case Kind::kNull:
      return random->Chance(50) ? node : Node::String("");
    case Kind::kList:
      if (node.items.size() == 1 && random->Chance(40)) return node.items[0];
      [[fallthrough]];
    case Kind::kMap: {
      Node near = node;
      if (near.ChildCount() > 0) {
        Node& child = near.Child(random->Below(near.ChildCount()));
        child = NearlyEqual(child, random);
      }
      if (near.items.size() > 1 && random->Chance(30)) {
        std::swap(near.items.front(), near.items.back());
      }
      return near;
    }
  }
  return node;
}

std::string OtherSpelling(std::string_view key, Random* random) {
  std::string other(key);
  switch (random->Below(4)) {
    case 0:  // Another first letter.
      if (!other.empty()) {
        const auto first = static_cast<unsigned char>(other[0]);
        other[0] =
            static_cast<char>(std::isupper(first) != 0 ? std::tolower(first)
                                                       : std::toupper(first));
      }
      return other;
    case 1:  // One and many.
      if (other.ends_with('s')) {
        other.pop_back();
        return other;
      }
      return other + "s";
    default: {  // With separators.
      const char separator = random->Chance(50) ? '_' : '-';
      std::string separated;
      for (const char c : other) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isupper(byte) != 0 && !separated.empty()) {
          separated += separator;
        }
        separated += static_cast<char>(std::tolower(byte));
      }
      return separated;
    }
  }
}

Node RandomDocument(Random* random) {
  const std::size_t choice = random->Below(100);
  if (choice < 50) {
    return RandomTemplate(random);
  }
  if (choice < 96) {
    Node root = RandomMap(random, 4);
    root.members.emplace_back("List", RandomList(random, 3));
    root.members.emplace_back("Map", RandomMap(random, 3));
    return root;
  }
  return choice < 99 ? RandomList(random, 3) : RandomScalar(random);
}

Node Varied(const Node& document, Random* random) {
  Node varied = document;
  const int changes = random->Between(1, 3);
  for (int i = 0; i < changes; ++i) {
    ChangeOnce(&varied, random);
  }
  return varied;
}

DocumentText RandomlyWritten(const Node& document, Random* random) {
  if (random->Chance(40)) {
    return {.yaml = true, .text = ToYaml(document, random)};
  }
  return {.yaml = false, .text = ToJson(document, random->Chance(30))};
}

}  // namespace connectguard::differential
