terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "inbound" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "inbound"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "queue" } },
      { Identifier = "queue", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end" } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
