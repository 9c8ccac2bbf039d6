"""Properties of the template: permissions, logs, limits and retries."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from graphlib import TopologicalSorter
from typing import Any

import pytest

from tests.template.stack import definition, references, resources_of, stack
from tools.local_desk.model import Route, Schedule, StreamSource
from tools.local_desk.schedules import last_due
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.intrinsics import load

STACK = stack()
DECLARED = load(TEMPLATE.read_text(encoding="utf-8"))
FUNCTIONS = read().functions

MAX_DESCRIPTION = 256
"""Characters of the description of a version."""

MAX_RESOURCES = 480
"""CloudFormation allows 500; the rest is a reserve for urgent changes."""

MAX_PATHS = 300
"""An API of API Gateway has at most so many resources."""

MAX_POLICY_BYTES = 20 * 1024
"""Lambda's limit of the permissions to call one function."""

ARN_BYTES = 400
"""What the names in a permission take at most when they are filled in."""


MAX_BUCKET_NAME = 63
MAX_STACK_NAME = 128


HOUR = 3600
STREAM_RETENTION = 24 * HOUR
"""Seconds for which a table's stream keeps a record."""

MAY_BE_LOGGED = {
    "error.responseType",
    "httpMethod",
    "identity.sourceIp",
    "integration.latency",
    "requestId",
    "requestTime",
    "resourcePath",
    "responseLatency",
    "responseLength",
    "status",
}
"""What the API may log of a request: nothing that can contain a token or user input."""

AWS_POLICIES = {"AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess", "AmazonAPIGatewayPushToCloudWatchLogs"}
"""AWS's managed policies that roles have: writing logs and traces, whose resources have no names beforehand."""


