#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe MakePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    ADD_FAILURE() << "no pipe: " << errno;
  }
  return {.read = ends[0], .write = ends[1]};
}

void CloseDescriptor(int* descriptor) {
  if (*descriptor >= 0) {
    close(*descriptor);
    *descriptor = -1;
  }
}

// The child's side; never returns.
[[noreturn]] void Execute(const std::vector<std::string>& arguments,
                          const ProcessOptions& options) {
  for (const std::string& variable : options.environment) {
    putenv(const_cast<char*>(variable.c_str()));
  }
  if (!options.directory.empty() && chdir(options.directory.c_str()) != 0) {
    _exit(126);
  }
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

struct Child {
  pid_t pid = -1;
  int in = -1;
  int out = -1;
  int err = -1;
};

Child Start(const std::vector<std::string>& arguments,
            const ProcessOptions& options) {
  const Pipe in = MakePipe();
  const Pipe out = MakePipe();
  const Pipe err = MakePipe();
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(in.read, STDIN_FILENO);
    dup2(out.write, STDOUT_FILENO);
    dup2(err.write, STDERR_FILENO);
    Execute(arguments, options);
  }
  close(in.read);
  close(out.write);
  close(err.write);
  return {.pid = pid, .in = in.write, .out = out.read, .err = err.read};
}

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int MillisecondsUntil(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      deadline - Clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

// False at the end of the stream, which is then closed.
bool Drain(int* descriptor, std::string* text) {
  std::array<char, 1 << 16> buffer{};
  const ssize_t count = read(*descriptor, buffer.data(), buffer.size());
  if (count <= 0) {
    CloseDescriptor(descriptor);
    return false;
  }
  text->append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

// Writes what the child takes now; closes its input behind the last byte.
void Feed(int* descriptor, std::string_view* input) {
  const ssize_t count =
      input->empty() ? -1 : write(*descriptor, input->data(), input->size());
  if (count > 0) {
    input->remove_prefix(static_cast<std::size_t>(count));
  }
  if (count < 0 || input->empty()) {
    CloseDescriptor(descriptor);
  }
}

}  // namespace

ProcessResult RunProcess(const std::vector<std::string>& arguments,
                         const ProcessOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  Child child = Start(arguments, options);
  ProcessResult result;
  std::string_view input = options.input;
  const Clock::time_point deadline = Clock::now() + options.timeout;
  while (child.out >= 0 || child.err >= 0) {
    std::array<pollfd, 3> polled = {{{child.in, POLLOUT, 0},
                                     {child.out, POLLIN, 0},
                                     {child.err, POLLIN, 0}}};
    if (poll(polled.data(), polled.size(), MillisecondsUntil(deadline)) == 0) {
      result.timed_out = true;
      kill(child.pid, SIGKILL);
      break;
    }
    if (polled[0].revents != 0) {
      Feed(&child.in, &input);
    }
    if (polled[1].revents != 0) {
      Drain(&child.out, &result.out);
    }
    if (polled[2].revents != 0) {
      Drain(&child.err, &result.err);
    }
  }
  CloseDescriptor(&child.in);
  CloseDescriptor(&child.out);
  CloseDescriptor(&child.err);
  int status = 0;
  waitpid(child.pid, &status, 0);
  result.exit_code = ExitCode(status);
  return result;
}

BackgroundProcess::BackgroundProcess(const std::vector<std::string>& arguments,
                                     const ProcessOptions& options)
    : deadline_(Clock::now() + options.timeout) {
  Child child = Start(arguments, options);
  close(child.in);
  pid_ = child.pid;
  out_descriptor_ = child.out;
  err_descriptor_ = child.err;
}

BackgroundProcess::~BackgroundProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  CloseDescriptor(&out_descriptor_);
  CloseDescriptor(&err_descriptor_);
}

bool BackgroundProcess::ReadSome(int* descriptor, std::string* text) {
  if (*descriptor < 0) {
    return false;
  }
  pollfd polled{.fd = *descriptor, .events = POLLIN, .revents = 0};
  if (poll(&polled, 1, MillisecondsUntil(deadline_)) <= 0) {
    return false;
  }
  return Drain(descriptor, text);
}

bool BackgroundProcess::WaitForError(std::string_view text) {
  while (err_.find(text) == std::string::npos) {
    if (!ReadSome(&err_descriptor_, &err_)) {
      return false;
    }
  }
  return true;
}

std::string BackgroundProcess::ReadLine() {
  while (out_.find('\n') == std::string::npos) {
    if (!ReadSome(&out_descriptor_, &out_)) {
      return "";
    }
  }
  const std::size_t end = out_.find('\n');
  std::string line = out_.substr(0, end);
  out_.erase(0, end + 1);
  return line;
}

void BackgroundProcess::Signal(int signal) const { kill(pid_, signal); }

int BackgroundProcess::Wait() {
  while (ReadSome(&err_descriptor_, &err_)) {
  }
  if (err_descriptor_ >= 0) {
    kill(pid_, SIGKILL);  // The time is over.
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return ExitCode(status);
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern =
      (fs::temp_directory_path() / "connectguard-test-XXXXXX").string();
  EXPECT_NE(mkdtemp(pattern.data()), nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::Inside(std::string_view name) const {
  return path_ + "/" + std::string(name);
}

std::string TemporaryFolder::Write(std::string_view name,
                                   std::string_view text) const {
  const std::string path = Inside(name);
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string SourcePath(std::string_view path_in_repository) {
  return std::string(CONNECTGUARD_SOURCE_DIR) + "/" +
         std::string(path_in_repository);
}

std::string ReadSourceFile(std::string_view path_in_repository) {
  std::ifstream in(SourcePath(path_in_repository), std::ios::binary);
  EXPECT_TRUE(in) << path_in_repository;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace connectguard
