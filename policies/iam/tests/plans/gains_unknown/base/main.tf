terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_iam_role" "desk" {
  name = "connect-desk"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { AWS = "arn:aws:iam::111122223333:role/pipeline" }
  }] })
}
resource "aws_iam_role_policy" "desk" {
  name = "desk"
  role = aws_iam_role.desk.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:DescribeUser", Resource = "*" }] })
}
