terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" { region = "eu-west-2" }

resource "aws_dynamodb_table" "deny_list" {
  name         = "connect-deny-list"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "number"
  attribute {
    name = "number"
    type = "S"
  }
}

resource "aws_lambda_function" "deny_list" {
  function_name = "deny-list"
  role          = "arn:aws:iam::111122223333:role/deny-list"
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = "deny_list.zip"
  environment { variables = { TABLE = aws_dynamodb_table.deny_list.name } }
}

resource "aws_connect_queue" "service" {
  instance_id           = "11111111-2222-3333-4444-555555555555"
  name                  = "service"
  hours_of_operation_id = "22222222-2222-3333-4444-555555555555"
}

resource "aws_connect_instance_storage_config" "streams" {
  instance_id   = "11111111-2222-3333-4444-555555555555"
  resource_type = "MEDIA_STREAMS"
  storage_config {
    storage_type = "KINESIS_VIDEO_STREAM"
    kinesis_video_stream_config {
      prefix                 = "calls"
      retention_period_hours = 24
      encryption_config {
        encryption_type = "KMS"
        key_id          = "arn:aws:kms:eu-west-2:111122223333:key/33333333-2222-3333-4444-555555555555"
      }
    }
  }
}

resource "aws_connect_contact_flow" "inbound" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "inbound"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "notice" } },
      { Identifier = "notice", Type = "MessageParticipant", Parameters = { Text = "This call is recorded." }, Transitions = { NextAction = "record" } },
      { Identifier = "record", Type = "UpdateContactRecordingBehavior", Parameters = { RecordingBehavior = { RecordedParticipants = ["Agent", "Customer"], IVRRecordingBehavior = "Disabled" }, AnalyticsBehavior = { Enabled = "True", AnalyticsLanguage = "en-GB", AnalyticsRedactionBehavior = "Enable", AnalyticsRedactionResults = "RedactedOnly" } }, Transitions = { NextAction = "stream" } },
      { Identifier = "stream", Type = "UpdateContactMediaStreamingBehavior", Parameters = { MediaStreamingState = "Enabled", MediaStreamType = "Audio", Participants = [{ ParticipantType = "Customer", MediaDirections = ["To", "From"] }] }, Transitions = { NextAction = "ask", Errors = [{ NextAction = "ask", ErrorType = "NoMatchingError" }] } },
      { Identifier = "ask", Type = "InvokeLambdaFunction", Parameters = { LambdaFunctionARN = aws_lambda_function.deny_list.arn, InvocationTimeLimitSeconds = "3", ResponseValidation = { ResponseType = "STRING_MAP" } }, Transitions = { NextAction = "verdict", Errors = [{ NextAction = "check-failed", ErrorType = "NoMatchingError" }] } },
      { Identifier = "check-failed", Type = "MessageParticipant", Parameters = { Text = "We cannot take your call now." }, Transitions = { NextAction = "end" } },
      { Identifier = "verdict", Type = "Compare", Parameters = { ComparisonValue = "$.External.denied" }, Transitions = { NextAction = "hours", Errors = [{ NextAction = "hours", ErrorType = "NoMatchingCondition" }], Conditions = [{ NextAction = "refused", Condition = { Operator = "Equals", Operands = ["true"] } }] } },
      { Identifier = "refused", Type = "MessageParticipant", Parameters = { Text = "Goodbye." }, Transitions = { NextAction = "end" } },
      { Identifier = "hours", Type = "CheckHoursOfOperation", Parameters = {}, Transitions = { Errors = [{ NextAction = "closed", ErrorType = "NoMatchingError" }], Conditions = [{ NextAction = "staffed", Condition = { Operator = "Equals", Operands = ["True"] } }, { NextAction = "closed", Condition = { Operator = "Equals", Operands = ["False"] } }] } },
      { Identifier = "closed", Type = "MessageParticipant", Parameters = { Text = "We are closed." }, Transitions = { NextAction = "end" } },
      { Identifier = "staffed", Type = "CheckMetricData", Parameters = { MetricType = "NumberOfAgentsAvailable" }, Transitions = { NextAction = "closed", Errors = [{ NextAction = "closed", ErrorType = "NoMatchingError" }, { NextAction = "closed", ErrorType = "NoMatchingCondition" }], Conditions = [{ NextAction = "quiet", Condition = { Operator = "NumberGreaterThan", Operands = ["0"] } }] } },
      { Identifier = "quiet", Type = "UpdateContactMediaStreamingBehavior", Parameters = { MediaStreamingState = "Disabled", MediaStreamType = "Audio", Participants = [] }, Transitions = { NextAction = "unlog", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "unlog", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Disabled" }, Transitions = { NextAction = "card" } },
      { Identifier = "card", Type = "GetParticipantInput", Parameters = { Text = "Enter your card number.", InputTimeLimitSeconds = "10", StoreInput = "True", InputValidation = { CustomValidation = { MaximumLength = "16" } }, InputEncryption = { EncryptionKeyId = "key-1", Key = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----" } }, Transitions = { NextAction = "relog", Errors = [{ NextAction = "relog", ErrorType = "NoMatchingError" }] } },
      { Identifier = "relog", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "tell" } },
      { Identifier = "tell", Type = "MessageParticipant", Parameters = { Text = "One moment please." }, Transitions = { NextAction = "pay" } },
      { Identifier = "pay", Type = "InvokeLambdaFunction", Parameters = { LambdaFunctionARN = "arn:aws:lambda:eu-west-2:111122223333:function:pay", InvocationTimeLimitSeconds = "3", LambdaInvocationAttributes = { card = "$.StoredCustomerInput" }, ResponseValidation = { ResponseType = "STRING_MAP" } }, Transitions = { NextAction = "note", Errors = [{ NextAction = "busy", ErrorType = "NoMatchingError" }] } },
      { Identifier = "note", Type = "UpdateContactAttributes", Parameters = { Attributes = { language = "en-GB" }, TargetContact = "Current" }, Transitions = { NextAction = "choose", Errors = [{ NextAction = "choose", ErrorType = "NoMatchingError" }] } },
      { Identifier = "choose", Type = "UpdateContactTargetQueue", Parameters = { QueueId = aws_connect_queue.service.arn }, Transitions = { NextAction = "wait", Errors = [{ NextAction = "busy", ErrorType = "NoMatchingError" }] } },
      { Identifier = "wait", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end", Errors = [{ NextAction = "busy", ErrorType = "QueueAtCapacity" }, { NextAction = "busy", ErrorType = "NoMatchingError" }] } },
      { Identifier = "busy", Type = "MessageParticipant", Parameters = { SSML = "<speak>All our agents are busy.</speak>" }, Transitions = { NextAction = "back" } },
      { Identifier = "back", Type = "UpdateContactCallbackNumber", Parameters = { CallbackNumber = "$.CustomerEndpoint.Address" }, Transitions = { NextAction = "call-back", Errors = [{ NextAction = "outside", ErrorType = "InvalidCallbackNumber" }, { NextAction = "outside", ErrorType = "CallbackNumberNotDialable" }] } },
      { Identifier = "call-back", Type = "CreateCallbackContact", Parameters = { InitialCallDelaySeconds = "60", MaximumConnectionAttempts = "2", RetryDelaySeconds = "600" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "outside", ErrorType = "NoMatchingError" }] } },
      { Identifier = "outside", Type = "TransferParticipantToThirdParty", Parameters = { ThirdPartyPhoneNumber = "+442071838750", ThirdPartyConnectionTimeLimitSeconds = "30", ContinueFlowExecution = "False" }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "chat" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "chat"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "redact" } },
      { Identifier = "redact", Type = "UpdateContactRecordingAndAnalyticsBehavior", Parameters = { ChatBehavior = { ChatAnalyticsBehavior = { Enabled = "True", ConversationalAnalyticsRedactionConfiguration = { Enabled = "True", RedactionResults = "RedactedOnly" }, InFlightChatRedactionConfiguration = { Enabled = "True", DeliverUnprocessedMessages = "False" } } } }, Transitions = { NextAction = "form", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }, { NextAction = "end", ErrorType = "ChannelMismatch" }, { NextAction = "end", ErrorType = "InFlightRedactionConfigurationFailed" }] } },
      { Identifier = "form", Type = "ShowView", Parameters = { ViewResource = { Id = "arn:aws:connect:eu-west-2:111122223333:instance/11111111-2222-3333-4444-555555555555/view/v" }, InvocationTimeLimitSeconds = "400", ViewData = { cardNumber = "", title = "Your card" }, SensitiveDataConfiguration = { HideResponseOn = ["TRANSCRIPT"] } }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }, { NextAction = "end", ErrorType = "NoMatchingCondition" }, { NextAction = "end", ErrorType = "TimeLimitExceeded" }], Conditions = [{ NextAction = "end", Condition = { Operator = "Equals", Operands = ["Submit"] } }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "waiting" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "waiting"
  type        = "CUSTOMER_QUEUE"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "loop"
    Actions = [
      { Identifier = "loop", Type = "MessageParticipantIteratively", Parameters = { Messages = [{ Text = "Please wait." }], InterruptFrequencySeconds = "30" }, Transitions = { Conditions = [{ NextAction = "loop", Condition = { Operator = "Equals", Operands = ["MessagesInterrupted"] } }] } },
    ]
  })
}

