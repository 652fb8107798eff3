terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_connect_instance" "main" {
  identity_management_type = "SAML"
  instance_alias           = "acme"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = false
}

# Everything but Connect, and only in files.
resource "aws_cloudtrail" "partial" {
  name           = "partial"
  s3_bucket_name = "acme-trail"
  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
    field_selector {
      field      = "eventSource"
      not_equals = ["kms.amazonaws.com", "connect.amazonaws.com"]
    }
  }
}
