terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_s3_bucket" "id" {}
resource "aws_iam_role" "desk" {
  name = "connect-desk"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { AWS = aws_s3_bucket.id.id }
  }] })
}
resource "aws_iam_role_policy" "desk" {
  role   = aws_iam_role.desk.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:*", Resource = "*" }] })
}
