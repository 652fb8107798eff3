# Flows as Terraform carries them: text that is known, text that waits for a queue, a file, a module, and who leads to them.
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
resource "aws_connect_instance" "main" {
  identity_management_type = "CONNECT_MANAGED"
  instance_alias           = "flows"
  inbound_calls_enabled    = true
  outbound_calls_enabled   = true
}
resource "aws_connect_hours_of_operation" "always" {
  instance_id = aws_connect_instance.main.id
  name        = "always"
  time_zone   = "Europe/London"
  config {
    day = "MONDAY"
    start_time {
      hours   = 0
      minutes = 0
    }
    end_time {
      hours   = 23
      minutes = 59
    }
  }
}
resource "aws_connect_queue" "support" {
  instance_id           = aws_connect_instance.main.id
  name                  = "support"
  hours_of_operation_id = aws_connect_hours_of_operation.always.hours_of_operation_id
}
resource "aws_connect_contact_flow" "known" {
  instance_id = aws_connect_instance.main.id
  name        = "known"
  type        = "CONTACT_FLOW"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "hello"
    Actions = [
      { Identifier = "hello", Type = "MessageParticipant", Parameters = { Text = "Hello" }, Transitions = { NextAction = "ask" } },
      { Identifier = "ask", Type = "GetParticipantInput",
        Parameters = { Text = "Which number?", StoreInput = "True", InputTimeLimitSeconds = "5",
        InputValidation = { CustomValidation = { MaximumLength = "12" } } },
      Transitions = { NextAction = "dial", Errors = [{ NextAction = "bye", ErrorType = "NoMatchingError" }] } },
      { Identifier = "dial", Type = "TransferParticipantToThirdParty",
        Parameters  = { ThirdPartyPhoneNumber = "$.StoredCustomerInput", ContinueFlowExecution = "False" },
      Transitions = { NextAction = "bye", Errors = [{ NextAction = "bye", ErrorType = "NoMatchingError" }] } },
      { Identifier = "bye", Type = "DisconnectParticipant" },
    ]
  })
}
resource "aws_connect_contact_flow" "waits" {
  instance_id = aws_connect_instance.main.id
  name        = "waits"
  type        = "QUEUE_TRANSFER"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "queue"
    Actions = [
      { Identifier = "queue", Type = "UpdateContactTargetQueue", Parameters = { QueueId = aws_connect_queue.support.arn },
      Transitions = { NextAction = "go", Errors = [{ NextAction = "bye", ErrorType = "NoMatchingError" }] } },
      { Identifier = "go", Type = "TransferContactToQueue",
      Transitions = { NextAction = "bye", Errors = [{ NextAction = "bye", ErrorType = "QueueAtCapacity" }] } },
      { Identifier = "bye", Type = "DisconnectParticipant" },
    ]
  })
}
resource "aws_connect_contact_flow" "from_file" {
  instance_id  = aws_connect_instance.main.id
  name         = "from file"
  filename     = "flow.json"
  content_hash = filebase64sha256("flow.json")
}
resource "aws_connect_contact_flow_module" "verify" {
  instance_id = aws_connect_instance.main.id
  name        = "verify"
  content     = "{\"Version\": \"2019-10-30\", \"StartAction\": \"back\", \"Actions\": [{\"Identifier\": \"back\", \"Type\": \"EndFlowModuleExecution\"}, {\"Identifier\": \"out\", \"Type\": \"TransferContactToAgent\"}]}"
}
resource "aws_connect_quick_connect" "support" {
  instance_id = aws_connect_instance.main.id
  name        = "support"
  quick_connect_config {
    quick_connect_type = "QUEUE"
    queue_config {
      contact_flow_id = aws_connect_contact_flow.waits.contact_flow_id
      queue_id        = "22223333-4444-5555-6666-777788889999"
    }
  }
}
resource "aws_connect_phone_number" "front" {
  target_arn   = aws_connect_instance.main.arn
  country_code = "GB"
  type         = "DID"
}
resource "aws_connect_phone_number_contact_flow_association" "front" {
  instance_id     = aws_connect_instance.main.id
  phone_number_id = aws_connect_phone_number.front.id
  contact_flow_id = aws_connect_contact_flow.known.contact_flow_id
}
