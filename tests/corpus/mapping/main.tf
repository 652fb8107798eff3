# Sets as many attributes of the mapping as one stack can; template.yaml says
# the same. Logical ids are addresses without points and underscores.
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

locals {
  account = "111122223333"
  key     = "arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-3333-4444-555555555555"
  tags    = { Team = "contact" }
}

# --- Amazon Connect -----------------------------------------------------------
resource "aws_connect_instance" "main" {
  identity_management_type         = "CONNECT_MANAGED"
  instance_alias                   = "acme"
  inbound_calls_enabled            = true
  outbound_calls_enabled           = false
  contact_flow_logs_enabled        = true
  contact_lens_enabled             = true
  early_media_enabled              = false
  auto_resolve_best_voices_enabled = false
  multi_party_conference_enabled   = true
  tags                             = local.tags
}
resource "aws_connect_instance" "directory" {
  identity_management_type = "EXISTING_DIRECTORY"
  directory_id             = aws_directory_service_directory.ad.id
  inbound_calls_enabled    = false
  outbound_calls_enabled   = true
}
resource "aws_connect_instance_storage_config" "recordings" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "CALL_RECORDINGS"
  storage_config {
    storage_type = "S3"
    s3_config {
      bucket_name   = aws_s3_bucket.split.id
      bucket_prefix = "recordings"
      encryption_config {
        encryption_type = "KMS"
        key_id          = aws_kms_key.main.arn
      }
    }
  }
}
resource "aws_connect_instance_storage_config" "records" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "CONTACT_TRACE_RECORDS"
  storage_config {
    storage_type = "KINESIS_STREAM"
    kinesis_stream_config { stream_arn = aws_kinesis_stream.main.arn }
  }
}
resource "aws_connect_instance_storage_config" "agents" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "AGENT_EVENTS"
  storage_config {
    storage_type = "KINESIS_FIREHOSE"
    kinesis_firehose_config { firehose_arn = aws_kinesis_firehose_delivery_stream.direct.arn }
  }
}
resource "aws_connect_instance_storage_config" "media" {
  instance_id   = aws_connect_instance.main.id
  resource_type = "MEDIA_STREAMS"
  storage_config {
    storage_type = "KINESIS_VIDEO_STREAM"
    kinesis_video_stream_config {
      prefix                 = "media"
      retention_period_hours = 24
      encryption_config {
        encryption_type = "KMS"
        key_id          = aws_kms_key.main.arn
      }
    }
  }
}
resource "aws_connect_security_profile" "agent" {
  instance_id = aws_connect_instance.main.id
  name        = "Agent"
  description = "Takes calls"
  permissions = ["BasicAgentAccess", "OutboundCallAccess"]
  tags        = local.tags
}
resource "aws_connect_user" "ann" {
  instance_id          = aws_connect_instance.main.id
  name                 = "ann"
  password             = "not-a-real-password"
  directory_user_id    = "d-ann"
  hierarchy_group_id   = aws_connect_user_hierarchy_group.team.hierarchy_group_id
  routing_profile_id   = aws_connect_routing_profile.basic.routing_profile_id
  security_profile_ids = [aws_connect_security_profile.agent.security_profile_id]
  identity_info {
    email           = "ann@example.com"
    first_name      = "Ann"
    last_name       = "Example"
    secondary_email = "ann2@example.com"
  }
  phone_config {
    phone_type                    = "DESK_PHONE"
    auto_accept                   = false
    after_contact_work_time_limit = 30
    desk_phone_number             = "+442012345678"
  }
  tags = local.tags
}
resource "aws_connect_contact_flow" "main" {
  instance_id = aws_connect_instance.main.id
  name        = "Main"
  type        = "CONTACT_FLOW"
  description = "Says good-bye"
  content     = jsonencode({ Version = "2019-10-30", StartAction = "a", Actions = [{ Identifier = "a", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} }] })
  tags        = local.tags
}
resource "aws_connect_contact_flow_module" "main" {
  instance_id = aws_connect_instance.main.id
  name        = "Module"
  description = "Says good-bye"
  content     = jsonencode({ Version = "2019-10-30", StartAction = "a", Actions = [{ Identifier = "a", Type = "EndFlowModuleExecution", Parameters = {}, Transitions = {} }] })
  tags        = local.tags
}
resource "aws_connect_queue" "main" {
  instance_id           = aws_connect_instance.main.id
  name                  = "Main"
  description           = "All calls"
  hours_of_operation_id = aws_connect_hours_of_operation.office.hours_of_operation_id
  max_contacts          = 20
  status                = "ENABLED"
  quick_connect_ids     = [aws_connect_quick_connect.phone.quick_connect_id]
  outbound_caller_config {
    outbound_caller_id_name      = "Acme"
    outbound_caller_id_number_id = aws_connect_phone_number.main.id
    outbound_flow_id             = aws_connect_contact_flow.main.contact_flow_id
  }
  tags = local.tags
}
resource "aws_connect_routing_profile" "basic" {
  instance_id               = aws_connect_instance.main.id
  name                      = "Basic"
  description               = "Calls only"
  default_outbound_queue_id = aws_connect_queue.main.queue_id
  media_concurrencies {
    channel     = "VOICE"
    concurrency = 1
    cross_channel_behavior { behavior_type = "ROUTE_CURRENT_CHANNEL_ONLY" }
  }
  queue_configs {
    channel  = "VOICE"
    queue_id = aws_connect_queue.main.queue_id
    delay    = 2
    priority = 1
  }
  tags = local.tags
}
resource "aws_connect_hours_of_operation" "office" {
  instance_id = aws_connect_instance.main.id
  name        = "Office"
  description = "Mondays"
  time_zone   = "Europe/London"
  config {
    day = "MONDAY"
    start_time {
      hours   = 8
      minutes = 30
    }
    end_time {
      hours   = 17
      minutes = 45
    }
  }
  tags = local.tags
}
resource "aws_connect_quick_connect" "phone" {
  instance_id = aws_connect_instance.main.id
  name        = "Phone"
  description = "The front desk"
  quick_connect_config {
    quick_connect_type = "PHONE_NUMBER"
    phone_config { phone_number = "+442012345679" }
  }
  tags = local.tags
}
resource "aws_connect_quick_connect" "queue" {
  instance_id = aws_connect_instance.main.id
  name        = "Queue"
  quick_connect_config {
    quick_connect_type = "QUEUE"
    queue_config {
      queue_id        = aws_connect_queue.other.queue_id
      contact_flow_id = aws_connect_contact_flow.main.contact_flow_id
    }
  }
}
resource "aws_connect_queue" "other" {
  instance_id           = aws_connect_instance.main.id
  name                  = "Other"
  hours_of_operation_id = aws_connect_hours_of_operation.office.hours_of_operation_id
}
resource "aws_connect_quick_connect" "user" {
  instance_id = aws_connect_instance.main.id
  name        = "User"
  quick_connect_config {
    quick_connect_type = "USER"
    user_config {
      user_id         = aws_connect_user.ann.user_id
      contact_flow_id = aws_connect_contact_flow.main.contact_flow_id
    }
  }
}
resource "aws_connect_phone_number" "main" {
  target_arn   = aws_connect_instance.main.arn
  country_code = "GB"
  type         = "DID"
  prefix       = "+4420"
  description  = "The main line"
  tags         = local.tags
}
resource "aws_connect_lambda_function_association" "main" {
  instance_id  = aws_connect_instance.main.id
  function_arn = aws_lambda_function.zip.arn
}
resource "aws_connect_user_hierarchy_group" "team" {
  instance_id     = aws_connect_instance.main.id
  name            = "Team"
  parent_group_id = aws_connect_user_hierarchy_group.site.hierarchy_group_id
  tags            = local.tags
}
resource "aws_connect_user_hierarchy_group" "site" {
  instance_id = aws_connect_instance.main.id
  name        = "Site"
}
resource "aws_connect_user_hierarchy_structure" "main" {
  instance_id = aws_connect_instance.main.id
  hierarchy_structure {
    level_one { name = "Country" }
    level_two { name = "Region" }
    level_three { name = "Site" }
    level_four { name = "Floor" }
    level_five { name = "Team" }
  }
}

