terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

# `type` is left out: the provider's default is SimpleAD.
resource "aws_directory_service_directory" "ad" {
  name     = "corp.example.com"
  password = "Correct-Horse-1"
  size     = "Small"
  vpc_settings {
    vpc_id     = "vpc-11111111"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}
resource "aws_connect_instance" "main" {
  count                    = 2
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = aws_directory_service_directory.ad.id
  instance_alias           = "acme-${count.index}"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
