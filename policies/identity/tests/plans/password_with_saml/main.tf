terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

variable "password" {
  type      = string
  sensitive = true
  default   = "Correct-Horse-1"
}
resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_connect_user" "alice" {
  instance_id          = aws_connect_instance.main.id
  name                 = "alice@example.com"
  password             = var.password
  routing_profile_id   = "22222222-2222-2222-2222-222222222222"
  security_profile_ids = ["33333333-3333-3333-3333-333333333333"]
  phone_config { phone_type = "SOFT_PHONE" }
}