# --- S3, in one resource ------------------------------------------------------
resource "aws_s3_bucket" "whole" {
  bucket              = "acme-whole"
  acl                 = "log-delivery-write"
  object_lock_enabled = true
  policy              = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }] })
  versioning { enabled = true }
  server_side_encryption_configuration {
    rule {
      bucket_key_enabled = true
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = local.key
      }
    }
  }
  lifecycle_rule {
    id      = "old"
    enabled = true
    prefix  = "logs/"
    transition {
      storage_class = "GLACIER"
      days          = 30
    }
    expiration { days = 365 }
  }
  logging {
    target_bucket = "acme-logs"
    target_prefix = "whole/"
  }
  object_lock_configuration {
    object_lock_enabled = "Enabled"
    rule {
      default_retention {
        mode = "COMPLIANCE"
        days = 30
      }
    }
  }
  cors_rule {
    allowed_origins = ["https://example.com"]
    allowed_methods = ["GET"]
    allowed_headers = ["*"]
  }
  tags = local.tags
}
resource "aws_s3_bucket" "years" {
  bucket = "acme-years"
  object_lock_configuration {
    object_lock_enabled = "Enabled"
    rule {
      default_retention {
        mode  = "GOVERNANCE"
        years = 7
      }
    }
  }
}

# --- S3, in split resources ---------------------------------------------------
resource "aws_s3_bucket" "split" { bucket = "acme-split" }
resource "aws_s3_bucket_versioning" "split" {
  bucket = aws_s3_bucket.split.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  rule {
    bucket_key_enabled = false
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}
resource "aws_s3_bucket_public_access_block" "split" {
  bucket                  = aws_s3_bucket.split.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_lifecycle_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  rule {
    id     = "and"
    status = "Enabled"
    filter {
      and {
        prefix                   = "calls/"
        object_size_greater_than = 100
        object_size_less_than    = 2000
        tags                     = { Kind = "call" }
      }
    }
    transition {
      storage_class = "STANDARD_IA"
      days          = 30
    }
    expiration { days = 400 }
    noncurrent_version_expiration {
      noncurrent_days           = 60
      newer_noncurrent_versions = 2
    }
    noncurrent_version_transition {
      noncurrent_days = 31
      storage_class   = "GLACIER"
    }
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
  }
  rule {
    id     = "prefix"
    status = "Enabled"
    filter { prefix = "chats/" }
    transition {
      storage_class = "GLACIER"
      date          = "2030-01-01T00:00:00Z"
    }
    expiration { date = "2031-01-01T00:00:00Z" }
  }
  rule {
    id     = "old"
    status = "Disabled"
    prefix = "old/"
    expiration { expired_object_delete_marker = true }
  }
  rule {
    id     = "large"
    status = "Enabled"
    filter { object_size_greater_than = 5000 }
    expiration { days = 10 }
  }
  rule {
    id     = "small"
    status = "Enabled"
    filter { object_size_less_than = 50 }
    expiration { days = 11 }
  }
  rule {
    id     = "tag"
    status = "Enabled"
    filter {
      tag {
        key   = "Kind"
        value = "chat"
      }
    }
    expiration { days = 12 }
  }
}
resource "aws_s3_bucket_object_lock_configuration" "split" {
  bucket              = aws_s3_bucket.split.id
  object_lock_enabled = "Enabled"
  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = 10
    }
  }
}
resource "aws_s3_bucket" "split_years" { bucket = "acme-split-years" }
resource "aws_s3_bucket_object_lock_configuration" "years" {
  bucket              = aws_s3_bucket.split_years.id
  object_lock_enabled = "Enabled"
  rule {
    default_retention {
      mode  = "COMPLIANCE"
      years = 3
    }
  }
}
resource "aws_s3_bucket_logging" "split" {
  bucket        = aws_s3_bucket.split.id
  target_bucket = aws_s3_bucket.whole.id
  target_prefix = "split/"
}
resource "aws_s3_bucket_inventory" "split" {
  bucket                   = aws_s3_bucket.split.id
  name                     = "weekly"
  enabled                  = true
  included_object_versions = "All"
  optional_fields          = ["Size"]
  schedule { frequency = "Weekly" }
  filter { prefix = "calls/" }
  destination {
    bucket {
      bucket_arn = aws_s3_bucket.whole.arn
      format     = "CSV"
      account_id = local.account
      prefix     = "inventory/"
    }
  }
}
resource "aws_s3_bucket_metric" "split" {
  bucket = aws_s3_bucket.split.id
  name   = "calls"
  filter {
    prefix       = "calls/"
    access_point = "arn:aws:s3:eu-west-2:111122223333:accesspoint/acme"
    tags         = local.tags
  }
}
resource "aws_s3_bucket_analytics_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  name   = "calls"
  filter {
    prefix = "calls/"
    tags   = local.tags
  }
  storage_class_analysis {
    data_export {
      output_schema_version = "V_1"
      destination {
        s3_bucket_destination {
          bucket_arn        = aws_s3_bucket.whole.arn
          bucket_account_id = local.account
          format            = "CSV"
          prefix            = "analytics/"
        }
      }
    }
  }
}
resource "aws_s3_bucket_intelligent_tiering_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  name   = "calls"
  status = "Enabled"
  filter {
    prefix = "calls/"
    tags   = local.tags
  }
  tiering {
    access_tier = "ARCHIVE_ACCESS"
    days        = 125
  }
}
resource "aws_s3_bucket_ownership_controls" "split" {
  bucket = aws_s3_bucket.split.id
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_acl" "split" {
  bucket = aws_s3_bucket.split_years.id
  acl    = "private"
}
resource "aws_s3_bucket_cors_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  cors_rule {
    allowed_origins = ["https://example.com"]
    allowed_methods = ["PUT"]
    allowed_headers = ["Authorization"]
    expose_headers  = ["ETag"]
    max_age_seconds = 3000
  }
}
resource "aws_s3_bucket_replication_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  role   = aws_iam_role.main.arn
  rule {
    status = "Enabled"
    destination {
      bucket        = aws_s3_bucket.split_years.arn
      account       = local.account
      storage_class = "STANDARD_IA"
      encryption_configuration { replica_kms_key_id = local.key }
    }
  }
}
resource "aws_s3_bucket_notification" "split" {
  bucket      = aws_s3_bucket.split.id
  eventbridge = true
  lambda_function {
    lambda_function_arn = aws_lambda_function.zip.arn
    events              = ["s3:ObjectCreated:*"]
  }
  topic {
    topic_arn = aws_sns_topic.main.arn
    events    = ["s3:ObjectCreated:*"]
  }
  queue {
    queue_arn = aws_sqs_queue.main.arn
    events    = ["s3:ObjectCreated:*"]
  }
}
resource "aws_s3_bucket_website_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  index_document { suffix = "index.html" }
  error_document { key = "error.html" }
}
resource "aws_s3_bucket_website_configuration" "redirect" {
  bucket = aws_s3_bucket.split_years.id
  redirect_all_requests_to {
    host_name = "example.com"
    protocol  = "https"
  }
}
resource "aws_s3_bucket_accelerate_configuration" "split" {
  bucket = aws_s3_bucket.split.id
  status = "Enabled"
}
resource "aws_s3_bucket_policy" "split" {
  bucket = aws_s3_bucket.split.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } }] })
}

