terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme-inbound"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_connect_security_profile" "agent" {
  instance_id = aws_connect_instance.main.id
  name        = "Agent"
  permissions = ["BasicAgentAccess", "OutboundCallAccess", "Users.View"]
}
resource "aws_connect_security_profile" "shift_lead" {
  instance_id = aws_connect_instance.main.id
  name        = "Shift lead"
  permissions = ["BasicAgentAccess", "Users.EditPermission", "SecurityProfiles.Edit"]
  tags        = { persona = "supervisor" }
}
