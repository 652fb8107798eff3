terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_lambda_permission" "connect" {
  function_name = "lookup"
  action        = "lambda:InvokeFunction"
  principal     = aws_connect_instance.main.service_role
}
resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = true
}
