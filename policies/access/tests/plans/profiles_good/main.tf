terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = true
}
resource "aws_connect_security_profile" "agent" {
  instance_id = aws_connect_instance.main.id
  name        = "Agent-least-privilege"
  permissions = ["BasicAgentAccess", "OutboundCallAccess"]
}
resource "aws_connect_security_profile" "sales" {
  instance_id = aws_connect_instance.main.id
  name        = "Sales"
  permissions = ["BasicAgentAccess", "OutboundCallAccess"]
  tags        = { persona = "agent" }
}
resource "aws_connect_security_profile" "admin" {
  instance_id = aws_connect_instance.main.id
  name        = "Admin"
  permissions = ["Users.Create", "Users.EditPermission", "SecurityProfiles.Edit"]
}
