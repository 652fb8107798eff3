#include "readers/terraform_address.h"

#include <algorithm>
#include <cstddef>
#include <unordered_set>

namespace connectguard {
namespace {

// The end of the bracket group that starts at `at`; npos when it does not end.
std::size_t EndOfIndex(std::string_view text, std::size_t at) {
  bool quoted = false;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ']' && !quoted) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

bool IsPrefixOf(std::string_view prefix, std::string_view text) {
  return text.size() > prefix.size() && text.starts_with(prefix) &&
         (text[prefix.size()] == '.' || text[prefix.size()] == '[');
}

}  // namespace

AddressSegment TakeSegment(std::string_view* rest) {
  AddressSegment segment;
  const std::size_t end = std::min(rest->find_first_of(".["), rest->size());
  segment.name = rest->substr(0, end);
  std::size_t next = end;
  if (next < rest->size() && (*rest)[next] == '[') {
    const std::size_t close = std::min(EndOfIndex(*rest, next), rest->size());
    segment.index = rest->substr(next, close - next);
    next = close;
  }
  if (next < rest->size() && (*rest)[next] == '.') {
    ++next;
  }
  rest->remove_prefix(next);
  return segment;
}

ResourceAddress ParseResourceAddress(std::string_view address) {
  ResourceAddress parts;
  std::string_view rest = address;
  while (rest.starts_with("module.")) {
    TakeSegment(&rest);
    TakeSegment(&rest);
  }
  const std::size_t local = address.size() - rest.size();
  parts.module = address.substr(0, local > 0 ? local - 1 : 0);
  if (rest.starts_with("data.")) {
    TakeSegment(&rest);
  }
  TakeSegment(&rest);
  const AddressSegment name = TakeSegment(&rest);
  const std::size_t end = address.size() - rest.size() - name.index.size();
  parts.base = address.substr(0, end);
  parts.local = parts.base.substr(std::min(local, end));
  parts.key = name.index;
  return parts;
}

std::string WithoutKeys(std::string_view module) {
  std::string path;
  while (!module.empty()) {
    const AddressSegment segment = TakeSegment(&module);
    path += path.empty() ? "" : ".";
    path += segment.name;
  }
  return path;
}

std::string QuoteKey(std::string_view text) {
  std::string key = "[\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '\r' || c == '\t') {
      key += '\\';
      key += c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
      continue;
    }
    const bool opens =
        (c == '$' || c == '%') && i + 1 < text.size() && text[i + 1] == '{';
    if (c == '"' || c == '\\') {
      key += '\\';
    } else if (opens) {
      key += c;
    }
    key += c;
  }
  key += "\"]";
  return key;
}

std::string UnquoteKey(std::string_view key) {
  if (key.size() < 4 || !key.starts_with("[\"") || !key.ends_with("\"]")) {
    return "";
  }
  key = key.substr(2, key.size() - 4);
  std::string text;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const std::string_view rest = key.substr(i);
    if (rest.starts_with("$${") || rest.starts_with("%%{")) {
      continue;
    }
    if (key[i] != '\\' || i + 1 == key.size()) {
      text += key[i];
      continue;
    }
    const char c = key[++i];
    text += c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
  }
  return text;
}

ModuleStep SplitModule(std::string_view module) {
  ModuleStep step;
  std::string_view rest = module;
  std::size_t begin = 0;
  while (!rest.empty()) {
    begin = module.size() - rest.size();
    TakeSegment(&rest);
    const AddressSegment segment = TakeSegment(&rest);
    step.name = segment.name;
    step.key = segment.index;
  }
  step.parent = module.substr(0, begin == 0 ? 0 : begin - 1);
  return step;
}

std::string JoinAddress(std::string_view module, std::string_view local) {
  std::string address(module);
  address += module.empty() ? "" : ".";
  address += local;
  return address;
}

std::vector<std::string_view> LongestReferences(
    std::span<const std::string_view> texts) {
  std::vector<std::string_view> longest;
  std::unordered_set<std::string_view> seen;
  std::string_view last;
  for (const std::string_view text : texts) {
    if (IsPrefixOf(text, last) || !seen.insert(text).second) {
      continue;
    }
    if (!longest.empty() && IsPrefixOf(longest.back(), text)) {
      longest.pop_back();
    }
    longest.push_back(text);
    last = text;
  }
  return longest;
}

}  // namespace connectguard
