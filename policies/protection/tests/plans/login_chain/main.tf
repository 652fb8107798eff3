terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_iam_saml_provider" "corp" {
  name                   = "corp"
  saml_metadata_document = "<EntityDescriptor/>"
}
resource "aws_iam_role" "connect_users" {
  name = "Agents"
  path = "/connect/"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithSAML"
      Principal = { Federated = aws_iam_saml_provider.corp.arn }
      Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
    }]
  })
}
resource "aws_iam_role_policy" "federation" {
  role = aws_iam_role.connect_users.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "connect:GetFederationToken"
      Resource  = "*"
      Condition = { StringEquals = { "connect:InstanceId" = "f1288a1f-6193-445a-b47e-af739b2aaaaa" } }
    }]
  })
}
resource "aws_organizations_policy" "connect" {
  name = "protect-connect"
  content = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect = "Deny"
    Action = [
      "iam:Attach*", "iam:Delete*", "iam:Detach*", "iam:Put*", "iam:Update*",
    ]
    Resource  = ["arn:aws:iam::*:role/connect/*", "arn:aws:iam::*:saml-provider/corp"]
    Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/LandingZone" } }
  }] })
}
resource "aws_organizations_policy_attachment" "connect" {
  policy_id = aws_organizations_policy.connect.id
  target_id = "ou-abcd-11111111"
}
