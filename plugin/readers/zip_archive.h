// The files inside a ZIP archive that is in memory, such as a binary plan.
//
// Reads the central directory alone and trusts nothing in it: sizes are bounds
// that unpacking is held to, checksums are compared, names that climb out of
// the archive, repeat or share bytes refuse the whole archive. Stored and
// deflated entries; no encryption, no split archives, no ZIP64 (4 GB).
// zip_archive.cc is the only file that knows zlib.
//
// Thread rule: immutable after Open; any thread may read.
// Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace connectguard {

class ZipArchive {
 public:
  struct Entry {
    std::string_view name;
    std::uint16_t method = 0;
    std::uint32_t checksum = 0;
    std::uint32_t packed_size = 0;
    std::uint32_t size = 0;
    std::uint32_t data = 0;  // Offset of the packed bytes.
  };

  // `bytes` must outlive the archive; `name` is what errors name. kBadInput for
  // what is no archive or a broken one, kLimit for what is too large.
  static Result<ZipArchive> Open(std::string name, std::string_view bytes);

  const std::vector<Entry>& entries() const { return entries_; }
  // Null when there is none.
  const Entry* Find(std::string_view name) const;
  Result<std::string> Unpack(const Entry& entry) const;

 private:
  ZipArchive(std::string name, std::string_view bytes)
      : name_(std::move(name)), bytes_(bytes) {}

  Status ReadDirectory();
  Status ReadEntry(std::size_t* at);
  Status CheckName(std::string_view name) const;
  Status CheckShared() const;
  Result<std::string> Inflate(const Entry& entry) const;
  tl::unexpected<Error> Broken(std::string_view why) const;
  tl::unexpected<Error> TooLarge(std::string message) const;

  std::string name_;
  std::string_view bytes_;
  std::vector<Entry> entries_;
};

// True for bytes that start as an archive does.
bool LooksLikeZip(std::string_view bytes);

}  // namespace connectguard
