#include "readers/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/limits.h"

namespace connectguard {
namespace {

constexpr std::size_t kEndSize = 22;
constexpr std::size_t kDirectoryEntrySize = 46;
constexpr std::size_t kLocalHeaderSize = 30;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;
constexpr std::uint16_t kEncrypted = 1;

// Deflate packs no better, so that more is a promise to fill the memory.
constexpr std::size_t kMaxRatio = 1032;

std::uint16_t Read16(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[at + i]));
  };
  return static_cast<std::uint16_t>(byte(0) | byte(1) << 8);
}

std::uint32_t Read32(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(Read16(bytes, at)) |
         static_cast<std::uint32_t>(Read16(bytes, at + 2)) << 16;
}

// Ends an inflate stream however it was left.
class InflateStream {
 public:
  InflateStream() { ready_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK; }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  ~InflateStream() {
    if (ready_) {
      inflateEnd(&stream_);
    }
  }

  // True when `packed` gives exactly the bytes of `out`.
  bool Run(std::string_view packed, std::string* out) {
    if (!ready_) {
      return false;
    }
    // zlib does not write to its input.
    stream_.next_in =
        reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out->data());
    stream_.avail_out = static_cast<uInt>(out->size());
    return inflate(&stream_, Z_FINISH) == Z_STREAM_END &&
           stream_.avail_out == 0 && stream_.avail_in == 0;
  }

 private:
  z_stream stream_ = {};
  bool ready_ = false;
};

}  // namespace

bool LooksLikeZip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

tl::unexpected<Error> ZipArchive::Broken(std::string_view why) const {
  return Fail(
      ErrorCode::kBadInput,
      DiagnosticFor(name_, fmt::format("the archive is broken: {}", why),
                    "make the plan again with `terraform plan -out`"));
}

tl::unexpected<Error> ZipArchive::TooLarge(std::string message) const {
  return Fail(ErrorCode::kLimit, DiagnosticFor(name_, std::move(message)));
}

Result<ZipArchive> ZipArchive::Open(std::string name, std::string_view bytes) {
  ZipArchive archive(std::move(name), bytes);
  CG_RETURN_IF_ERROR(archive.ReadDirectory());
  return archive;
}

Status ZipArchive::ReadDirectory() {
  if (bytes_.size() < kEndSize || bytes_.size() > limits::kMaxInputBytes) {
    return Broken("it has no directory");
  }
  // Behind the directory there may be a comment of up to 64 KiB.
  const std::size_t last = bytes_.size() - kEndSize;
  const std::size_t end = bytes_.rfind("PK\x05\x06", last);
  if (end == std::string_view::npos || last - end > 0xFFFF) {
    return Broken("it has no directory");
  }
  const std::size_t count = Read16(bytes_, end + 10);
  const std::size_t size = Read32(bytes_, end + 12);
  std::size_t at = Read32(bytes_, end + 16);
  if (Read16(bytes_, end + 4) != 0 || count != Read16(bytes_, end + 8)) {
    return Broken("it is one part of several");
  }
  if (count == 0xFFFF || at == 0xFFFFFFFF) {
    return TooLarge("the archive is a ZIP64: it is too large");
  }
  if (at > end || size > end - at) {
    return Broken("its directory lies outside of it");
  }
  entries_.reserve(std::min<std::size_t>(count, size / kDirectoryEntrySize));
  for (std::size_t i = 0; i < count; ++i) {
    CG_RETURN_IF_ERROR(ReadEntry(&at));
  }
  return CheckShared();
}

