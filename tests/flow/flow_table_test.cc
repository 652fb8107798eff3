#include "flow/flow_table.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "flow/origins.h"
#include "flow/states.h"

namespace connectguard {
namespace {

TEST(FlowTableTest, HasTheActionsOfTheLanguage) {
  EXPECT_EQ(KnownFlowActions().size(), 66u);
  std::set<std::string_view> names;
  for (const FlowActionFacts& facts : KnownFlowActions()) {
    EXPECT_TRUE(names.insert(facts.name).second) << facts.name;
    EXPECT_FALSE(facts.condition_form.empty()) << facts.name;
    EXPECT_FALSE(facts.terminal && facts.next_required) << facts.name;
    EXPECT_FALSE(facts.terminal && !facts.errors.empty()) << facts.name;
    EXPECT_EQ(FindFlowAction(facts.name), &facts);
  }
  EXPECT_EQ(FindFlowAction("messageparticipant"), nullptr);
}

TEST(FlowTableTest, KnowsWhatActionsDo) {
  const FlowActionFacts* input = FindFlowAction("GetParticipantInput");
  ASSERT_NE(input, nullptr);
  EXPECT_EQ(input->title, "Get customer input");
  EXPECT_EQ(input->channels, "voice");
  EXPECT_TRUE(input->next_required);
  EXPECT_TRUE(input->HasEffect("collect_input"));
  ASSERT_EQ(input->errors.size(), 4u);
  EXPECT_EQ(input->errors[3].type, "InvalidPhoneNumber");
  ASSERT_EQ(input->errors[3].when.tests.size(), 2u);
  EXPECT_EQ(input->errors[3].when.tests[0].value, "True");
  EXPECT_FALSE(input->errors[3].when.negated);
  EXPECT_TRUE(input->errors[1].when.negated);
  EXPECT_EQ(input->FindParameter("InputEncryption.Key.x")->path,
            "InputEncryption.Key");
  EXPECT_EQ(input->FindParameter("InputEncryption.Other")->path,
            "InputEncryption");
  EXPECT_EQ(input->FindParameter("Texts"), nullptr);
  EXPECT_TRUE(ModulesMayHave("disconnect"));
  EXPECT_FALSE(ModulesMayHave("no such effect"));
}

TEST(FlowTableTest, StatesAndSinksAreThoseOfTheCode) {
  std::set<std::string_view> topics;
  for (std::size_t i = 0; i < kFlowTopics; ++i) {
    topics.insert(TopicName(static_cast<FlowTopic>(i)));
  }
  std::set<std::string_view> found;
  for (const FlowActionFacts& facts : KnownFlowActions()) {
    for (const FlowStateRule& rule : facts.states) {
      EXPECT_TRUE(topics.contains(rule.topic)) << rule.topic;
      found.insert(rule.topic);
      EXPECT_NE(facts.FindParameter(rule.path), nullptr) << rule.path;
    }
    for (const FlowWriteRule& rule : facts.writes) {
      EXPECT_FALSE(OriginOfRoot(rule.variable).empty()) << rule.variable;
    }
  }
  EXPECT_EQ(found, topics);
}

TEST(FlowTableTest, OriginsOfRootsAreThoseOfTheCode) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(FlowOriginKind::kUnknown); ++i) {
    names.insert(OriginName(static_cast<FlowOriginKind>(i)));
  }
  EXPECT_EQ(names.size(),
            static_cast<std::size_t>(FlowOriginKind::kUnknown) + 1);
  for (const char* root :
       {"Attributes", "FlowAttributes", "StoredCustomerInput", "Lex", "Views",
        "CustomerEndpoint", "Media", "External", "Modules", "Customer",
        "Wisdom", "Queue"}) {
    EXPECT_TRUE(names.contains(OriginOfRoot(root))) << root;
  }
  EXPECT_EQ(OriginOfRoot("Nothing"), "");
}

TEST(FlowTableTest, KnowsTheLanguagesLimits) {
  const FlowLimits& known = KnownFlowLimits();
  EXPECT_EQ(known.version, "2019-10-30");
  EXPECT_EQ(known.actions, 250u);
  EXPECT_EQ(known.identifier_bytes, 50u);
  EXPECT_EQ(known.nesting, 5u);
  EXPECT_EQ(known.operators.size(), 8u);
  EXPECT_EQ(known.forbidden_words.size(), 10u);
  EXPECT_EQ(known.forbidden_characters, "%:(\\/)=$,;[]{}");
  EXPECT_EQ(FlowTableDate(), "2026-11");
}

TEST(FlowTableTest, LegacyModulesAreActions) {
  EXPECT_EQ(FindLegacyModule("Transfer", "Flow")->action->name,
            "TransferToFlow");
  EXPECT_EQ(FindLegacyModule("Transfer", "Elsewhere"), nullptr);
  EXPECT_EQ(FindLegacyModule("GetUserInput", "Digits")->action->name,
            "GetParticipantInput");
  EXPECT_EQ(FindLegacyModule("GetUserInput", "Lex")->action->name,
            "ConnectParticipantWithLexBot");
  const LegacyModuleFacts* alias = FindLegacyModule("StoreCustomerInput", "");
  EXPECT_EQ(alias->action->name, "GetParticipantInput");
  EXPECT_EQ(alias->implied.size(), 2u);
  EXPECT_EQ(FindLegacyBranch("AtCapacity")->label, "QueueAtCapacity");
  EXPECT_EQ(FindLegacyBranch("Whatever"), nullptr);
  EXPECT_EQ(FindLegacyReference("User Defined", "x").root, "Attributes");
  EXPECT_EQ(FindLegacyReference("System", "Customer Number").name, "Address");
  EXPECT_EQ(FindLegacyReference("System", "Moon phase").root, "");
}

}  // namespace
}  // namespace connectguard
