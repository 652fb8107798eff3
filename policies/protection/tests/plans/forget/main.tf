terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region = "eu-west-2"
  default_tags { tags = { Owner = "contact-centre" } }
}

removed {
  from = aws_connect_instance.main
  lifecycle { destroy = false }
}
removed {
  from = aws_iam_role.connect_users
  lifecycle { destroy = false }
}
removed {
  from = aws_iam_role_policy.federation
  lifecycle { destroy = false }
}
removed {
  from = aws_s3_bucket.recordings
  lifecycle { destroy = false }
}
removed {
  from = aws_s3_bucket.reports
  lifecycle { destroy = false }
}
removed {
  from = aws_connect_instance_storage_config.recordings
  lifecycle { destroy = false }
}