# --- IAM ----------------------------------------------------------------------
resource "aws_iam_role" "main" {
  name                 = "acme-main"
  path                 = "/contact/"
  description          = "Reads recordings"
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
  max_session_duration = 7200
  permissions_boundary = aws_iam_policy.main.arn
  tags                 = local.tags
}
resource "aws_iam_role" "inline" {
  name                = "acme-inline"
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "connect.amazonaws.com" }, Action = "sts:AssumeRole" }] })
  managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
  inline_policy {
    name   = "inline"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
  }
}
resource "aws_iam_role_policy" "main" {
  name   = "acme-role-policy"
  role   = aws_iam_role.main.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:List*", Resource = "*" }] })
}
resource "aws_iam_user_policy" "main" {
  name   = "acme-user-policy"
  user   = aws_iam_user.main.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:List*", Resource = "*" }] })
}
resource "aws_iam_group_policy" "main" {
  name   = "acme-group-policy"
  group  = aws_iam_group.main.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:List*", Resource = "*" }] })
}
resource "aws_iam_policy" "main" {
  name        = "acme-policy"
  path        = "/contact/"
  description = "May list"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "connect:List*", Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "main" {
  role       = aws_iam_role.main.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess"
}
resource "aws_iam_user_policy_attachment" "main" {
  user       = aws_iam_user.main.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess"
}
resource "aws_iam_group_policy_attachment" "main" {
  group      = aws_iam_group.main.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess"
}
resource "aws_iam_role_policy_attachments_exclusive" "main" {
  role_name   = aws_iam_role.exclusive.name
  policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
}
resource "aws_iam_role" "exclusive" {
  name               = "acme-exclusive"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_user" "exclusive" { name = "acme-exclusive-user" }
resource "aws_iam_user_policy_attachments_exclusive" "main" {
  user_name   = aws_iam_user.exclusive.name
  policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
}
resource "aws_iam_group" "exclusive" { name = "acme-exclusive-group" }
resource "aws_iam_group_policy_attachments_exclusive" "main" {
  group_name  = aws_iam_group.exclusive.name
  policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
}
resource "aws_iam_policy_attachment" "main" {
  name       = "everywhere"
  policy_arn = aws_iam_policy.main.arn
  roles      = ["legacy-role"]
  users      = ["legacy-user"]
  groups     = ["legacy-group"]
}
resource "aws_iam_user" "main" {
  name                 = "acme-user"
  path                 = "/contact/"
  permissions_boundary = aws_iam_policy.main.arn
  tags                 = local.tags
}
resource "aws_iam_group" "main" {
  name = "acme-group"
  path = "/contact/"
}
resource "aws_iam_group_membership" "main" {
  name  = "members"
  group = "other-group"
  users = ["bea"]
}
resource "aws_iam_user_group_membership" "main" {
  user   = "cid"
  groups = ["first-group", "second-group"]
}
resource "aws_iam_saml_provider" "main" {
  name                   = "acme-idp"
  saml_metadata_document = "<EntityDescriptor/>"
  tags                   = local.tags
}
resource "aws_iam_access_key" "main" {
  user   = aws_iam_user.main.name
  status = "Inactive"
}
resource "aws_iam_account_password_policy" "main" {
  minimum_password_length      = 14
  password_reuse_prevention    = 24
  require_symbols              = true
  require_numbers              = true
  require_uppercase_characters = true
  require_lowercase_characters = true
  max_password_age             = 90
}

# --- Organizations ------------------------------------------------------------
resource "aws_organizations_policy" "main" {
  name        = "acme-scp"
  type        = "SERVICE_CONTROL_POLICY"
  description = "No access keys"
  content     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "iam:CreateAccessKey", Resource = "*" }] })
  tags        = local.tags
}
resource "aws_organizations_resource_policy" "main" {
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "organizations:ListPolicies", Resource = "*" }] })
  tags    = local.tags
}
resource "aws_organizations_policy_attachment" "main" {
  policy_id = aws_organizations_policy.main.id
  target_id = "ou-abcd-11111111"
}
resource "aws_organizations_organizational_unit" "main" {
  name      = "contact"
  parent_id = "r-abcd"
}
resource "aws_organizations_account" "main" {
  name      = "contact"
  email     = "contact@example.com"
  parent_id = aws_organizations_organizational_unit.main.id
  role_name = "OrganizationAccountAccessRole"
}

