// Regular expressions that backtrack without bound.
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "lint/backtracking.h"
#include "lint/findings.h"
#include "lint/shape.h"

namespace connectguard {
namespace {

std::string Visible(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

// Patterns stand alone and in lists; the same one is looked at once.
class PatternChecker {
 public:
  explicit PatternChecker(Findings* out) : out_(*out) {}

  void Check(const Value& value) {
    if (value.Is(Kind::kList)) {
      for (const Value& each : value.AsList()) {
        Check(each);
      }
    } else if (value.Is(Kind::kMap)) {
      for (const Member& each : value.AsMap()) {
        Check(each.value);
      }
    } else if (const Regex* regex = PatternOf(value)) {
      CheckPattern(*regex, value.span());
    }
  }

  void CheckPattern(const Regex& regex, SourceSpan span) {
    const auto [known, added] = known_.try_emplace(regex.pattern());
    if (added) {
      known->second = FindBacktracking(regex);
    }
    if (!known->second) {
      return;
    }
    const Backtracking& found = *known->second;
    constexpr std::size_t kShown = 12;
    out_.Add(found.exponential ? "regex-exponential" : "regex-polynomial", span,
             fmt::format("this pattern takes {} time on texts such as "
                         "`{}...{}`",
                         found.exponential ? "exponential" : "polynomial",
                         Visible(found.Text(found.start.size() + kShown)
                                     .substr(0, found.start.size() + kShown)),
                         Visible(found.end)),
             "let what repeats exclude what stands beside or around it, such "
             "as `[^:]*` before `:` in place of `.*`");
  }

 private:
  Findings& out_;
  std::map<std::string, std::optional<Backtracking>> known_;
};

}  // namespace

void CheckPatterns(const LintFacts& facts, Findings* out) {
  PatternChecker checker(out);
  for (const LiteralSite& site : facts.literals) {
    checker.Check(*site.literal);
  }
  for (const CallSite& site : facts.calls) {
    if (site.call->name != "regex_replace" ||
        site.call->arguments.size() != 3) {
      continue;
    }
    const Value* pattern =
        LiteralOf(facts, site.call->arguments[1], site.scope);
    if (pattern == nullptr || !pattern->Is(Kind::kString)) {
      continue;
    }
    const auto regex = Regex::Compile(pattern->AsString());
    if (regex) {
      checker.CheckPattern(**regex, site.call->span);
    } else {
      out->Add("bad-pattern", site.call->span,
               fmt::format("the pattern does not compile: {}",
                           regex.error().diagnostic.message));
    }
  }
}

}  // namespace connectguard
