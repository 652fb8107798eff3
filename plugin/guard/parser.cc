#include "guard/parser.h"

#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "guard/cursor.h"
#include "guard/grammar.h"
#include "guard/number_clauses.h"
#include "guard/syntax_error.h"

namespace connectguard {
namespace {

Status CheckText(const SourceFile& source) {
  const std::string_view text = source.text();
  if (text.size() > limits::kMaxRuleFileBytes) {
    return Fail(ErrorCode::kLimit,
                DiagnosticFor(source.name(),
                              fmt::format("the rules file has more than {} MiB",
                                          limits::kMaxRuleFileBytes >> 20)));
  }
  std::size_t bad = 0;
  if (!IsUtf8(text, &bad)) {
    return Fail(ErrorCode::kBadInput,
                DiagnosticAt(source, static_cast<std::uint32_t>(bad),
                             "the rules file is not UTF-8",
                             "save it in the encoding UTF-8"));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<const RuleFile>> ParseRules(
    std::string name, std::string text, const FunctionTable& functions,
    const ParseOptions& options) {
  auto file = std::make_unique<RuleFile>();
  file->source = std::make_unique<SourceFile>(std::move(name), std::move(text));
  CG_RETURN_IF_ERROR(CheckText(*file->source));
  Cursor cursor(file->source->text());
  Grammar grammar(&cursor, file.get(), &functions, &options);
  if (!grammar.ParseFile()) {
    return tl::unexpected<Error>(DescribeSyntaxError(*file->source, cursor));
  }
  NumberClauses(file.get());
  return std::unique_ptr<const RuleFile>(std::move(file));
}

}  // namespace connectguard
