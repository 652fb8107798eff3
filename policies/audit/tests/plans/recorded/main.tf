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

resource "aws_cloudwatch_log_group" "trail" { name = "trail" }

resource "aws_cloudtrail" "all" {
  name                       = "all"
  s3_bucket_name             = "acme-trail"
  is_multi_region_trail      = true
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}
