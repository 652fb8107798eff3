terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_sqs_queue" "events" {
  name = "events"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "connect.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" },
  ] })
}
resource "aws_sqs_queue" "plain" { name = "plain" }
