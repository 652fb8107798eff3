terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

resource "aws_s3_bucket" "other" { bucket = "acme-other" }
