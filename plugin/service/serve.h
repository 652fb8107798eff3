// The plugin as a process: started by a person (`serve`) or by a go-plugin
// host.
//
// Thread rule: call from main's thread, before any other thread is started:
// signals are blocked first, so that they can be waited for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <ostream>
#include <string>

#include "base/result.h"
#include "gate/engine.h"
#include "service/plugin_handshake.h"

namespace connectguard {

struct ServeOptions {
  std::string address = "unix:/tmp/connectguard.sock";
  bool reflection = false;
  int max_message_bytes = 4 << 20;
  std::chrono::seconds grace{10};  // For running calls after SIGTERM.
};

// Blocks the signals that end the process, in this thread and all that it
// starts.
void BlockEndingSignals();

// Serves until SIGTERM or SIGINT, then drains. REQUIRES: BlockEndingSignals.
Status Serve(const Engine& engine, const ServeOptions& options);

// Serves a host: one handshake line on `out`, then until the host says
// Shutdown or SIGTERM. REQUIRES: BlockEndingSignals.
Status ServeHost(const Engine& engine, const HostRequest& request,
                 std::ostream& out);

}  // namespace connectguard
