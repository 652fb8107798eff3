// The flows of flows/, each with what the analyses say of it in a file beside
// it.
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "flow/drawing.h"
#include "flow/findings_report.h"
#include "flow/flow_report.h"
#include "flow/flow_source.h"
#include "support/flow_files.h"
#include "support/golden_file.h"

namespace connectguard::testing {
namespace {

namespace fs = std::filesystem;

// Those whose analyses stand beside them in full: a flow alone in each.
std::vector<fs::path> Flows() {
  std::vector<fs::path> flows = FilesOfFlows();
  std::erase_if(flows, [](const fs::path& path) {
    return !fs::exists(Beside(path, ".txt"));
  });
  return flows;
}

TEST(FlowsGoldenTest, AnalysesSayWhatTheFilesSay) {
  const std::vector<fs::path> flows = Flows();
  EXPECT_GE(flows.size(), 17u);
  for (const fs::path& path : flows) {
    const FlowSource source = ReadSource(TextOfFile(path));
    ExpectGoldenFile(Beside(path, ".txt"), FlowReport(source.flow));
  }
}

TEST(FlowsGoldenTest, FindingsAreThoseOfTheFiles) {
  const std::vector<fs::path> files = FilesOfFlows();
  EXPECT_GE(files.size(), 36u);
  for (const fs::path& path : files) {
    ExpectGoldenFile(
        Beside(path, ".findings"),
        FindingsReport(path.filename().string(), TextOfFile(path)));
  }
}

// Each flow has a row, and what no flow has, none.
TEST(FlowsGoldenTest, TheReadmeNamesEachFlow) {
  const std::string readme = TextOfFile(FlowFolder() / "README.md");
  for (const fs::path& path : FilesOfFlows()) {
    EXPECT_NE(readme.find("| " + path.stem().string() + " |"),
              std::string::npos)
        << path;
  }
}

TEST(FlowsGoldenTest, EveryFlowCanBeDrawn) {
  for (const fs::path& path : Flows()) {
    const FlowSource source = ReadSource(TextOfFile(path));
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
