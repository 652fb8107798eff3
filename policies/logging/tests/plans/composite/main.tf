terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name          = "connect-throttled"
  namespace           = "AWS/Connect"
  metric_name         = "ThrottledCalls"
  dimensions          = { InstanceId = "11111111-2222-3333-4444-555555555555" }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
}

resource "aws_sns_topic" "on_call" { name = "on-call" }

resource "aws_cloudwatch_composite_alarm" "connect" {
  alarm_name    = "connect"
  alarm_rule    = "ALARM(${aws_cloudwatch_metric_alarm.throttled.alarm_name})"
  alarm_actions = [aws_sns_topic.on_call.arn]
}
