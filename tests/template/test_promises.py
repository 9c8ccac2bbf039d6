"""Values in the template that are promises: what is kept, protected, retried, in which order and for how long.

Each stands in the docs, in a comment beside it, or follows from how the desk is built. Nothing else would notice
another value before an operator needs it.
"""

from typing import Any

import pytest

from tests.template.stack import arn, declared, resources_of, stack

STACK = stack()
DECLARED = declared()
RESOURCES, PARAMETERS = DECLARED["Resources"], DECLARED["Parameters"]
DAY = 86_400


def value(path: str) -> Any:
    """Return a value of the stack after the transform: names and indexes, separated by slashes."""
    found: Any = STACK
    for part in path.split("/"):
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


TABLE = {
    "BillingMode": "PAY_PER_REQUEST",
    "DeletionProtectionEnabled": True,
    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
    "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "due",
            "KeySchema": [
                {"AttributeName": "due_shard", "KeyType": "HASH"},
                {"AttributeName": "due_at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        },
        {
            "IndexName": "own",
            "KeySchema": [{"AttributeName": "own", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["state"]},
        },
    ],
}
"""docs/restore.md: recovery to any second of 35 days, no deletion by mistake. ARCHITECTURE.md: keys and indexes."""

BUCKET = {
    "VersioningConfiguration": {"Status": "Enabled"},
    "LifecycleConfiguration": {
        "Rules": [
            {
                "Id": "ForgetWhatWasRemoved",
                "Status": "Enabled",
                "NoncurrentVersionExpiration": {"NoncurrentDays": 35},
                "ExpiredObjectDeleteMarker": True,
            }
        ]
    },
    "BucketEncryption": {
        "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    },
    "PublicAccessBlockConfiguration": {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    },
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
}
"""docs/files.md: files are private, and deleted ones can be brought back for as long as the table can."""

TLS_ONLY = [
    {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn("Files"), {"Fn::Sub": "${Files.Arn}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
]

PARKED = {"MessageRetentionPeriod": 14 * DAY, "SqsManagedSseEnabled": True}
"""docs/operate.md: messages of failures are kept for 14 days."""

QUEUES = {
    "Timers": {
        "VisibilityTimeout": 360,
        "SqsManagedSseEnabled": True,
        "RedrivePolicy": {"deadLetterTargetArn": arn("TimersDead"), "maxReceiveCount": 5},
    },
    "TimersDead": PARKED,
    "SchedulesDead": PARKED,
    "StreamsDead": PARKED,
}
"""docs/time.md: a ticket's timers are tried five times."""

STREAM = {
    "StartingPosition": "TRIM_HORIZON",
    "BisectBatchOnFunctionError": True,
    "MaximumRetryAttempts": -1,
    "MaximumRecordAgeInSeconds": 23 * 3600,
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "DestinationConfig": {"OnFailure": {"Destination": arn("StreamsDead")}},
    "EventSourceArn": {
        "Fn::If": [
            "Restored",
            {
                "Fn::Sub": "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}"
                ":table/${RestoredTable}/stream/${RestoredStream}"
            },
            {"Fn::GetAtt": ["Table", "StreamArn"]},
        ]
    },
}
"""docs/operate.md: an outage is retried for 23 hours, in order. From the beginning, so that nothing is left out."""


def written(events: str, kinds: str, text: bool = False) -> dict[str, str]:
    """Return the filter of these changes of these kinds of items, in words with blanks between."""
    image = "OldImage" if events == "REMOVE" else "NewImage"
    event, kind = (",".join(f'"{word}"' for word in words.split()) for words in (events, kinds))
    with_text = ',"text":{"S":[{"exists":true}]}' if text else ""
    return {"Pattern": f'{{"eventName":[{event}],"dynamodb":{{"{image}":{{"type":{{"S":[{kind}]}}{with_text}}}}}}}'}


MAX_PATTERNS = 5
"""How many filters an event source has by default; more have to be asked for."""


MAPPINGS: dict[str, dict[str, Any]] = {
    "StreamsPublishEventsUpdates": {
        **STREAM,
        "BatchSize": 100,
        "ParallelizationFactor": 1,
        "FilterCriteria": {"Filters": [written("INSERT", "update")]},
        "FunctionName": {"Ref": "StreamsPublishEvents"},
    },
    "StreamsIndexWordsWords": {
        **STREAM,
        "BatchSize": 10,
        "ParallelizationFactor": {"Ref": "SearchParallelism"},
        "FilterCriteria": {
            "Filters": [
                *(written(events, "ticket star") for events in ("INSERT MODIFY", "REMOVE")),
                *(written(event, "update", text=True) for event in ("INSERT", "REMOVE")),
                {"Pattern": '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"PERSON#"}]}}}}'},
            ]
        },
        "FunctionName": {"Ref": "StreamsIndexWords"},
    },
    "SchedulesActOnDueTicketsTimers": {
        "BatchSize": 10,
        "EventSourceArn": arn("Timers"),
        "FunctionName": {"Ref": "SchedulesActOnDueTickets"},
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": 5},
    },
}

SCHEDULES = {
    "SchedulesRemoveUnattachedFilesDaily": ("cron(40 2 * * ? *)", 3600),
    "SchedulesSweepTimersEveryMinute": ("rate(1 minute)", 300),
    "SchedulesPurgeSpamHourly": ("cron(10 * * * ? *)", 3600),
    "SchedulesReconcileIndexDaily": ("cron(40 3 * * ? *)", 3600),
    "SchedulesFoldCountsEveryTenMinutes": ("rate(10 minutes)", 600),
    "SchedulesCheckSourcesHourly": ("cron(50 * * * ? *)", 3600),
}
"""docs/time.md: when schedules run; and for how many seconds the scheduler tries to start them."""


CONDITIONS = {
    "HasDomain": {"Fn::Not": [{"Fn::Equals": [{"Ref": "DomainName"}, ""]}]},
    "HasZone": {"Fn::And": [{"Condition": "HasDomain"}, {"Fn::Not": [{"Fn::Equals": [{"Ref": "HostedZoneId"}, ""]}]}]},
    "HasRestoredBucket": {"Fn::Not": [{"Fn::Equals": [{"Ref": "RestoredBucket"}, ""]}]},
    "KeepsEvents": {"Fn::Not": [{"Fn::Equals": [{"Ref": "EventArchiveDays"}, 0]}]},
    "HasBoundary": {"Fn::Not": [{"Fn::Equals": [{"Ref": "PermissionsBoundary"}, ""]}]},
    "Restored": {"Fn::Not": [{"Fn::Equals": [{"Ref": "RestoredTable"}, ""]}]},
    "HasSecurityPolicy": {"Fn::Not": [{"Fn::Equals": [{"Ref": "SecurityPolicy"}, ""]}]},
    "HasDashboard": {"Fn::Equals": [{"Ref": "CreateDashboard"}, "on"]},
    "NotifiesByEmail": {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmEmail"}, ""]}]},
    "LogsRequests": {"Fn::Not": [{"Fn::Equals": [{"Ref": "AccessLog"}, "off"]}]},
    "SetsRoleForLogs": {"Fn::Equals": [{"Ref": "AccessLog"}, "with-role"]},
}

CONDITIONAL = {
    "OwnDomain": "HasDomain",
    "OwnDomainRoot": "HasDomain",
    "OwnDomainRecord": "HasZone",
    "RestoredFilesTlsOnly": "HasRestoredBucket",
    "EventArchive": "KeepsEvents",
    "RequestLogs": "LogsRequests",
    "RoleOfApiGateway": "SetsRoleForLogs",
    "FirstOfApiGateway": "SetsRoleForLogs",
    "AccountOfApiGateway": "SetsRoleForLogs",
    "AlarmsByEmail": "NotifiesByEmail",
    "Dashboard": "HasDashboard",
}

DEFAULTS = {
    "TicketsPerMinute": 600,
    "CommentsPerMinute": 1200,
    "UploadsPerMinute": 600,
    "OpenTicketCreation": "off",
    "OpenTicketsPerMinute": 30,
    "FirstResponseMinutes": 0,
    "AutoCloseDays": 0,
    "PendingDefaultDays": 1,
    "SpamRetentionDays": 30,
    "SearchParallelism": 1,
    "RequestsPerSecond": 100,
    "RequestBurst": 200,
    "SecurityPolicy": "SecurityPolicy_TLS13_1_2_2021_06",
    "LogLevel": "INFO",
    "LogDays": 30,
    "AccessLog": "with-role",
    "AlarmEmail": "",
    "CreateDashboard": "on",
    "SystemLogLevel": "WARN",
    "DomainName": "",
    "CertificateArn": "",
    "HostedZoneId": "",
    "EventArchiveDays": 0,
    "PermissionsBoundary": "",
    "RestoredBucket": "",
    "RestoredTable": "",
    "RestoredStream": "",
}
"""docs/deploy.md has the same."""

RETAINED = {
    "Table": "Retain",
    "Files": "RetainExceptOnCreate",
    "RoleOfApiGateway": "RetainExceptOnCreate",
    "AccountOfApiGateway": "RetainExceptOnCreate",
}
"""What stays when the stack is deleted: data, and the settings of the account, which other stacks use too.

A first deployment that fails leaves the table alone, which is protected."""


@pytest.mark.parametrize("name", TABLE)
def test_the_table_keeps_its_promises(name: str) -> None:
    assert value(f"Table/Properties/{name}") == TABLE[name]


@pytest.mark.parametrize("name", BUCKET)
def test_the_bucket_keeps_its_promises(name: str) -> None:
    assert value(f"Files/Properties/{name}") == BUCKET[name]


def test_files_are_refused_without_tls() -> None:
    policies = resources_of("S3::BucketPolicy")

    assert policies["FilesTlsOnly"]["Bucket"] == {"Ref": "Files"}
    assert policies["FilesTlsOnly"]["PolicyDocument"]["Statement"] == TLS_ONLY
    assert policies["RestoredFilesTlsOnly"]["Bucket"] == {"Ref": "RestoredBucket"}


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_keeps_its_promises(name: str) -> None:
    assert resources_of("SQS::Queue")[name] == QUEUES[name]


def test_there_are_no_other_queues_and_sources() -> None:
    assert set(resources_of("SQS::Queue")) == set(QUEUES)
    assert set(resources_of("Lambda::EventSourceMapping")) == set(MAPPINGS)
    assert set(resources_of("Scheduler::Schedule")) == set(SCHEDULES)


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_source_is_read_in_order_from_the_beginning_and_retried(name: str) -> None:
    assert resources_of("Lambda::EventSourceMapping")[name] == MAPPINGS[name]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_runs_when_the_docs_say(name: str) -> None:
    schedule = resources_of("Scheduler::Schedule")[name]
    expression, seconds = SCHEDULES[name]

    assert schedule["ScheduleExpression"] == expression
    assert schedule.get("State", "ENABLED") == "ENABLED"
    assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert schedule["Target"]["Input"] == '{"time":"<aws.scheduler.scheduled-time>"}'
    assert schedule["Target"]["RetryPolicy"] == {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": seconds}
    assert schedule["Target"]["DeadLetterConfig"] == {"Arn": arn("SchedulesDead")}


def test_conditions_say_what_their_parameters_mean() -> None:
    assert DECLARED["Conditions"] == CONDITIONS
    assert {name: it["Condition"] for name, it in RESOURCES.items() if "Condition" in it} == CONDITIONAL


def test_parameters_have_the_defaults_of_the_docs() -> None:
    assert {name: it["Default"] for name, it in PARAMETERS.items()} == DEFAULTS


def test_nothing_but_data_and_the_accounts_settings_stays() -> None:
    def having(policy: str) -> dict[str, str]:
        return {name: it[policy] for name, it in RESOURCES.items() if policy in it}

    assert having("DeletionPolicy") == RETAINED
    assert having("UpdateReplacePolicy") == dict.fromkeys(RETAINED, "Retain")


def test_events_have_a_bus_of_their_own() -> None:
    assert RESOURCES["Bus"]["Properties"] == {"Name": {"Ref": "AWS::StackName"}}
