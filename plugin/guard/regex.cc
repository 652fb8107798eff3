#include "guard/regex.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include "base/limits.h"
#include "base/text.h"
#include "guard/regex_dialect.h"
#include "guard/unicode.h"

namespace connectguard {
namespace {

struct CodeDeleter {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct MatchDataDeleter {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
using CodePtr = std::unique_ptr<pcre2_code, CodeDeleter>;
using MatchDataPtr = std::unique_ptr<pcre2_match_data, MatchDataDeleter>;

// Stack for compiled code, in bytes: what is too deep for it is matched again
// by the interpreter, which keeps its frames on the heap.
constexpr std::size_t kJitStackStart = std::size_t{32} * 1024;
constexpr std::size_t kJitStackMax = std::size_t{1024} * 1024;

std::string ErrorText(int code) {
  PCRE2_UCHAR8 buffer[256];
  const int length = pcre2_get_error_message(code, buffer, sizeof(buffer));
  return length < 0 ? fmt::format("error {}", code)
                    : std::string(reinterpret_cast<const char*>(buffer));
}

PCRE2_SPTR8 Bytes(std::string_view text) {
  // PCRE2 10.42 wants an address even for no bytes.
  return reinterpret_cast<PCRE2_SPTR8>(text.data() == nullptr ? ""
                                                              : text.data());
}

CodePtr CompileCode(std::string_view pattern, int* error) {
  static pcre2_compile_context* const context = [] {
    pcre2_compile_context* made = pcre2_compile_context_create(nullptr);
    pcre2_set_newline(made, PCRE2_NEWLINE_LF);
    return made;
  }();
  PCRE2_SIZE offset = 0;
  return CodePtr(pcre2_compile(
      Bytes(pattern), pattern.size(),
      PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C,
      error, &offset, context));
}

bool KnowsProperty(std::string_view name) {
  int error = 0;
  return CompileCode(fmt::format("\\p{{{}}}", name), &error) != nullptr;
}

// What a thread needs to match, made once for each thread.
class Scratch {
 public:
  static Scratch& OfThread() {
    thread_local Scratch scratch;
    return scratch;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  pcre2_match_context* context() { return context_; }
  // Room for the whole match, and no groups.
  pcre2_match_data* data() { return data_.get(); }
  // Room for this many groups at least, and the whole match.
  pcre2_match_data* DataFor(std::uint32_t groups) {
    if (groups_data_ == nullptr ||
        pcre2_get_ovector_count(groups_data_.get()) <= groups) {
      groups_data_.reset(pcre2_match_data_create(groups + 1, nullptr));
    }
    return groups_data_.get();
  }

 private:
  Scratch()
      : context_(pcre2_match_context_create(nullptr)),
        stack_(pcre2_jit_stack_create(kJitStackStart, kJitStackMax, nullptr)),
        data_(pcre2_match_data_create(1, nullptr)) {
    pcre2_set_match_limit(context_, limits::kRegexMatchLimit);
    pcre2_set_depth_limit(context_, limits::kRegexDepthLimit);
    pcre2_set_heap_limit(context_, limits::kRegexHeapLimit);
    pcre2_jit_stack_assign(context_, nullptr, stack_);
  }
  ~Scratch() {
    pcre2_match_context_free(context_);
    pcre2_jit_stack_free(stack_);
  }

  pcre2_match_context* context_;
  pcre2_jit_stack* stack_;
  MatchDataPtr data_;
  // Kept for the memory that matching takes, which is more than groups need.
  MatchDataPtr groups_data_;
};

bool IsLimit(int code) {
  return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT ||
         code == PCRE2_ERROR_HEAPLIMIT || code == PCRE2_ERROR_JIT_STACKLIMIT;
}

Result<bool> Found(int code, std::string_view pattern) {
  if (code >= 0) {
    return true;
  }
  if (code == PCRE2_ERROR_NOMATCH) {
    return false;
  }
  if (IsLimit(code)) {
    return Fail(ErrorCode::kLimit,
                fmt::format("the regular expression `/{}/` backtracks too much "
                            "on this text",
                            pattern),
                "make its repeats exclude each other, or anchor it");
  }
  return Fail(ErrorCode::kBadInput,
              fmt::format("the regular expression `/{}/` cannot be matched: "
                          "{}",
                          pattern, ErrorText(code)));
}

int RunMatch(const pcre2_code* code, std::string_view text, std::size_t start,
             pcre2_match_data* data) {
  Scratch& scratch = Scratch::OfThread();
  // The first match of a search has checked the text, and most texts need no
  // check.
  const std::uint32_t checked =
      start > 0 || IsAscii(text) ? PCRE2_NO_UTF_CHECK : 0;
  int result = pcre2_match(code, Bytes(text), text.size(), start, checked, data,
                           scratch.context());
  if (result == PCRE2_ERROR_JIT_STACKLIMIT) {
    result = pcre2_match(code, Bytes(text), text.size(), start,
                         checked | PCRE2_NO_JIT, data, scratch.context());
  }
  return result;
}

// Bytes of text up to which a match is tried without backtracking. That takes
// time in proportion to the square of the length.
constexpr std::size_t kMaxBreadthFirstBytes = 1024;
// States that may be tried at the same time, in PCRE2's own unit.
constexpr std::size_t kBreadthFirstStates = std::size_t{16} * 1024;

// All alternatives at once. The reference never backtracks on the patterns for
// which this is right, and so has no limit for them.
int RunBreadthFirst(const pcre2_code* code, std::string_view text,
                    pcre2_match_data* data) {
  std::vector<int> states(kBreadthFirstStates);
  return pcre2_dfa_match(code, Bytes(text), text.size(), 0, PCRE2_DFA_SHORTEST,
                         data, Scratch::OfThread().context(), states.data(),
                         states.size());
}

}  // namespace

struct Regex::Code {
  CodePtr code;
  TranslatedRegex translated;

