terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "flow" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "flow"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "back"
    Actions = [
      { Identifier = "back", Type = "UpdateContactCallbackNumber", Parameters = { CallbackNumber = "$.Media.Sip.Headers.X-Number" }, Transitions = { NextAction = "call", Errors = [{ NextAction = "end", ErrorType = "InvalidCallbackNumber" }, { NextAction = "end", ErrorType = "CallbackNumberNotDialable" }] } },
      { Identifier = "call", Type = "CreateCallbackContact", Parameters = { InitialCallDelaySeconds = "60", MaximumConnectionAttempts = "2", RetryDelaySeconds = "600" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
