terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "flow" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "flow"
  type        = "AGENT_WHISPER"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "say"
    Actions = [
      { Identifier = "say", Type = "MessageParticipant", Parameters = { Text = "A call from $.Attributes.name" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
