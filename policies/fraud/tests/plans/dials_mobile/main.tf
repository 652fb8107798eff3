terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "flow" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "flow"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "dial"
    Actions = [
      { Identifier = "dial", Type = "TransferParticipantToThirdParty", Parameters = { ThirdPartyPhoneNumber = "+447700900123", ThirdPartyConnectionTimeLimitSeconds = "30", ContinueFlowExecution = "False" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_quick_connect" "desk" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "desk"
  quick_connect_config {
    quick_connect_type = "PHONE_NUMBER"
    phone_config { phone_number = "+819012345678" }
  }
}
