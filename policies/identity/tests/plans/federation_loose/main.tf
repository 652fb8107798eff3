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
    { Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/corp" } },
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "111122223333" } },
  ] })
}
resource "aws_iam_role_policy" "federation" {
  role = aws_iam_role.users.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["connect:GetFederationToken", "connect:Describe*"], Resource = "*" },
  ] })
}
