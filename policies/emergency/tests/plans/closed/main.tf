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
resource "aws_iam_policy" "reader" {
  name   = "connect-reader"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["connect:Describe*", "connect:List*"], Resource = "*" }] })
}
resource "aws_iam_policy" "operator" {
  name = "connect-operator"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "connect:*", Resource = "*" },
    { Effect = "Deny", Action = "connect:AdminGetEmergencyAccessToken", Resource = "*" },
  ] })
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/security-on-call"]
    }
  }
}
resource "aws_iam_role" "break_glass" {
  name               = "ConnectEmergency"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  tags               = { break-glass = "true" }
}
resource "aws_iam_role_policy" "break_glass" {
  name   = "emergency-login"
  role   = aws_iam_role.break_glass.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:AdminGetEmergencyAccessToken", Resource = "*" }] })
}
resource "aws_iam_role" "operator" {
  name               = "ConnectOperator"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "operator" {
  role       = aws_iam_role.operator.name
  policy_arn = aws_iam_policy.operator.arn
}
data "aws_iam_policy_document" "scp" {
  statement {
    effect    = "Deny"
    actions   = ["connect:AdminGetEmergencyAccessToken"]
    resources = ["*"]
    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:role/ConnectEmergency"]
    }
  }
}
resource "aws_organizations_policy" "connect" {
  name    = "protect-connect"
  content = data.aws_iam_policy_document.scp.json
}
resource "aws_organizations_policy_attachment" "connect" {
  policy_id = aws_organizations_policy.connect.id
  target_id = "ou-abcd-11111111"
}
