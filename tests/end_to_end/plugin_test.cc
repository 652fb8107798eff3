// `connectguard-plugin` as a pipeline meets it: served on a socket, asked by
// its client, started by a plugin host.
#include <csignal>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"

namespace connectguard {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string kInsecurePlan =
    SourcePath("examples/terraform/insecure/plan.json");
const std::string kSecurePlan =
    SourcePath("examples/terraform/secure/plan.json");

class PluginTest : public testing::Test {
 protected:
  std::string Address() const { return "unix:" + folder_.Inside("s"); }

  void Serve(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {CONNECTGUARD_PLUGIN_PROGRAM, "serve",
                                          "--address", Address()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server_ = std::make_unique<BackgroundProcess>(arguments);
    ASSERT_TRUE(server_->WaitForError("serving")) << server_->err();
  }

  ProcessResult Validate(std::vector<std::string> arguments,
                         const ProcessOptions& options = {}) const {
    arguments.insert(arguments.begin(), {CONNECTGUARD_PLUGIN_PROGRAM,
                                         "validate", "--address", Address()});
    return RunProcess(arguments, options);
  }

  TemporaryFolder folder_;
  std::unique_ptr<BackgroundProcess> server_;
};

TEST_F(PluginTest, AnswersAsTheCommandDoes) {
  Serve();
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{
           {kInsecurePlan},
           {"--on-unknown", "deny", kSecurePlan},
           {"--format", "json", kSecurePlan, kInsecurePlan},
           {"--only", "CONNECT-NONE-1", kInsecurePlan},
           {SourcePath("Makefile")}}) {
    std::vector<std::string> command = arguments;
    command.insert(command.begin(), {CONNECTGUARD_PROGRAM, "check"});
    const ProcessResult local = RunProcess(command);
    const ProcessResult remote = Validate(arguments);
    EXPECT_EQ(remote.exit_code, local.exit_code);
    EXPECT_EQ(remote.out, local.out);
    EXPECT_EQ(remote.err, local.err);
  }
}

TEST_F(PluginTest, DrainsOnSigterm) {
  Serve();
  server_->Signal(SIGTERM);
  EXPECT_EQ(server_->Wait(), 0);
  EXPECT_THAT(server_->err(), HasSubstr("draining"));
}

TEST_F(PluginTest, AMissingSocketIsUnavailable) {
  const ProcessResult result = Validate({kInsecurePlan});
  EXPECT_EQ(result.exit_code, 69);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(StartsWith("error: "), HasSubstr(Address()),
                                HasSubstr("hint: ")));
}

// Stopped, the server takes the connection and never answers; killed, it takes
// the call down with it.
TEST_F(PluginTest, APluginKilledDuringACallIsUnavailable) {
  Serve();
  server_->Signal(SIGSTOP);
  BackgroundProcess client({CONNECTGUARD_PLUGIN_PROGRAM, "validate",
                            "--address", Address(), kInsecurePlan});
  server_->Signal(SIGKILL);
  EXPECT_EQ(client.Wait(), 69);
  EXPECT_THAT(client.err(), StartsWith("error: "));
}

TEST_F(PluginTest, AServerThatNeverAnswersRunsIntoTheTimeout) {
  Serve();
  server_->Signal(SIGSTOP);
  const ProcessResult result = Validate({"--timeout", "1", kInsecurePlan});
  EXPECT_EQ(result.exit_code, 69);
  EXPECT_FALSE(result.timed_out);
}

TEST_F(PluginTest, TakesAPlanBeyondTheMessageLimit) {
  Serve();
  // White space is no content, but it is bytes.
  const std::string plan =
      ReadSourceFile("examples/terraform/insecure/plan.json");
  const std::string path = folder_.Write(
      "large.json", plan + std::string(std::size_t{20} << 20, ' '));
  const ProcessResult result = Validate({path});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("CONNECT-LOG-1"));
}

TEST_F(PluginTest, RefusesAnAddressThatCannotBeListenedOn) {
  const ProcessResult result =
      RunProcess({CONNECTGUARD_PLUGIN_PROGRAM, "serve", "--address",
                  "unix:/nonexistent/folder/s"});
  EXPECT_EQ(result.exit_code, 69);
  EXPECT_THAT(result.err, HasSubstr("cannot listen on"));
}

TEST_F(PluginTest, ExplainsItselfWhenStartedByHand) {
  const ProcessResult result = RunProcess({CONNECTGUARD_PLUGIN_PROGRAM});
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_THAT(result.err, AllOf(HasSubstr("plugin"), HasSubstr("serve")));
}

TEST_F(PluginTest, SpeaksTheHandshakeOfItsHost) {
  ProcessOptions options;
  options.environment = {"CONNECTGUARD_PLUGIN=b1a6a6c1-policy-gate",
                         "PLUGIN_PROTOCOL_VERSIONS=1",
                         "PLUGIN_UNIX_SOCKET_DIR=" + folder_.path()};
  BackgroundProcess hosted({CONNECTGUARD_PLUGIN_PROGRAM}, options);
  const std::string line = hosted.ReadLine();
  ASSERT_THAT(line, StartsWith("1|1|unix|" + folder_.path() + "/"));
  EXPECT_THAT(line, testing::EndsWith("|grpc|"));
  const std::string socket = line.substr(9, line.find('|', 9) - 9);
  const ProcessResult result =
      RunProcess({CONNECTGUARD_PLUGIN_PROGRAM, "validate", "--address",
                  "unix:" + socket, kInsecurePlan});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  hosted.Signal(SIGTERM);
  EXPECT_EQ(hosted.Wait(), 0);
}

TEST_F(PluginTest, RefusesAHostOfAnotherProtocol) {
  ProcessOptions options;
  options.environment = {"CONNECTGUARD_PLUGIN=b1a6a6c1-policy-gate",
                         "PLUGIN_PROTOCOL_VERSIONS=7"};
  const ProcessResult result =
      RunProcess({CONNECTGUARD_PLUGIN_PROGRAM}, options);
  EXPECT_EQ(result.exit_code, 64);
  EXPECT_THAT(result.err, HasSubstr("plugin protocol 7"));
}

}  // namespace
}  // namespace connectguard
