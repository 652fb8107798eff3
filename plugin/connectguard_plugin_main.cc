#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>

#include "base/clock.h"
#include "base/file_reader.h"
#include "gate/exit_code.h"
#include "service/plugin_run.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  // A reader that goes away is a failed write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  const connectguard::DiskFileReader files;
  const connectguard::SystemClock clock;
  try {
    return connectguard::RunPlugin(
        {argv + 1, argv + argc}, {.files = files,
                                  .clock = clock,
                                  .out = std::cout,
                                  .err = std::cerr,
                                  .out_is_terminal = isatty(STDOUT_FILENO) != 0,
                                  .variable = connectguard::SystemVariable,
                                  .write_file = connectguard::WriteFileToDisk});
  } catch (const std::exception& error) {  // Out of memory, above all.
    std::cerr << "error: internal: " << error.what() << '\n';
    return connectguard::kExitInternal;
  }
}
