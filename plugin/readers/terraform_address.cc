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
