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

resource "aws_connect_contact_flow" "inbound" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "inbound"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "ask" } },
      { Identifier = "ask", Type = "InvokeLambdaFunction", Parameters = { LambdaFunctionARN = aws_lambda_function.deny_list.arn, InvocationTimeLimitSeconds = "3" },
      Transitions = { NextAction = "verdict", Errors = [{ NextAction = "queue", ErrorType = "NoMatchingError" }] } },
      { Identifier = "verdict", Type = "Compare", Parameters = { ComparisonValue = "$.External.denied" },
        Transitions = { NextAction = "queue", Conditions = [{ NextAction = "sorry", Condition = { Operator = "Equals", Operands = ["true"] } }],
      Errors = [{ NextAction = "queue", ErrorType = "NoMatchingCondition" }] } },
      { Identifier = "sorry", Type = "MessageParticipant", Parameters = { Text = "goodbye" }, Transitions = { NextAction = "end" } },
      { Identifier = "queue", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end" } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
