#include "cfn_guard/output_file.h"

namespace connectguard {

int WriteOutput(std::string_view text, const std::string& path,
                const CfnGuardEnvironment& environment) {
  if (path.empty()) {
    environment.out << text;
    return 0;
  }
  const Status written = environment.write_file(path, text);
  if (!written) {
    environment.err << "Error: " << Render(written.error().diagnostic);
    return kOutputNotWritten;
  }
  return 0;
}

}  // namespace connectguard
