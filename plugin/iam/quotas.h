// AWS's limits on policy documents, from data/quotas.txt with their dates: they
// change, and tools with old ones refuse what AWS takes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace connectguard {

struct IamQuota {
  std::size_t limit = 0;
  bool counts_white_space = false;
  std::string_view since;  // "2026-05-15".
};

// `scp`, `managed`, `inline-role`, `scp-attachments` ...
std::optional<IamQuota> FindQuota(std::string_view kind);

}  // namespace connectguard
