// The flows of flows/, each with what the analyses say of it in a file beside
// it. CONNECTGUARD_UPDATE_GOLDENS=1 rewrites these files instead.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "flow/drawing.h"
#include "flow/findings_report.h"
#include "flow/flow_report.h"
#include "flow/flow_source.h"

namespace connectguard::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kFlows =
    fs::path(CONNECTGUARD_SOURCE_DIR) / "tests" / "flow" / "flows";

std::string TextOf(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

bool IsUpdate() {
  const char* update = std::getenv("CONNECTGUARD_UPDATE_GOLDENS");
  return update != nullptr && *update == '1';
}

// Flows in files of all kinds.
std::vector<fs::path> Carriers() {
  std::vector<fs::path> carriers;
  for (const auto& entry : fs::directory_iterator(kFlows)) {
    const fs::path ending = entry.path().extension();
    if (ending == ".json" || ending == ".yml") {
      carriers.push_back(entry.path());
    }
  }
  std::ranges::sort(carriers);
  return carriers;
}

// Those whose analyses stand beside them in full: a flow alone in each.
std::vector<fs::path> Flows() {
  std::vector<fs::path> flows = Carriers();
  std::erase_if(flows, [](const fs::path& path) {
    return !fs::exists(fs::path(path).replace_extension(".txt"));
  });
  return flows;
}

TEST(FlowsGoldenTest, AnalysesSayWhatTheFilesSay) {
  const std::vector<fs::path> flows = Flows();
  EXPECT_GE(flows.size(), 17u);
  for (const fs::path& path : flows) {
    const FlowSource source = ReadSource(TextOf(path));
    const std::string report = FlowReport(source.flow);
    fs::path golden = path;
    golden.replace_extension(".txt");
    if (IsUpdate()) {
      std::ofstream(golden) << report;
      continue;
    }
    EXPECT_EQ(TextOf(golden), report) << golden;
  }
}

TEST(FlowsGoldenTest, FindingsAreThoseOfTheFiles) {
  const std::vector<fs::path> carriers = Carriers();
  EXPECT_GE(carriers.size(), 36u);
  for (const fs::path& path : carriers) {
    const std::string report =
        FindingsReport(path.filename().string(), TextOf(path));
    fs::path golden = path;
    golden.replace_extension(".findings");
    if (IsUpdate()) {
      std::ofstream(golden) << report;
      continue;
    }
    EXPECT_EQ(TextOf(golden), report) << golden;
  }
}

// Each flow has a row, and what no flow has, none.
TEST(FlowsGoldenTest, TheReadmeNamesEachFlow) {
  const std::string readme = TextOf(kFlows / "README.md");
  for (const fs::path& path : Carriers()) {
    EXPECT_NE(readme.find("| " + path.stem().string() + " |"),
              std::string::npos)
        << path;
  }
}

TEST(FlowsGoldenTest, EveryFlowCanBeDrawn) {
  for (const fs::path& path : Flows()) {
    const FlowSource source = ReadSource(TextOf(path));
    const FlowGraph graph(source.flow);
    const FlowDrawing drawing{.notes = NotesOfFindings(source.flow)};
    for (std::uint32_t i = 0; i < graph.action_count(); ++i) {
      const std::string box = "  a" + std::to_string(i);
      EXPECT_NE(DotText(graph, drawing).find(box + " [label=\""),
                std::string::npos);
      EXPECT_NE(MermaidText(graph, drawing).find(box + "["), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace connectguard::testing
