terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_dynamodb_table" "deny_list" {
  name         = "connect-deny-list"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "number"
  attribute {
    name = "number"
    type = "S"
  }
}

resource "aws_lambda_function" "deny_list" {
  function_name = "deny-list"
  role          = "arn:aws:iam::111122223333:role/deny-list"
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = "deny_list.zip"
  environment { variables = { TABLE = aws_dynamodb_table.deny_list.name } }
}

resource "aws_connect_queue" "service" {
  instance_id           = "11111111-2222-3333-4444-555555555555"
  name                  = "service"
  hours_of_operation_id = "22222222-2222-3333-4444-555555555555"
}
