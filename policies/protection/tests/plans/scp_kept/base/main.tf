terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_organizations_policy" "connect" {
  name = "protect-connect"
  content = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Deny", Action = "connect:DeleteInstance", Resource = "arn:aws:connect:eu-west-2:111122223333:instance/f1288a1f-6193-445a-b47e-af739b2aaaaa" },
    { Effect = "Deny", Action = "iam:DeleteRole", Resource = "arn:aws:iam::*:role/Agents" },
  ] })
}
resource "aws_organizations_policy_attachment" "connect" {
  policy_id = aws_organizations_policy.connect.id
  target_id = "ou-abcd-11111111"
}
