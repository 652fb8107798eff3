terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_iam_saml_provider" "corp" {
  name                   = "corp"
  saml_metadata_document = "<EntityDescriptor/>"
}
resource "aws_iam_role" "users" {
  name = "ConnectUsers"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = aws_iam_saml_provider.corp.arn }, Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } } },
    { Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = aws_connect_instance.main.id } },
  ] })
}
resource "aws_iam_role_policy" "federation" {
  role = aws_iam_role.users.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["connect:GetFederationToken"], Resource = "${aws_connect_instance.main.arn}/user/$${aws:userid}" },
  ] })
}
resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = true
}
