#include "lint/allow.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "lint/checks.h"

namespace connectguard {
namespace {

constexpr std::string_view kStart = "lint: allow";

struct Allowance {
  SourceSpan span;
  std::vector<std::string_view> ids;
  std::string_view reason;
  std::uint32_t line = 0;  // Of the code that it speaks of.
  bool used = false;
};

bool IsComment(std::string_view line) { return Trim(line).starts_with('#'); }

// Behind `lint: allow`: ids, then the reason.
void ReadAllowance(std::string_view text, Allowance* out) {
  text = Trim(text);
  for (;;) {
    const std::size_t end = std::min(text.find_first_of(", \t"), text.size());
    out->ids.push_back(text.substr(0, end));
    text = Trim(text.substr(end));
    if (!text.starts_with(',')) {
      break;
    }
    text = Trim(text.substr(1));
  }
  out->reason = text;
}

std::vector<Allowance> ReadAllowances(const RuleFile& file) {
  std::vector<Allowance> found;
  const std::vector<std::string_view> lines = Split(file.source->text(), '\n');
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = Trim(lines[i]);
    const auto at = begin;
    begin += static_cast<std::uint32_t>(lines[i].size()) + 1;
    if (!line.starts_with('#')) {
      continue;
    }
    const std::string_view comment = Trim(line.substr(1));
    if (!comment.starts_with(kStart)) {
      continue;
    }
    Allowance allowance;
    const auto hash = static_cast<std::uint32_t>(lines[i].find('#'));
    allowance.span = {
        .begin = at + hash,
        .end = at + hash + static_cast<std::uint32_t>(line.size())};
    ReadAllowance(comment.substr(kStart.size()), &allowance);
    std::size_t code = i + 1;
    while (code < lines.size() && IsComment(lines[code])) {
      ++code;
    }
    allowance.line = static_cast<std::uint32_t>(code + 1);
    found.push_back(std::move(allowance));
  }
  return found;
}

LintFinding Bad(const Allowance& allowance, std::string message,
                std::string hint) {
  return {.check = FindLintCheck("bad-allow"),
          .span = allowance.span,
          .message = std::move(message),
          .hint = std::move(hint)};
}

void CheckAllowance(const Allowance& allowance,
                    std::vector<LintFinding>* findings) {
  for (const std::string_view id : allowance.ids) {
    if (FindLintCheck(id) == nullptr) {
      std::vector<std::string_view> ids;
      for (const LintCheck& check : LintChecks()) {
        ids.push_back(check.id);
      }
      std::string hint = DidYouMean(id, ids);
      findings->push_back(
          Bad(allowance, fmt::format("there is no check `{}`", id),
              hint.empty() ? "`connectguard lint --list` has all of them"
                           : std::move(hint)));
      return;
    }
  }
  if (allowance.reason.empty()) {
    findings->push_back(
        Bad(allowance, "a finding is allowed without a reason",
            "write it behind the id: `# lint: allow ID  because ...`"));
  } else if (!allowance.used) {
    findings->push_back(
        Bad(allowance,
            fmt::format("nothing is found in line {} that this allows",
                        allowance.line),
            "remove the comment, or put it directly above the finding"));
  }
}

}  // namespace

std::size_t ApplyAllowances(const RuleFile& file,
                            std::vector<LintFinding>* findings) {
  std::vector<Allowance> allowances = ReadAllowances(file);
  const auto is_allowed = [&](const LintFinding& finding) {
    const std::uint32_t line = file.source->At(finding.span.begin).line;
    bool allowed = false;
    for (Allowance& allowance : allowances) {
      if (allowance.line == line && !allowance.reason.empty() &&
          std::find(allowance.ids.begin(), allowance.ids.end(),
                    finding.check->id) != allowance.ids.end()) {
        allowance.used = true;
        allowed = true;
      }
    }
    return allowed;
  };
  const std::size_t count = std::erase_if(*findings, is_allowed);
  for (const Allowance& allowance : allowances) {
    CheckAllowance(allowance, findings);
  }
  return count;
}

}  // namespace connectguard
