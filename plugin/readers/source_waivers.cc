#include "readers/source_waivers.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include "hcl/traversals.h"
#include "readers/terraform_address.h"
#include "readers/terraform_sources.h"
#include "readers/waiver_text.h"

namespace connectguard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class WaiverFinder {
 public:
  WaiverFinder(const hcl::File& parsed, const SourceFile& source)
      : parsed_(parsed), text_(source.text()) {}

  // The block that a comment stands at; null when there is none.
  const hcl::Block* BlockAt(const hcl::Comment& comment) const {
    const std::vector<hcl::Block>& blocks = parsed_.body.blocks;
    // The first that does not end above the comment.
    const auto next =
        std::ranges::lower_bound(blocks, comment.begin, {}, &hcl::Block::end);
    if (next != blocks.end() && next->begin < comment.begin) {
      return &*next;
    }
    if (!StartsLine(comment)) {
      const bool behind = next != blocks.begin() &&
                          IsOneLine(std::prev(next)->end, comment.begin);
      return behind ? &*std::prev(next) : nullptr;
    }
    return next != blocks.end() && IsRightAbove(comment, *next) ? &*next
                                                                : nullptr;
  }

 private:
  bool StartsLine(const hcl::Comment& comment) const {
    const std::size_t end =
        text_.substr(0, comment.begin).find_last_not_of(" \t");
    return end == std::string_view::npos || text_[end] == '\n' ||
           text_.substr(0, end + 1) == kByteOrderMark;
  }

  bool IsOneLine(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin).find('\n') ==
           std::string_view::npos;
  }

  // Only comments may stand between, and no empty line.
  bool IsRightAbove(const hcl::Comment& comment,
                    const hcl::Block& block) const {
    auto each = std::ranges::lower_bound(parsed_.comments, comment.begin, {},
                                         &hcl::Comment::begin);
    std::size_t at = comment.end;
    for (;;) {
      const std::size_t line = text_.find('\n', at);
      const std::size_t next = text_.find_first_not_of(" \t\r\n", at);
      const bool on_next_line =
          line < next && IsOneLine(line + 1, std::min(next, text_.size()));
      if (!on_next_line) {
        return false;
      }
      if (next == block.begin) {
        return true;
      }
      if (++each == parsed_.comments.end() || each->begin != next) {
        return false;
      }
      at = each->end;
    }
  }

  const hcl::File& parsed_;
  std::string_view text_;
};

// Empty for a block that policies do not speak of.
std::string AddressOf(const hcl::Block& block, const std::string& module) {
  if (std::string local = LocalAddress(block); !local.empty()) {
    return JoinAddress(module, local);
  }
  if (block.type == "module" && block.labels.size() == 1) {
    return JoinAddress(module, "module." + block.labels[0]);
  }
  const hcl::Expression* from = block.body.Find("from");
  if (block.type != "removed" || from == nullptr) {
    return {};
  }
  const std::vector<hcl::Traversal> removed = hcl::TraversalsOf(*from);
  return removed.size() == 1
             ? JoinAddress(module, WithoutKeys(removed.front().text))
             : std::string();
}

}  // namespace

std::vector<WrittenWaiver> FindSourceWaivers(const hcl::File& parsed,
                                             const SourceFile& source,
                                             std::uint16_t file,
                                             const std::string& module) {
  std::vector<WrittenWaiver> waivers;
  const WaiverFinder finder(parsed, source);
  for (const hcl::Comment& comment : parsed.comments) {
    const std::string_view text =
        source.text().substr(comment.begin, comment.end - comment.begin);
    if (!MayHoldWaivers(text)) {
      continue;
    }
    const hcl::Block* block = finder.BlockAt(comment);
    std::string address =
        block == nullptr ? std::string() : AddressOf(*block, module);
    for (WrittenWaiver& waiver : WaiversInComment(text, comment.begin, file)) {
      if (!address.empty()) {
        waiver.at.push_back(address);
      }
      waivers.push_back(std::move(waiver));
    }
  }
  return waivers;
}

}  // namespace connectguard
