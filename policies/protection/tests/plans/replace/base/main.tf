terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_iam_role" "connect_users" {
  name = "Agents"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithSAML"
      Principal = { Federated = "arn:aws:iam::111122223333:saml-provider/corp" }
      Condition = { StringEquals = { "SAML:aud" = "https://signin.aws.amazon.com/saml" } }
    }]
  })
}
resource "aws_iam_role_policy" "federation" {
  name = "connect-federation"
  role = aws_iam_role.connect_users.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "connect:GetFederationToken"
      Resource  = "*"
      Condition = { StringEquals = { "connect:InstanceId" = "f1288a1f-6193-445a-b47e-af739b2aaaaa" } }
    }]
  })
}
resource "aws_s3_bucket" "recordings" { bucket = "acme-recordings" }
resource "aws_s3_bucket" "reports" { bucket = "acme-connect-reports" }
resource "aws_connect_instance_storage_config" "recordings" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "CALL_RECORDINGS"
  storage_config {
    storage_type = "S3"
    s3_config {
      bucket_name   = aws_s3_bucket.recordings.id
      bucket_prefix = "recordings"
    }
  }
}
