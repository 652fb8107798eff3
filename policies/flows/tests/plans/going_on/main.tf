terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "inbound" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "inbound"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "go"
    Actions = [
      { Identifier = "go", Type = "TransferToFlow", Parameters = { ContactFlowId = "night" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "night" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "night"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "go"
    Actions = [
      { Identifier = "go", Type = "MessageParticipant", Parameters = { Text = "We are closed." }, Transitions = { NextAction = "end" } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
