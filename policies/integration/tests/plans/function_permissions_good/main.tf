terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_lambda_permission" "connect" {
  function_name = "lookup"
  action        = "lambda:InvokeFunction"
  principal     = "connect.amazonaws.com"
  source_arn    = "arn:aws:connect:eu-west-2:111122223333:instance/f1288a1f-6193-445a-b47e-af739b2aaaaa"
}
