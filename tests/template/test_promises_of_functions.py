"""Values of functions and of the gateway that are promises: memory, time, variables, repeats, answers."""

import pytest

from tests.template.stack import arn, declared, resources_of

DECLARED = declared()
RESOURCES = DECLARED["Resources"]


RETRIES = {
    "SchedulesRemoveUnattachedFiles": 1,
    "SchedulesSweepTimers": 0,
    "SchedulesPurgeSpam": 1,
    "SchedulesReconcileIndex": 1,
    "SchedulesFoldCounts": 1,
    "SchedulesCheckSources": 1,
}
"""How often Lambda repeats a run that has failed. The next sweep comes within a minute."""


TIMEOUTS = {
    "OpsSetUpDesk": 60,
    "OpsIndexWords": 900,
    "OpsMigrate": 300,
    "SchedulesRemoveUnattachedFiles": 900,
    "SchedulesSweepTimers": 60,
    "SchedulesActOnDueTickets": 60,
    "SchedulesPurgeSpam": 900,
    "SchedulesReconcileIndex": 900,
    "SchedulesFoldCounts": 60,
    "SchedulesCheckSources": 60,
    "StreamsPublishEvents": 60,
    "StreamsIndexWords": 120,
    "HappyfoxContacts": 29,
    "HappyfoxCreateTicket": 29,
}
"""Seconds of the functions that do not have the 15 of all others."""


VARIABLES = {
    "SchedulesSweepTimers": {"TIMERS_QUEUE_URL": {"Ref": "Timers"}},
    "SchedulesReconcileIndex": {"TIMERS_QUEUE_URL": {"Ref": "Timers"}},
    "SchedulesCheckSources": {
        "EVENT_SOURCES": {
            "Fn::Sub": "${StreamsPublishEventsUpdates} ${StreamsIndexWordsWords} ${SchedulesActOnDueTicketsTimers}"
        }
    },
    "StreamsPublishEvents": {"EVENT_BUS_NAME": {"Ref": "Bus"}, "STREAMS_DEAD_URL": {"Ref": "StreamsDead"}},
    "StreamsIndexWords": {"STREAMS_DEAD_URL": {"Ref": "StreamsDead"}},
}
"""Variables of single functions, beside those of all."""


COMMON_VARIABLES = {
    "TABLE_NAME": {"Fn::If": ["Restored", {"Ref": "RestoredTable"}, {"Ref": "Table"}]},
    "BUCKET_NAME": {"Fn::If": ["HasRestoredBucket", {"Ref": "RestoredBucket"}, {"Ref": "Files"}]},
    "AWS_ENDPOINT_URL": {"Ref": "AWS::NoValue"},
    "TICKETS_PER_MINUTE": {"Ref": "TicketsPerMinute"},
    "COMMENTS_PER_MINUTE": {"Ref": "CommentsPerMinute"},
    "UPLOADS_PER_MINUTE": {"Ref": "UploadsPerMinute"},
    "OPEN_TICKET_CREATION": {"Ref": "OpenTicketCreation"},
    "OPEN_TICKETS_PER_MINUTE": {"Ref": "OpenTicketsPerMinute"},
    "FIRST_RESPONSE_MINUTES": {"Ref": "FirstResponseMinutes"},
    "AUTO_CLOSE_DAYS": {"Ref": "AutoCloseDays"},
    "PENDING_DEFAULT_DAYS": {"Ref": "PendingDefaultDays"},
    "SPAM_RETENTION_DAYS": {"Ref": "SpamRetentionDays"},
    "POWERTOOLS_SERVICE_NAME": {"Ref": "AWS::StackName"},
    "POWERTOOLS_METRICS_NAMESPACE": "Polydesk",
    "POWERTOOLS_LOG_LEVEL": {"Ref": "LogLevel"},
}


def test_failed_runs_are_repeated_and_reported() -> None:
    configs = {it["FunctionName"]["Ref"]: it for it in resources_of("Lambda::EventInvokeConfig").values()}

    assert {name: it["MaximumRetryAttempts"] for name, it in configs.items()} == RETRIES
    for it in configs.values():
        assert it["DestinationConfig"] == {"OnFailure": {"Destination": arn("SchedulesDead")}}


@pytest.mark.parametrize("name", resources_of("Lambda::Function"))
def test_a_function_has_its_memory_time_and_variables(name: str) -> None:
    function = resources_of("Lambda::Function")[name]

    assert function["MemorySize"] == DECLARED["Globals"]["Function"]["MemorySize"] >= 512
    assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
    assert function["Timeout"] == TIMEOUTS.get(name, 15)
    assert function["Environment"]["Variables"] == COMMON_VARIABLES | VARIABLES.get(name, {})
    traced = "PassThrough" if name in {"SchedulesSweepTimers", "SchedulesFoldCounts"} else "Active"
    assert function["TracingConfig"] == {"Mode": traced}
    assert "ReservedConcurrentExecutions" not in function
    assert len(function["Layers"]) == 1


def test_the_api_takes_all_bytes_and_answers_whatever_is_not_its_own() -> None:
    api = RESOURCES["Api"]["Properties"]

    assert api["BinaryMediaTypes"] == ["*~1*"]
    assert api["MinimumCompressionSize"] == 1024
    assert api["EndpointConfiguration"] == {"Type": "REGIONAL"}
    assert api["Name"] == {"Ref": "AWS::StackName"}
    assert api["StageName"] == "v1"


RESPONSES = {
    "MISSING_AUTHENTICATION_TOKEN": (404, None),
    "INVALID_SIGNATURE": (404, None),
    "THROTTLED": (429, "'1'"),
    "DEFAULT_4XX": (None, None),
    "INTEGRATION_FAILURE": (502, None),
    "INTEGRATION_TIMEOUT": (504, None),
    "DEFAULT_5XX": (None, None),
}
"""The status of each response of the gateway, and its Retry-After."""


def test_the_gateway_answers_as_the_docs_say() -> None:
    responses = RESOURCES["Api"]["Properties"]["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]

    assert set(responses) == set(RESPONSES)
    for name, (status, retry) in RESPONSES.items():
        headers = responses[name]["responseParameters"]
        assert responses[name].get("statusCode") == status, name
        assert headers.get("gatewayresponse.header.Retry-After") == retry, name
        assert headers["gatewayresponse.header.Content-Type"] == "'application/json; charset=utf-8'", name
        assert headers["gatewayresponse.header.Cache-Control"] == "'no-store'", name
        assert set(responses[name]["responseTemplates"]) == {"application/json"}, name


def test_the_gateway_may_call_functions_of_this_api_alone() -> None:
    for name, permission in resources_of("Lambda::Permission").items():
        assert permission["Action"] == "lambda:InvokeFunction", name
        assert permission["Principal"] == "apigateway.amazonaws.com", name
        assert "execute-api" in str(permission["SourceArn"]), name
        assert "Api" in str(permission["SourceArn"]), name


def test_the_layer_is_for_the_functions_runtime_and_leaves_no_versions() -> None:
    layer = RESOURCES["PolydeskLayer"]["Properties"]

    assert [RESOURCES["PolydeskLayer"]["Metadata"]["BuildArchitecture"]] == layer["CompatibleArchitectures"]
    assert layer["CompatibleRuntimes"] == ["python3.13"]
    assert layer["CompatibleArchitectures"] == ["arm64"]
    assert layer["RetentionPolicy"] == "Delete"
