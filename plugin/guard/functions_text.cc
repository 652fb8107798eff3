// join, to_upper, to_lower, substring, regex_replace, url_decode.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "guard/function_results.h"
#include "guard/regex_cache.h"
#include "guard/unicode_case.h"

namespace connectguard {
namespace {

constexpr std::string_view kNth[] = {"first", "second", "third"};

// The one value of an argument that configures a function. Null with an unknown
// or uncertain argument.
Result<const Value*> SettingAt(std::string_view function, Arguments arguments,
                               std::size_t number) {
  const auto& values = arguments[number];
  const auto fail = [&](std::string_view how) {
    return Fail(ErrorCode::kBadInput,
                "the " + std::string(kNth[number]) + " argument of `" +
                    std::string(function) + "` " + std::string(how));
  };
  if (values.empty()) {
    return fail("selects no value");
  }
  if (values[0].maybe) {
    return nullptr;
  }
  if (values[0].value == nullptr) {
    return fail("does not exist");
  }
  return values[0].value->Is(Kind::kUnknown) ? nullptr : values[0].value;
}

// A result for each value that may be given when a setting is not known.
SelectedValues UnknownForEach(const FunctionContext& context,
                              Arguments arguments, std::size_t setting) {
  SelectedValues results;
  const Value* cause = nullptr;
  for (const Selected& each : arguments[setting]) {
    cause = cause == nullptr ? each.value : cause;
  }
  for (const Selected& each : arguments[0]) {
    if (each.value != nullptr) {
      results.push_back(
          {MakeUnknown(context, cause, /*may_be_absent=*/true), true});
    }
  }
  return results;
}

// ------------------------------------------------------------------- join ---

Result<std::string> SeparatorText(const Value& separator) {
  if (separator.Is(Kind::kChar)) {
    std::string text;
    AppendUtf8(separator.character, &text);
    return text;
  }
  if (separator.Is(Kind::kString)) {
    return std::string(separator.AsString());
  }
  return Fail(ErrorCode::kBadInput,
              "the second argument of `join` is a string or a character");
}

FunctionResult JoinWith(const FunctionContext& context,
                        std::span<const Selected> values,
                        const Value& separator) {
  CG_ASSIGN_OR_RETURN(const std::string between, SeparatorText(separator));
  std::string joined;
  const Value* first = nullptr;
  bool sensitive = separator.sensitive;
  for (const Selected& each : values) {
    if (each.value == nullptr) {
      return Fail(ErrorCode::kBadInput,
                  "`join` cannot join a value that does not exist");
    }
    if (!each.value->Is(Kind::kString)) {
      return Fail(ErrorCode::kBadInput,
                  "`join` joins strings, not a " +
                      std::string(KindName(each.value->kind)),
                  each.value->Is(Kind::kList)
                      ? "join the elements of a list with `[*]`"
                      : "");
    }
    if (first == nullptr) {
      first = each.value;
    } else {
      joined += between;
    }
    joined += each.value->AsString();
    sensitive = sensitive || each.value->sensitive;
    if (joined.size() > limits::kMaxMadeBytes) {
      return Fail(ErrorCode::kLimit, "`join` makes more than 512 MiB");
    }
  }
  return SelectedValues{{MakeString(context, joined, first, sensitive)}};
}

FunctionResult JoinValues(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const Value* separator, SettingAt("join", arguments, 1));
  const Selected* uncertain = FirstUncertain(arguments[0]);
  if (separator == nullptr || uncertain != nullptr) {
    const Value* cause =
        uncertain != nullptr ? uncertain->value : arguments[1].front().value;
    return SelectedValues{
        {MakeUnknown(context, cause, /*may_be_absent=*/false)}};
  }
  return JoinWith(context, arguments[0], *separator);
}

// ------------------------------------------------------------------- case ---

template <typename Convert>
FunctionResult ConvertStrings(const FunctionContext& context,
                              Arguments arguments, Convert convert) {
  return MapValues(context, arguments[0],
                   [&](const Value& value) -> Result<const Value*> {
                     if (!value.Is(Kind::kString)) {
                       return nullptr;
                     }
                     return convert(value);
                   });
}

FunctionResult ToUpper(const FunctionContext& context, Arguments arguments) {
  return ConvertStrings(context, arguments, [&](const Value& value) {
    return MakeString(context, ToUpperCase(value.AsString()), &value);
  });
}

FunctionResult ToLower(const FunctionContext& context, Arguments arguments) {
  return ConvertStrings(context, arguments, [&](const Value& value) {
    return MakeString(context, ToLowerCase(value.AsString()), &value);
  });
}

// -------------------------------------------------------------- substring ---

// Numbers are cut to 16 bits: integers wrap around, floats stop at the ends.
Result<std::size_t> IndexFrom(const Value& value, std::string_view nth) {
  if (value.Is(Kind::kInt)) {
    return static_cast<std::size_t>(value.integer & 0xFFFF);
  }
  if (value.Is(Kind::kFloat)) {
    const double number = std::isnan(value.real) ? 0 : value.real;
    return static_cast<std::size_t>(std::clamp(number, 0.0, 65535.0));
  }
  return Fail(ErrorCode::kBadInput, "the " + std::string(nth) +
                                        " argument of `substring` is a number");
}

bool IsInsideCharacter(std::string_view text, std::size_t at) {
  return at < text.size() &&
         (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

Result<const Value*> SubstringOf(const FunctionContext& context,
                                 const Value& value, std::size_t from,
                                 std::size_t to) {
  const std::string_view text = value.AsString();
  if (from >= to || to > text.size()) {
    return nullptr;
  }
  if (IsInsideCharacter(text, from) || IsInsideCharacter(text, to)) {
    return Fail(ErrorCode::kBadInput,
                "`substring` would cut through a character",
                "positions count bytes of UTF-8");
  }
  return MakeString(context, text.substr(from, to - from), &value);
}

FunctionResult Substring(const FunctionContext& context, Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const Value* from, SettingAt("substring", arguments, 1));
  CG_ASSIGN_OR_RETURN(const Value* to, SettingAt("substring", arguments, 2));
  if (from == nullptr || to == nullptr) {
    return UnknownForEach(context, arguments, from == nullptr ? 1 : 2);
  }
  CG_ASSIGN_OR_RETURN(const std::size_t begin, IndexFrom(*from, "second"));
  CG_ASSIGN_OR_RETURN(const std::size_t end, IndexFrom(*to, "third"));
  return ConvertStrings(context, arguments, [&](const Value& value) {
    return SubstringOf(context, value, begin, end);
  });
}

// ---------------------------------------------------------- regex_replace ---

FunctionResult RegexReplace(const FunctionContext& context,
                            Arguments arguments) {
  CG_ASSIGN_OR_RETURN(const Value* pattern,
                      SettingAt("regex_replace", arguments, 1));
  CG_ASSIGN_OR_RETURN(const Value* replacement,
                      SettingAt("regex_replace", arguments, 2));
  if (pattern == nullptr || replacement == nullptr) {
    return UnknownForEach(context, arguments, pattern == nullptr ? 1 : 2);
  }
  if (!pattern->Is(Kind::kString) || !replacement->Is(Kind::kString)) {
    return Fail(ErrorCode::kBadInput,
                "the pattern and the replacement of `regex_replace` are "
                "strings",
                "write the pattern in quotes, not between slashes");
  }
  // A pattern that no string meets is not looked at, so it may be wrong.
  const Regex* regex = nullptr;
  FunctionResult replaced = ConvertStrings(
      context, arguments, [&](const Value& value) -> Result<const Value*> {
        if (regex == nullptr) {
          CG_ASSIGN_OR_RETURN(regex,
                              context.regexes->Find(pattern->AsString()));
        }
        CG_ASSIGN_OR_RETURN(
            const std::string text,
            regex->ExpandMatches(value.AsString(), replacement->AsString()));
        return MakeString(context, text, &value, replacement->sensitive);
      });
  if (!replaced && pattern->sensitive) {
    return Fail(ErrorCode::kBadInput,
                "the pattern of `regex_replace` cannot be used, and is "
                "sensitive, so it is not shown");
  }
  return replaced;
}

// ------------------------------------------------------------- url_decode ---

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// A percent sign without two digits behind it stays.
std::string DecodeUrl(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool room = text[i] == '%' && i + 2 < text.size();
    const int high = room ? HexDigit(text[i + 1]) : -1;
    const int low = room ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

FunctionResult UrlDecode(const FunctionContext& context, Arguments arguments) {
  return ConvertStrings(
      context, arguments, [&](const Value& value) -> Result<const Value*> {
        const std::string text = DecodeUrl(value.AsString());
        return IsUtf8(text) ? MakeString(context, text, &value) : nullptr;
      });
}

}  // namespace

void AddTextFunctions(FunctionTable* table) {
  const auto add = [table](std::string_view name, std::size_t arguments,
                           auto function) {
    table->Add({.name = std::string(name),
                .min_arguments = arguments,
                .max_arguments = arguments,
                .call = function});
  };
  add("join", 2, JoinValues);
  add("to_upper", 1, ToUpper);
  add("to_lower", 1, ToLower);
  add("substring", 3, Substring);
  add("regex_replace", 3, RegexReplace);
  add("url_decode", 1, UrlDecode);
}

}  // namespace connectguard