def waits_for(resource: dict[str, Any]) -> set[str]:
    """Return the names that a resource refers to or depends on."""
    return references(resource) | set(as_list(resource.get("DependsOn", [])))


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Return every policy statement, with the name of its policy or role."""
    found = [(name, it["PolicyDocument"]) for name, it in resources_of("IAM::ManagedPolicy").items()]
    for name, role in resources_of("IAM::Role").items():
        found += [(name, policy["PolicyDocument"]) for policy in role.get("Policies", [])]
    return [(name, statement) for name, document in found for statement in document["Statement"]]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_stack_has_room_to_grow() -> None:
    assert len(STACK) <= MAX_RESOURCES


def test_the_api_has_room_for_more_paths() -> None:
    parts = [path.split("/") for path in definition()["paths"]]
    resources = {tuple(part[:depth]) for part in parts for depth in range(1, len(part) + 1)}

    assert len(parts) < len(resources) <= MAX_PATHS


def test_the_permissions_to_call_a_function_fit_into_its_policy() -> None:
    sizes: Counter[str] = Counter()
    for permission in resources_of("Lambda::Permission").values():
        sizes[permission["FunctionName"]["Ref"]] += len(json.dumps(permission)) + ARN_BYTES

    assert max(sizes.values()) <= MAX_POLICY_BYTES


def test_nothing_is_granted_on_everything() -> None:
    assert len(statements()) > 10
    for name, statement in statements():
        assert statement["Effect"] == "Allow"
        assert not [action for action in as_list(statement["Action"]) if "*" in action], name
        for resource in as_list(statement["Resource"]):
            assert references(resource) & STACK.keys(), f"{name}: {resource} is not of this stack"


def test_roles_have_no_policies_of_aws_but_those_for_logs_and_traces() -> None:
    for name, role in resources_of("IAM::Role").items():
        for policy in role.get("ManagedPolicyArns", []):
            arn = policy if isinstance(policy, str) else policy.get("Fn::Sub", "")
            assert arn.rpartition("/")[2] in AWS_POLICIES or policy.get("Ref") in resources_of("IAM::ManagedPolicy"), (
                name
            )


def test_functions_share_a_role_exactly_if_they_have_the_same_policies() -> None:
    used = {function["Role"]["Fn::GetAtt"][0] for function in resources_of("Lambda::Function").values()}
    granted = {name: frozenset(references(resources_of("IAM::Role")[name]["ManagedPolicyArns"])) for name in used}

    assert len(set(granted.values())) == len(granted)


def test_every_policy_is_used() -> None:
    used = {name for role in resources_of("IAM::Role").values() for name in references(role)}

    assert set(resources_of("IAM::ManagedPolicy")) <= used


def test_functions_log_to_one_group_and_lambda_itself_logs_only_warnings_by_default() -> None:
    assert DECLARED["Parameters"]["SystemLogLevel"]["Default"] == "WARN"
    for name, function in resources_of("Lambda::Function").items():
        assert function["LoggingConfig"] == {
            "LogGroup": {"Ref": "Logs"},
            "LogFormat": "JSON",
            "SystemLogLevel": {"Ref": "SystemLogLevel"},
            "ApplicationLogLevel": "INFO",
        }, name


def test_logs_are_kept_for_as_long_as_the_operator_says() -> None:
    groups = resources_of("Logs::LogGroup")

    assert {str(group["RetentionInDays"]) for group in groups.values()} == {"{'Ref': 'LogDays'}"}
    assert len(groups) == 2


def stage() -> dict[str, Any]:
    [found] = resources_of("ApiGateway::Stage").values()
    return found


def test_the_api_logs_each_request_without_user_input() -> None:
    condition, setting, otherwise = stage()["AccessLogSetting"]["Fn::If"]

    assert (condition, otherwise) == ("LogsRequests", {"Ref": "AWS::NoValue"})
    line = json.loads(setting["Format"])
    assert {"request_id", "route", "status", "latency_ms"} <= line.keys()
    assert {value.removeprefix("$context.") for value in line.values()} <= MAY_BE_LOGGED


def test_the_stage_has_a_rate_and_writes_no_execution_log() -> None:
    [settings] = stage()["MethodSettings"]

    assert (settings["HttpMethod"], settings["ResourcePath"]) == ("*", "/*")
    assert settings["ThrottlingRateLimit"] == {"Ref": "RequestsPerSecond"}
    assert settings["ThrottlingBurstLimit"] == {"Ref": "RequestBurst"}
    assert (settings["LoggingLevel"], settings["DataTraceEnabled"], settings["MetricsEnabled"]) == ("OFF", False, False)


def test_the_gateway_is_not_traced() -> None:
    assert stage()["TracingEnabled"] is False


def test_the_api_requires_tls_1_2() -> None:
    api = resources_of("ApiGateway::RestApi")["Api"]
    unset = {"Ref": "AWS::NoValue"}

    assert DECLARED["Parameters"]["SecurityPolicy"]["Default"] == "SecurityPolicy_TLS13_1_2_2021_06"
    assert api["SecurityPolicy"] == {"Fn::If": ["HasSecurityPolicy", {"Ref": "SecurityPolicy"}, unset]}
    assert api["EndpointAccessMode"] == {"Fn::If": ["HasSecurityPolicy", "BASIC", unset]}


def test_no_resource_waits_for_one_that_waits_for_it() -> None:
    """Before the transform too: tools look at the template as it is written."""
    for resources in (STACK, DECLARED["Resources"]):
        needed = {name: waits_for(it) & resources.keys() for name, it in resources.items()}
        TopologicalSorter(needed).prepare()


def test_the_role_of_the_account_is_set_after_something_there_exists_and_before_the_api_logs() -> None:
    account = STACK["AccountOfApiGateway"]

    assert STACK["FirstOfApiGateway"]["Type"] == "AWS::ApiGateway::ApiKey"
    assert STACK["FirstOfApiGateway"]["Properties"]["Enabled"] is False
    assert set(account["DependsOn"]) == {"FirstOfApiGateway", "OpsSetUpDesk"}
    assert "AccountOfApiGateway" in references(STACK["RequestLogs"]["Metadata"])


def test_a_throttled_caller_is_told_when_to_retry() -> None:
    answer = definition()["x-amazon-apigateway-gateway-responses"]["THROTTLED"]

    assert answer["statusCode"] == 429
    assert "gatewayresponse.header.Retry-After" in answer["responseParameters"]


BEHIND_HTTP = [*(name for name, function in FUNCTIONS.items() if function.of_type(Route)), "GatewayAnswerOtherMethods"]


@pytest.mark.parametrize("name", BEHIND_HTTP)
def test_a_function_behind_http_is_called_at_a_version_which_has_its_code_and_its_layer(name: str) -> None:
    """Lambda changes code and layer of a function one after the other, and a version only both."""
    version = resources_of("Lambda::Alias")[f"{name}Aliaslive"]["FunctionVersion"]["Fn::GetAtt"][0]

    assert resources_of("Lambda::Version")[version]["FunctionName"] == {"Ref": name}
    assert DECLARED["Resources"][name]["Properties"]["AutoPublishAliasAllProperties"] is True
    assert DECLARED["Resources"]["PolydeskLayer"]["Properties"]["PublishLambdaVersion"] is True


def values_in(value: Any) -> set[str]:
    """Return the names and conditions in a value."""
    conditions = re.findall(r"'Fn::If': \['(\w+)'", str(value))
    return references(value) | set(conditions)


@pytest.mark.parametrize("name", BEHIND_HTTP)
def test_another_value_of_a_parameter_publishes_a_new_version(name: str) -> None:
    """SAM publishes a version for another text of the template; a version is replaced for another description."""
    own = DECLARED["Resources"][name]["Properties"]
    common = DECLARED["Globals"]["Function"]
    settings = values_in([common["Environment"], common["LoggingConfig"]])

    assert settings & (DECLARED["Parameters"].keys() | {"Restored"}) <= values_in(own["VersionDescription"])
    assert own.keys().isdisjoint({"Environment", "LoggingConfig"})


ROLE_ID = "A" * 21


def test_the_description_of_a_version_is_not_too_long() -> None:
    parameters = DECLARED["Parameters"]
    restored = "t" * parameters["RestoredTable"]["MaxLength"] + " " + "b" * MAX_BUCKET_NAME
    own = "s" * MAX_STACK_NAME + "-Table-" + "R" * 13

    described = references(DECLARED["Resources"]["GatewayAnswerOtherMethods"]["Properties"]["VersionDescription"])
    numbers = [
        it.get("MaxValue", 99_999_999)
        for name, it in parameters.items()
        if name in described and it["Type"] == "Number"
    ]
    assert numbers
    for names in (restored, own):
        assert len(" ".join([ROLE_ID, *map(str, numbers), "WARNING", "WARN", names])) <= MAX_DESCRIPTION


def test_functions_without_a_caller_have_no_versions() -> None:
    assert len(resources_of("Lambda::Version")) == len(resources_of("Lambda::Alias")) == len(BEHIND_HTTP)


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if function.of_type(Route)])
def test_a_function_behind_http_ends_before_the_gateways_timeout(name: str) -> None:
    assert FUNCTIONS[name].timeout <= 29


def test_the_visibility_timeout_is_six_times_the_functions_timeout() -> None:
    reader = FUNCTIONS["SchedulesActOnDueTickets"]

    assert resources_of("SQS::Queue")["Timers"]["VisibilityTimeout"] >= 6 * reader.timeout


def test_data_and_the_role_of_the_account_are_retained_when_the_stack_is_deleted() -> None:
    retained = {
        name: it["DeletionPolicy"]
        for name, it in STACK.items()
        if "DeletionPolicy" in it and name in DECLARED["Resources"]
    }

    assert retained == {
        "Table": "Retain",  # DynamoDB does not delete a protected table
        "Files": "RetainExceptOnCreate",
        "RoleOfApiGateway": "RetainExceptOnCreate",
        "AccountOfApiGateway": "RetainExceptOnCreate",
    }
    assert {STACK[name]["UpdateReplacePolicy"] for name in retained} == {"Retain"}
    assert STACK["Table"]["Properties"]["DeletionProtectionEnabled"] is True


def test_the_table_is_encrypted_with_the_key_that_costs_nothing() -> None:
    """`SSEEnabled: true` takes a key of KMS, whose requests are billed. By default DynamoDB takes one that it owns."""
    assert "SSESpecification" not in STACK["Table"]["Properties"]


def test_a_function_without_a_caller_has_a_queue_for_its_failures() -> None:
    targets = {name: references(schedule) for name, schedule in resources_of("Scheduler::Schedule").items()}
    failures = {
        it["FunctionName"]["Ref"]: it["DestinationConfig"] for it in resources_of("Lambda::EventInvokeConfig").values()
    }
    streams = {it["FunctionName"]["Ref"]: it for it in resources_of("Lambda::EventSourceMapping").values()}

    for name, function in FUNCTIONS.items():
        if function.of_type(Schedule):
            assert references(failures[name]) == {"SchedulesDead"}
            assert [found for found in targets.values() if {name, "SchedulesDead"} <= found]
        if function.of_type(StreamSource):
            assert references(streams[name]["DestinationConfig"]) == {"StreamsDead"}


def test_records_are_retried_until_shortly_before_the_stream_drops_them() -> None:
    mappings = [it for it in resources_of("Lambda::EventSourceMapping").values() if "MaximumRecordAgeInSeconds" in it]

    assert len(mappings) == len([name for name, function in FUNCTIONS.items() if function.of_type(StreamSource)])
    for mapping in mappings:
        assert (mapping["MaximumRetryAttempts"], mapping["BisectBatchOnFunctionError"]) == (-1, True)
        assert STREAM_RETENTION - 2 * HOUR <= mapping["MaximumRecordAgeInSeconds"] <= STREAM_RETENTION - HOUR


def test_work_in_the_background_leaves_room_for_callers() -> None:
    """A new account runs ten functions at once."""
    parallel = DECLARED["Parameters"]["SearchParallelism"]["Default"]
    events, words = (STACK[name]["Properties"]["ParallelizationFactor"] for name in STREAMS)
    timers = DECLARED["Resources"]["SchedulesActOnDueTickets"]["Properties"]["Events"]["Timers"]["Properties"]

    assert (events, words) == (1, {"Ref": "SearchParallelism"})
    assert events + parallel + timers["ScalingConfig"]["MaximumConcurrency"] < 10


STREAMS = ("StreamsPublishEventsUpdates", "StreamsIndexWordsWords")
"""What lets streams call their functions."""


def test_the_purge_runs_every_hour() -> None:
    purge = FUNCTIONS["SchedulesPurgeSpam"]
    [schedule] = purge.of_type(Schedule)
    now = datetime(2026, 1, 5, 12, tzinfo=UTC)

    assert last_due(schedule, now) > now - timedelta(hours=1)
    assert purge.timeout < HOUR