# --- Logs, trails, alarms -----------------------------------------------------
resource "aws_cloudtrail" "main" {
  name                          = "acme-trail"
  s3_bucket_name                = aws_s3_bucket.whole.id
  s3_key_prefix                 = "trail"
  enable_logging                = true
  enable_log_file_validation    = true
  is_multi_region_trail         = true
  is_organization_trail         = false
  include_global_service_events = true
  kms_key_id                    = aws_kms_key.main.arn
  cloud_watch_logs_group_arn    = "arn:aws:logs:eu-west-2:111122223333:log-group:trail:*"
  cloud_watch_logs_role_arn     = aws_iam_role.main.arn
  sns_topic_name                = aws_sns_topic.main.name
  event_selector {
    read_write_type                  = "All"
    include_management_events        = true
    exclude_management_event_sources = ["kms.amazonaws.com"]
    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
  insight_selector { insight_type = "ApiCallRateInsight" }
  tags = local.tags
}
resource "aws_cloudtrail" "advanced" {
  name           = "acme-advanced"
  s3_bucket_name = aws_s3_bucket.whole.id
  advanced_event_selector {
    name = "data"
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }
    field_selector {
      field           = "resources.ARN"
      not_equals      = ["arn:aws:s3:::a"]
      starts_with     = ["arn:aws:s3:::b"]
      not_starts_with = ["arn:aws:s3:::c"]
      ends_with       = ["d"]
      not_ends_with   = ["e"]
    }
  }
}
resource "aws_cloudtrail_event_data_store" "main" {
  name                           = "acme-store"
  multi_region_enabled           = true
  organization_enabled           = false
  retention_period               = 365
  termination_protection_enabled = true
  kms_key_id                     = local.key
}
resource "aws_cloudwatch_log_group" "main" {
  name                        = "/acme/main"
  retention_in_days           = 365
  kms_key_id                  = aws_kms_key.main.arn
  log_group_class             = "STANDARD"
  deletion_protection_enabled = true
  tags                        = local.tags
}
resource "aws_cloudwatch_log_resource_policy" "main" {
  policy_name     = "events"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "logs:PutLogEvents", Resource = "*" }] })
}
resource "aws_cloudwatch_log_data_protection_policy" "main" {
  log_group_name  = aws_cloudwatch_log_group.main.name
  policy_document = jsonencode({ Name = "mask", Version = "2021-06-01", Statement = [] })
}
resource "aws_cloudwatch_log_metric_filter" "main" {
  name           = "errors"
  log_group_name = aws_cloudwatch_log_group.main.name
  pattern        = "ERROR"
  metric_transformation {
    name          = "Errors"
    namespace     = "Acme"
    value         = "1"
    default_value = "0"
  }
}
resource "aws_cloudwatch_log_subscription_filter" "main" {
  name            = "ship"
  log_group_name  = aws_cloudwatch_log_group.main.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_stream.main.arn
  role_arn        = aws_iam_role.main.arn
}
resource "aws_cloudwatch_metric_alarm" "main" {
  alarm_name                = "acme-calls"
  alarm_description         = "Calls per interval"
  actions_enabled           = true
  alarm_actions             = [aws_sns_topic.main.arn]
  ok_actions                = [aws_sns_topic.main.arn]
  insufficient_data_actions = [aws_sns_topic.main.arn]
  namespace                 = "AWS/Connect"
  metric_name               = "ThrottledCalls"
  dimensions                = { InstanceId = "i-1" }
  statistic                 = "Sum"
  period                    = 60
  evaluation_periods        = 3
  datapoints_to_alarm       = 2
  threshold                 = 5
  comparison_operator       = "GreaterThanThreshold"
  treat_missing_data        = "notBreaching"
}
resource "aws_cloudwatch_metric_alarm" "query" {
  alarm_name          = "acme-query"
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanThreshold"
  metric_query {
    id          = "e1"
    expression  = "m1*2"
    return_data = true
  }
  metric_query {
    id          = "m1"
    return_data = false
    metric {
      namespace   = "AWS/Connect"
      metric_name = "MissedCalls"
      dimensions  = { InstanceId = "i-1" }
      stat        = "Sum"
      period      = 300
    }
  }
}
resource "aws_cloudwatch_metric_alarm" "extended" {
  alarm_name          = "acme-extended"
  namespace           = "AWS/Connect"
  metric_name         = "LongestQueueWaitTime"
  extended_statistic  = "p95"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanThreshold"
}
resource "aws_cloudwatch_composite_alarm" "main" {
  alarm_name      = "acme-composite"
  alarm_rule      = "ALARM(acme-calls)"
  actions_enabled = true
  alarm_actions   = [aws_sns_topic.main.arn]
}

