#include "readers/template_ways.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/limits.h"

namespace connectguard {

Result<std::unique_ptr<const Document>> ReadAllWays(const ReadOptions& options,
                                                    std::size_t bytes,
                                                    const ReadWith& read) {
  CG_ASSIGN_OR_RETURN(ReadOnce base, read(nullptr));
  if (!options.all_ways || base.open.empty()) {
    return std::move(base.document);
  }
  const auto ways = bytes > limits::kMaxConditionBytes
                        ? std::nullopt
                        : base.open.Ways(limits::kMaxConditionWays);
  if (!ways) {
    if (base.conditional) {
      base.document->SetUndecided(fmt::format(
          "the conditions {} can turn out in too many ways to judge them all: "
          "give the parameters that they depend on",
          base.open.Names()));
    }
    return std::move(base.document);
  }
  std::vector<Document::Way> documents;
  for (const Assumptions& assumed : *ways) {
    CG_ASSIGN_OR_RETURN(ReadOnce one, read(&assumed));
    documents.push_back(
        {.when = assumed.text, .document = std::move(one.document)});
  }
  base.document->SetWays(std::move(documents));
  return std::move(base.document);
}

}  // namespace connectguard
