terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "terraform_data" "identity" { input = "SAML" }
resource "terraform_data" "directory" { input = "d-1234567890" }

resource "aws_connect_instance" "main" {
  identity_management_type = terraform_data.identity.output
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_connect_instance" "second" {
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = terraform_data.directory.output
  instance_alias           = "acme-2"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_connect_instance" "third" {
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = "d-0987654321"
  instance_alias           = "acme-3"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