Status ZipArchive::ReadEntry(std::size_t* at) {
  if (*at > bytes_.size() || bytes_.size() - *at < kDirectoryEntrySize ||
      !bytes_.substr(*at).starts_with("PK\x01\x02")) {
    return Broken("its directory ends too early");
  }
  const std::size_t name_size = Read16(bytes_, *at + 28);
  const std::size_t rest =
      name_size + Read16(bytes_, *at + 30) + Read16(bytes_, *at + 32);
  if (bytes_.size() - *at - kDirectoryEntrySize < rest) {
    return Broken("its directory ends too early");
  }
  Entry entry;
  entry.name = bytes_.substr(*at + kDirectoryEntrySize, name_size);
  entry.method = Read16(bytes_, *at + 10);
  entry.checksum = Read32(bytes_, *at + 16);
  entry.packed_size = Read32(bytes_, *at + 20);
  entry.size = Read32(bytes_, *at + 24);
  const std::size_t local = Read32(bytes_, *at + 42);
  CG_RETURN_IF_ERROR(CheckName(entry.name));
  if ((Read16(bytes_, *at + 8) & kEncrypted) != 0) {
    return Broken(fmt::format("`{}` is encrypted", entry.name));
  }
  if (local > bytes_.size() || bytes_.size() - local < kLocalHeaderSize ||
      !bytes_.substr(local).starts_with("PK\x03\x04")) {
    return Broken(fmt::format("`{}` is not where it should be", entry.name));
  }
  const std::size_t data = local + kLocalHeaderSize +
                           Read16(bytes_, local + 26) +
                           Read16(bytes_, local + 28);
  if (data > bytes_.size() || entry.packed_size > bytes_.size() - data) {
    return Broken(fmt::format("`{}` is cut off", entry.name));
  }
  entry.data = static_cast<std::uint32_t>(data);
  entries_.push_back(entry);
  *at += kDirectoryEntrySize + rest;
  return {};
}

Status ZipArchive::CheckName(std::string_view name) const {
  std::string_view rest = name;
  bool climbs = name.empty() || name.front() == '/' ||
                name.find_first_of(std::string_view("\\:\0", 3)) !=
                    std::string_view::npos;
  while (!rest.empty() && !climbs) {
    const std::size_t slash = rest.find('/');
    climbs = rest.substr(0, slash) == "..";
    rest = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  }
  if (!climbs) {
    return {};
  }
  std::string shown(name.substr(0, 100));
  std::replace_if(
      shown.begin(), shown.end(),
      [](char c) { return static_cast<unsigned char>(c) < 32; }, '?');
  return Broken(fmt::format("`{}` lies outside of it", shown));
}

// Bombs let many entries share the same bytes.
Status ZipArchive::CheckShared() const {
  std::unordered_set<std::string_view> names;
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (const Entry& entry : entries_) {
    if (!names.insert(entry.name).second) {
      return Broken(fmt::format("it has `{}` twice", entry.name));
    }
    ranges.emplace_back(entry.data, entry.data + entry.packed_size);
  }
  std::sort(ranges.begin(), ranges.end());
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].first < ranges[i - 1].second) {
      return Broken("its files share bytes");
    }
  }
  return {};
}

const ZipArchive::Entry* ZipArchive::Find(std::string_view name) const {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(),
                   [&](const Entry& entry) { return entry.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

Result<std::string> ZipArchive::Unpack(const Entry& entry) const {
  if (entry.size > limits::kMaxArchiveFileBytes) {
    return TooLarge(
        fmt::format("`{}` in the archive is too large", entry.name));
  }
  std::string unpacked;
  if (entry.method == kStored) {
    unpacked = bytes_.substr(entry.data, entry.packed_size);
  } else if (entry.method == kDeflated) {
    CG_ASSIGN_OR_RETURN(unpacked, Inflate(entry));
  } else {
    return Broken(fmt::format("`{}` is packed in an unknown way", entry.name));
  }
  const uLong checksum = crc32_z(
      0, reinterpret_cast<const Bytef*>(unpacked.data()), unpacked.size());
  if (unpacked.size() != entry.size || checksum != entry.checksum) {
    return Broken(fmt::format("`{}` is damaged", entry.name));
  }
  return unpacked;
}

// Unpacks into the size that the directory promises, and not a byte more.
Result<std::string> ZipArchive::Inflate(const Entry& entry) const {
  if (entry.size > (entry.packed_size + std::size_t{1}) * kMaxRatio) {
    return Broken(fmt::format("`{}` is damaged", entry.name));
  }
  std::string out(entry.size, '\0');
  // What needs no room still needs a place to write to.
  if (out.empty()) {
    return out;
  }
  if (!InflateStream().Run(bytes_.substr(entry.data, entry.packed_size),
                           &out)) {
    return Broken(fmt::format("`{}` is damaged", entry.name));
  }
  return out;
}

}  // namespace connectguard
