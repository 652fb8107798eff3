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

resource "terraform_data" "key" { input = timestamp() }

# Bucket and key are somebody else's.
resource "aws_connect_instance_storage_config" "calls" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "CALL_RECORDINGS"
  storage_config {
    storage_type = "S3"
    s3_config {
      bucket_name   = "central-archive"
      bucket_prefix = "connect/calls"
      encryption_config {
        encryption_type = "KMS"
        key_id          = terraform_data.key.output
      }
    }
  }
}
