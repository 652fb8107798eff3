terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_directory_service_directory" "ad" {
  name     = "corp.example.com"
  password = "Correct-Horse-1"
  edition  = "Standard"
  type     = "MicrosoftAD"
  vpc_settings {
    vpc_id     = "vpc-11111111"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}
resource "aws_directory_service_radius_settings" "mfa" {
  directory_id            = aws_directory_service_directory.ad.id
  authentication_protocol = "MS-CHAPv2"
  display_label           = "mfa"
  radius_port             = 1812
  radius_retries          = 4
  radius_servers          = ["10.0.1.5", "10.0.2.5"]
  radius_timeout          = 10
  shared_secret           = "12345678"
}
resource "aws_connect_instance" "main" {
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = aws_directory_service_directory.ad.id
  instance_alias           = "acme-ad"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
