// The options of `connectguard flow`. Private to cli/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "cli/arguments.h"
#include "cli/flow.h"

namespace connectguard {

class FlowOptions {
 public:
  // Adds the subcommand to `root`; this object must outlive the parsing.
  void AddTo(CLI::App* root);
  bool parsed() const { return app_->parsed(); }
  // What was given; kUsage when it makes no sense.
  Result<FlowCommand> Finish();

 private:
  void AddGate();
  Status FinishChoices();
  Status CheckTogether() const;
  Status CheckHome() const;

  CLI::App* app_ = nullptr;
  FlowCommand command_;
  // Names of choices, until Finish looks them up.
  std::string format_;
  std::string graph_;
  std::string colour_;
  std::string fail_on_;
  std::string on_unknown_;
};

}  // namespace connectguard
