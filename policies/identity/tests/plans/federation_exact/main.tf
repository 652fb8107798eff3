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
    { Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/corp" }, Condition = { StringEquals = { "SAML:aud" = ["https://signin.aws.amazon.com/saml", "https://eu-west-2.signin.aws.amazon.com/saml"] } } },
  ] })
}
resource "aws_iam_role_policy" "federation" {
  role = aws_iam_role.users.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "connect:GetFederationToken", Resource = "arn:aws:connect:eu-west-2:111122223333:instance/f1288a1f-6193-445a-b47e-af739b2aaaaa/user/$${aws:userid}" },
  ] })
}
