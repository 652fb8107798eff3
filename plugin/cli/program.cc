#include "cli/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

extern char** environ;

namespace connectguard {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxErrorBytes = 2'000;

// An end of a pipe, closed with the object.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept
      : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { Close(); }

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  void Close() {
    if (open()) {
      close(number_);
      number_ = -1;
    }
  }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;
};

tl::unexpected<Error> Failure(const std::string& program, std::string what,
                              std::string hint = "") {
  return Fail(ErrorCode::kUnavailable,
              fmt::format("`{}` {}", program, std::move(what)),
              std::move(hint));
}

Result<Pipe> MakePipe(const std::string& program) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Failure(program, "could not be started: " +
                                std::generic_category().message(errno));
  }
  return Pipe{.read = Descriptor(ends[0]), .write = Descriptor(ends[1])};
}

// Reads what there is; false at the end.
bool ReadSome(const Descriptor& from, std::size_t most, std::string* text) {
  std::array<char, 65'536> buffer{};
  const ssize_t count = read(from.number(), buffer.data(), buffer.size());
  if (count > 0 && text->size() < most) {
    text->append(buffer.data(), static_cast<std::size_t>(count));
  }
  return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

// A program while it runs.
class Running {
 public:
  Running(const std::vector<std::string>& command, std::string_view input)
      : command_(command), input_(input) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }

  Result<std::string> Run() {
    CG_RETURN_IF_ERROR(Start());
    while (out_.open() || err_.open()) {
      if (Clock::now() >= deadline_) {
        return Failure(command_[0], fmt::format("takes longer than {} seconds",
                                                limits::kMaxDrawingSeconds));
      }
      Pump();
      if (printed_.size() > limits::kMaxDrawingBytes) {
        return Failure(command_[0], "prints too much");
      }
    }
    return Finish();
  }

 private:
  Status Start() {
    CG_ASSIGN_OR_RETURN(Pipe in, MakePipe(command_[0]));
    CG_ASSIGN_OR_RETURN(Pipe out, MakePipe(command_[0]));
    CG_ASSIGN_OR_RETURN(Pipe err, MakePipe(command_[0]));
    std::vector<char*> words;
    for (const std::string& word : command_) {
      words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read.number(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write.number(),
                                     STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.write.number(),
                                     STDERR_FILENO);
    const int error =
        posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      pid_ = -1;
      return error == ENOENT
                 ? Failure(command_[0], "is not installed")
                 : Failure(command_[0],
                           "could not be started: " +
                               std::generic_category().message(error));
    }
    // Its reading must not wait for our writing, nor the other way round.
    fcntl(in.write.number(), F_SETFL, O_NONBLOCK);
    in_ = std::move(in.write);
    out_ = std::move(out.read);
    err_ = std::move(err.read);
    return {};
  }

  void Pump() {
    std::array<pollfd, 3> wait = {
        {{.fd = out_.number(), .events = POLLIN, .revents = 0},
         {.fd = err_.number(), .events = POLLIN, .revents = 0},
         {.fd = in_.number(), .events = POLLOUT, .revents = 0}}};
    constexpr int kMilliseconds = 200;
    if (poll(wait.data(), wait.size(), kMilliseconds) <= 0) {
      return;
    }
    if (wait[0].revents != 0 &&
        !ReadSome(out_, limits::kMaxDrawingBytes + 1, &printed_)) {
      out_.Close();
    }
    if (wait[1].revents != 0 && !ReadSome(err_, kMaxErrorBytes, &complaint_)) {
      err_.Close();
    }
    if (wait[2].revents != 0) {
      WriteSome();
    }
  }

  void WriteSome() {
    const ssize_t count = write(in_.number(), input_.data(), input_.size());
    if (count > 0) {
      input_.remove_prefix(static_cast<std::size_t>(count));
    }
    const bool failed = count < 0 && errno != EAGAIN && errno != EINTR;
    if (failed || input_.empty()) {
      in_.Close();
    }
  }

  Result<std::string> Finish() {
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
      return std::move(printed_);
    }
    // What a shell would say of a program that the system could not load.
    constexpr int kNotFound = 127;
    if (WIFEXITED(status) && WEXITSTATUS(status) == kNotFound) {
      return Failure(command_[0], "is not installed");
    }
    return Failure(
        command_[0],
        fmt::format("failed: {}", complaint_.empty() ? "it does not say why"
                                                     : OnOneLine(complaint_)));
  }

  const std::vector<std::string>& command_;
  std::string_view input_;
  Clock::time_point deadline_ =
      Clock::now() + std::chrono::seconds(limits::kMaxDrawingSeconds);
  pid_t pid_ = -1;
  Descriptor in_;
  Descriptor out_;
  Descriptor err_;
  std::string printed_;
  std::string complaint_;
};

}  // namespace

Result<std::string> RunProgram(const std::vector<std::string>& command,
                               std::string_view input) {
  return Running(command, input).Run();
}

}  // namespace connectguard
