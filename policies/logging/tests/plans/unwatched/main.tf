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

# Never expires, and no subscription.
resource "aws_cloudwatch_log_group" "connect" { name = "/aws/connect/acme" }

resource "aws_cloudwatch_metric_alarm" "mute" {
  alarm_name          = "connect-throttled"
  namespace           = "AWS/Connect"
  metric_name         = "ThrottledCalls"
  dimensions          = { InstanceId = aws_connect_instance.main.id }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
}
