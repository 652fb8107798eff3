#include "service/plugin_run.h"

#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "cli/policy_library.h"
#include "gate/exit_code.h"
#include "report/writer.h"
#include "service/client.h"
#include "service/plugin_command_line.h"
#include "service/serve.h"

namespace connectguard {
namespace {

constexpr char kStartedByHand[] =
    "error: this is a plugin: a host that speaks go-plugin starts it\n"
    "  hint: to serve by hand: connectguard-plugin serve --address "
    "unix:PATH\n"
    "  hint: to judge a plan without a server: connectguard check plan.json\n";

// One JSON object a line on standard error: standard output belongs to reports
// and to the handshake.
void LogToStandardError() {
  const auto logger = std::make_shared<spdlog::logger>(
      "connectguard", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(
      R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%v})",
      spdlog::pattern_time_type::utc);
  spdlog::set_default_logger(logger);
}

int GiveUp(const Error& error, const Environment& environment) {
  WriteError(error, environment.err);
  return ExitCodeOf(error.code);
}

// Loads policies and has `serve` serve an engine over them.
template <typename ServeEngine>
int WithEngine(const std::string& policies_directory,
               const Environment& environment, const ServeEngine& serve) {
  LogToStandardError();
  BlockEndingSignals();
  const Result<PolicyLibrary> library =
      LoadPolicies(policies_directory, environment.files);
  if (!library) {
    return GiveUp(library.error(), environment);
  }
  const Engine engine(library->policies.get(), &environment.clock);
  const Status served = serve(engine);
  return served ? kExitAllowed : GiveUp(served.error(), environment);
}

// Nothing for an empty path.
Result<std::optional<v1::PlanFile>> ReadPlanFile(const std::string& path,
                                                 const FileReader& files) {
  if (path.empty()) {
    return std::nullopt;
  }
  v1::PlanFile plan_file;
  plan_file.set_name(path);
  CG_ASSIGN_OR_RETURN(*plan_file.mutable_content(), files.Read(path));
  return plan_file;
}

struct Runner {
  const Environment& environment;

  int operator()(const ValidateCommand& command) const {
    const Result<std::optional<v1::PlanFile>> plan_file =
        ReadPlanFile(command.plan_file, environment.files);
    if (!plan_file) {
      return GiveUp(plan_file.error(), environment);
    }
    ValidationClient client(command.address, command.timeout);
    const auto check = [&](const Input& input) {
      return client.Check(input, command.check.gate,
                          *plan_file ? &**plan_file : nullptr);
    };
    return RunCheckWith(check, command.check, environment);
  }

  int operator()(const ServeCommand& command) const {
    return WithEngine(
        command.policies_directory, environment,
        [&](const Engine& engine) { return Serve(engine, command.options); });
  }

  int operator()(const PrintText& command) const {
    environment.out << command.text << std::flush;
    return environment.out ? kExitAllowed : kExitInternal;
  }
};

int RunWithoutArguments(const Environment& environment) {
  const Result<std::optional<HostRequest>> request =
      ReadHostRequest(environment.variable);
  if (!request) {
    return GiveUp(request.error(), environment);
  }
  if (!*request) {
    environment.err << kStartedByHand;
    return kExitUsage;
  }
  return WithEngine("", environment, [&](const Engine& engine) {
    return ServeHost(engine, **request, environment.out);
  });
}

}  // namespace

int RunPlugin(const std::vector<std::string>& arguments,
              const Environment& environment) {
  if (arguments.empty()) {
    return RunWithoutArguments(environment);
  }
  const Result<PluginCommand> command = ParsePluginCommandLine(arguments);
  if (!command) {
    return GiveUp(command.error(), environment);
  }
  return std::visit(Runner{environment}, *command);
}

}  // namespace connectguard
