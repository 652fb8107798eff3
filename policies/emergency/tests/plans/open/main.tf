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
  outbound_calls_enabled   = false
}
resource "aws_iam_policy" "operators" {
  name   = "connect-operators"
  policy = jsonencode({ Version = "2012-10-17", Statement = { Effect = "Allow", Action = "connect:*", Resource = "*" } })
}
resource "aws_iam_policy" "everything_else" {
  name   = "everything-but-iam"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", NotAction = ["iam:*"], Resource = "*" }] })
}
resource "aws_organizations_policy" "dead" {
  name = "protect-connect"
  content = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Deny"
    Action    = "connect:AdminGetEmergencyAccessToken"
    Resource  = "*"
    Condition = { StringEquals = { "connect:InstanceId" = "f1288a1f-6193-445a-b47e-af739b2aaaaa" } }
  }] })
}
resource "aws_organizations_policy_attachment" "dead" {
  policy_id = aws_organizations_policy.dead.id
  target_id = "ou-abcd-11111111"
}
