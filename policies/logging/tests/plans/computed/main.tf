terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "terraform_data" "settings" { input = timestamp() }

resource "aws_connect_instance" "main" {
  identity_management_type  = "SAML"
  instance_alias            = "acme"
  inbound_calls_enabled     = true
  outbound_calls_enabled    = false
  contact_flow_logs_enabled = terraform_data.settings.output != ""
}

resource "aws_cloudwatch_log_group" "connect" {
  name              = "/aws/connect/acme"
  retention_in_days = terraform_data.settings.output != "" ? 30 : 365
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name          = "connect-throttled"
  namespace           = "AWS/Connect"
  metric_name         = "ThrottledCalls"
  dimensions          = { InstanceId = aws_connect_instance.main.id }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  actions_enabled     = terraform_data.settings.output != ""
  alarm_actions       = ["arn:aws:sns:eu-west-2:111122223333:on-call"]
}
