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

resource "aws_connect_contact_flow" "inbound" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "Sample inbound flow"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "start"
    Actions = [
      { Identifier = "start", Type = "UpdateContactRecordingBehavior", Parameters = { RecordingBehavior = { RecordedParticipants = ["Agent", "Customer"], IVRRecordingBehavior = "Enabled" }, AnalyticsBehavior = { Enabled = "True", AnalyticsLanguage = "en-GB" } }, Transitions = { NextAction = "stream" } },
      { Identifier = "stream", Type = "UpdateContactMediaStreamingBehavior", Parameters = { MediaStreamingState = "Enabled", MediaStreamType = "Audio", Participants = [] }, Transitions = { NextAction = "card", Errors = [{ NextAction = "card", ErrorType = "NoMatchingError" }] } },
      { Identifier = "card", Type = "GetParticipantInput", Parameters = { Text = "Enter your card number.", InputTimeLimitSeconds = "10", StoreInput = "True", InputValidation = { CustomValidation = { MaximumLength = "16" } } }, Transitions = { NextAction = "keep", Errors = [{ NextAction = "keep", ErrorType = "NoMatchingError" }] } },
      { Identifier = "keep", Type = "UpdateContactAttributes", Parameters = { Attributes = { creditCard = "$.StoredCustomerInput" } }, Transitions = { NextAction = "repeat", Errors = [{ NextAction = "repeat", ErrorType = "NoMatchingError" }] } },
      { Identifier = "repeat", Type = "MessageParticipant", Parameters = { Text = "You entered $.Attributes.creditCard." }, Transitions = { NextAction = "greet" } },
      { Identifier = "greet", Type = "MessageParticipant", Parameters = { SSML = "<speak>Hello $.Attributes.name</speak>" }, Transitions = { NextAction = "ask" } },
      { Identifier = "ask", Type = "InvokeLambdaFunction", Parameters = { LambdaFunctionARN = aws_lambda_function.deny_list.arn, InvocationTimeLimitSeconds = "3", LambdaInvocationAttributes = { card = "$.StoredCustomerInput", key = "AKIAABCDEFGHIJKLMNOP" } }, Transitions = { NextAction = "tell", Errors = [{ NextAction = "queue", ErrorType = "NoMatchingError" }] } },
      { Identifier = "tell", Type = "InvokeLambdaFunction", Parameters = { LambdaFunctionARN = "arn:aws:lambda:eu-west-2:999999999999:function:other", InvocationTimeLimitSeconds = "3" }, Transitions = { NextAction = "verdict", Errors = [{ NextAction = "queue", ErrorType = "NoMatchingError" }] } },
      { Identifier = "verdict", Type = "Compare", Parameters = { ComparisonValue = "$.External.state" }, Transitions = { NextAction = "queue", Errors = [{ NextAction = "queue", ErrorType = "NoMatchingCondition" }], Conditions = [{ NextAction = "dial", Condition = { Operator = "Equals", Operands = ["x"] } }] } },
      { Identifier = "dial", Type = "TransferParticipantToThirdParty", Parameters = { ThirdPartyPhoneNumber = "$.StoredCustomerInput", ThirdPartyConnectionTimeLimitSeconds = "30", ContinueFlowExecution = "False" }, Transitions = { NextAction = "premium", Errors = [{ NextAction = "premium", ErrorType = "NoMatchingError" }] } },
      { Identifier = "premium", Type = "TransferParticipantToThirdParty", Parameters = { ThirdPartyPhoneNumber = "+979123456789", ThirdPartyConnectionTimeLimitSeconds = "30", ContinueFlowExecution = "False" }, Transitions = { NextAction = "back", Errors = [{ NextAction = "back", ErrorType = "NoMatchingError" }] } },
      { Identifier = "back", Type = "UpdateContactCallbackNumber", Parameters = { CallbackNumber = "$.StoredCustomerInput" }, Transitions = { NextAction = "queue", Errors = [{ NextAction = "queue", ErrorType = "InvalidCallbackNumber" }, { NextAction = "queue", ErrorType = "CallbackNumberNotDialable" }] } },
      { Identifier = "queue", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "QueueAtCapacity" }] } },
      { Identifier = "left", Type = "MessageParticipant", Parameters = { Text = "Nobody hears this." }, Transitions = { NextAction = "end" } },
      { Identifier = "key", Type = "GetParticipantInput", Parameters = { Text = "x" }, Transitions = { NextAction = "end" } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "broken" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "broken"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "silent" } },
      { Identifier = "silent", Type = "MessageParticipant", Parameters = { Text = "hello" }, Transitions = { NextAction = "nowhere" } },
    ]
  })
}

