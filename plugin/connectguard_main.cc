#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "base/clock.h"
#include "base/file_reader.h"
#include "cli/program.h"
#include "cli/run.h"
#include "gate/exit_code.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  // A reader that goes away is a failed write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  const connectguard::DiskFileReader files;
  const connectguard::SystemClock clock;
  try {
    const connectguard::Environment environment = {
        .files = files,
        .clock = clock,
        .out = std::cout,
        .err = std::cerr,
        .out_is_terminal = isatty(STDOUT_FILENO) != 0,
        .variable = connectguard::SystemVariable,
        .write_file = connectguard::WriteFileToDisk,
        .make_folder = connectguard::MakeFolderOnDisk,
        .run_program = connectguard::RunProgram};
    const std::vector<std::string> words(argv, argv + argc);
    return words.empty() ? connectguard::Run({}, environment)
                         : connectguard::RunAs(words.front(),
                                               {words.begin() + 1, words.end()},
                                               environment);
  } catch (const std::exception& error) {  // Out of memory, above all.
    std::cerr << "error: internal: " << error.what() << '\n';
    return connectguard::kExitInternal;
  }
}
