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
resource "aws_kms_key" "connect" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" },
  ] })
}
resource "aws_s3_bucket" "calls" { bucket = "acme-calls" }
resource "aws_s3_bucket_policy" "calls" {
  bucket = aws_s3_bucket.calls.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = ["arn:aws:s3:::acme-calls", "arn:aws:s3:::acme-calls/*"], Condition = { Bool = { "aws:SecureTransport" = "false" } } },
    { Effect = "Allow", Principal = { Service = "profile.amazonaws.com" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-calls/*", Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } } },
  ] })
}
resource "aws_connect_instance_storage_config" "calls" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "CALL_RECORDINGS"
  storage_config {
    storage_type = "S3"
    s3_config {
      bucket_name   = aws_s3_bucket.calls.id
      bucket_prefix = "connect/calls"
      encryption_config {
        encryption_type = "KMS"
        key_id          = aws_kms_key.connect.arn
      }
    }
  }
}
