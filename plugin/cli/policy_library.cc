#include "cli/policy_library.h"

#include <utility>

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

}  // namespace connectguard
