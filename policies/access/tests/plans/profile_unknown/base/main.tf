terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_security_profile" "agents" {
  instance_id = "f1288a1f-6193-445a-b47e-af739b2aaaaa"
  name        = "Agents"
  permissions = ["BasicAgentAccess"]
}
