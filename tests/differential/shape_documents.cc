#include "differential/shape_documents.h"

#include <algorithm>
#include <array>

#include "differential/document_generator.h"

namespace connectguard::differential {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"one", "two", "three",
                                                    "four"};

Node AnyName(Random* random) {
  return Node::String(std::string(random->Pick(kNames)));
}

Node Intrinsic(Random* random) {
  Node map = Node::Map();
  switch (random->Below(5)) {
    case 0:
    case 1:
      map.members.emplace_back("Ref", AnyName(random));
      return map;
    case 2: {
      Node pair = Node::List();
      pair.items.push_back(AnyName(random));
      pair.items.push_back(Node::String("Arn"));
      map.members.emplace_back("Fn::GetAtt", std::move(pair));
      return map;
    }
    case 3:
      map.members.emplace_back("Fn::Sub", Node::String("${AWS::Region}-x"));
      return map;
    default: {
      Node choice = Node::List();
      choice.items.push_back(Node::String("IsProd"));
      choice.items.push_back(RandomScalar(random));
      choice.items.push_back(RandomScalar(random));
      map.members.emplace_back("Fn::If", std::move(choice));
      return map;
    }
  }
}

class DocumentMaker {
 public:
  // `orderly`: nothing is missing, and most values are such as the rules name.
  DocumentMaker(Random* random, bool orderly)
      : random_(*random), orderly_(orderly) {}

  // `odd` is the chance of something that the rules do not ask for.
  Node Make(const Shape& shape, int odd) {
    if (random_.Chance(odd)) {
      return MakeOdd();
    }
    // Often a text or a reference to a resource may stand in one place.
    const bool scalar = !shape.values.empty() ||
                        std::find(shape.kinds.begin(), shape.kinds.end(),
                                  Node::Kind::kString) != shape.kinds.end();
    const bool map = (!shape.keys.empty() || shape.member != nullptr) &&
                     !(scalar && random_.Chance(50));
    const bool list = shape.element != nullptr;
    if (map && (!list || random_.Chance(45))) {
      return MakeMap(shape, odd);
    }
    if (list && !(shape.values.size() > 0 && random_.Chance(30))) {
      return MakeList(*shape.element, odd);
    }
    return MakeScalar(shape);
  }

 private:
  Node MakeOdd() {
    switch (random_.Below(6)) {
      case 0:
        return Node::List();
      case 1:
        return Node::Map();
      case 2:
        return Node::String("");
      case 3:
      case 4:
        return Intrinsic(&random_);
      default:
        return RandomScalar(&random_);
    }
  }

  Node MakeMap(const Shape& shape, int odd) {
    Node map = Node::Map();
    // Where the rules look for a reference, there is mostly nothing else.
    const bool reference =
        shape.keys.contains("Ref") || shape.keys.contains("Fn::GetAtt");
    if (reference && random_.Chance(50)) {
      return Intrinsic(&random_);
    }
    for (const auto& [key, below] : shape.keys) {
      const bool needed =
          key == "Resources" || key == "Type" || key == "Properties";
      if (random_.Chance(orderly_ ? 99 : (needed ? 96 : 78))) {
        map.members.emplace_back(key, Make(*below, odd));
      }
    }
    if (shape.member != nullptr) {
      AddMembers(*shape.member, odd, &map);
    }
    return map;
  }

  void AddMembers(const Shape& shape, int odd, Node* map) {
    const int count = random_.Between(random_.Chance(5) ? 0 : 1, 3);
    for (int i = 0; i < count; ++i) {
      const std::string name(kNames[static_cast<std::size_t>(i)]);
      if (map->Find(name) == nullptr) {
        map->members.emplace_back(name, Make(shape, odd / 2));
      }
    }
  }

  Node MakeList(const Shape& element, int odd) {
    Node list = Node::List();
    const int count = random_.Between(random_.Chance(8) ? 0 : 1, 2);
    for (int i = 0; i < count; ++i) {
      list.items.push_back(Make(element, odd));
    }
    return list;
  }

  Node MakeScalar(const Shape& shape) {
    const std::size_t choice = random_.Below(100);
    if (!shape.avoided.empty() && random_.Chance(12)) {
      return random_.Pick(shape.avoided);
    }
    if (!shape.values.empty() && choice < (orderly_ ? 92 : 80)) {
      const Node& value = random_.Pick(shape.values);
      return orderly_ || choice < 62 ? value : NearlyEqual(value, &random_);
    }
    if (!shape.kinds.empty() && choice < 95) {
      return OfKind(random_.Pick(shape.kinds));
    }
    return RandomScalar(&random_);
  }

  Node OfKind(Node::Kind kind) {
    switch (kind) {
      case Node::Kind::kString:
        return Node::String(random_.Chance(85) ? "text" : " ");
      case Node::Kind::kInt:
        return Node::Int(std::to_string(random_.Between(0, 100)));
      case Node::Kind::kFloat:
        return Node::Float("0.5");
      case Node::Kind::kBool:
        return Node::Bool(random_.Chance(50));
      case Node::Kind::kList: {
        Node list = Node::List();
        list.items.push_back(RandomScalar(&random_));
        return list;
      }
      case Node::Kind::kMap:
        return Intrinsic(&random_);
      case Node::Kind::kNull:
        break;
    }
    return {};
  }

  Random& random_;
  bool orderly_;
};

}  // namespace

Node RandomDocument(const Shape& shape, Random* random) {
  constexpr std::array<int, 5> kOdd = {0, 0, 3, 8, 20};
  const bool orderly = random->Chance(30);
  const int odd = orderly ? 0 : random->Pick(kOdd);
  Node root = DocumentMaker(random, orderly).Make(shape, odd);
  // Rules for templates and for what hooks send stand in one file; a document
  // is one of both.
  if (root.Find("Resources") != nullptr && random->Chance(75)) {
    std::erase_if(root.members, [](const auto& member) {
      return member.first.find("::") != std::string::npos;
    });
  } else if (random->Chance(75)) {
    std::erase_if(root.members, [](const auto& member) {
      return member.first.find("::") == std::string::npos;
    });
  }
  return root;
}

}  // namespace connectguard::differential
