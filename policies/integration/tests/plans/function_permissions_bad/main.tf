terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_lambda_permission" "connect" {
  function_name = "lookup"
  action        = "lambda:InvokeFunction"
  principal     = "*"
}
