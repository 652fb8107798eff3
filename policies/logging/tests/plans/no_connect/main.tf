terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_cloudwatch_log_group" "lambda" { name = "/aws/lambda/resize" }

resource "aws_cloudwatch_metric_alarm" "lambda" {
  alarm_name          = "lambda-errors"
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
}
