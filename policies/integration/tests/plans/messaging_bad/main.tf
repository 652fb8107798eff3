terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_sns_topic" "chat" { name = "chat" }
resource "aws_sns_topic_policy" "chat" {
  arn = aws_sns_topic.chat.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "connect.amazonaws.com" }, Action = "sns:Publish", Resource = "*" },
  ] })
}
resource "aws_sqs_queue" "events" { name = "events" }
resource "aws_sqs_queue_policy" "events" {
  queue_url = aws_sqs_queue.events.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "connect.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" },
  ] })
}
resource "aws_cloudwatch_event_bus_policy" "default" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "connect.amazonaws.com" }, Action = "events:PutEvents", Resource = "*" },
  ] })
}
