terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

# The second trail has data events only; a rule with a target reacts to calls.
resource "aws_cloudtrail" "all" {
  name                  = "all"
  s3_bucket_name        = "acme-trail"
  is_multi_region_trail = true
}

resource "aws_cloudtrail" "recordings" {
  name           = "recordings"
  s3_bucket_name = "acme-trail"
  event_selector {
    include_management_events = false
    read_write_type           = "All"
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::acme-recordings/"]
    }
  }
}

resource "aws_sns_topic" "on_call" { name = "on-call" }

resource "aws_cloudwatch_event_rule" "calls" {
  name = "connect-calls"
  event_pattern = jsonencode({
    source        = ["aws.connect"]
    "detail-type" = ["AWS API Call via CloudTrail"]
  })
}

resource "aws_cloudwatch_event_target" "calls" {
  rule = aws_cloudwatch_event_rule.calls.name
  arn  = aws_sns_topic.on_call.arn
}
