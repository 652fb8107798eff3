terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_contact_flow" "hold" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "hold"
  type        = "CUSTOMER_HOLD"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "end"
    Actions     = [{ Identifier = "end", Type = "EndFlowExecution", Parameters = {}, Transitions = {} }]
  })
}
