terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_organizations_policy" "connect" {
  name = "protect-connect"
  content = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Deny", Action = "connect:DeleteInstance", Resource = aws_connect_instance.main.arn },
  ] })
}
resource "aws_organizations_policy_attachment" "connect" {
  policy_id = aws_organizations_policy.connect.id
  target_id = "ou-abcd-11111111"
}
resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = true
}
