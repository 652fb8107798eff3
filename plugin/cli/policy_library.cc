#include "cli/policy_library.h"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "gate/functions.h"

namespace connectguard {

Result<PolicyLibrary> LoadPolicies(std::string_view directory,
                                   const FileReader& files) {
  PolicyLibrary library;
  library.functions = std::make_unique<const FunctionTable>(DefaultFunctions());
  CG_ASSIGN_OR_RETURN(
      PolicySet policies,
      directory.empty()
          ? PolicySet::Embedded(*library.functions)
          : PolicySet::Load(files, directory, *library.functions));
  library.policies = std::make_unique<const PolicySet>(std::move(policies));
  return library;
}

Result<const Policy*> PolicyNamed(const PolicySet& policies,
                                  std::string_view id) {
  if (const Policy* policy = policies.Find(id)) {
    return policy;
  }
  std::vector<std::string_view> ids;
  for (const Policy& other : policies.policies()) {
    ids.push_back(other.metadata.id);
  }
  std::string hint = DidYouMean(id, ids);
  return Fail(ErrorCode::kUsage, fmt::format("there is no policy `{}`", id),
              hint.empty() ? "see `connectguard policies list`" : hint);
}

}  // namespace connectguard
