"""Outputs name what the stack uses, and exist exactly where it exists."""

from typing import Any

import pytest

from tests.template.stack import declared, outputs, references, resources_of, stack

OUTPUTS, RESOURCES = outputs(), stack()
COMMON = declared()["Globals"]["Function"]
VARIABLES = COMMON["Environment"]["Variables"]


def only(values: list[Any]) -> Any:
    """Return the value that all of these are."""
    assert values
    assert all(value == values[0] for value in values)
    return values[0]


def handled_by(handler: str) -> dict[str, str]:
    """Return a reference to the function with this handler."""
    [name] = [name for name, it in resources_of("Lambda::Function").items() if it["Handler"] == handler]
    return {"Ref": name}


EXPECTED = {
    "BaseUrl": {
        "Fn::Sub": "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/"
        + only([it["StageName"] for it in resources_of("ApiGateway::Stage").values()])
    },
    "OwnUrl": {"Fn::Sub": "https://${OwnDomain}"},
    "OwnDomainTarget": RESOURCES["OwnDomainRecord"]["Properties"]["AliasTarget"]["DNSName"],
    "TableName": VARIABLES["TABLE_NAME"],
    "FilesBucket": VARIABLES["BUCKET_NAME"],
    "LogGroup": COMMON["LoggingConfig"]["LogGroup"],
    "RequestLogGroup": {"Ref": "RequestLogs"},
    "AlarmsTopic": only([topic for it in resources_of("CloudWatch::Alarm").values() for topic in it["AlarmActions"]]),
    "DashboardUrl": {
        "Fn::Sub": "https://${AWS::Region}.console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/${Dashboard}"
    },
    "EventBusName": RESOURCES["StreamsPublishEvents"]["Properties"]["Environment"]["Variables"]["EVENT_BUS_NAME"],
    "EventArchiveArn": {"Fn::GetAtt": ["EventArchive", "Arn"]},
    "SetUpFunction": handled_by("ops/set_up_desk.handler"),
}


def test_these_are_the_outputs() -> None:
    assert set(OUTPUTS) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_output_is_what_the_stack_uses(name: str) -> None:
    assert OUTPUTS[name]["Value"] == EXPECTED[name]


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_exists_exactly_where_its_resource_exists(name: str) -> None:
    names = references(OUTPUTS[name]["Value"]) & RESOURCES.keys()

    assert names
    assert {RESOURCES[it].get("Condition") for it in names} == {OUTPUTS[name].get("Condition")}
