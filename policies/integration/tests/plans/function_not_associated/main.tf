terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_lambda_function" "lookup" {
  function_name = "lookup"
  role          = "arn:aws:iam::111122223333:role/lookup"
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = "lookup.zip"
}
resource "aws_connect_contact_flow" "inbound" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "inbound"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "ask"
    Actions = [
      { Identifier = "ask", Type = "InvokeLambdaFunction", Parameters = { LambdaFunctionARN = "arn:aws:lambda:eu-west-2:111122223333:function:lookup", InvocationTimeLimitSeconds = "3" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}
