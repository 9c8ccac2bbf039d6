"""The faults that the tests are counted with."""

from tools.template_faults.fault import Fault, alarm_faults
from tools.template_faults.unseen import UNSEEN

ALARMS = (
    *alarm_faults(
        "Failures", ("MetricName: Failures", "MetricName: Failure"), ("Namespace: Polydesk", "Namespace: Desk")
    ),
    *alarm_faults("ApiErrors", ("5XXError", "5xxError"), ("Name: Stage, Value: v1", "Name: Stage, Value: prod")),
    *alarm_faults("ApiLatency", ("Threshold: 5000", "Threshold: 50000"), ("p99", "p10")),
    *alarm_faults("FunctionThrottles", ("Statistic: Sum", "Statistic: Average")),
    *alarm_faults("TableReadThrottles", ("ReadThrottleEvents", "ReadThrottledEvents")),
    *alarm_faults("TableWriteThrottles", ("TableName = '", "Table = '")),
    *alarm_faults("SweepMissing", ("LessThanThreshold", "GreaterThanThreshold"), ("breaching", "notBreaching")),
    *alarm_faults("TimersLate", ("Threshold: 900", "Threshold: 900000"), ("!GetAtt Timers.", "!GetAtt TimersDead.")),
    *alarm_faults("TimersDead", ("DIFF(FILL(waiting, 0))", "waiting"), ("!GetAtt TimersDead.", "!GetAtt Timers.")),
    *alarm_faults("SchedulesDead", ("NumberOfMessagesSent", "NumberOfMessagesReceived")),
    *alarm_faults(
        "StreamsDead", ("Name: QueueName", "Name: Queue"), ("AlarmActions: [!Ref Alarms]", "AlarmActions: []")
    ),
    *alarm_faults("EventsLate", ("Threshold: 600000", "Threshold: 600000000")),
    *alarm_faults(
        "SearchLate", ("IteratorAge", "IteratorAgeMilliseconds"), ("!Ref StreamsIndexWords", "!Ref OpsIndexWords")
    ),
    *alarm_faults("SourcesUnread", ("MetricName: SourcesUnread", "MetricName: UnreadSources"), ("3600", "60")),
    *alarm_faults("IndexDrift", ("Statistic: Sum", "Statistic: SampleCount")),
    *alarm_faults("MigrationsLeft", ("Name: service", "Name: Service")),
    Fault("Dashboard", '"FirstAnswersLate"', '"LateFirstAnswers"'),
    Fault("Dashboard", '"FunctionName", "${SchedulesPurgeSpam}"', '"FunctionName", "polydesk"'),
)

PERMISSIONS = (
    Fault("ReadsDesk", "dynamodb:Query", "dynamodb:Scan"),
    Fault("ReadsDesk", '              - !Sub "${Table.Arn}/index/*"\n', ""),
    Fault("ReadsDesk", "dynamodb:BatchGetItem, ", ""),
    Fault("WritesDesk", "dynamodb:DeleteItem, ", ""),
    Fault("WritesDesk", ", dynamodb:ConditionCheckItem", ""),
    Fault("ReadsFiles", "Action: s3:GetObject", "Action: s3:GetObjectAcl"),
    Fault("ReadsFiles", "- !GetAtt Files.Arn", '- !Sub "${Files.Arn}/*"'),
    Fault("WritesFiles", "????????-????-????-????-????????????", "attached/*"),
    Fault("AttachesFiles", "s3:GetObjectVersion", "s3:GetObject"),
    Fault("AttachesFiles", "/attached/*", "/copies/*"),
    Fault("RemovesFiles", "Action: s3:DeleteObject", "Action: s3:DeleteObjectVersion"),
    Fault("QueuesTickets", "!GetAtt Timers.Arn", "!GetAtt TimersDead.Arn"),
    Fault("ReportsRuns", "!GetAtt SchedulesDead.Arn", "!GetAtt StreamsDead.Arn"),
    Fault("TellsBus", "events:PutEvents", "events:PutRule"),
    Fault("TakesTickets", "sqs:DeleteMessage, ", ""),
    Fault("TakesTickets", "!GetAtt Timers.Arn", "!GetAtt StreamsDead.Arn"),
    Fault("FollowsTable", "dynamodb:GetShardIterator, ", ""),
    Fault("FollowsTable", "!GetAtt StreamsDead.Arn", "!GetAtt SchedulesDead.Arn"),
    Fault("SeesSources", "lambda:GetEventSourceMapping", "lambda:ListEventSourceMappings"),
    Fault("SchedulesPurgeSpam", "WritesDeskRemovesFilesRole", "WritesDeskRole"),
    Fault("SelectelCreateComment", "WritesDeskAttachesFilesRole", "WritesDeskReadsFilesRole"),
    Fault("StreamsIndexWordsRole", ", !Ref WritesDesk]", ", !Ref TellsBus]"),
)

