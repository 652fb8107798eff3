#include "readers/wire_format.h"

namespace connectguard {
namespace {

// How a field's bytes end; groups have not been written for twenty years.
enum WireType : std::uint64_t {
  kVarint = 0,
  kFixed64 = 1,
  kLengthDelimited = 2,
  kFixed32 = 5,
};

}  // namespace

bool WireReader::Next(WireField* field) {
  if (broken_ || rest_.empty()) {
    return false;
  }
  broken_ = !Take(field);
  return !broken_;
}

bool WireReader::Take(WireField* field) {
  std::uint64_t tag = 0;
  if (!TakeNumber(&tag)) {
    return false;
  }
  *field = {};
  field->number = tag >> 3;
  std::uint64_t size = 0;
  switch (tag & 7) {
    case kVarint:
      return TakeNumber(&field->value);
    case kFixed64:
      field->form = WireField::Form::kFixed;
      return TakeBytes(8, &field->bytes);
    case kFixed32:
      field->form = WireField::Form::kFixed;
      return TakeBytes(4, &field->bytes);
    case kLengthDelimited:
      field->form = WireField::Form::kBytes;
      return TakeNumber(&size) && TakeBytes(size, &field->bytes);
    default:
      return false;
  }
}

bool WireReader::TakeNumber(std::uint64_t* number) {
  *number = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    *number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) {
      return true;
    }
  }
  return false;
}

bool WireReader::TakeBytes(std::uint64_t size, std::string_view* bytes) {
  if (size > rest_.size()) {
    return false;
  }
  *bytes = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return true;
}

}  // namespace connectguard