# --- Keys, directories, functions, data ---------------------------------------
resource "aws_kms_key" "main" {
  description              = "Recordings"
  enable_key_rotation      = true
  rotation_period_in_days  = 180
  is_enabled               = true
  key_usage                = "ENCRYPT_DECRYPT"
  customer_master_key_spec = "SYMMETRIC_DEFAULT"
  deletion_window_in_days  = 30
  multi_region             = false
  policy                   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }] })
  tags                     = local.tags
}
resource "aws_kms_key" "split" { description = "Policy apart" }
resource "aws_kms_key_policy" "split" {
  key_id = aws_kms_key.split.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }] })
}
resource "aws_kms_replica_key" "main" {
  description             = "Recordings elsewhere"
  primary_key_arn         = aws_kms_key.main.arn
  enabled                 = true
  deletion_window_in_days = 20
  policy                  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }] })
  tags                    = local.tags
}
resource "aws_kms_grant" "main" {
  name               = "reader"
  key_id             = aws_kms_key.main.key_id
  grantee_principal  = aws_iam_role.main.arn
  retiring_principal = aws_iam_role.main.arn
  operations         = ["Decrypt"]
  constraints { encryption_context_equals = { Department = "contact" } }
}
resource "aws_kms_alias" "main" {
  name          = "alias/acme"
  target_key_id = aws_kms_key.main.key_id
}
resource "aws_directory_service_directory" "ad" {
  name       = "corp.example.com"
  short_name = "CORP"
  password   = "not-a-real-password"
  edition    = "Standard"
  type       = "MicrosoftAD"
  enable_sso = false
  vpc_settings {
    vpc_id     = "vpc-1"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}
resource "aws_directory_service_directory" "simple" {
  name     = "simple.example.com"
  password = "not-a-real-password"
  size     = "Small"
  type     = "SimpleAD"
  vpc_settings {
    vpc_id     = "vpc-1"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}
resource "aws_lambda_function" "zip" {
  function_name                  = "acme-zip"
  role                           = aws_iam_role.main.arn
  runtime                        = "python3.13"
  handler                        = "index.handler"
  timeout                        = 8
  memory_size                    = 256
  package_type                   = "Zip"
  architectures                  = ["arm64"]
  layers                         = ["arn:aws:lambda:eu-west-2:111122223333:layer:a:1"]
  kms_key_arn                    = aws_kms_key.main.arn
  reserved_concurrent_executions = 5
  s3_bucket                      = aws_s3_bucket.whole.id
  s3_key                         = "zip.zip"
  environment { variables = { LEVEL = "info" } }
  dead_letter_config { target_arn = aws_sqs_queue.main.arn }
  tracing_config { mode = "Active" }
  vpc_config {
    subnet_ids         = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
  logging_config {
    log_group  = aws_cloudwatch_log_group.main.name
    log_format = "JSON"
  }
  tags = local.tags
}
resource "aws_lambda_function" "image" {
  function_name = "acme-image"
  role          = aws_iam_role.main.arn
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-west-2.amazonaws.com/acme:1"
}
resource "aws_lambda_permission" "connect" {
  function_name  = aws_lambda_function.zip.function_name
  action         = "lambda:InvokeFunction"
  principal      = "connect.amazonaws.com"
  source_arn     = aws_connect_instance.main.arn
  source_account = local.account
}
resource "aws_lambda_permission" "url" {
  function_name          = aws_lambda_function.zip.function_name
  action                 = "lambda:InvokeFunctionUrl"
  principal              = "*"
  principal_org_id       = "o-abcdefghij"
  function_url_auth_type = "AWS_IAM"
}
resource "aws_lambda_function_url" "main" {
  function_name      = aws_lambda_function.zip.arn
  authorization_type = "AWS_IAM"
  qualifier          = "live"
  invoke_mode        = "RESPONSE_STREAM"
  cors {
    allow_credentials = true
    allow_headers     = ["date"]
    allow_methods     = ["GET"]
    allow_origins     = ["https://example.com"]
    expose_headers    = ["date"]
    max_age           = 60
  }
}
resource "aws_dynamodb_table" "main" {
  name                        = "acme-callers"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "caller"
  range_key                   = "time"
  deletion_protection_enabled = true
  stream_enabled              = true
  stream_view_type            = "NEW_IMAGE"
  attribute {
    name = "caller"
    type = "S"
  }
  attribute {
    name = "time"
    type = "N"
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }
  point_in_time_recovery { enabled = true }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  tags = local.tags
}
resource "aws_kinesis_stream" "main" {
  name             = "acme-stream"
  retention_period = 48
  shard_count      = 1
  encryption_type  = "KMS"
  kms_key_id       = aws_kms_key.main.arn
  stream_mode_details { stream_mode = "PROVISIONED" }
  tags = local.tags
}
resource "aws_kinesis_firehose_delivery_stream" "direct" {
  name        = "acme-direct"
  destination = "extended_s3"
  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = aws_kms_key.main.arn
  }
  extended_s3_configuration {
    bucket_arn     = aws_s3_bucket.whole.arn
    role_arn       = aws_iam_role.main.arn
    kms_key_arn    = aws_kms_key.main.arn
    prefix         = "direct/"
    s3_backup_mode = "Disabled"
  }
}
resource "aws_kinesis_firehose_delivery_stream" "stream" {
  name        = "acme-from-stream"
  destination = "extended_s3"
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.main.arn
    role_arn           = aws_iam_role.main.arn
  }
  extended_s3_configuration {
    bucket_arn = aws_s3_bucket.whole.arn
    role_arn   = aws_iam_role.main.arn
  }
}
resource "aws_kinesis_video_stream" "main" {
  name                    = "acme-video"
  data_retention_in_hours = 24
  kms_key_id              = aws_kms_key.main.arn
  media_type              = "video/h264"
}
resource "aws_sns_topic" "main" {
  name              = "acme-topic"
  kms_master_key_id = aws_kms_key.main.arn
  tags              = local.tags
}
resource "aws_sns_topic" "fifo" {
  name       = "acme-topic.fifo"
  fifo_topic = true
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "cloudwatch.amazonaws.com" }, Action = "sns:Publish", Resource = "*" }] })
}
resource "aws_sns_topic_data_protection_policy" "main" {
  arn    = aws_sns_topic.main.arn
  policy = jsonencode({ Name = "mask", Version = "2021-06-01", Statement = [] })
}
resource "aws_sns_topic_policy" "main" {
  arn    = aws_sns_topic.main.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "cloudwatch.amazonaws.com" }, Action = "sns:Publish", Resource = "*" }] })
}
resource "aws_sns_topic_subscription" "main" {
  topic_arn = aws_sns_topic.main.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.main.arn
}
resource "aws_cloudwatch_event_rule" "main" {
  name           = "acme-rule"
  description    = "Root logins"
  event_bus_name = "default"
  event_pattern  = jsonencode({ source = ["aws.connect"] })
  role_arn       = aws_iam_role.main.arn
  state          = "ENABLED"
}
resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "acme-nightly"
  schedule_expression = "rate(1 day)"
  is_enabled          = false
}
resource "aws_cloudwatch_event_target" "main" {
  rule      = aws_cloudwatch_event_rule.main.name
  target_id = "topic"
  arn       = aws_sns_topic.main.arn
  role_arn  = aws_iam_role.main.arn
  dead_letter_config { arn = aws_sqs_queue.main.arn }
}
resource "aws_sqs_queue" "main" {
  name              = "acme-queue"
  kms_master_key_id = aws_kms_key.main.key_id
}
resource "aws_sqs_queue" "managed" {
  name                    = "acme-managed"
  sqs_managed_sse_enabled = true
  policy                  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_sqs_queue" "calls" {
  name                 = "acme-calls"
  redrive_policy       = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-2:111122223333:acme-dead", maxReceiveCount = 4 })
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}
resource "aws_sqs_queue" "split" { name = "acme-split" }
resource "aws_sqs_queue_redrive_policy" "split" {
  queue_url      = aws_sqs_queue.split.id
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:eu-west-2:111122223333:acme-dead", maxReceiveCount = 4 })
}
resource "aws_sqs_queue_redrive_allow_policy" "split" {
  queue_url            = aws_sqs_queue.split.id
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}
resource "aws_sqs_queue_policy" "main" {
  queue_url = aws_sqs_queue.main.id
  policy    = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "sns.amazonaws.com" }, Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_cloudwatch_event_bus_policy" "main" {
  event_bus_name = "default"
  policy         = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "events:PutEvents", Resource = "*" }] })
}
resource "aws_customerprofiles_domain" "main" {
  domain_name             = "acme-profiles"
  default_encryption_key  = aws_kms_key.main.arn
  default_expiration_days = 366
  dead_letter_queue_url   = aws_sqs_queue.main.id
}
resource "aws_lexv2models_bot" "main" {
  name                        = "acme-bot"
  role_arn                    = aws_iam_role.main.arn
  idle_session_ttl_in_seconds = 300
  data_privacy { child_directed = false }
}
resource "aws_guardduty_detector" "main" { enable = true }
resource "aws_accessanalyzer_analyzer" "main" {
  analyzer_name = "acme-analyzer"
  type          = "ACCOUNT"
}
resource "aws_macie2_account" "main" {
  status                       = "ENABLED"
  finding_publishing_frequency = "SIX_HOURS"
}
