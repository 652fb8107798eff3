#include "service/server.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/resource_quota.h>

namespace connectguard {
namespace {

// go-plugin's client asks for the health of this name.
constexpr char kHostHealthName[] = "plugin";

// Linking the reflection library switches it on for every server; this takes it
// out again.
class WithoutReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments* /*arguments*/) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) {
      return plugin->name() == "proto_server_reflection";
    });
  }
};

void SetServing(grpc::Server* server, bool serving) {
  grpc::HealthCheckServiceInterface* health = server->GetHealthCheckService();
  health->SetServingStatus(serving);  // The server as a whole.
  health->SetServingStatus(v1::ValidationService::service_full_name(), serving);
  health->SetServingStatus(v1::PolicyAnalysisService::service_full_name(),
                           serving);
  health->SetServingStatus(kHostHealthName, serving);
}

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(const Engine* engine,
                                              const ServerOptions& options) {
  std::unique_ptr<Server> server(new Server(engine));
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  }
  grpc::ServerBuilder builder;
  if (!options.reflection) {
    builder.SetOption(std::make_unique<WithoutReflection>());
  }
  grpc::ResourceQuota quota("connectguard");
  quota.SetMaxThreads(options.max_threads);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(options.max_message_bytes);
  // Never share a port with another process by accident.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  int port = 0;
  builder.AddListeningPort(options.address,
                           options.credentials != nullptr
                               ? options.credentials
                               : grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&server->validation_);
  builder.RegisterService(&server->analysis_);
  for (grpc::Service* service : options.host_services) {
    builder.RegisterService(service);
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return Fail(ErrorCode::kUnavailable,
                "cannot listen on `" + options.address + "`",
                "is the address in use, or the folder of the socket missing?");
  }
  SetServing(server->server_.get(), true);
  server->address_ = options.address;
  if (options.address.ends_with(":0")) {
    server->address_ = fmt::format(
        "{}{}", options.address.substr(0, options.address.size() - 1), port);
  }
  return server;
}

void Server::Drain(std::chrono::milliseconds grace) {
  SetServing(server_.get(), false);
  server_->Shutdown(std::chrono::system_clock::now() + grace);
}

void Server::Wait() { server_->Wait(); }

}  // namespace connectguard
