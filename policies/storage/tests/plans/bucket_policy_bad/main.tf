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
    { Effect = "Allow", Principal = "*", Action = "kms:Decrypt", Resource = "*" },
  ] })
}
resource "aws_s3_bucket" "calls" { bucket = "acme-calls" }
resource "aws_s3_bucket_policy" "calls" {
  bucket = aws_s3_bucket.calls.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "profile.amazonaws.com" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-calls/*" },
    { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-calls/*" },
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
