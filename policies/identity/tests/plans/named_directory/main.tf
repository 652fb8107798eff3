terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_connect_instance" "main" {
  count                    = 2
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = "d-1234567890"
  instance_alias           = "acme-${count.index}"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
