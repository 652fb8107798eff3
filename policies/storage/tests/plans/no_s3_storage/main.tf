terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_s3_bucket" "website" { bucket = "acme-website" }

resource "aws_connect_instance_storage_config" "records" {
  instance_id   = "11111111-2222-3333-4444-555555555555"
  resource_type = "CONTACT_TRACE_RECORDS"
  storage_config {
    storage_type = "KINESIS_STREAM"
    kinesis_stream_config { stream_arn = "arn:aws:kinesis:eu-west-2:111122223333:stream/ctr" }
  }
}
