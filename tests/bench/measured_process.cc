#include "bench/measured_process.h"

#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace connectguard {

// Spawned and not forked: a fork of this process would be charged for the
// memory that it holds.
MeasuredRun Measure(const std::vector<std::string>& arguments,
                    const std::string& out) {
  malloc_trim(0);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t pid = -1;
  int status = 0;
  rusage usage{};
  const auto start = std::chrono::steady_clock::now();
  if (posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) !=
          0 ||
      wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status)) {
    std::abort();
  }
  const std::chrono::duration<double> taken =
      std::chrono::steady_clock::now() - start;
  posix_spawn_file_actions_destroy(&actions);
  return {.exit_code = WEXITSTATUS(status),
          .seconds = taken.count(),
          .peak_bytes = static_cast<double>(usage.ru_maxrss) * 1024};
}

}  // namespace connectguard
