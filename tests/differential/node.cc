#include "differential/node.h"

#include <array>
#include <cctype>
#include <cstdio>

namespace connectguard::differential {
namespace {

std::string Indent(int depth) {
  return std::string(static_cast<std::size_t>(depth) * 2, ' ');
}

void AppendJson(const Node& node, bool indented, int depth, std::string* out) {
  if (!node.IsMap() && !node.IsList()) {
    *out += node.IsString() ? Quoted(node.text) : node.text;
    return;
  }
  *out += node.IsMap() ? '{' : '[';
  const std::string separator =
      indented ? "\n" + Indent(depth + 1) : std::string();
  for (std::size_t i = 0; i < node.ChildCount(); ++i) {
    *out += i == 0 ? "" : ",";
    *out += separator;
    if (node.IsMap()) {
      *out += Quoted(node.members[i].first) + (indented ? ": " : ":");
    }
    AppendJson(node.Child(i), indented, depth + 1, out);
  }
  if (indented && node.ChildCount() > 0) {
    *out += "\n" + Indent(depth);
  }
  *out += node.IsMap() ? '}' : ']';
}

// Whether a string may stand without quotes and still be a string in flow and
// block style.
bool IsPlainText(const std::string& text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text[0])) == 0) {
    return false;
  }
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' &&
        c != '/' && c != '.') {
      return false;
    }
  }
  static constexpr std::array<std::string_view, 8> kWords = {
      "true", "false", "null", "Null", "NULL", "inf", "nan", "NaN"};
  for (const std::string_view word : kWords) {
    if (text == word) {
      return false;
    }
  }
  return true;
}

class YamlWriter {
 public:
  YamlWriter(Random* random, std::string* out) : random_(*random), out_(*out) {}

  // Behind `key:` or `-`, or at the start of a line for the root.
  void Write(const Node& node, int depth, bool root) {
    const bool container = node.IsMap() || node.IsList();
    if (!container) {
      out_ += root ? "" : " ";
      WriteScalar(node, depth);
      out_ += random_.Chance(2) ? " # note\n" : "\n";
    } else if (node.ChildCount() == 0 || random_.Chance(15)) {
      out_ += root ? "" : " ";
      AppendFlow(node);
      out_ += "\n";
    } else if (IsIntrinsic(node)) {
      WriteTagged(node, root);
    } else {
      out_ += root ? "" : "\n";
      WriteBlock(node, depth);
    }
  }

 private:
  static bool IsIntrinsic(const Node& node) {
    return node.IsMap() && node.members.size() == 1 &&
           (node.members[0].first == "Ref" ||
            node.members[0].first == "Fn::Sub") &&
           IsPlainText(node.members[0].second.text) &&
           node.members[0].second.IsString();
  }

  void WriteTagged(const Node& node, bool root) {
    out_ += root ? "" : " ";
    out_ += node.members[0].first == "Ref" ? "!Ref " : "!Sub ";
    out_ += node.members[0].second.text + "\n";
  }

  void WriteBlock(const Node& node, int depth) {
    for (std::size_t i = 0; i < node.ChildCount(); ++i) {
      if (random_.Chance(2)) {
        out_ += "# note\n";
      }
      out_ += Indent(depth);
      if (node.IsMap()) {
        WriteText(node.members[i].first);
        out_ += ":";
      } else {
        out_ += "-";
      }
      Write(node.Child(i), depth + 1, /*root=*/false);
    }
  }

  void AppendFlow(const Node& node) {
    if (!node.IsMap() && !node.IsList()) {
      WriteScalar(node, -1);
      return;
    }
    out_ += node.IsMap() ? '{' : '[';
    for (std::size_t i = 0; i < node.ChildCount(); ++i) {
      out_ += i == 0 ? "" : ", ";
      if (node.IsMap()) {
        WriteText(node.members[i].first);
        out_ += ": ";
      }
      AppendFlow(node.Child(i));
    }
    out_ += node.IsMap() ? '}' : ']';
  }

  // `depth` is negative in flow style.
  void WriteScalar(const Node& node, int depth) {
    if (!node.IsString()) {
      out_ += node.text;
    } else if (depth >= 0 && random_.Chance(4) && IsPlainText(node.text)) {
      out_ += "|-\n" + Indent(depth + 1) + node.text;
    } else {
      WriteText(node.text);
    }
  }

  void WriteText(const std::string& text) {
    if (IsPlainText(text) && !random_.Chance(15)) {
      out_ += text;
    } else if (random_.Chance(30) &&
               text.find_first_of("'\n\\") == std::string::npos) {
      out_ += "'" + text + "'";
    } else {
      out_ += Quoted(text);
    }
  }

  Random& random_;
  std::string& out_;
};

}  // namespace

const Node* Node::Find(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) {
      return &value;
    }
  }
  return nullptr;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string ToJson(const Node& node, bool indented) {
  std::string out;
  AppendJson(node, indented, 0, &out);
  return out + "\n";
}

std::string ToYaml(const Node& node, Random* random) {
  std::string out;
  YamlWriter(random, &out).Write(node, 0, /*root=*/true);
  return out;
}

}  // namespace connectguard::differential
