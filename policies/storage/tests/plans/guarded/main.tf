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

resource "aws_kms_key" "connect" { description = "recordings" }

resource "aws_s3_bucket" "calls" { bucket = "acme-calls" }

resource "aws_s3_bucket_public_access_block" "calls" {
  bucket                  = aws_s3_bucket.calls.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "calls" {
  bucket = aws_s3_bucket.calls.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.connect.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "calls" {
  bucket = aws_s3_bucket.calls.id
  rule {
    id     = "archive"
    status = "Enabled"
    filter { prefix = "connect/" }
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
    expiration { days = 2555 }
  }
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
