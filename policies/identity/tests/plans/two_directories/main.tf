terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_directory_service_directory" "ad" {
  for_each = toset(["sales", "support"])
  name     = "${each.key}.example.com"
  password = "Correct-Horse-1"
  edition  = "Standard"
  type     = "MicrosoftAD"
  vpc_settings {
    vpc_id     = "vpc-11111111"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}
resource "aws_connect_instance" "sales" {
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = aws_directory_service_directory.ad["sales"].id
  instance_alias           = "acme-sales"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_connect_instance" "support" {
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = aws_directory_service_directory.ad["support"].id
  instance_alias           = "acme-support"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