  // The code to match with: machine code, once there were so many matches that
  // making it pays. Most patterns of a check match a handful of texts.
  const pcre2_code* ForMatching() const {
    if (const pcre2_code* made =
            machine_code_.load(std::memory_order_acquire)) {
      return made;
    }
    if (matches_.fetch_add(1, std::memory_order_relaxed) == kMachineCodeAfter) {
      MakeMachineCode();
    }
    return code.get();
  }

 private:
  static constexpr std::uint32_t kMachineCodeAfter = 50;

  // Another thread may be matching with `code`, so a copy is compiled. Where
  // code cannot be made at run time, the interpreter does the same work.
  void MakeMachineCode() const {
    machine_code_owner_.reset(pcre2_code_copy(code.get()));
    if (machine_code_owner_ != nullptr &&
        pcre2_jit_compile(machine_code_owner_.get(), PCRE2_JIT_COMPLETE) == 0) {
      machine_code_.store(machine_code_owner_.get(), std::memory_order_release);
    }
  }

  // Only the thread that counts to kMachineCodeAfter writes the owner.
  mutable std::atomic<std::uint32_t> matches_ = 0;
  mutable std::atomic<const pcre2_code*> machine_code_ = nullptr;
  mutable CodePtr machine_code_owner_;
};

Regex::Regex(std::string pattern, std::unique_ptr<Code> code)
    : pattern_(std::move(pattern)), code_(std::move(code)) {}

Regex::~Regex() = default;

Result<std::unique_ptr<Regex>> Regex::Compile(std::string_view pattern) {
  CG_ASSIGN_OR_RETURN(TranslatedRegex translated,
                      TranslateRegex(pattern, KnowsProperty));
  auto code = std::make_unique<Code>();
  int error = 0;
  code->code = CompileCode(translated.pattern, &error);
  if (code->code == nullptr) {
    return Fail(ErrorCode::kBadInput, ErrorText(error));
  }
  code->translated = std::move(translated);
  return std::unique_ptr<Regex>(
      new Regex(std::string(pattern), std::move(code)));
}

Result<bool> Regex::Matches(std::string_view text) const {
  pcre2_match_data* data = Scratch::OfThread().data();
  int code = RunMatch(code_->ForMatching(), text, 0, data);
  if (IsLimit(code) && code_->translated.order_free &&
      text.size() <= kMaxBreadthFirstBytes) {
    const int answer = RunBreadthFirst(code_->code.get(), text, data);
    code = answer >= 0 || answer == PCRE2_ERROR_NOMATCH ? answer : code;
  }
  return Found(code, pattern_);
}

namespace {

// One match of a search, with the text of its groups.
class Groups {
 public:
  // `count`: of the groups of the pattern.
  Groups(std::string_view text, pcre2_match_data* data, std::size_t count,
         const std::map<std::string, int, std::less<>>& names)
      : text_(text),
        ends_(pcre2_get_ovector_pointer(data)),
        count_(count + 1),
        names_(names) {}

