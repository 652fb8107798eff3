terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}

resource "terraform_data" "settings" { input = timestamp() }

resource "aws_cloudtrail" "maybe" {
  name                       = "maybe"
  s3_bucket_name             = "acme-trail"
  is_multi_region_trail      = true
  enable_logging             = terraform_data.settings.output != ""
  cloud_watch_logs_group_arn = terraform_data.settings.output
}