resource "aws_connect_contact_flow" "secure" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "secure"
  type        = "AGENT_TRANSFER"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log-off"
    Actions = [
      { Identifier = "log-off", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Disabled" }, Transitions = { NextAction = "hold" } },
      { Identifier = "hold", Type = "UpdatePreviousContactParticipantState", Parameters = { PreviousContactParticipantState = "AgentOnHold" }, Transitions = { NextAction = "digits", Errors = [{ NextAction = "log-on", ErrorType = "NoMatchingError" }] } },
      { Identifier = "digits", Type = "GetParticipantInput", Parameters = { Text = "Enter your card number.", InputTimeLimitSeconds = "10", StoreInput = "True", InputValidation = { CustomValidation = { MaximumLength = "19" } }, InputEncryption = { EncryptionKeyId = "key-1", Key = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----" } }, Transitions = { NextAction = "resume", Errors = [{ NextAction = "resume", ErrorType = "NoMatchingError" }] } },
      { Identifier = "resume", Type = "UpdatePreviousContactParticipantState", Parameters = { PreviousContactParticipantState = "OffHold" }, Transitions = { NextAction = "log-on", Errors = [{ NextAction = "log-on", ErrorType = "NoMatchingError" }] } },
      { Identifier = "log-on", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "end" } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow_module" "retry" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "retry"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "loop"
    Actions = [
      { Identifier = "loop", Type = "Loop", Parameters = { LoopCount = "3" }, Transitions = { Conditions = [{ NextAction = "say", Condition = { Operator = "Equals", Operands = ["ContinueLooping"] } }, { NextAction = "back", Condition = { Operator = "Equals", Operands = ["DoneLooping"] } }], NextAction = "back" } },
      { Identifier = "say", Type = "MessageParticipant", Parameters = { Text = "Enter one." }, Transitions = { NextAction = "input" } },
      { Identifier = "input", Type = "GetParticipantInput", Parameters = { Text = "Enter one.", InputTimeLimitSeconds = "5", StoreInput = "False" }, Transitions = { NextAction = "loop", Errors = [{ NextAction = "loop", ErrorType = "NoMatchingError" }, { NextAction = "loop", ErrorType = "InputTimeLimitExceeded" }, { NextAction = "loop", ErrorType = "NoMatchingCondition" }], Conditions = [{ NextAction = "back", Condition = { Operator = "Equals", Operands = ["1"] } }] } },
      { Identifier = "back", Type = "EndFlowModuleExecution", Parameters = {}, Transitions = {} },
    ]
  })
}