  std::size_t begin() const { return ends_[0]; }
  std::size_t end() const { return ends_[1]; }

  // Empty for a group that is not there or took no part.
  std::string_view Text(std::size_t group) const {
    if (group >= count_ || ends_[2 * group] == PCRE2_UNSET ||
        ends_[2 * group] > ends_[2 * group + 1]) {
      return {};
    }
    return text_.substr(ends_[2 * group],
                        ends_[2 * group + 1] - ends_[2 * group]);
  }
  std::string_view Text(std::string_view name) const {
    if (const auto found = names_.find(name); found != names_.end()) {
      return Text(static_cast<std::size_t>(found->second));
    }
    std::size_t group = 0;
    for (const char c : name) {
      if (c < '0' || c > '9' || group > count_) {
        return {};
      }
      group = group * 10 + static_cast<std::size_t>(c - '0');
    }
    return Text(group);
  }

 private:
  std::string_view text_;
  const PCRE2_SIZE* ends_;
  std::size_t count_;  // With the whole match, which is group 0.
  const std::map<std::string, int, std::less<>>& names_;
};

// `$1`, `$name`, `${name}`, `$$`. Any other `$` stands for itself. False when
// it grows beyond limits.h.
bool AppendExpansion(const Groups& groups, std::string_view replacement,
                     std::string* out) {
  while (out->size() <= limits::kMaxMadeBytes) {
    const std::size_t dollar = replacement.find('$');
    *out += replacement.substr(0, dollar);
    if (dollar == std::string_view::npos) {
      return true;
    }
    replacement.remove_prefix(dollar + 1);
    const bool braces = replacement.starts_with('{');
    const std::size_t size = NamePrefix(replacement.substr(braces ? 1 : 0));
    if (replacement.starts_with('$')) {
      *out += '$';
      replacement.remove_prefix(1);
    } else if (size > 0 &&
               (!braces || replacement.substr(size + 1, 1) == "}")) {
      *out += groups.Text(replacement.substr(braces ? 1 : 0, size));
      replacement.remove_prefix(size + (braces ? 2 : 0));
    } else {
      *out += '$';
    }
  }
  return false;
}

// The start of the next character.
std::size_t NextCharacter(std::string_view text, std::size_t at) {
  do {
    ++at;
  } while (at < text.size() &&
           (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

}  // namespace

Result<std::string> Regex::ExpandMatches(std::string_view text,
                                         std::string_view replacement) const {
  const pcre2_code* code = code_->ForMatching();
  std::uint32_t count = 0;
  pcre2_pattern_info(code_->code.get(), PCRE2_INFO_CAPTURECOUNT, &count);
  pcre2_match_data* const data = Scratch::OfThread().DataFor(count);
  std::string out;
  std::optional<std::size_t> last_end;
  for (std::size_t start = 0; start <= text.size();) {
    CG_ASSIGN_OR_RETURN(const bool found,
                        Found(RunMatch(code, text, start, data), pattern_));
    if (!found) {
      break;
    }
    const Groups groups(text, data, count, code_->translated.names);
    const bool empty = groups.begin() >= groups.end();
    start = empty ? NextCharacter(text, groups.end()) : groups.end();
    // An empty match directly behind another match does not count.
    if ((!empty || last_end != groups.end()) &&
        !AppendExpansion(groups, replacement, &out)) {
      return Fail(ErrorCode::kLimit, "`regex_replace` makes more than 512 MiB");
    }
    last_end = groups.end();
  }
  return out;
}

}  // namespace connectguard
