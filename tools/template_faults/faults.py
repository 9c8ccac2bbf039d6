"""The faults: each changes one text within one block of the template."""

from dataclasses import dataclass


class NoSuchText(Exception):
    """The block does not have the text that a fault changes: the fault has to follow the template."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of the block of a parameter, a condition, a resource or an output."""

    block: str
    old: str
    new: str

    def __str__(self) -> str:
        """Name the block and the change, in one line."""
        return f"{self.block}: {' '.join(self.old.split())} -> {' '.join(self.new.split()) or '(nothing)'}"

    def apply(self, template: str) -> str:
        """Return the template with the fault. Raises NoSuchText."""
        lines = template.splitlines(keepends=True)
        starts = [at for at, line in enumerate(lines) if line.startswith(f"  {self.block}:")]
        if not starts:
            raise NoSuchText(str(self))
        end = next((at for at in range(starts[0] + 1, len(lines)) if _begins_another(lines[at])), len(lines))
        block = "".join(lines[starts[0] : end])
        if self.old not in block:
            raise NoSuchText(str(self))
        return "".join([*lines[: starts[0]], block.replace(self.old, self.new, 1), *lines[end:]])


def _begins_another(line: str) -> bool:
    return line[:1] not in (" ", "\n") or (line.startswith("  ") and line[2:3] not in (" ", "#", "\n"))


def _alarm(name: str, *changes: tuple[str, str]) -> tuple[Fault, ...]:
    return tuple(Fault(f"{name}Alarm", old, new) for old, new in changes)


ALARMS = (
    *_alarm("Failures", ("MetricName: Failures", "MetricName: Failure"), ("Namespace: Polydesk", "Namespace: Desk")),
    *_alarm("ApiErrors", ("5XXError", "5xxError"), ("Name: Stage, Value: v1", "Name: Stage, Value: prod")),
    *_alarm("ApiLatency", ("Threshold: 5000", "Threshold: 50000"), ("p99", "p10")),
    *_alarm("FunctionThrottles", ("Statistic: Sum", "Statistic: Average")),
    *_alarm("TableReadThrottles", ("ReadThrottleEvents", "ReadThrottledEvents")),
    *_alarm("TableWriteThrottles", ("TableName = '", "Table = '")),
    *_alarm("SweepMissing", ("LessThanThreshold", "GreaterThanThreshold"), ("breaching", "notBreaching")),
    *_alarm("TimersLate", ("Threshold: 900", "Threshold: 900000"), ("!GetAtt Timers.", "!GetAtt TimersDead.")),
    *_alarm("TimersDead", ("DIFF(FILL(waiting, 0))", "waiting"), ("!GetAtt TimersDead.", "!GetAtt Timers.")),
    *_alarm("SchedulesDead", ("NumberOfMessagesSent", "NumberOfMessagesReceived")),
    *_alarm("StreamsDead", ("Name: QueueName", "Name: Queue"), ("AlarmActions: [!Ref Alarms]", "AlarmActions: []")),
    *_alarm("EventsLate", ("Threshold: 600000", "Threshold: 600000000")),
    *_alarm("SearchLate", ("IteratorAge", "IteratorAgeMilliseconds"), ("!Ref StreamsIndexWords", "!Ref OpsIndexWords")),
    *_alarm("SourcesUnread", ("MetricName: SourcesUnread", "MetricName: UnreadSources"), ("3600", "60")),
    *_alarm("IndexDrift", ("Statistic: Sum", "Statistic: SampleCount")),
    *_alarm("MigrationsLeft", ("Name: service", "Name: Service")),
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
    Fault("ReadsFiles", "Resource: !GetAtt Files.Arn", 'Resource: !Sub "${Files.Arn}/*"'),
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

FAULTS = (*ALARMS, *PERMISSIONS, *VALUES, *BEHAVIOUR)
