#include "service/plugin_command_line.h"

#include <utility>

#include "cli/check_options.h"
#include "cli/configuration.h"

namespace connectguard {
namespace {

constexpr char kServeFooter[] =
    "Example:\n"
    "  connectguard-plugin serve --address unix:/run/connectguard.sock\n\n"
    "SIGTERM drains: health says NOT_SERVING, running calls may end, then the "
    "server stops.\n"
    "Exit codes: 0 stopped when asked, 64 wrong usage, 65 policies that cannot "
    "be read,\n69 the address cannot be listened on.\n";

constexpr char kValidateFooter[] =
    "Example:\n"
    "  connectguard-plugin validate --address unix:/run/connectguard.sock "
    "plan.json\n\n"
    "Prints the report of `connectguard check`, with its exit codes: 0 "
    "allowed, 1 denied,\n2 undecided, 64 wrong usage, 65 bad input, 66 missing "
    "input, 69 no answer from the\nplugin, 70 internal error.\n";

constexpr char kRootFooter[] =
    "Example:\n"
    "  connectguard-plugin serve --address unix:/run/connectguard.sock &\n"
    "  connectguard-plugin validate --address unix:/run/connectguard.sock "
    "plan.json\n\n"
    "A host that speaks go-plugin starts it without arguments.\n";

// What CLI11 fills; turned into a command afterwards.
struct Parsed {
  ServeCommand serve;
  long grace_seconds = 10;
  int max_message_mib = 4;
  ValidateCommand validate;
  CheckOptions check;
  long timeout_seconds = 60;
};

CLI::App* AddServe(CLI::App* root, Parsed* parsed) {
  CLI::App* app =
      AddCommand(root, "serve", "Serve gRPC until SIGTERM", kServeFooter);
  app->add_option("--address", parsed->serve.options.address,
                  "Where to listen: unix:PATH or HOST:PORT")
      ->required()
      ->type_name("ADDRESS");
  app->add_option("--policies", parsed->serve.policies_directory,
                  "A folder of policies instead of the built-in ones")
      ->type_name("DIR");
  app->add_flag("--reflection", parsed->serve.options.reflection,
                "Offer gRPC reflection");
  app->add_option("--max-message", parsed->max_message_mib,
                  "Largest message in MiB; larger inputs are streamed (4)")
      ->check(CLI::Range(1, 1024))
      ->type_name("MIB");
  app->add_option("--grace", parsed->grace_seconds,
                  "Seconds that running calls get after SIGTERM (10)")
      ->check(CLI::Range(0, 3600))
      ->type_name("SECONDS");
  return app;
}

CLI::App* AddValidate(CLI::App* root, Parsed* parsed) {
  CLI::App* app = AddCommand(
      root, "validate", "Have a running plugin judge plans", kValidateFooter);
  app->add_option("--address", parsed->validate.address,
                  "Where the plugin listens: unix:PATH or HOST:PORT")
      ->required()
      ->type_name("ADDRESS");
  app->add_option("--timeout", parsed->timeout_seconds,
                  "Seconds to wait for each verdict (60)")
      ->check(CLI::Range(1, 86400))
      ->type_name("SECONDS");
  app->add_option("--plan-file", parsed->validate.plan_file,
                  "The binary plan that INPUT shows: tells what INPUT leaves "
                  "out, and the lines of the configuration")
      ->type_name("FILE");
  parsed->check.AddTo(app);
  return app;
}

}  // namespace

Result<PluginCommand> ParsePluginCommandLine(
    const std::vector<std::string>& arguments) {
  CLI::App root("The gRPC plugin of connectguard.", "connectguard-plugin");
  root.footer(kRootFooter);
  Parsed parsed;
  const CLI::App* serve = AddServe(&root, &parsed);
  const CLI::App* validate = AddValidate(&root, &parsed);
  CG_ASSIGN_OR_RETURN(std::string text, ParseArguments(&root, arguments));
  if (!text.empty()) {
    return PluginCommand(PrintText{std::move(text)});
  }
  if (serve->parsed()) {
    CG_RETURN_IF_ERROR(RefuseLeftOvers(*serve));
    parsed.serve.options.grace = std::chrono::seconds(parsed.grace_seconds);
    parsed.serve.options.max_message_bytes = parsed.max_message_mib << 20;
    return PluginCommand(std::move(parsed.serve));
  }
  if (validate->parsed()) {
    CG_ASSIGN_OR_RETURN(parsed.validate.check, parsed.check.Finish(*validate));
    parsed.validate.timeout = std::chrono::seconds(parsed.timeout_seconds);
    CG_RETURN_IF_ERROR(CheckConfiguration(
        {.plan_file = parsed.validate.plan_file, .folder = {}},
        parsed.validate.check.inputs.size()));
    return PluginCommand(std::move(parsed.validate));
  }
  return tl::unexpected<Error>(MissingCommand(root));
}

}  // namespace connectguard
