terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

variable "first_password" {
  type      = string
  sensitive = true
  default   = "Correct-Horse-1"
}
resource "aws_connect_instance" "main" {
  identity_management_type = "CONNECT_MANAGED"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}
resource "aws_secretsmanager_secret" "alice" { name = "connect/alice" }
resource "aws_secretsmanager_secret_version" "alice" {
  secret_id     = aws_secretsmanager_secret.alice.id
  secret_string = var.first_password
}
resource "aws_connect_user" "alice" {
  instance_id          = aws_connect_instance.main.id
  name                 = "alice"
  password             = aws_secretsmanager_secret_version.alice.secret_string
  routing_profile_id   = "22222222-2222-2222-2222-222222222222"
  security_profile_ids = ["33333333-3333-3333-3333-333333333333"]
  phone_config { phone_type = "SOFT_PHONE" }
}
