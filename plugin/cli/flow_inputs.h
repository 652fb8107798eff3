// The inputs of `connectguard flow`: files of flows, plans and templates, and
// folders of flows.
//
// Thread rule: a pure function of its arguments and of the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/file_reader.h"
#include "base/result.h"
#include "readers/input.h"

namespace connectguard {

struct FlowFile {
  std::string name;  // As it is shown.
  Result<Input> input;
};

struct FlowFiles {
  std::vector<FlowFile> files;
  // Files of folders that end in .json and hold no flow.
  std::size_t left_out = 0;
};

// A file that is named may be anything that holds flows. Of a folder the files
// that end in .json and look like flows are taken, in the order of their paths;
// a folder without any is an error in its place.
FlowFiles ReadFlowFiles(const std::vector<std::string>& paths,
                        const FileReader& disk);

}  // namespace connectguard
