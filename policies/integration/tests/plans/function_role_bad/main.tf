terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_iam_role" "lookup" {
  name = "lookup"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { Service = "lambda.amazonaws.com" }
  }] })
}
resource "aws_iam_role_policy" "lookup" {
  role   = aws_iam_role.lookup.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "dynamodb:*", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.lookup.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_dynamodb_table" "deny_list" {
  name         = "deny-list"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "number"
  attribute {
    name = "number"
    type = "S"
  }
}
resource "aws_lambda_function" "lookup" {
  function_name = "lookup"
  role          = aws_iam_role.lookup.arn
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = "lookup.zip"
  environment { variables = { TABLE = aws_dynamodb_table.deny_list.name } }
}
resource "aws_connect_lambda_function_association" "lookup" {
  instance_id  = "f1288a1f-6193-445a-b47e-af739b2aaaaa"
  function_arn = aws_lambda_function.lookup.arn
}
