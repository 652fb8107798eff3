terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_instance" "main" {
  identity_management_type  = "SAML"
  instance_alias            = "acme"
  inbound_calls_enabled     = true
  outbound_calls_enabled    = false
  contact_flow_logs_enabled = true
}

resource "aws_cloudwatch_log_group" "connect" {
  name              = "/aws/connect/acme"
  retention_in_days = 365
}

resource "aws_cloudwatch_log_subscription_filter" "archive" {
  name            = "archive"
  log_group_name  = aws_cloudwatch_log_group.connect.name
  filter_pattern  = ""
  destination_arn = "arn:aws:firehose:eu-west-2:111122223333:deliverystream/archive"
  role_arn        = "arn:aws:iam::111122223333:role/archive"
}

resource "aws_sns_topic" "on_call" { name = "on-call" }

resource "aws_cloudwatch_metric_alarm" "connect" {
  for_each = toset([
    "CallRecordingUploadError", "CallsBreachingConcurrencyQuota", "ConcurrentCallsPercentage",
    "ContactFlowErrors", "ContactFlowFatalErrors", "LongestQueueWaitTime", "MisconfiguredPhoneNumbers",
    "MissedCalls", "QueueCapacityExceededError",
  ])
  alarm_name          = "connect-${each.key}"
  namespace           = "AWS/Connect"
  metric_name         = each.key
  dimensions          = { InstanceId = aws_connect_instance.main.id }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  alarm_actions       = [aws_sns_topic.on_call.arn]
}

# The same through metric math.
resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name          = "connect-throttled"
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  alarm_actions       = [aws_sns_topic.on_call.arn]
  metric_query {
    id          = "sum"
    expression  = "FILL(calls, 0)"
    return_data = true
  }
  metric_query {
    id = "calls"
    metric {
      namespace   = "AWS/Connect"
      metric_name = "ThrottledCalls"
      dimensions  = { InstanceId = aws_connect_instance.main.id }
      period      = 60
      stat        = "Sum"
    }
  }
}
