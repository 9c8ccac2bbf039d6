"""What Lambda and the scheduler do for a function is allowed: they use its role, or one of their own."""

from typing import Any

import pytest

from tests.template.stack import declared, resources_of
from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.grants import allowed, grants
from tools.local_desk.template.intrinsics import resolve
from tools.local_desk.template.names import StackNames

RESTORED = {"RestoredTable": "restored", "RestoredStream": "2026-01-05T09:00:00.000"}
DOCUMENT = declared()
STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")
QUEUE = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")


def functions(parameters: dict[str, str]) -> dict[str, Any]:
    """Return the properties of the functions, with names resolved."""
    names = StackNames(DOCUMENT, parameters)
    found = {name: it for name, it in DOCUMENT["Resources"].items() if it["Type"] == "AWS::Serverless::Function"}
    return {name: resolve(it["Properties"], names) for name, it in found.items()}


def needed(function: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the actions and resources that Lambda uses with the role of a function."""
    needs: set[tuple[str, str]] = set()
    destinations = [function.get("EventInvokeConfig", {}).get("DestinationConfig")]
    for event in function.get("Events", {}).values():
        own = event["Properties"]
        if event["Type"] == "DynamoDB":
            needs |= {(action, own["Stream"]) for action in STREAM}
            destinations.append(own["DestinationConfig"])
        if event["Type"] == "SQS":
            needs |= {(action, own["Queue"]) for action in QUEUE}
    return needs | {("sqs:SendMessage", it["OnFailure"]["Destination"]) for it in destinations if it}


@pytest.mark.parametrize("parameters", [{}, RESTORED], ids=["own", "restored"])
def test_lambda_may_read_sources_and_report_failures(parameters: dict[str, str]) -> None:
    granted = grants(read(TEMPLATE, parameters))

    missing = {
        (name, *need)
        for name, function in functions(parameters).items()
        for need in needed(function)
        if not allowed(granted[name], *need)
    }
    assert missing == set()


def test_functions_without_a_caller_may_do_only_what_they_need() -> None:
    """Lambda's own actions are granted to the functions whose events need them, and to no others."""
    for name, statements in grants(read()).items():
        background = {
            (action, resource)
            for it in statements
            for action in it.actions & {*STREAM, *QUEUE}
            for resource in it.resources
        }
        assert background <= needed(functions({})[name]), name


def test_functions_know_the_queues_that_they_may_write_to() -> None:
    for name, function in functions({}).items():
        variables = function.get("Environment", {}).get("Variables", {})
        urls = {value for key, value in variables.items() if key.endswith("_URL")}
        queues = {
            resource for it in grants(read())[name] if "sqs:SendMessage" in it.actions for resource in it.resources
        }
        assert {url.rpartition("/")[2] for url in urls} <= {arn.rpartition(":")[2] for arn in queues}, name


def test_schedules_may_call_their_function_and_report_to_their_queue() -> None:
    roles = resources_of("IAM::Role")
    for name, schedule in resources_of("Scheduler::Schedule").items():
        target = schedule["Target"]
        role = roles[target["RoleArn"]["Fn::GetAtt"][0]]
        statements = [policy["PolicyDocument"]["Statement"][0] for policy in role["Policies"]]
        assert {(it["Action"], str(it["Resource"])) for it in statements} == {
            ("lambda:InvokeFunction", str(target["Arn"])),
            ("sqs:SendMessage", str(target["DeadLetterConfig"]["Arn"])),
        }, name


def test_roles_are_for_the_services_that_use_them() -> None:
    for name, role in resources_of("IAM::Role").items():
        [statement] = role["AssumeRolePolicyDocument"]["Statement"]
        [service] = (
            [statement["Principal"]["Service"]]
            if isinstance(statement["Principal"]["Service"], str)
            else [*statement["Principal"]["Service"]]
        )
        schedule = name in {
            it["Target"]["RoleArn"]["Fn::GetAtt"][0] for it in resources_of("Scheduler::Schedule").values()
        }
        expected = "scheduler" if schedule else "apigateway" if name == "RoleOfApiGateway" else "lambda"
        assert service == f"{expected}.amazonaws.com", name


def test_functions_write_logs_and_traces() -> None:
    for name in {function["Role"]["Fn::GetAtt"][0] for function in resources_of("Lambda::Function").values()}:
        policies = str(resources_of("IAM::Role")[name]["ManagedPolicyArns"])
        assert "service-role/AWSLambdaBasicExecutionRole" in policies, name
        assert "policy/AWSXrayWriteOnlyAccess" in policies, name
