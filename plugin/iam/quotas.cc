#include "iam/quotas.h"

#include <charconv>
#include <vector>

#include "base/text.h"
#include "iam/data_files.h"

namespace connectguard {

std::optional<IamQuota> FindQuota(std::string_view kind) {
  for (const std::string_view line : DataLines(IamDataFile("quotas.txt"))) {
    const std::vector<std::string_view> words = Split(line, ' ');
    if (words[0] != kind) {
      continue;
    }
    IamQuota quota{.counts_white_space = words[2] == "counted",
                   .since = words[3]};
    std::from_chars(words[1].data(), words[1].data() + words[1].size(),
                    quota.limit);
    return quota;
  }
  return std::nullopt;
}

}  // namespace connectguard
