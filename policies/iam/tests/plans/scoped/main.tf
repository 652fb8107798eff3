terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

locals { instance = "arn:aws:connect:eu-west-2:111122223333:instance/f1288a1f-6193-445a-b47e-af739b2aaaaa" }

resource "aws_iam_role" "desk" {
  name = "connect-desk"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { Service = "connect.amazonaws.com" }
    Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
  }] })
}
resource "aws_iam_role_policy" "desk" {
  role = aws_iam_role.desk.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    {
      Effect   = "Allow"
      Action   = ["connect:Describe*", "connect:List*", "connect:CreateUser", "connect:DeleteUser", "connect:AssociateBot"]
      Resource = [local.instance, "${local.instance}/*"]
    },
    {
      Effect    = "Allow"
      Action    = ["connect:AssociateInstanceStorageConfig", "connect:UpdateInstanceStorageConfig"]
      Resource  = local.instance
      Condition = { StringEquals = { "connect:StorageResourceType" = "CHAT_TRANSCRIPTS" } }
    },
    {
      Effect    = "Allow"
      Action    = "connect:UpdateInstanceAttribute"
      Resource  = local.instance
      Condition = { StringEquals = { "connect:AttributeType" = "EARLY_MEDIA" } }
    },
    {
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = "*"
      Condition = { StringEquals = { "iam:PassedToService" = "lambda.amazonaws.com" } }
    },
    {
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = "arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    },
    { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-prompts/*" },
  ] })
}
resource "aws_iam_user" "operator" { name = "operator" }
resource "aws_iam_user_policy" "operator" {
  user = aws_iam_user.operator.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "connect:UpdateUserRoutingProfile"
    Resource  = "${local.instance}/*"
    Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
  }] })
}
