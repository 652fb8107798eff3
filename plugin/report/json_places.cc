#include "report/json_places.h"

namespace connectguard {

nlohmann::ordered_json PlaceJson(const FindingPlace& place) {
  if (place.file.empty()) {
    return nullptr;
  }
  return {{"file", place.file},
          {"line", place.place.line},
          {"column", place.place.column},
          {"begin", place.span.begin},
          {"end", place.span.end}};
}

}  // namespace connectguard