resource "aws_connect_contact_flow" "strange" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "strange"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "strange"
    Actions = [
      { Identifier = "strange", Type = "PlayPrompt", Parameters = {}, Transitions = { NextAction = "stay" } },
      { Identifier = "stay", Type = "MessageParticipant", Parameters = { Text = "again" }, Transitions = { NextAction = "stay" } },
    ]
  })
}

resource "aws_connect_contact_flow" "dead" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "dead"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "open" } },
      { Identifier = "open", Type = "CheckHoursOfOperation", Parameters = {}, Transitions = { Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }], Conditions = [{ NextAction = "stuck", Condition = { Operator = "Equals", Operands = ["True"] } }] } },
      { Identifier = "stuck", Type = "MessageParticipant", Parameters = { Text = "x" }, Transitions = {} },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "hold" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "hold"
  type        = "CONTACT_FLOW"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "log"
    Actions = [
      { Identifier = "log", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Enabled" }, Transitions = { NextAction = "off" } },
      { Identifier = "off", Type = "UpdateFlowLoggingBehavior", Parameters = { FlowLoggingBehavior = "Disabled" }, Transitions = { NextAction = "wait" } },
      { Identifier = "wait", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "QueueAtCapacity" }, { NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "listen" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "listen"
  type        = "AGENT_TRANSFER"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "digits"
    Actions = [
      { Identifier = "digits", Type = "GetParticipantInput", Parameters = { Text = "Enter your card number.", InputTimeLimitSeconds = "10", StoreInput = "True", InputValidation = { CustomValidation = { MaximumLength = "19" } } }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
      { Identifier = "key", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "keys" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "keys"
  content = jsonencode({
    Version     = "2019-10-30"
    StartAction = "k"
    Actions = [
      { Identifier = "k", Type = "GetParticipantInput", Parameters = { Text = "Enter your card number.", InputTimeLimitSeconds = "10", StoreInput = "True", InputValidation = { CustomValidation = { MaximumLength = "16" } }, InputEncryption = { EncryptionKeyId = "k", Key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----" } }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }] } },
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
      { Identifier = "loop", Type = "MessageParticipantIteratively", Parameters = { Messages = [{ Text = "Please wait." }], InterruptFrequencySeconds = "10" }, Transitions = { Conditions = [{ NextAction = "cut", Condition = { Operator = "Equals", Operands = ["MessagesInterrupted"] } }] } },
      { Identifier = "cut", Type = "TransferContactToQueue", Parameters = {}, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "QueueAtCapacity" }, { NextAction = "end", ErrorType = "NoMatchingError" }] } },
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
      { Identifier = "redact", Type = "UpdateContactRecordingAndAnalyticsBehavior", Parameters = { ChatBehavior = { ChatAnalyticsBehavior = { Enabled = "True", ConversationalAnalyticsRedactionConfiguration = { Enabled = "False" }, InFlightChatRedactionConfiguration = { Enabled = "True", DeliverUnprocessedMessages = "True" } } } }, Transitions = { NextAction = "form", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }, { NextAction = "end", ErrorType = "ChannelMismatch" }, { NextAction = "end", ErrorType = "InFlightRedactionConfigurationFailed" }] } },
      { Identifier = "form", Type = "ShowView", Parameters = { ViewResource = { Id = "arn:aws:connect:eu-west-2:111122223333:instance/i/view/v" }, InvocationTimeLimitSeconds = "400", ViewData = { cardNumber = "" } }, Transitions = { NextAction = "end", Errors = [{ NextAction = "end", ErrorType = "NoMatchingError" }, { NextAction = "end", ErrorType = "NoMatchingCondition" }, { NextAction = "end", ErrorType = "TimeLimitExceeded" }], Conditions = [{ NextAction = "end", Condition = { Operator = "Equals", Operands = ["Submit"] } }] } },
      { Identifier = "end", Type = "DisconnectParticipant", Parameters = {}, Transitions = {} },
    ]
  })
}

resource "aws_connect_contact_flow" "legacy" {
  instance_id = "11111111-2222-3333-4444-555555555555"
  name        = "legacy"
  content     = jsonencode({ modules = [{ id = "a", type = "Disconnect", branches = [], parameters = [] }], version = "1", type = "contactFlow", start = "a" })
}
