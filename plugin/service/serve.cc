#include "service/serve.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

#include <unistd.h>

#include <spdlog/spdlog.h>

#include "service/host_services.h"
#include "service/server.h"
#include "service/tls_identity.h"

namespace connectguard {
namespace {

namespace fs = std::filesystem;

// go-plugin kills two seconds after it asked us to stop.
constexpr std::chrono::milliseconds kHostGrace{1500};

sigset_t EndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// SIGINT reaches a whole process group; a hosted plugin leaves it to its host.
void WaitForEnd(bool hosted) {
  const sigset_t signals = EndingSignals();
  int signal = 0;
  do {
    sigwait(&signals, &signal);
  } while (hosted && signal == SIGINT);
}

// A folder that only we can enter, gone with everything in it at the end.
class PrivateFolder {
 public:
  static Result<PrivateFolder> Make(const std::string& parent) {
    std::error_code error;
    const fs::path where =
        parent.empty() ? fs::temp_directory_path(error) : fs::path(parent);
    std::string pattern = (where / "connectguard-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      return Fail(
          ErrorCode::kUnavailable,
          "cannot make a folder for the socket in `" + where.string() + "`");
    }
    return PrivateFolder(pattern);
  }
  PrivateFolder(PrivateFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})) {}
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder() {
    if (!path_.empty()) {
      std::error_code ignored;
      fs::remove_all(path_, ignored);
    }
  }

  std::string Inside(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  explicit PrivateFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace

void BlockEndingSignals() {
  const sigset_t signals = EndingSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Status Serve(const Engine& engine, const ServeOptions& options) {
  ServerOptions server_options;
  server_options.address = options.address;
  server_options.reflection = options.reflection;
  server_options.max_message_bytes = options.max_message_bytes;
  CG_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                      Server::Start(&engine, server_options));
  spdlog::info(
      R"({{"event":"serving","address":"{}","policies":{},"policy_revision":"{}"}})",
      server->address(), engine.policies().policies().size(),
      engine.policies().revision());
  WaitForEnd(/*hosted=*/false);
  spdlog::info(R"({{"event":"draining","grace_seconds":{}}})",
               options.grace.count());
  server->Drain(options.grace);
  server->Wait();
  return {};
}

Status ServeHost(const Engine& engine, const HostRequest& request,
                 std::ostream& out) {
  CG_ASSIGN_OR_RETURN(const PrivateFolder folder,
                      PrivateFolder::Make(request.socket_directory));
  const std::string socket = folder.Inside("plugin.sock");
  HostController controller([] { kill(getpid(), SIGTERM); });
  HostStdio stdio;
  ServerOptions options;
  options.address = "unix:" + socket;
  options.host_services = {&controller, &stdio};
  TlsIdentity identity;
  if (!request.client_certificate.empty()) {
    CG_ASSIGN_OR_RETURN(identity, NewTlsIdentity());
    options.credentials =
        MutualTlsCredentials(identity, request.client_certificate);
  }
  CG_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                      Server::Start(&engine, options));
  out << HandshakeLine(socket, identity.certificate_der) << std::flush;
  WaitForEnd(/*hosted=*/true);
  stdio.Close();
  server->Drain(kHostGrace);
  server->Wait();
  return {};
}

}  // namespace connectguard
