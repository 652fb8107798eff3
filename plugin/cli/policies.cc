#include "cli/policies.h"

#include <string_view>
#include <vector>

#include "cli/policy_library.h"
#include "gate/exit_code.h"
#include "report/policy_writer.h"

namespace connectguard {
namespace {

Result<std::vector<const Policy*>> ChoosePolicies(const PolicySet& policies,
                                                  std::string_view pack) {
  if (!pack.empty()) {
    return policies.Select(pack, {}, {});
  }
  std::vector<const Policy*> all;
  for (const Policy& policy : policies.policies()) {
    all.push_back(&policy);
  }
  return all;
}

Status List(const ListPoliciesCommand& command,
            const Environment& environment) {
  CG_ASSIGN_OR_RETURN(
      const PolicyLibrary library,
      LoadPolicies(command.policies_directory, environment.files));
  CG_ASSIGN_OR_RETURN(const std::vector<const Policy*> chosen,
                      ChoosePolicies(*library.policies, command.pack));
  return WritePolicyList(chosen, library.policies->revision(), command.format,
                         environment.out);
}

Status Show(const ShowPolicyCommand& command, const Environment& environment) {
  CG_ASSIGN_OR_RETURN(
      const PolicyLibrary library,
      LoadPolicies(command.policies_directory, environment.files));
  CG_ASSIGN_OR_RETURN(const Policy* policy,
                      PolicyNamed(*library.policies, command.id));
  return WritePolicy(*policy, environment.out);
}

int Finish(const Status& status, const Environment& environment) {
  if (status) {
    return kExitAllowed;
  }
  WriteError(status.error(), environment.err);
  return ExitCodeOf(status.error().code);
}

}  // namespace

int RunListPolicies(const ListPoliciesCommand& command,
                    const Environment& environment) {
  return Finish(List(command, environment), environment);
}

int RunShowPolicy(const ShowPolicyCommand& command,
                  const Environment& environment) {
  return Finish(Show(command, environment), environment);
}

}  // namespace connectguard
