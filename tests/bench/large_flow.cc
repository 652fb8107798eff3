#include "bench/large_flow.h"

#include <fmt/format.h>

namespace connectguard {
namespace {

// Of ten actions each: ask, store, keep, call, compare, say, log, dial, queue
// and transfer; errors lead to the end or back to the question, conditions to
// later parts.
constexpr int kPart = 10;

std::string ActionText(int number, int count) {
  const int part = number / kPart * kPart;
  const auto name = [count](int action) {
    return fmt::format("action-{}", action < count ? action : count - 1);
  };
  const std::string errors = fmt::format(
      R"("Errors": [{{"NextAction": "{}", "ErrorType": "NoMatchingError"}}])",
      name(number % 3 == 0 ? part : count - 1));
  const std::string conditions = fmt::format(
      R"("Conditions": [{{"NextAction": "{}", "Condition":
         {{"Operator": "Equals", "Operands": ["1"]}}}}, {{"NextAction": "{}",
         "Condition": {{"Operator": "Equals", "Operands": ["2"]}}}}])",
      name(part + kPart), name(part + 3 * kPart));
  const char* const kKinds[kPart] = {
      R"("GetParticipantInput", "Parameters": {"Text": "Press 1 or 2, $.Attributes.name"})",
      R"("GetParticipantInput", "Parameters": {"StoreInput": "True", "InputValidation": {"CustomValidation": {"MaximumLength": "16"}}})",
      R"("UpdateContactAttributes", "Parameters": {"Attributes": {"number": "$.StoredCustomerInput", "name": "$.External.name", "part": "$.Attributes.number"}})",
      R"("InvokeLambdaFunction", "Parameters": {"LambdaFunctionARN": "$.FlowAttributes.lookup", "LambdaInvocationAttributes": {"number": "$.Attributes.number"}})",
      R"("Compare", "Parameters": {"ComparisonValue": "$.External.name"})",
      R"("MessageParticipant", "Parameters": {"Text": "Thank you $.Attributes.name"})",
      R"("UpdateFlowLoggingBehavior", "Parameters": {"FlowLoggingBehavior": "Disabled"})",
      R"("TransferParticipantToThirdParty", "Parameters": {"ThirdPartyPhoneNumber": "$.Attributes.part", "ContinueFlowExecution": "True"})",
      R"("UpdateFlowAttributes", "Parameters": {"FlowAttributes": {"lookup": {"Value": "arn:aws:lambda:eu-west-2:111122223333:function:lookup"}}})",
      R"("TransferContactToQueue", "Parameters": {"QueueId": "$.Attributes.queue"})"};
  if (number == count - 1) {
    return fmt::format(
        R"({{"Identifier": "{}", "Type": "DisconnectParticipant"}})",
        name(number));
  }
  return fmt::format(
      R"({{"Identifier": "{}", "Type": {}, "Transitions": {{"NextAction": "{}", {}{}}}}})",
      name(number), kKinds[number % kPart], name(number + 1), errors,
      number % kPart == 0 || number % kPart == 4 ? ", " + conditions : "");
}

}  // namespace

std::string LargeFlow(int count) {
  std::string actions;
  for (int i = 0; i < count; ++i) {
    actions += (i == 0 ? "" : ",") + ActionText(i, count);
  }
  return fmt::format(
      R"({{"Version": "2019-10-30", "StartAction": "action-0", "Actions": [{}]}})",
      actions);
}

}  // namespace connectguard
