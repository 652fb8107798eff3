terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_s3_bucket" "recordings" { bucket = "acme-recordings" }
resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = true
}
resource "aws_connect_instance_storage_config" "recordings" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "CALL_RECORDINGS"
  storage_config {
    storage_type = "S3"
    s3_config {
      bucket_name   = aws_s3_bucket.recordings.id
      bucket_prefix = "rec"
    }
  }
}
resource "aws_iam_role" "desk" {
  name = "connect-desk"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "connect.amazonaws.com" } },
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } },
  ] })
}
resource "aws_iam_policy" "desk" {
  name = "connect-desk"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["connect:*", "s3:Get*", "kms:*", "iam:PassRole", "iam:PutRolePolicy", "lambda:AddPermission"], Resource = "*" },
    { Effect = "Allow", Action = "connect:DescribeUsr", Resource = "*" },
    { Effect = "Allow", Action = "connect:StartContactStreaming", Resource = "*", Condition = { StringEquals = { "connect:InstanceId" = "f1288a1f-6193-445a-b47e-af739b2aaaaa" } } },
    { Effect = "Allow", Action = "connect:UpdateUserPhoneConfig", Resource = "arn:aws:connect:eu-west-2:111122223333:instance/f1288a1f-6193-445a-b47e-af739b2aaaaa" },
  ] })
}
resource "aws_iam_role_policy_attachment" "desk" {
  role       = aws_iam_role.desk.name
  policy_arn = aws_iam_policy.desk.arn
}
resource "aws_iam_user" "operator" { name = "operator" }
resource "aws_iam_user_policy_attachment" "operator" {
  user       = aws_iam_user.operator.name
  policy_arn = aws_iam_policy.desk.arn
}
