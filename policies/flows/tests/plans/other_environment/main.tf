terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "flow" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "flow"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "set"
    Actions = [
      { Identifier = "set", Type = "UpdateContactTargetQueue", Parameters = { QueueId = "arn:aws:connect:eu-west-2:111122223333:instance/99999999-2222-3333-4444-555555555555/queue/q" }, Transitions = { NextAction = "queue", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "queue", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "QueueAtCapacity" }, { NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
