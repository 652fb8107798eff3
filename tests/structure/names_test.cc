// Two types of one name in one namespace, in libraries that are linked
// together, are one type to the linker, which keeps the functions of either.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace connectguard {
namespace {

namespace fs = std::filesystem;

// `connectguard::hcl::Value` by the header that defines it.
using Places = std::map<std::string, std::string>;

void AddTypes(const fs::path& header, Places* places) {
  const std::regex opens("^namespace ([a-z_:]+) \\{");
  const std::regex defines(
      "^(?:class|struct|enum class) ([A-Z]\\w*)(?: final)?(?: : .*)? \\{");
  std::string space;
  std::ifstream in(header);
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_search(line, match, opens)) {
      space = match[1];
    } else if (std::regex_search(line, match, defines)) {
      const auto [place, added] =
          places->emplace(space + "::" + match[1].str(), header.string());
      EXPECT_TRUE(added) << place->first << " is defined in " << place->second
                         << " and in " << header;
    }
  }
}

TEST(NamesTest, NoTwoHeadersDefineTypesOfOneName) {
  Places places;
  const fs::path plugin = fs::path(CONNECTGUARD_SOURCE_DIR) / "plugin";
  for (const auto& entry : fs::recursive_directory_iterator(plugin)) {
    if (entry.path().extension() == ".h") {
      AddTypes(entry.path(), &places);
    }
  }
  EXPECT_GT(places.size(), 300u);
}

}  // namespace
}  // namespace connectguard