VALUES = (
    Fault("Table", "AttributeName: expires_at", "AttributeName: expires"),
    Fault("Table", "DeletionProtectionEnabled: true", "DeletionProtectionEnabled: false"),
    Fault("Table", "PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false"),
    Fault("Table", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"),
    Fault("Table", "UpdateReplacePolicy: Retain", "UpdateReplacePolicy: Delete"),
    Fault("Files", "NoncurrentDays: 35", "NoncurrentDays: 3"),
    Fault("Files", "BlockPublicPolicy: true", "BlockPublicPolicy: false"),
    Fault("Files", "{ Status: Enabled }", "{ Status: Suspended }"),
    Fault("FilesTlsOnly", 'aws:SecureTransport: "false"', 'aws:SecureTransport: "true"'),
    Fault("Timers", "VisibilityTimeout: 360", "VisibilityTimeout: 36000"),
    Fault("Timers", "maxReceiveCount: 5", "maxReceiveCount: 1"),
    Fault("StreamsDead", "1209600", "120960"),
    Fault("Logs", "RetentionInDays: !Ref LogDays", "RetentionInDays: 3653"),
    Fault("Function", "MemorySize: ", "MemorySize: 128 # "),
    Fault("Function", "ApplicationLogLevel: INFO", "ApplicationLogLevel: WARN"),
    Fault("Function", "TABLE_NAME: !If [Restored, !Ref RestoredTable, !Ref Table]", "TABLE_NAME: !Ref Table"),
    Fault("Restored", '!Not [!Equals [!Ref RestoredTable, ""]]', '!Equals [!Ref RestoredTable, ""]'),
    Fault("LogsRequests", '"off"', '"on"'),
    Fault("NotifiesByEmail", "AlarmEmail", "LogLevel"),
    Fault("SpamRetentionDays", "Default: 30", "Default: 3"),
)

BEHAVIOUR = (
    Fault("SchedulesSweepTimers", "rate(1 minute)", "rate(1 hour)"),
    Fault("SchedulesSweepTimers", "TIMERS_QUEUE_URL: !Ref Timers", "TIMERS_QUEUE_URL: !Ref TimersDead"),
    Fault("SchedulesPurgeSpam", "Timeout: 900", "Timeout: 90"),
    Fault("SchedulesReconcileIndex", "MaximumEventAgeInSeconds: 3600", "MaximumEventAgeInSeconds: 60"),
    Fault("SchedulesRemoveUnattachedFiles", "MaximumRetryAttempts: 1", "MaximumRetryAttempts: 2"),
    Fault("SchedulesActOnDueTickets", "            FunctionResponseTypes: [ReportBatchItemFailures]\n", ""),
    Fault("SchedulesActOnDueTickets", "MaximumConcurrency: 5", "MaximumConcurrency: 50"),
    Fault("SchedulesCheckSources", "${StreamsIndexWordsWords} ", ""),
    Fault("StreamsPublishEvents", "ParallelizationFactor: 1", "ParallelizationFactor: 10"),
    Fault("StreamsPublishEvents", "TRIM_HORIZON", "LATEST"),
    Fault("StreamsPublishEvents", "MaximumRetryAttempts: -1", "MaximumRetryAttempts: 3"),
    Fault("StreamsPublishEvents", '["INSERT"]', '["INSERT","MODIFY"]'),
    Fault("StreamsIndexWords", "MaximumRecordAgeInSeconds: 82800", "MaximumRecordAgeInSeconds: 8280"),
    Fault("StreamsIndexWords", "BisectBatchOnFunctionError: true", "BisectBatchOnFunctionError: false"),
    Fault("HappyfoxCreateTicket", "Timeout: 29", "Timeout: 60"),
    Fault("GatewayAnswerOtherMethodsPermission", "lambda:InvokeFunction", "lambda:GetFunction"),
    Fault("Api", 'BinaryMediaTypes: ["*~1*"]', 'BinaryMediaTypes: ["image/png"]'),
    Fault("Api", "TracingEnabled: false", "TracingEnabled: true"),
    Fault("PolydeskLayer", "PublishLambdaVersion: true", "PublishLambdaVersion: false"),
)

FAULTS = (*ALARMS, *PERMISSIONS, *VALUES, *BEHAVIOUR, *UNSEEN)
