// `exists`, `empty` and the type tests.
#include "guard/operators.h"

namespace connectguard {
namespace {

Outcome Of(bool pass) { return pass ? Outcome::Pass() : Outcome::Fail(); }

Outcome CheckType(Kind wanted, const Entry& entry) {
  if (entry.found == Found::kUnresolved) {
    return Outcome::Fail();
  }
  return entry.value->Is(Kind::kUnknown) ? Outcome::PassOrFail()
                                         : Of(entry.value->Is(wanted));
}

// A map is empty when none of its members turns out to be there.
Outcome CheckMapEmpty(const Value& map) {
  for (const Member& member : map.AsMap()) {
    if (!member.value.Is(Kind::kUnknown) ||
        !member.value.unknown->may_be_absent) {
      return Outcome::Fail();
    }
  }
  return map.size == 0 ? Outcome::Pass() : Outcome::PassOrFail();
}

Outcome CheckEmpty(const Entry& entry) {
  if (entry.found == Found::kUnresolved) {
    return Outcome::Pass();
  }
  switch (entry.value->kind) {
    case Kind::kUnknown:
      return Outcome::PassOrFail();
    case Kind::kString:
    case Kind::kList:
      return Of(entry.value->size == 0);
    case Kind::kMap:
      return CheckMapEmpty(*entry.value);
    case Kind::kBool:
      return Outcome::Fail();
    default:
      return {};
  }
}

}  // namespace

bool MayBeMissing(const Entry& entry) {
  return entry.value->Is(Kind::kUnknown) &&
         (entry.stepped || entry.value->unknown->may_be_absent);
}

bool MayBeEmpty(Entries entries) {
  for (const Entry& entry : entries) {
    if (!entry.maybe) {
      return false;
    }
  }
  return true;
}

Outcome CheckUnary(UnaryOp op, const Entry& entry) {
  switch (op) {
    case UnaryOp::kExists:
      if (entry.found == Found::kUnresolved) {
        return Outcome::Fail();
      }
      return MayBeMissing(entry) ? Outcome::PassOrFail() : Outcome::Pass();
    case UnaryOp::kEmpty:
      return CheckEmpty(entry);
    case UnaryOp::kIsString:
      return CheckType(Kind::kString, entry);
    case UnaryOp::kIsList:
      return CheckType(Kind::kList, entry);
    case UnaryOp::kIsMap:
      return CheckType(Kind::kMap, entry);
    case UnaryOp::kIsBool:
      return CheckType(Kind::kBool, entry);
    case UnaryOp::kIsInt:
      return CheckType(Kind::kInt, entry);
    case UnaryOp::kIsFloat:
      return CheckType(Kind::kFloat, entry);
    case UnaryOp::kIsNull:
      return CheckType(Kind::kNull, entry);
  }
  return {};
}

// A value that is there is not empty, even "" and []; null is.
Outcome CheckSelectionEmpty(const Entry& entry) {
  if (entry.found == Found::kUnresolved) {
    return Outcome::Pass();
  }
  return MayBeMissing(entry) ? Outcome::PassOrFail()
                             : Of(entry.value->Is(Kind::kNull));
}

}  // namespace connectguard
