terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "terraform_data" "extra" { input = ["Users.Edit", "SecurityProfiles.Edit"] }
resource "terraform_data" "outbound" { input = true }

resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = terraform_data.outbound.output
}
resource "aws_connect_security_profile" "agent" {
  instance_id = aws_connect_instance.main.id
  name        = "Agent"
  permissions = terraform_data.extra.output
}
resource "aws_connect_security_profile" "sales" {
  instance_id = aws_connect_instance.main.id
  name        = "Sales"
  permissions = ["BasicAgentAccess", "OutboundCallAccess"]
  tags        = { persona = "agent" }
}
