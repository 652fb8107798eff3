// Runs the real programs, for end-to-end tests.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace connectguard {

struct ProcessResult {
  int exit_code = -1;  // Minus the signal's number when one ended it.
  bool timed_out = false;
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::string input;                     // For standard input.
  std::vector<std::string> environment;  // "NAME=value", added to ours.
  std::string directory;                 // Where it runs; empty: here.
  // A hang is a failure, not a reason to wait.
  std::chrono::seconds timeout{60};
};

// Runs a program to its end.
ProcessResult RunProcess(const std::vector<std::string>& arguments,
                         const ProcessOptions& options = {});

// A program in the background, ended with the object.
class BackgroundProcess {
 public:
  BackgroundProcess(const std::vector<std::string>& arguments,
                    const ProcessOptions& options = {});
  BackgroundProcess(const BackgroundProcess&) = delete;
  BackgroundProcess& operator=(const BackgroundProcess&) = delete;
  ~BackgroundProcess();

  // Reads standard error until `text` shows; false when the program ends or
  // the time is over before.
  bool WaitForError(std::string_view text);
  // One line of standard output, without its end; empty when there is none.
  std::string ReadLine();
  void Signal(int signal) const;
  // Waits for its end; the exit code as in ProcessResult.
  int Wait();

  const std::string& err() const { return err_; }
  pid_t pid() const { return pid_; }

 private:
  bool ReadSome(int* descriptor, std::string* text);

  pid_t pid_ = -1;
  int out_descriptor_ = -1;
  int err_descriptor_ = -1;
  std::string out_;
  std::string err_;
  std::chrono::steady_clock::time_point deadline_;
};

// A folder for a test, gone at its end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }
  std::string Inside(std::string_view name) const;
  // Writes a file and answers its path.
  std::string Write(std::string_view name, std::string_view text) const;

 private:
  std::string path_;
};

// The text of a file of the repository; fails the test when it is not there.
std::string ReadSourceFile(std::string_view path_in_repository);
std::string SourcePath(std::string_view path_in_repository);

}  // namespace connectguard
